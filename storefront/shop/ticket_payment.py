"""/fairs/<slug>/tickets/<code>/payment: paying for a ticket, by transfer or on the gateway's page."""

from functools import partial

from flask import Response, abort, flash, redirect
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import HiddenField

from catalog.records import Refused
from marketplace.fairs.fairs import Fair
from marketplace.fairs.planning import lock_fair
from marketplace.fairs.ticket_payments import payment_of, want_page
from marketplace.fairs.visitors import Visitor
from marketplace.payments.card_pages import Wanted
from marketplace.payments.gateway import GatewayError
from marketplace.payments.payments import PaymentMethod

from ..card_pages import has_come, lead_to, open_page, sentence_on_return
from ..clock import now
from ..database import session
from ..gateways import gateway_or_404
from ..locales import locale, translated
from ..security import limiter
from . import shop
from .forms import ShopForm
from .pages import link
from .ticket_money import begin_payment
from .tickets import find_ticket, ticket_page


class PayTicketForm(ShopForm):
    """How to pay; the button says it."""

    method = HiddenField()


@shop.post("/fairs/<slug>/tickets/<code>/payment")
@limiter.limit("20 per minute")
def pay_ticket(slug: str, code: str) -> Response:
    """Begin to pay, or to pay in another way while nothing is under way."""
    fair, visitor = find_ticket(slug, code, hold=True)
    form = PayTicketForm()
    if not form.validate():
        return ticket_page(fair, visitor, 422, _("The form had expired. Please try once more."))
    try:
        begin_payment(fair, visitor, form.method.data or "")
    except Refused as refusal:
        session().rollback()
        return ticket_page(*find_ticket(slug, code), 422, translated(refusal))
    return _back(fair, visitor)


@shop.post("/fairs/<slug>/tickets/<code>/card-payment")
@limiter.limit("20 per minute")
def pay_ticket_by_card(slug: str, code: str) -> Response:
    """Lead to the gateway's page. While it is asked no transaction is open."""
    card, (fair, visitor) = gateway_or_404(), find_ticket(slug, code)
    ids, page = (fair.id, visitor.id), f"/fairs/{fair.slug}/tickets/{visitor.code}"
    session().rollback()
    if not ShopForm().validate():
        flash(_("The form had expired. Please try once more."), "warn")
        return redirect(link(page), 303)
    try:
        checkout = open_page(card, partial(_page_wanted, ids, str(locale())), f"{page}/card-payment", page)
    except Refused as refusal:
        flash(translated(refusal), "warn")
        return redirect(link(page), 303)
    except GatewayError:
        flash(
            _("The card payment can't be reached at the moment. Please try again in a few minutes."), "warn"
        )
        return redirect(link(page), 303)
    if checkout.charge or not checkout.url:
        return redirect(link(f"{page}/card-payment"), 303)
    return lead_to(checkout)


def _page_wanted(ids: tuple[int, int], language: str, writing: Session, forget: str | None) -> Wanted:
    fair = lock_fair(writing, ids[0])
    visitor = writing.get_one(Visitor, ids[1], populate_existing=True)
    return want_page(writing, fair, visitor, language, now(), forget)


@shop.get("/fairs/<slug>/tickets/<code>/card-payment")
@limiter.limit("60 per minute")
def ticket_card_return(slug: str, code: str) -> Response:
    """Back from the gateway's page."""
    card, (fair, visitor) = gateway_or_404(), find_ticket(slug, code)
    payment = payment_of(session(), visitor)
    if payment is None or payment.method != PaymentMethod.CARD:
        abort(404)
    back = _back(fair, visitor)
    session().expunge(payment)
    session().rollback()
    flash(*sentence_on_return(has_come(card, payment)))
    return back


def _back(fair: Fair, visitor: Visitor) -> Response:
    return redirect(link(f"/fairs/{fair.slug}/tickets/{visitor.code}"), 303)
