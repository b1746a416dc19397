"""What pages and papers say of an order's lines."""

from datetime import date

from flask_babel import gettext as _

from catalog.marks import MarkKind

from .filters import day, label


def badge_text(badge: dict) -> str:
    """A badge as it was on the day of the order, from its snapshot."""
    what = (
        _("OCOP %(stars)s stars", stars=badge["stars"])
        if badge["kind"] == "stars"
        else f"{label(MarkKind(badge['kind']))} “{badge['name']}”"
    )
    until = _("until %(day)s", day=day(date.fromisoformat(badge["until"]))) if badge["until"] else ""
    return ", ".join(part for part in (what, badge.get("number"), until) if part)
