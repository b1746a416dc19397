"""View objects of the address book."""

from typing import NamedTuple

from marketplace.accounts.addresses import Address
from marketplace.phones import shown_phone


class AddressCard(NamedTuple):
    """An address of the book; `lines` are what components/address.html prints."""

    id: int
    lines: dict[str, str]
    old_address: str
    is_default: bool


def address_card(address: Address) -> AddressCard:
    lines = {
        "name": address.name,
        "phone": shown_phone(address.phone),
        "email": "",
        "street": address.street,
        "commune_name": address.commune.full_name,
        "province_name": address.commune.province.name,
        "note": "",
    }
    return AddressCard(address.id, lines, address.old_address, address.is_default)
