"""/office/payments: card payments that buyers dispute at their bank; they are answered at the gateway."""

from types import SimpleNamespace

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.codes import grouped
from marketplace.orders.disputes import Dispute, disputes

from ..database import session
from ..shop.pages import Crumb
from ..shop.payment_views import moment
from . import office
from .pages import office_page

_STATES = {
    "needs_response": lazy_gettext("To be answered at the gateway"),
    "warning_needs_response": lazy_gettext("To be answered at the gateway"),
    "under_review": lazy_gettext("The bank decides"),
    "warning_under_review": lazy_gettext("The bank decides"),
    "warning_closed": lazy_gettext("Closed, nothing was taken back"),
    "won": lazy_gettext("Won: the money stays"),
    "lost": lazy_gettext("Lost: the bank has taken the money back"),
}
# The gateway's words for why a buyer disputes a card payment.
_REASONS = {
    "": lazy_gettext("Not told"),
    "credit_not_processed": lazy_gettext("A refund that was promised has not come"),
    "duplicate": lazy_gettext("Paid twice"),
    "fraudulent": lazy_gettext("Not paid by the holder of the card"),
    "general": lazy_gettext("No particular reason"),
    "product_not_received": lazy_gettext("The goods have not arrived"),
    "product_unacceptable": lazy_gettext("The goods are faulty or not as described"),
    "subscription_canceled": lazy_gettext("Paid for what was cancelled"),
    "unrecognized": lazy_gettext("The holder of the card does not know the payment"),
}


@office.get("/payments")
def payments() -> Response:
    rows = [_row(dispute) for dispute in disputes(session())]
    return office_page("office/payments.html", rows=rows, crumbs=[Crumb(_("Disputed card payments"))])


def _row(dispute: Dispute) -> SimpleNamespace:
    return SimpleNamespace(
        number=grouped(dispute.number) if dispute.number else "",
        id=dispute.id,
        amount=dispute.amount,
        reason=_REASONS.get(dispute.reason, dispute.reason),
        bears=_("The producer") if dispute.producer_bears else _("The market"),
        state=_STATES.get(dispute.status, dispute.status),
        told_at=moment(dispute.told_at),
    )
