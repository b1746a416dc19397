"""The people of the body that manages a mark: invited by an officer, they decide who may use it, and see nothing else."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalog.marks import Mark
from catalog.records import Refused

from .invitations import Invitation, open_invitations, send_invitation
from .memberships import Membership, Role
from .users import User, read_email


def manages(session: Session, user_id: int) -> bool:
    """Whether somebody manages any mark."""
    theirs = Membership.user_id == user_id, Membership.role == Role.MARK
    return session.scalar(select(Membership.id).where(*theirs).limit(1)) is not None


def marks_of(user_id: int) -> Select[tuple[Mark]]:
    """The marks that somebody manages; every page of theirs asks through this."""
    theirs = select(Membership.mark_id).where(Membership.user_id == user_id, Membership.role == Role.MARK)
    return select(Mark).where(Mark.id.in_(theirs))


def people_of_mark(session: Session, mark_id: int) -> list[User]:
    query = select(User).join(Membership, Membership.user_id == User.id).where(Membership.mark_id == mark_id)
    return list(session.scalars(query.order_by(User.name, User.id)))


def invite_to_mark(
    session: Session, mark: Mark, inviter: User, contact: str, language: str, now: datetime
) -> Invitation:
    """Send a letter with a link; the mark is locked. Nothing tells whether the address has an account. Raises Refused."""
    contact = read_email(contact)
    made = Invitation(mark_id=mark.id, user_id=inviter.id, contact=contact, role=Role.MARK, created_at=now)
    send_invitation(session, made, waiting_for_mark(session, mark.id, now), "invitation_to_mark", language)
    mark.note("mark.invited")
    return made


def waiting_for_mark(session: Session, mark_id: int, now: datetime) -> Sequence[Invitation]:
    return open_invitations(session, Invitation.mark_id == mark_id, now)


def take_back(session: Session, mark: Mark, id: int, now: datetime) -> bool:
    """Whether there was an open invitation to take back."""
    found = next((one for one in waiting_for_mark(session, mark.id, now) if one.id == id), None)
    if found is None:
        return False
    found.revoked_at = now
    mark.note("mark.invitation_taken_back")
    return True


def add_to_mark(session: Session, user: User, mark: Mark, now: datetime) -> Membership:
    """Let somebody manage the mark. Raises Refused for who does already."""
    session.flush()
    theirs = Membership.user_id == user.id, Membership.mark_id == mark.id
    if session.scalar(select(Membership.id).where(*theirs)) is not None:
        raise Refused("You manage this mark already.")
    made = Membership(user_id=user.id, role=Role.MARK, mark_id=mark.id, created_at=now)
    session.add(made)
    session.flush()
    mark.note("mark.person_added", user=user.id)
    return made


def accept_for_mark(session: Session, invitation: Invitation, user: User, now: datetime) -> Mark:
    """Take up an invitation to manage a mark. Raises Refused."""
    mark = session.get_one(Mark, invitation.mark_id)
    add_to_mark(session, user, mark, now)
    invitation.used_at = now
    return mark


def remove_from_mark(session: Session, mark: Mark, user_id: int) -> bool:
    """End what somebody may do about the mark; whether they did. The mark is locked."""
    theirs = Membership.user_id == user_id, Membership.mark_id == mark.id
    found = session.scalar(select(Membership).where(*theirs))
    if found is None:
        return False
    session.delete(found)
    mark.note("mark.person_removed", user=user_id)
    return True
