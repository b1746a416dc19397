"""The people of a retailer, each in one role with it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .memberships import Membership, RetailerRole, Role
from .retailers import Retailer
from .users import User


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
    theirs = Membership.user_id == user.id, Membership.retailer_id == retailer.id
    membership = session.scalar(select(Membership).where(*theirs))
    if membership is None:
        membership = Membership(user_id=user.id, role=Role.RETAILER, retailer_id=retailer.id, created_at=now)
        session.add(membership)
    membership.retailer_role = role
    session.flush()
    retailer.note("retailer.person_added", user=user.id, role=role)
    return membership
