"""Paying for an order: the page of a bank transfer with its QR code, and the way to the card page and back."""

from functools import partial

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.codes import grouped
from catalog.records import Refused
from marketplace.orders.card_pages import card_payment, want_page
from marketplace.orders.orders import Order, find_order
from marketplace.orders.paying import lock_parts, payments_of
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.card_pages import Wanted
from marketplace.payments.gateway import GatewayError
from marketplace.payments.payments import Payment, PaymentMethod
from marketplace.payments.vietqr import Transfer, payload

from ..card_pages import has_come, lead_to, open_page, sentence_on_return
from ..clock import now
from ..database import database, session
from ..filters import moment
from ..gateways import gateway_or_404
from ..locales import translated
from ..qr_codes import qr_svg
from ..security import limiter
from . import shop
from .forms import PayByCardForm
from .own_orders import is_buyer
from .pages import Crumb, home_crumb, link, private_page
from .payment_views import sentence


def _own_number(number: str) -> str:
    """The number of an order that the visitor may pay; no transaction is open afterwards."""
    number = _own_order(number).number
    session().rollback()
    return number


def _own_order(number: str) -> Order:
    order = find_order(session(), number[:40])
    return order if order and is_buyer(order) else abort(404)


@shop.get("/orders/<number>/payments/<code>")
def transfer(number: str, code: str) -> Response:
    """What to type into the bank's app, as a QR code and as text."""
    order = _own_order(number)
    payment, parts = _transfer_of(order, code)
    account = session().get_one(BankAccount, payment.bank_account_id)
    asked = Transfer(account.bin, account.number, payment.missing or payment.amount, payment.code)
    response = private_page(
        "shop/payments/transfer.html",
        payment=payment,
        account=account,
        producer_name=parts[0].producer.name,
        qr=qr_svg(payload(asked)) if payment.missing else None,
        sentence=sentence(payment, parts),
        until=moment(payment.expires_at) if payment.expires_at else "",
        order_url=link(f"/orders/{order.number}"),
        crumbs=[
            home_crumb(),
            Crumb(_("Order %(number)s", number=grouped(order.number)), link(f"/orders/{order.number}")),
            Crumb(_("Bank transfer")),
        ],
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _transfer_of(order: Order, code: str) -> tuple[Payment, list]:
    for id, payment in payments_of(session(), order.sub_orders).items():
        if payment.code == code and payment.method == PaymentMethod.VIETQR and payment.bank_account_id:
            return payment, [part for part in order.sub_orders if part.id == id]
    abort(404)


@shop.post("/orders/<number>/card-payment")
@limiter.limit("20 per minute")
def pay_by_card(number: str) -> Response:
    """Lead to the gateway's page. While it is asked no transaction is open."""
    gateway, number = gateway_or_404(), _own_number(number)
    if not PayByCardForm().validate():
        flash(_("The form had expired. Please try once more."), "warn")
        return _to_order(number)
    try:
        checkout = open_page(
            gateway, partial(_page_wanted, number), f"/orders/{number}/card-payment", f"/orders/{number}"
        )
    except Refused as refusal:
        flash(translated(refusal), "warn")
        return _to_order(number)
    except GatewayError:
        flash(
            _("The card payment can't be reached at the moment. Please try again in a few minutes."), "warn"
        )
        return _to_order(number)
    if checkout.charge or not checkout.url:
        return redirect(link(f"/orders/{number}/card-payment"), 303)
    return lead_to(checkout)


def _page_wanted(number: str, writing: Session, forget: str | None) -> Wanted:
    order = find_order(writing, number) or abort(404)
    # The parts first, as everywhere: what is being cancelled at this moment is not paid.
    lock_parts(writing, f"order:{order.id}")
    return want_page(writing, order, now(), forget)


@shop.get("/orders/<number>/card-payment")
def card_return(number: str) -> Response:
    """Back from the gateway's page."""
    gateway, number = gateway_or_404(), _own_number(number)
    with database().reading() as reading:
        order = find_order(reading, number) or abort(404)
        payment = card_payment(reading, order) or abort(404)
    flash(*sentence_on_return(has_come(gateway, payment)))
    return _to_order(number)


def _to_order(number: str) -> Response:
    return redirect(url_for("shop.order", number=number), 303)
