"""The desk of retailers: only the people of a retailer see it, and only what is its own."""

from flask import Blueprint

from ..companies import company

retailer = Blueprint("retailer", __name__, url_prefix="/retailer")
retailer.register_blueprint(company)

from . import (  # noqa: E402  the views need the blueprint they register on
    access,
    approvals,
    catalogue,
    claims,
    closing,
    comparison,
    contract_writing,
    contracts,
    deliveries,
    desk,
    messages,
    one_contract,
    one_sample,
    order_drafts,
    order_files,
    orders,
    product,
    quotes,
    request_steps,
    requests,
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
    "closing",
    "comparison",
    "contract_writing",
    "contracts",
    "deliveries",
    "desk",
    "messages",
    "one_contract",
    "one_sample",
    "order_drafts",
    "order_files",
    "orders",
    "product",
    "quotes",
    "request_steps",
    "requests",
    "retailer",
    "samples",
    "spending",
    "statements",
    "stores",
]
