"""The card gateway of this shop, where the operator has one, and what the shop offers of ways to pay."""

from flask import Flask, abort, current_app

from marketplace.fairs.booth_money import BOOTHS
from marketplace.fairs.booth_payments import BALANCE, DEPOSIT
from marketplace.fairs.ticket_money import TICKETS
from marketplace.fairs.ticket_payments import TICKET
from marketplace.orders.methods import ShopTerms
from marketplace.orders.money_purpose import ORDERS
from marketplace.payments.gateway import Gateway
from marketplace.payments.purposes import register
from marketplace.payments.stripe_gateway import StripeGateway
from marketplace.sourcing.invoice_money import INVOICES
from marketplace.sourcing.invoices import INVOICE

from .settings import Settings

# Whose business the money of a payment is, by the kind of its reference.
register(ORDERS, "order", "sub-order")
register(BOOTHS, DEPOSIT, BALANCE)
register(TICKETS, TICKET)
register(INVOICES, INVOICE)


def init(app: Flask, settings: Settings) -> None:
    app.extensions["gateway"] = made_of(settings)
    cards = settings.stripe_secret_key != ""
    app.extensions["shop_terms"] = ShopTerms(settings.cod_ceiling, cards, samples=settings.demo)


def made_of(settings: Settings) -> Gateway | None:
    if not settings.stripe_secret_key:
        return None
    return StripeGateway(settings.stripe_secret_key, settings.stripe_webhook_secret, settings.stripe_api_base)


def gateway() -> Gateway | None:
    return current_app.extensions["gateway"]


def gateway_or_404() -> Gateway:
    """Without cards there is no page about them."""
    return gateway() or abort(404)


def shop_terms() -> ShopTerms:
    return current_app.extensions["shop_terms"]
