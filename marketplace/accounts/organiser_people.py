"""The people of an organiser of fairs: managers do everything, stewards let people in. One manager always stays."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .memberships import Membership, OrganiserRole, Role
from .organisers import Organiser
from .users import User


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
