"""What the people of a producer, and those of an organiser of fairs, may do by their role with it."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from .accounts.memberships import Membership, OrganiserRole, ProducerRole
from .accounts.users import User


class Action(StrEnum):
    """What is done for a producer. ORDERS is packing and sending; CANCELLING gives an order up.
    FAIRS is exhibiting, and who asks there.
    """

    DESK = "desk"
    ORDERS = "orders"
    CANCELLING = "cancelling"
    RETURNS = "returns"
    REVIEWS = "reviews"
    LISTINGS = "listings"
    PAPERS = "papers"
    VOUCHERS = "vouchers"
    FAIRS = "fairs"
    MONEY = "money"
    BANK_ACCOUNT = "bank_account"
    PROFILE = "profile"
    PEOPLE = "people"


_PACKING = frozenset({Action.DESK, Action.ORDERS})
_OWNERS_ALONE = frozenset({Action.PEOPLE, Action.BANK_ACCOUNT})

ALLOWED: dict[ProducerRole, frozenset[Action]] = {
    ProducerRole.PACKER: _PACKING,
    ProducerRole.MANAGER: frozenset(Action) - _OWNERS_ALONE,
    ProducerRole.OWNER: frozenset(Action),
}


def may(role: str, action: Action | str) -> bool:
    """Whether somebody with this role may do this for the producer."""
    return Action(action) in ALLOWED[ProducerRole(role)]


def people_who_may(session: Session, producer_id: int, action: Action) -> list[User]:
    """Those who act for the producer in a role that may do this."""
    roles = [role for role in ProducerRole if action in ALLOWED[role]]
    theirs = Membership.producer_id == producer_id, Membership.producer_role.in_(roles)
    query = select(User).join(Membership, Membership.user_id == User.id).where(*theirs)
    return list(session.scalars(query.order_by(User.id)))


def addresses_of_who_may(session: Session, producer_id: int, action: Action) -> list[tuple[str, str]]:
    """Where they get letters (e-mail, else telephone), and in which language."""
    people = people_who_may(session, producer_id, action)
    return [(person.contact, person.language) for person in people if person.contact]


class OrganiserAction(StrEnum):
    """What is done for an organiser. DESK is reading its fairs; CHECK_IN lets exhibitors and visitors in."""

    DESK = "desk"
    CHECK_IN = "check_in"
    FAIRS = "fairs"
    BOOTHS = "booths"
    APPLICATIONS = "applications"
    VISITORS = "visitors"
    MATCHING = "matching"
    REPORT = "report"
    MONEY = "money"
    BANK_ACCOUNT = "bank_account"
    PROFILE = "profile"
    PEOPLE = "people"


ALLOWED_FOR_ORGANISER: dict[OrganiserRole, frozenset[OrganiserAction]] = {
    OrganiserRole.STEWARD: frozenset({OrganiserAction.DESK, OrganiserAction.CHECK_IN}),
    OrganiserRole.MANAGER: frozenset(OrganiserAction),
}


def organiser_may(role: str, action: OrganiserAction | str) -> bool:
    """Whether somebody with this role may do this for the organiser."""
    return OrganiserAction(action) in ALLOWED_FOR_ORGANISER[OrganiserRole(role)]


def organiser_people_who_may(session: Session, organiser_id: int, action: OrganiserAction) -> list[User]:
    """Those who act for the organiser in a role that may do this."""
    roles = [role for role in OrganiserRole if action in ALLOWED_FOR_ORGANISER[role]]
    theirs = Membership.organiser_id == organiser_id, Membership.organiser_role.in_(roles)
    query = select(User).join(Membership, Membership.user_id == User.id).where(*theirs)
    return list(session.scalars(query.order_by(User.id)))
