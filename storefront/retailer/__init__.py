"""The desk of retailers: only the people of a retailer see it, and only what is its own."""

from flask import Blueprint

retailer = Blueprint("retailer", __name__, url_prefix="/retailer")

from . import (  # noqa: E402  the views need the blueprint they register on
    access,
    approvals,
    claims,
    deliveries,
    desk,
    join,
    messages,
    order_drafts,
    order_files,
    orders,
    people,
    spending,
    statements,
    stores,
)

__all__ = [
    "access",
    "approvals",
    "claims",
    "deliveries",
    "desk",
    "join",
    "messages",
    "order_drafts",
    "order_files",
    "orders",
    "people",
    "retailer",
    "spending",
    "statements",
    "stores",
]
