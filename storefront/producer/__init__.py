"""The producers' desk: orders to confirm, pack and send. Only members of a producer see it, and only its own."""

from flask import Blueprint

producer = Blueprint("producer", __name__, url_prefix="/producer")

from . import (  # noqa: E402  the views need the blueprint they register on
    access,
    bank_account,
    desk,
    documents,
    listing_moves,
    listing_steps,
    listings,
    offers,
    orders,
    packs,
    papers,
    payments,
    people,
    pictures,
    profile,
    returns,
    reviews,
    statements,
    steps,
    stories,
    suspension,
    vouchers,
    workbooks,
)

__all__ = [
    "access",
    "bank_account",
    "desk",
    "documents",
    "listing_moves",
    "listing_steps",
    "listings",
    "offers",
    "orders",
    "packs",
    "papers",
    "payments",
    "people",
    "pictures",
    "producer",
    "profile",
    "returns",
    "reviews",
    "statements",
    "steps",
    "stories",
    "suspension",
    "vouchers",
    "workbooks",
]
