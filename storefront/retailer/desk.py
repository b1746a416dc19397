"""The desk: what the people of a retailer can do here."""

from flask import Response

from ..companies.pages import inactive
from ..shop.forms import ShopForm
from . import retailer
from .access import named_retailer
from .pages import retailer_page
from .sections import sections


@retailer.get("")
def desk() -> Response:
    return retailer_page(
        "desk.html",
        sections=sections(named_retailer()),
        inactive=inactive([named_retailer()]),
        button=ShopForm(formdata=None),
        crumbs=[],
    )
