"""The desk: what the people of a retailer can do here."""

from flask import Response
from flask_babel import gettext as _

from marketplace.accounts.retailers import Retailer
from marketplace.submissions import SubmissionState

from ..joining.pages import STATES
from ..shop.forms import ShopForm
from ..shop.pages import link
from . import retailer
from .access import my_retailers
from .pages import retailer_page
from .sections import sections


@retailer.get("")
def desk() -> Response:
    return retailer_page(
        "desk.html",
        sections=sections(),
        unverified=[_unverified(one) for one in my_retailers() if not one.may_deal],
        button=ShopForm(formdata=None),
        crumbs=[],
    )


def _unverified(one: Retailer) -> tuple[str, str]:
    """Why it can do nothing, and where that is said."""
    words = _("suspended by an officer") if one.suspended_at else str(STATES[SubmissionState(one.state)])
    return f"{one.name}: {words}", link(f"/retailer/join/{one.code}")
