"""The people of an organiser of fairs: managers do everything, stewards let people in. One manager always stays."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records import Refused

from .invitations import Invitation, send_invitation
from .memberships import Membership, OrganiserRole, Role
from .organisers import Organiser
from .users import User, read_email

# An invitation's role says for whom it is, too.
_INVITED = {role: f"organiser_{role}" for role in OrganiserRole}


def organisers_of(session: Session, user_id: int) -> list[tuple[Organiser, OrganiserRole]]:
    """The organisers for whom this user acts, by name, each with the user's role."""
    mine = Membership.user_id == user_id, Membership.role == Role.ORGANISER
    query = select(Organiser, Membership.organiser_role).join(Membership).where(*mine)
    rows = session.execute(query.order_by(Organiser.name, Organiser.id))
    return [(organiser, OrganiserRole(role)) for organiser, role in rows]


def add_to_organiser(
    session: Session,
    user: User,
    organiser: Organiser,
    now: datetime,
    role: OrganiserRole = OrganiserRole.MANAGER,
) -> Membership:
    """Let the user act for the organiser; who does already keeps the membership, with this role from now on."""
    session.flush()
    theirs = Membership.user_id == user.id, Membership.organiser_id == organiser.id
    membership = session.scalar(select(Membership).where(*theirs))
    if membership is None:
        membership = Membership(
            user_id=user.id, role=Role.ORGANISER, organiser_id=organiser.id, created_at=now
        )
        session.add(membership)
    membership.organiser_role = role
    session.flush()
    organiser.note("organiser.person_added", user=user.id, role=role)
    return membership


def acts_for_organiser(session: Session, user_id: int, organiser_id: int) -> bool:
    """Whether this user is one of the organiser's people."""
    theirs = Membership.user_id == user_id, Membership.organiser_id == organiser_id
    return session.scalar(select(Membership.id).where(*theirs)) is not None


def people_of_organiser(session: Session, organiser_id: int) -> list[tuple[User, OrganiserRole]]:
    """Everybody who acts for it, the first first."""
    query = select(User, Membership.organiser_role).join(Membership, Membership.user_id == User.id)
    found = session.execute(query.where(Membership.organiser_id == organiser_id).order_by(Membership.id))
    return [(user, OrganiserRole(role)) for user, role in found]


def organiser_addresses(session: Session, organiser_id: int) -> list[tuple[str, str]]:
    """Where the people of an organiser get letters (e-mail, else telephone), and in which language."""
    people = (user for user, _role in people_of_organiser(session, organiser_id))
    return [(user.contact, user.language) for user in people if user.contact]


def invite_to_organiser(
    session: Session,
    organiser: Organiser,
    inviter: User,
    contact: str,
    role: OrganiserRole,
    language: str,
    now: datetime,
) -> Invitation:
    """Send a letter with a link. Nothing tells whether the address has an account. Raises Refused."""
    contact = read_email(contact)
    made = Invitation(organiser_id=organiser.id, user_id=inviter.id, contact=contact, role=_INVITED[role])
    made.created_at = now
    waiting = waiting_for_organiser(session, organiser.id, now)
    send_invitation(session, made, waiting, "invitation_to_organiser", language)
    organiser.note("organiser.invited", role=role)
    return made


def invited_role(invitation: Invitation) -> OrganiserRole:
    """Which role with an organiser it gives."""
    return next(role for role, word in _INVITED.items() if word == invitation.role)


def waiting_for_organiser(session: Session, organiser_id: int, now: datetime) -> Sequence[Invitation]:
    theirs = Invitation.organiser_id == organiser_id, Invitation.expires_at > now
    unused = Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
    return session.scalars(select(Invitation).where(*theirs, *unused).order_by(Invitation.id)).all()


def take_back(session: Session, organiser: Organiser, id: int, now: datetime) -> bool:
    """Whether there was an open invitation to take back."""
    found = next((one for one in waiting_for_organiser(session, organiser.id, now) if one.id == id), None)
    if found is None:
        return False
    found.revoked_at = now
    organiser.note("organiser.invitation_taken_back")
    return True


def accept_for_organiser(session: Session, invitation: Invitation, user: User, now: datetime) -> Organiser:
    """Take the role. Raises Refused for who acts for the organiser already: a link does not change a role."""
    organiser = session.get_one(Organiser, invitation.organiser_id)
    if acts_for_organiser(session, user.id, organiser.id):
        raise Refused("You act for this organiser already.")
    add_to_organiser(session, user, organiser, now, invited_role(invitation))
    invitation.used_at = now
    return organiser


def change_role(session: Session, organiser_id: int, user_id: int, role: OrganiserRole) -> None:
    """Give somebody another role from now on. Raises Refused for the last manager."""
    organiser, found = _held(session, organiser_id, user_id)
    if found.organiser_role == role:
        return
    _check_not_last(session, found)
    found.organiser_role = role
    organiser.note("organiser.role_changed", user=user_id, role=role)


def remove_from_organiser(session: Session, organiser_id: int, user_id: int) -> None:
    """End what somebody may do for the organiser. Raises Refused for the last manager."""
    organiser, found = _held(session, organiser_id, user_id)
    _check_not_last(session, found)
    organiser.note("organiser.person_removed", user=user_id)
    session.delete(found)


def _held(session: Session, organiser_id: int, user_id: int) -> tuple[Organiser, Membership]:
    """As it is now; two managers who change each other come one after the other."""
    organiser = session.get_one(Organiser, organiser_id, with_for_update=True, populate_existing=True)
    theirs = Membership.organiser_id == organiser_id, Membership.user_id == user_id
    found = session.scalar(select(Membership).where(*theirs).execution_options(populate_existing=True))
    if found is None:
        raise Refused("This person does not act for the organiser any more.")
    return organiser, found


def _check_not_last(session: Session, of: Membership) -> None:
    if of.organiser_role == OrganiserRole.MANAGER and _managers(session, of.organiser_id) == 1:
        raise Refused("This is the last manager. Invite another one first.")


def _managers(session: Session, organiser_id: int | None) -> int:
    theirs = Membership.organiser_id == organiser_id, Membership.organiser_role == OrganiserRole.MANAGER
    return session.scalar(select(func.count()).select_from(Membership).where(*theirs)) or 0
