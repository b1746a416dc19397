"""What the people of a producer, of an organiser of fairs and of a retailer may do by their role with it."""

from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from .accounts.memberships import Membership, OrganiserRole, ProducerRole, RetailerRole
from .accounts.users import User


class Action(StrEnum):
    """What is done for a producer. ORDERS is packing and sending; CANCELLING gives an order up.
    FAIRS is exhibiting, and who asks there; SOURCING is dealing with retailers up to the purchase order, which
    is packed and sent by who packs ORDERS.
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
    SOURCING = "sourcing"
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
    return _people(session, Membership.producer_id == producer_id, Membership.producer_role.in_(roles))


def _people(session: Session, *theirs: ColumnElement[bool]) -> list[User]:
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
    return _people(session, Membership.organiser_id == organiser_id, Membership.organiser_role.in_(roles))


class RetailerAction(StrEnum):
    """What is done for a retailer. DESK and CATALOGUE are reading; REQUESTS asks producers, takes quotes and awards.

    ORDERS drafts and issues purchase orders, APPROVING agrees to those that need it, RECEIVING writes down what
    came, QUALITY scores samples and goods, CLAIMS asks for money back, PAYING is invoices and statements.
    """

    DESK = "desk"
    CATALOGUE = "catalogue"
    REQUESTS = "requests"
    SAMPLES = "samples"
    CONTRACTS = "contracts"
    ORDERS = "orders"
    APPROVING = "approving"
    RECEIVING = "receiving"
    QUALITY = "quality"
    CLAIMS = "claims"
    PAYING = "paying"
    STORES = "stores"
    SPENDING = "spending"
    PROFILE = "profile"
    PEOPLE = "people"


_R = RetailerAction
_READING = frozenset({_R.DESK, _R.CATALOGUE})
_MANAGERS_ALONE = frozenset({_R.STORES, _R.SPENDING, _R.PROFILE, _R.PEOPLE})

ALLOWED_FOR_RETAILER: dict[RetailerRole, frozenset[RetailerAction]] = {
    RetailerRole.MANAGER: frozenset(RetailerAction),
    RetailerRole.BUYER: frozenset(RetailerAction) - _MANAGERS_ALONE - {_R.APPROVING},
    RetailerRole.APPROVER: _READING | {_R.APPROVING, _R.CONTRACTS, _R.PAYING},
    RetailerRole.RECEIVER: frozenset({_R.DESK, _R.RECEIVING, _R.CLAIMS}),
    RetailerRole.QUALITY: _READING | {_R.SAMPLES, _R.QUALITY, _R.RECEIVING, _R.CLAIMS},
}


def retailer_may(role: str, action: RetailerAction | str) -> bool:
    """Whether somebody with this role may do this for the retailer."""
    return RetailerAction(action) in ALLOWED_FOR_RETAILER[RetailerRole(role)]


def retailer_people_who_may(
    session: Session, retailer_id: int, action: RetailerAction, store_id: int | None = None
) -> list[User]:
    """Those who act for the retailer in a role that may do this; of a store, without who receives at another one."""
    roles = [role for role in RetailerRole if action in ALLOWED_FOR_RETAILER[role]]
    here = [func.coalesce(Membership.store_id, store_id) == store_id] if store_id else []
    return _people(session, Membership.retailer_id == retailer_id, Membership.retailer_role.in_(roles), *here)
