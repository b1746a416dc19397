"""Who carries parcels, and how a buyer follows one. Nothing here goes over the network."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from urllib.parse import quote

from catalog.records import Refused
from catalog.text import clean

LONGEST_NUMBER = 60


class CarrierKey(StrEnum):
    GHN = "ghn"
    GHTK = "ghtk"
    VIETTEL_POST = "viettel_post"
    VNPOST = "vnpost"
    COACH = "coach"
    OWN_VEHICLE = "own_vehicle"
    OTHER = "other"


class Carrier(Protocol):
    """What the shop asks of a carrier; an adapter that talks to one has the same face."""

    key: CarrierKey

    def read_number(self, text: str) -> str:
        """The tracking number as it is kept. Raises Refused for what can't be one."""

    def tracking_url(self, tracking_no: str) -> str | None:
        """The carrier's public page about this parcel, where there is one."""


@dataclass(frozen=True)
class PostalCarrier:
    """Its parcels have numbers. `page` is the address of its tracking page, None where it takes no number."""

    key: CarrierKey
    page: str | None = None

    def read_number(self, text: str) -> str:
        number = re.sub(r"\s+", "", text).upper()
        if not re.fullmatch(r"[A-Z0-9][A-Z0-9.\-]{3,39}", number):
            raise Refused(
                "This is not a tracking number. It stands on the carrier's receipt: letters and digits."
            )
        return number

    def tracking_url(self, tracking_no: str) -> str | None:
        return self.page.format(quote(tracking_no, safe="")) if self.page else None


@dataclass(frozen=True)
class ManualCarrier:
    """Any other way: what is written helps the buyer to find the parcel, and may be nothing."""

    key: CarrierKey

    def read_number(self, text: str) -> str:
        note = clean(text)
        if len(note) > LONGEST_NUMBER:
            raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_NUMBER)
        return note

    def tracking_url(self, tracking_no: str) -> str | None:
        return None


_CARRIERS: dict[str, Carrier] = {
    carrier.key: carrier
    for carrier in (
        PostalCarrier(CarrierKey.GHN, "https://donhang.ghn.vn/?order_code={}"),
        PostalCarrier(CarrierKey.GHTK, "https://i.ghtk.vn/{}"),
        # Their tracking pages ask for the number in a form.
        PostalCarrier(CarrierKey.VIETTEL_POST),
        PostalCarrier(CarrierKey.VNPOST),
        ManualCarrier(CarrierKey.COACH),
        ManualCarrier(CarrierKey.OWN_VEHICLE),
        ManualCarrier(CarrierKey.OTHER),
    )
}


def carrier_of(key: str) -> Carrier:
    """Raises Refused for a carrier that we do not know."""
    if key not in _CARRIERS:
        raise Refused("Please choose who carries the parcel.")
    return _CARRIERS[key]
