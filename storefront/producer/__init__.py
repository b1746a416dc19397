"""The producers' desk: orders to confirm, pack and send. Only members of a producer see it, and only its own."""

from flask import Blueprint

producer = Blueprint("producer", __name__, url_prefix="/producer")

from . import (  # noqa: E402  the views need the blueprint they register on
    access,
    desk,
    orders,
    papers,
    payments,
    profile,
    returns,
    reviews,
    statements,
    steps,
    vouchers,
)

__all__ = [
    "access",
    "desk",
    "orders",
    "papers",
    "payments",
    "producer",
    "profile",
    "returns",
    "reviews",
    "statements",
    "steps",
    "vouchers",
]
