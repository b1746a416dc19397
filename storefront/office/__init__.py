"""The officers' desk. Nobody else sees its pages."""

from flask import Blueprint

office = Blueprint("office", __name__, url_prefix="/office")

from . import (  # noqa: E402  the views need the blueprint they register on
    access,
    audit,
    claims,
    desk,
    dues,
    fees,
    jobs,
    ledger,
    listings,
    payments,
    producer_claims,
    producers,
    profiles,
    remittances,
    requests,
    returns,
    reviews,
    searches,
    synonyms,
    vouchers,
)

__all__ = [
    "access",
    "audit",
    "claims",
    "desk",
    "dues",
    "fees",
    "jobs",
    "ledger",
    "listings",
    "office",
    "payments",
    "producer_claims",
    "producers",
    "profiles",
    "remittances",
    "requests",
    "returns",
    "reviews",
    "searches",
    "synonyms",
    "vouchers",
]
