"""A badge as an order keeps it, in words."""

from datetime import date

from flask_babel import gettext as _

from catalog.marks import MarkKind

from ..filters import day as day_text
from ..filters import label


def badge_text(badge: dict) -> str:
    """ "OCOP 4 stars, 12/QĐ-UBND, until 5 Nov 2027", of the snapshot in an order's line."""
    what = (
        _("OCOP %(stars)s stars", stars=badge["stars"])
        if badge["kind"] == "stars"
        else f"{label(MarkKind(badge['kind']))} “{badge['name']}”"
    )
    until = _("until %(day)s", day=day_text(date.fromisoformat(badge["until"]))) if badge["until"] else ""
    return ", ".join(part for part in (what, badge.get("number"), until) if part)
