"""Where a basket goes: the address as typed, read again each time it is needed."""

from catalog.places import Place
from marketplace.orders.baskets import Basket

from ..database import session
from .reference import communes_in


def destination_of(basket: Basket | None) -> Place | None:
    """The commune of the address typed at checkout; without one the province, for an estimate."""
    address = (basket.address if basket else None) or {}
    if address.get("commune"):
        return communes_in(address.get("province", "")).get(address["commune"])
    return session().get(Place, address["province"]) if address.get("province") else None
