"""The one table of what the people of a producer may do, by their role with it."""

from enum import StrEnum

from .accounts.memberships import ProducerRole


class Action(StrEnum):
    """What is done for a producer. ORDERS is packing and sending; CANCELLING gives an order up."""

    DESK = "desk"
    ORDERS = "orders"
    CANCELLING = "cancelling"
    RETURNS = "returns"
    REVIEWS = "reviews"
    LISTINGS = "listings"
    PAPERS = "papers"
    VOUCHERS = "vouchers"
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
