"""The address book at checkout: choosing a kept address, and keeping the one that was typed."""

from catalog.records import Refused
from marketplace.accounts import addresses
from marketplace.accounts.users import User
from marketplace.orders.baskets import Basket
from marketplace.phones import shown_phone

from ..clock import now
from ..database import session
from ..login import signed_in
from .address_views import AddressCard, address_card
from .forms import AddressForm


def kept_addresses() -> list[AddressCard]:
    """Those of who is signed in; none for a guest."""
    user = signed_in()
    return [address_card(address) for address in addresses.addresses_of(session(), user.id)] if user else []


def first_address() -> dict[str, str]:
    """What the form begins with where nothing was typed yet: the usual address of who is signed in."""
    user = signed_in()
    if user is None:
        return {}
    usual = next(iter(addresses.addresses_of(session(), user.id)), None)
    known = {"name": user.name, "phone": shown_phone(user.phone) if user.phone else ""}
    return (_typed(usual) if usual else known) | {"email": user.email or ""}


def choose(basket: Basket, id: int) -> bool:
    """Deliver this basket to an address of the book; False where it is not in it."""
    user = signed_in()
    found = addresses.address_of(session(), user.id, id) if user and id < 2**31 else None
    if found is None:
        return False
    before = basket.address or {}
    asked = {"email": before.get("email") or user.email or "", "note": before.get("note", "")}
    basket.address = _typed(found) | asked
    return True


def _typed(address: addresses.Address) -> dict[str, str]:
    """The address as it would have been typed into the form."""
    return {
        "name": address.name,
        "phone": shown_phone(address.phone),
        "province": address.commune.province_code or "",
        "commune": address.commune_code,
        "street": address.street,
    }


def keep_typed(user: User, form: AddressForm) -> Refused | None:
    """Put what was typed into the book; the refusal where that can't be."""
    try:
        addresses.keep(
            session(),
            user,
            now(),
            name=form.name.data,
            phone=form.phone.international,
            commune_code=form.commune.data,
            street=form.street.data,
        )
    except Refused as refusal:
        return refusal
    return None
