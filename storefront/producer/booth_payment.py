"""/producer/applications/<code>/payment: paying for a booth, by transfer with a QR code or on the gateway's page."""

from functools import partial

from flask import Response, abort, flash, redirect
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.records import Refused
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.application_lists import place_of
from marketplace.fairs.applications import Allotment, Application
from marketplace.fairs.booth_payments import (
    Part,
    account_for,
    choose_method,
    payments_of,
    want_page,
)
from marketplace.fairs.fairs import Fair
from marketplace.fairs.places import held_place
from marketplace.fairs.planning import lock_fair
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.card_pages import Wanted
from marketplace.payments.gateway import GatewayError
from marketplace.payments.payments import Payment, PaymentMethod
from marketplace.payments.vietqr import Transfer, payload

from ..application_views import payment_sentence
from ..card_pages import has_come, lead_to, open_page, sentence_on_return
from ..clock import now
from ..database import session
from ..filters import moment
from ..gateways import gateway, gateway_or_404
from ..locales import locale, translated
from ..qr_codes import qr_svg
from ..security import limiter
from ..shop.pages import Crumb, link
from . import producer
from .fair_application import application_now, find_mine, my_application_page
from .fair_forms import PayForm
from .pages import producer_page

_LAST = (Part.BALANCE, Part.DEPOSIT)


@producer.post("/applications/<code>/payment")
@limiter.limit("20 per minute")
def pay_booth(code: str) -> Response:
    """Begin to pay what is to be paid next."""
    one, fair = find_mine(code)
    form = PayForm()
    offered = {PaymentMethod.VIETQR} | ({PaymentMethod.CARD} if gateway() else set())
    if not form.validate() or form.method.data not in offered:
        return my_application_page(one, fair, 422, _("The form had expired. Please try once more."))
    lock_fair(session(), fair.id)
    place = held_place(session(), one.id)
    if place is None:
        return my_application_page(one, fair, 422, _("This application has no booth."))
    account, method = account_for(session(), fair, now()), PaymentMethod(form.method.data)
    try:
        choose_method(session(), application_now(fair, one), place, method, account and account.id, now())
    except Refused as refusal:
        session().rollback()
        return my_application_page(*find_mine(code), 422, translated(refusal))
    page = f"/producer/applications/{one.code}"
    return redirect(link(page if method == PaymentMethod.CARD else f"{page}/payment"), 303)


@producer.get("/applications/<code>/payment")
def booth_transfer(code: str) -> Response:
    """What to type into the bank's app, as a QR code and as text."""
    one, fair = find_mine(code)
    _place, _part, payment = _begun(one, PaymentMethod.VIETQR)
    account = session().get_one(BankAccount, payment.bank_account_id)
    asked = Transfer(account.bin, account.number, payment.missing or payment.amount, payment.code)
    return producer_page(
        "producer/fairs/transfer.html",
        payment=payment,
        account=account,
        organiser=session().get_one(Organiser, fair.organiser_id).name,
        qr=qr_svg(payload(asked)) if payment.missing else None,
        sentence=payment_sentence(payment),
        until=moment(payment.expires_at) if payment.expires_at else "",
        application_url=link(f"/producer/applications/{one.code}"),
        crumbs=[
            Crumb(_("Fairs"), link("/producer/fairs")),
            Crumb(fair.name, link(f"/producer/applications/{one.code}")),
            Crumb(_("Bank transfer")),
        ],
    )


def _begun(one: Application, method: PaymentMethod) -> tuple[Allotment, Part, Payment]:
    """The last part whose payment was begun in this way; 404 without one."""
    place = place_of(one) or abort(404)
    found = payments_of(session(), [place.id])
    for part in _LAST:
        payment = found.get((place.id, part))
        if payment and payment.method == method:
            return place, part, payment
    abort(404)


@producer.post("/applications/<code>/card-payment")
@limiter.limit("20 per minute")
def pay_booth_by_card(code: str) -> Response:
    """Lead to the gateway's page. While it is asked no transaction is open."""
    card, (one, fair) = gateway_or_404(), find_mine(code)
    _place, part, _payment = _begun(one, PaymentMethod.CARD)
    page, ids = f"/producer/applications/{one.code}", (fair.id, one.id)
    session().rollback()
    if not PayForm().validate():
        flash(_("The form had expired. Please try once more."), "warn")
        return redirect(link(page), 303)
    try:
        checkout = open_page(
            card, partial(_page_wanted, ids, part, str(locale())), f"{page}/card-payment", page
        )
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


def _page_wanted(
    ids: tuple[int, int], part: Part, language: str, writing: Session, forget: str | None
) -> Wanted:
    fair_id, application_id = ids
    fair: Fair = lock_fair(writing, fair_id)
    place = held_place(writing, application_id) or abort(404)
    return want_page(writing, fair, place, part, language, now(), forget)


@producer.get("/applications/<code>/card-payment")
def booth_card_return(code: str) -> Response:
    """Back from the gateway's page."""
    card, (one, _fair) = gateway_or_404(), find_mine(code)
    _place, _part, payment = _begun(one, PaymentMethod.CARD)
    page = link(f"/producer/applications/{one.code}")
    session().expunge(payment)
    session().rollback()
    flash(*sentence_on_return(has_come(card, payment)))
    return redirect(page, 303)
