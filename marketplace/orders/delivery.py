"""Delivery fee and time by zone, weight and bulk, from a dated table of rates; and how far fresh things go."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from importlib.resources import files

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.places import Place
from catalog.products import ShipsTo
from catalog.records import Base, Dong, Grams, one_of
from catalog.versions import EVERYTHING


class Zone(StrEnum):
    IN_PROVINCE = "in_province"
    IN_REGION = "in_region"
    ACROSS = "across"


# Carriers count 6,000 cubic centimetres as a kilogram.
CUBIC_MM_PER_GRAM = 6000
_REACH = {
    ShipsTo.ANYWHERE: frozenset(Zone),
    ShipsTo.REGION: frozenset({Zone.IN_PROVINCE, Zone.IN_REGION}),
    ShipsTo.PROVINCE: frozenset({Zone.IN_PROVINCE}),
}


class DeliveryRate(Base):
    """The rate of a zone from `valid_from` on: dong for the first `base_grams`, then per step begun."""

    __tablename__ = "delivery_rates"
    __table_args__ = (CheckConstraint(one_of("zone", Zone), name="zone"),)
    public = True

    zone: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    base_grams: Mapped[Grams]
    base_fee: Mapped[Dong]
    step_grams: Mapped[Grams]
    step_fee: Mapped[Dong]
    days_min: Mapped[int]
    days_max: Mapped[int]

    def products_seen_through(self) -> tuple[int, ...]:
        return (EVERYTHING,)

    def fee(self, grams: int) -> int:
        """Dong for a parcel of `grams`; nothing to send costs nothing."""
        if not grams:
            return 0
        steps = -(-max(0, grams - self.base_grams) // self.step_grams)
        return self.base_fee + steps * self.step_fee


@dataclass(frozen=True)
class DeliveryQuote:
    """Fee in dong, the first and last day on which the parcel should arrive, and the grams that are charged.

    The fee is 0 where the producer pays; `grams` are 0 where there is nothing to send, like a tour.
    """

    fee: int
    from_day: date
    to_day: date
    grams: int


# Made once: building a statement costs more than running it.
_RATES = select(DeliveryRate).order_by(DeliveryRate.valid_from)


def load_rates(session: Session) -> int:
    """Insert the rates of delivery_rates.toml that are not there yet. Returns rows added."""
    rows = tomllib.loads((files(__package__) / "delivery_rates.toml").read_text("utf-8"))["rate"]
    new = [row for row in rows if session.get(DeliveryRate, (row["zone"], row["valid_from"])) is None]
    session.add_all(DeliveryRate(**row) for row in new)
    return len(new)


def zone_between(origin: Place, destination: Place) -> Zone:
    """The zone between two communes (or a commune and a province)."""
    if _province(origin) == _province(destination):
        return Zone.IN_PROVINCE
    return Zone.IN_REGION if origin.region == destination.region else Zone.ACROSS


def all_rates(session: Session) -> Sequence[DeliveryRate]:
    """Every rate that was or will be, oldest first."""
    return session.scalars(_RATES).all()


def rates_on(rates: Sequence[DeliveryRate], day: date) -> dict[str, DeliveryRate]:
    """The rate in force for each zone on `day`."""
    return {rate.zone: rate for rate in rates if rate.valid_from <= day}


def chargeable_grams(grams: int, cubic_mm: int) -> int:
    """What a parcel counts for: its weight, or its bulk where that is more. What weighs nothing is not sent."""
    return max(grams, -(-cubic_mm // CUBIC_MM_PER_GRAM)) if grams else 0


def reaches(ships_to: str, origin: Place, destination: Place) -> bool:
    """Whether what is sent so far only comes from `origin` to `destination`."""
    return zone_between(origin, destination) in _REACH[ShipsTo(ships_to)]


def quote(
    rates: dict[str, DeliveryRate],
    origin: Place,
    destination: Place,
    grams: int,
    day: date,
    free: bool = False,
) -> DeliveryQuote:
    """What it costs to send `grams` and when it arrives when ordered on `day`; `free`: the producer pays."""
    rate = rates[zone_between(origin, destination)]
    fee = 0 if free else rate.fee(grams)
    return DeliveryQuote(fee, day + timedelta(rate.days_min), day + timedelta(rate.days_max), grams)


def rates_after(rates: Sequence[DeliveryRate], day: date) -> list[DeliveryRate]:
    """What is announced: the rates that begin after `day`, the next first."""
    return sorted((rate for rate in rates if rate.valid_from > day), key=lambda rate: rate.valid_from)


def _province(place: Place) -> str:
    return place.province_code or place.code
