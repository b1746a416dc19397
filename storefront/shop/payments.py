"""Paying for an order: the page of a bank transfer with its QR code, and the way to the card page and back."""

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from catalog.codes import grouped
from catalog.records import Refused
from marketplace.orders.card_pages import Wanted, card_payment, page_opened, want_page
from marketplace.orders.orders import Order, find_order
from marketplace.orders.paying import lock_parts, payments_of
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.card_events import take_charge
from marketplace.payments.gateway import Checkout, CheckoutState, Gateway, GatewayError
from marketplace.payments.payments import Payment, PaymentMethod
from marketplace.payments.vietqr import Transfer, payload

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
from .pages import Crumb, absolute_url, home_crumb, link, private_page
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
        checkout = _open_page(gateway, number)
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
    # A form may lead to our own pages only (form-action), so this page leads on instead of a redirect.
    page = make_response(render_template("shop/payments/leave.html", url=checkout.url, crumbs=[]))
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def _open_page(gateway: Gateway, number: str) -> Checkout:
    """The page that is open already, or a new one. Raises Refused and GatewayError."""
    wanted = _wanted(number)
    if wanted.open_id:
        checkout = gateway.fetch(wanted.open_id)
        if checkout.state != CheckoutState.EXPIRED:
            return checkout
        wanted = _wanted(number, forget=wanted.open_id)
    checkout = gateway.create_checkout(
        wanted.code,
        wanted.lines,
        success_url=absolute_url(link(f"/orders/{number}/card-payment")),
        cancel_url=absolute_url(link(f"/orders/{number}")),
        expires_at=wanted.expires_at,
        language=wanted.language,
        key=wanted.key,
    )
    with database().transaction() as writing:
        page_opened(writing, wanted, checkout)
    return checkout


def _wanted(number: str, forget: str | None = None) -> Wanted:
    with database().transaction() as writing:
        order = find_order(writing, number) or abort(404)
        # The parts first, as everywhere: what is being cancelled at this moment is not paid.
        lock_parts(writing, f"order:{order.id}")
        return want_page(writing, order, now(), forget)


@shop.get("/orders/<number>/card-payment")
def card_return(number: str) -> Response:
    """Back from the gateway's page: ask it whether the money has come, whatever the browser says."""
    gateway, number = gateway_or_404(), _own_number(number)
    with database().reading() as reading:
        order = find_order(reading, number) or abort(404)
        payment = card_payment(reading, order) or abort(404)
    paid = payment.is_paid
    if not paid and payment.provider_id:
        try:
            charge = gateway.fetch(payment.provider_id).charge
        except GatewayError:
            charge = None
        if charge:
            with database().transaction() as writing:
                take_charge(writing, charge, now())
            paid = True
    if paid:
        flash(_("Thank you, your payment has come."), "good")
    else:
        flash(_("We have not heard of your payment yet. This page will tell when it has come."), "warn")
    return _to_order(number)


def _to_order(number: str) -> Response:
    return redirect(url_for("shop.order", number=number), 303)
