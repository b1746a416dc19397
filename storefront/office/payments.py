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


@office.get("/payments")
def payments() -> Response:
    rows = [_row(dispute) for dispute in disputes(session())]
    return office_page("office/payments.html", rows=rows, crumbs=[Crumb(_("Disputed card payments"))])


def _row(dispute: Dispute) -> SimpleNamespace:
    return SimpleNamespace(
        number=grouped(dispute.number) if dispute.number else "",
        id=dispute.id,
        amount=dispute.amount,
        state=_STATES.get(dispute.status, dispute.status),
        told_at=moment(dispute.told_at),
    )
