"""The desk of retailers: only the people of a retailer see it, and only what is its own."""

from flask import Blueprint

retailer = Blueprint("retailer", __name__, url_prefix="/retailer")

from . import (  # noqa: E402  the views need the blueprint they register on
    access,
    approvals,
    catalogue,
    claims,
    contract_writing,
    contracts,
    deliveries,
    desk,
    join,
    messages,
    one_contract,
    one_sample,
    order_drafts,
    order_files,
    orders,
    people,
    product,
    samples,
    spending,
    statements,
    stores,
)

__all__ = [
    "access",
    "approvals",
    "catalogue",
    "claims",
    "contract_writing",
    "contracts",
    "deliveries",
    "desk",
    "join",
    "messages",
    "one_contract",
    "one_sample",
    "order_drafts",
    "order_files",
    "orders",
    "people",
    "product",
    "retailer",
    "samples",
    "spending",
    "statements",
    "stores",
]
