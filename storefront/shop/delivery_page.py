"""What delivery costs: the public page, made of the very rates that are charged."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from flask import Response
from flask_babel import gettext as _

from marketplace.orders.delivery import (
    CUBIC_MM_PER_GRAM,
    DeliveryRate,
    Zone,
    chargeable_grams,
    rates_after,
    rates_on,
)

from ..clock import today
from ..filters import label
from . import shop
from .pages import Crumb, home_crumb, public_page
from .reference import reference

# A light, bulky box to reckon with: millimetres and grams.
_BOX = (400, 300, 250)
_BOX_GRAMS = 2000


class RateView(NamedTuple):
    """One zone's rate: grams, dong and days."""

    zone: str
    valid_from: date
    base_grams: int
    base_fee: int
    step_grams: int
    step_fee: int
    days: str

    @classmethod
    def of(cls, rate: DeliveryRate) -> "RateView":
        return cls(
            label(Zone(rate.zone)),
            rate.valid_from,
            rate.base_grams,
            rate.base_fee,
            rate.step_grams,
            rate.step_fee,
            f"{rate.days_min}–{rate.days_max}",
        )


@shop.get("/delivery")
def delivery() -> Response:
    title, day = _("What delivery costs"), today()
    in_force = rates_on(reference().tariffs.rates, day)
    return public_page(
        "shop/delivery.html",
        title=title,
        rates=[RateView.of(in_force[zone]) for zone in Zone if zone in in_force],
        announced=[RateView.of(rate) for rate in rates_after(reference().tariffs.rates, day)],
        example=_example(in_force),
        crumbs=[home_crumb(), Crumb(title)],
    )


def _example(in_force: Mapping[str, DeliveryRate]) -> dict | None:
    """A bulky box within a region: what it weighs, counts for and costs."""
    rate = in_force.get(Zone.IN_REGION)
    if rate is None:
        return None
    length, width, height = _BOX
    grams = chargeable_grams(_BOX_GRAMS, length * width * height)
    return {
        "box": f"{length // 10} × {width // 10} × {height // 10} cm",
        "weighs": _BOX_GRAMS,
        "counts": grams,
        "cubic_cm_per_kg": CUBIC_MM_PER_GRAM,
        "fee": rate.fee(grams),
    }
