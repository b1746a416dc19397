"""The people of a retailer, each in one role with it, invited by its managers. One manager always stays."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records import Refused

from .invitations import Invitation, send_invitation
from .memberships import Membership, RetailerRole, Role
from .retailers import Retailer
from .stores import Store
from .users import User, read_email

# An invitation's role says for whom it is, too.
_INVITED = {role: f"retailer_{role}" for role in RetailerRole}


def retailers_of(session: Session, user_id: int) -> list[tuple[Retailer, RetailerRole]]:
    """The retailers for whom this user acts, by name, each with the user's role."""
    mine = Membership.user_id == user_id, Membership.role == Role.RETAILER
    query = select(Retailer, Membership.retailer_role).join(Membership).where(*mine)
    rows = session.execute(query.order_by(Retailer.name, Retailer.id))
    return [(retailer, RetailerRole(role)) for retailer, role in rows]


def add_to_retailer(
    session: Session,
    user: User,
    retailer: Retailer,
    now: datetime,
    role: RetailerRole = RetailerRole.MANAGER,
) -> Membership:
    """Let the user act for the retailer; who does already keeps the membership, with this role from now on."""
    session.flush()
    membership = _membership(session, retailer.id, user.id)
    if membership is None:
        membership = Membership(user_id=user.id, role=Role.RETAILER, retailer_id=retailer.id, created_at=now)
        session.add(membership)
    _give(membership, role)
    session.flush()
    retailer.note("retailer.person_added", user=user.id, role=role)
    return membership


def acts_for_retailer(session: Session, user_id: int, retailer_id: int) -> bool:
    """Whether this user is one of the retailer's people."""
    return _membership(session, retailer_id, user_id) is not None


def people_of_retailer(session: Session, retailer_id: int) -> list[tuple[User, Membership]]:
    """Everybody who acts for it with what makes them do so, the first first."""
    query = select(User, Membership).join(Membership, Membership.user_id == User.id)
    found = session.execute(query.where(Membership.retailer_id == retailer_id).order_by(Membership.id))
    return [(user, membership) for user, membership in found]


def invite_to_retailer(
    session: Session,
    retailer: Retailer,
    inviter: User,
    contact: str,
    role: RetailerRole,
    language: str,
    now: datetime,
) -> Invitation:
    """Send a letter with a link. Nothing tells whether the address has an account. Raises Refused."""
    made = Invitation(
        retailer_id=retailer.id, user_id=inviter.id, contact=read_email(contact), role=_INVITED[role]
    )
    made.created_at = now
    waiting = waiting_for_retailer(session, retailer.id, now)
    send_invitation(session, made, waiting, "invitation_to_retailer", language)
    retailer.note("retailer.invited", role=role)
    return made


def role_offered(invitation: Invitation) -> RetailerRole:
    """Which role with a retailer it gives."""
    return next(role for role, word in _INVITED.items() if word == invitation.role)


def waiting_for_retailer(session: Session, retailer_id: int, now: datetime) -> Sequence[Invitation]:
    theirs = Invitation.retailer_id == retailer_id, Invitation.expires_at > now
    unused = Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
    return session.scalars(select(Invitation).where(*theirs, *unused).order_by(Invitation.id)).all()


def take_invitation_back(session: Session, retailer: Retailer, id: int, now: datetime) -> None:
    """Raises Refused where it is not open any more."""
    found = next((one for one in waiting_for_retailer(session, retailer.id, now) if one.id == id), None)
    if found is None:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    found.revoked_at = now
    retailer.note("retailer.invitation_taken_back")


def accept_for_retailer(session: Session, invitation: Invitation, user: User, now: datetime) -> Retailer:
    """Take the role. Raises Refused for who acts for the retailer already: a link does not change a role."""
    retailer = session.get_one(Retailer, invitation.retailer_id)
    if acts_for_retailer(session, user.id, retailer.id):
        raise Refused("You act for this retailer already.")
    add_to_retailer(session, user, retailer, now, role_offered(invitation))
    invitation.used_at = now
    return retailer


def change_person(
    session: Session, retailer_id: int, user_id: int, role: RetailerRole, store_id: int | None
) -> None:
    """Another role; `store_id` is the one store of a receiver, None all of them. Raises Refused."""
    retailer, found = _held(session, retailer_id, user_id)
    if role != RetailerRole.MANAGER:
        _refuse_last_manager(session, found)
    _give(found, role)
    if store_id is not None:
        _receive_at(session, found, store_id)
    retailer.note("retailer.person_changed", user=user_id, role=role, store=store_id)


def _receive_at(session: Session, membership: Membership, store_id: int) -> None:
    if membership.retailer_role != RetailerRole.RECEIVER:
        raise Refused("Only who receives goods belongs to one store.")
    known = Store.id == store_id, Store.retailer_id == membership.retailer_id
    if session.scalar(select(Store.id).where(*known)) is None:
        raise Refused("Please choose one of your stores.")
    membership.store_id = store_id


def remove_from_retailer(session: Session, retailer_id: int, user_id: int) -> None:
    """End what somebody may do for the retailer. Raises Refused for the last manager."""
    retailer, found = _held(session, retailer_id, user_id)
    _refuse_last_manager(session, found)
    retailer.note("retailer.person_removed", user=user_id)
    session.delete(found)


def _give(membership: Membership, role: RetailerRole) -> None:
    membership.retailer_role, membership.store_id = role, None


def _membership(session: Session, retailer_id: int, user_id: int) -> Membership | None:
    theirs = Membership.retailer_id == retailer_id, Membership.user_id == user_id
    return session.scalar(select(Membership).where(*theirs).execution_options(populate_existing=True))


def _held(session: Session, retailer_id: int, user_id: int) -> tuple[Retailer, Membership]:
    """Behind a lock on the retailer: two managers who remove each other come one after the other."""
    retailer = session.get_one(Retailer, retailer_id, with_for_update=True, populate_existing=True)
    found = _membership(session, retailer_id, user_id)
    if found is None:
        raise Refused("This person does not act for the retailer any more.")
    return retailer, found


def _refuse_last_manager(session: Session, membership: Membership) -> None:
    managers = (
        Membership.retailer_id == membership.retailer_id,
        Membership.retailer_role == RetailerRole.MANAGER,
    )
    others = select(func.count()).select_from(Membership).where(*managers, Membership.id != membership.id)
    if membership.retailer_role == RetailerRole.MANAGER and session.scalar(others) == 0:
        raise Refused("This is the last manager. Invite another one first.")
