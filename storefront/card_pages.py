"""The way to the gateway's page and back; while the gateway is asked, no transaction is open."""

from collections.abc import Callable

from flask import Response, make_response, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.payments.card_events import take_charge
from marketplace.payments.card_pages import Wanted, page_opened
from marketplace.payments.gateway import Checkout, CheckoutState, Gateway, GatewayError
from marketplace.payments.payments import Payment

from .clock import now
from .database import database
from .shop.pages import absolute_url, link

# Asks in a transaction of its own which page is wanted; given a page that has ended, it forgets that one.
Asks = Callable[[Session, str | None], Wanted]


def open_page(gateway: Gateway, asks: Asks, back: str, leave: str) -> Checkout:
    """The page that is open already, or a new one; `back` and `leave` are our addresses after paying and after
    giving up. Raises Refused and GatewayError."""
    wanted = _wanted(asks)
    if wanted.open_id:
        checkout = gateway.fetch(wanted.open_id)
        if checkout.state != CheckoutState.EXPIRED:
            return checkout
        wanted = _wanted(asks, wanted.open_id)
    checkout = gateway.create_checkout(
        wanted.code,
        list(wanted.lines),
        success_url=absolute_url(link(back)),
        cancel_url=absolute_url(link(leave)),
        expires_at=wanted.expires_at,
        language=wanted.language,
        key=wanted.key,
    )
    with database().transaction() as writing:
        page_opened(writing, wanted, checkout)
    return checkout


def _wanted(asks: Asks, forget: str | None = None) -> Wanted:
    with database().transaction() as writing:
        return asks(writing, forget)


def lead_to(checkout: Checkout) -> Response:
    """A form may lead to our own pages only (form-action), so this page leads on instead of a redirect."""
    page = make_response(render_template("shop/payments/leave.html", url=checkout.url, crumbs=[]))
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def has_come(gateway: Gateway, payment: Payment) -> bool:
    """Whether the money has come: the gateway is asked, whatever the browser says."""
    if payment.is_paid or not payment.provider_id:
        return payment.is_paid
    try:
        charge = gateway.fetch(payment.provider_id).charge
    except GatewayError:
        charge = None
    if charge is None:
        return False
    with database().transaction() as writing:
        take_charge(writing, charge, now())
    return True


def sentence_on_return(paid: bool) -> tuple[str, str]:
    """What is said to who comes back, and how."""
    if paid:
        return _("Thank you, your payment has come."), "good"
    return _("We have not heard of your payment yet. This page will tell when it has come."), "warn"
