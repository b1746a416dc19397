"""What selling here costs: the public schedule of fees, made of the very rates that are charged."""

from flask import Response
from flask_babel import gettext as _

from catalog.producers import ProducerKind
from marketplace.payments.dispute_rules import rule_on
from marketplace.payments.fees import EVERYBODY, NOTICE, FeeRate, fees_after, fees_on
from marketplace.payments.taxes import Activity, Tax, taxes_on

from ..clock import today
from ..filters import label
from . import shop
from .pages import Crumb, home_crumb, public_page
from .reference import reference


def payer(fee: FeeRate) -> str:
    """Whom a fee applies to, in words."""
    return _("All producers") if fee.applies_to == EVERYBODY else label(ProducerKind(fee.applies_to))


@shop.get("/fees")
def fees() -> Response:
    title, known = _("Schedule of fees"), reference().tariffs.fees
    rates = taxes_on(reference().tariffs.taxes, today())
    return public_page(
        "shop/fees.html",
        title=title,
        fees=[(payer(fee), fee) for fee in fees_on(known, today()).values()],
        announced=[(payer(fee), fee) for fee in fees_after(known, today())],
        notice=NOTICE.days,
        disputes=rule_on(today()),
        taxes=[(label(Tax(rate.tax)), label(Activity(rate.activity)), rate) for rate in rates],
        crumbs=[home_crumb(), Crumb(title)],
    )
