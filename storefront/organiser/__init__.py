"""The desk of organisers of fairs: only the people of an organiser see it, and only its own fairs."""

from flask import Blueprint

from ..companies import company

organiser = Blueprint("organiser", __name__, url_prefix="/organiser")
organiser.register_blueprint(company)

from . import (  # noqa: E402  the views need the blueprint they register on
    access,
    applications,
    bank_account,
    booths,
    desk,
    fair,
    gate,
    gate_cash,
    gate_phone,
    meetings,
    one_application,
    one_booth,
    plan,
    programme,
    report,
    steps,
    takings,
    ticket_takings,
    visitors,
)

__all__ = [
    "access",
    "applications",
    "bank_account",
    "booths",
    "desk",
    "fair",
    "gate",
    "gate_cash",
    "gate_phone",
    "meetings",
    "one_application",
    "one_booth",
    "organiser",
    "plan",
    "programme",
    "report",
    "steps",
    "takings",
    "ticket_takings",
    "visitors",
]
