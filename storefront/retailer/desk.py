"""The desk: what the people of a retailer can do here."""

from flask import Response

from . import retailer
from .pages import retailer_page
from .sections import sections


@retailer.get("")
def desk() -> Response:
    return retailer_page("desk.html", sections=sections(), crumbs=[])
