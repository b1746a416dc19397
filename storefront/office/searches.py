"""What people search for: what they did not find is the list of what to recruit."""

from datetime import date, timedelta

from flask import Response, request
from flask_babel import gettext as _

from catalog.search.searches import missed, popular
from marketplace.csv_files import csv_bytes

from ..clock import today
from ..database import session
from ..shop.pages import Crumb
from . import office
from .pages import office_page

SPANS = (7, 30, 90, 365)
USUAL_DAYS = 30
_AT_LEAST = 2
_SHOWN, _EXPORTED = 100, 10_000


@office.get("/searches")
def searches() -> Response:
    days = _days()
    return office_page(
        "office/searches.html",
        days=days,
        spans=SPANS,
        missed=missed(session(), since(days), _SHOWN),
        popular=popular(session(), since(days), _AT_LEAST, _SHOWN),
        shown=_SHOWN,
        crumbs=[Crumb(_("Searches"))],
    )


@office.get("/searches.csv")
def missed_file() -> Response:
    days = _days()
    header = (_("Words"), _("Searches"), _("Last day"))
    content = csv_bytes(header, missed(session(), since(days), _EXPORTED))
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="missed-{today()}-{days}.csv"'
    return response


def since(days: int) -> date:
    """The first of so many days up to today."""
    return today() - timedelta(days=days - 1)


def _days() -> int:
    text = request.args.get("days", "")
    return next((days for days in SPANS if text == str(days)), USUAL_DAYS)
