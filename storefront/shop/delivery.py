"""What delivery costs, how long it takes and how far it goes, before anybody has said where to."""

from datetime import date

from flask_babel import gettext as _

from catalog.places import Region
from catalog.products import ShipsTo
from marketplace.orders.delivery import Zone, rates_on

from ..filters import dong, label
from .reference import reference


def delivery_estimate(day: date) -> str:
    """One sentence with the days in the province and across the country and the lowest fee."""
    rates = rates_on(reference().tariffs.rates, day)
    if len(rates) < len(Zone):
        return ""
    near, far = rates[Zone.IN_PROVINCE], rates[Zone.ACROSS]
    return _(
        "Arrives in %(near)s days in the same province, in %(far)s days elsewhere; delivery from %(fee)s.",
        near=f"{near.days_min}–{near.days_max}",
        far=f"{far.days_min}–{far.days_max}",
        fee=dong(near.base_fee),
    )


def reach_sentence(ships_to: str, province: str, region: str) -> str:
    """How far the producer sends it, empty where that is everywhere."""
    match ShipsTo(ships_to):
        case ShipsTo.PROVINCE:
            return _("Sent within %(province)s only: it does not keep on a longer way.", province=province)
        case ShipsTo.REGION:
            name = label(Region(region))
            return _(
                "Sent within the region “%(region)s” only: it does not keep on a longer way.", region=name
            )
        case _:
            return ""


def season_sentence(months: list[int]) -> str:
    """When something is sold that is sold in its season only."""
    return _("Sold fresh in its season only (month %(months)s).", months=", ".join(map(str, months)))


def free_delivery_sentence(free_from: int | None) -> str:
    """From how much on the producer pays the delivery, empty where it never does."""
    return _("Free delivery from %(amount)s of goods on.", amount=dong(free_from)) if free_from else ""
