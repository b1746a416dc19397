"""What delivery costs and how long it takes, before anybody has said where to."""

from datetime import date

from flask_babel import gettext as _

from marketplace.orders.delivery import Zone, rates_on

from ..filters import dong
from .reference import reference


def delivery_estimate(day: date) -> str:
    """One sentence with the days in the province and across the country and the lowest fee."""
    rates = rates_on(reference().rates, day)
    if len(rates) < len(Zone):
        return ""
    near, far = rates[Zone.IN_PROVINCE], rates[Zone.ACROSS]
    return _(
        "Arrives in %(near)s days in the same province, in %(far)s days elsewhere; delivery from %(fee)s.",
        near=f"{near.days_min}–{near.days_max}",
        far=f"{far.days_min}–{far.days_max}",
        fee=dong(near.base_fee),
    )
