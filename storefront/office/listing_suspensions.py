"""Taking a listing off at once, answering the producer's appeal, and putting it back."""

from collections.abc import Callable

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from catalog.suspensions import decline, lift, suspend

from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from . import office
from .listing_reasons import ReasonForm
from .listings import find_listing, listing_page, not_ones_own

_OFTEN = "120 per minute"


@office.post("/listings/<int:id>/suspension")
@limiter.limit(_OFTEN)
def suspend_listing(id: int) -> Response:
    return _with_reason(id, suspend, _("It is off. The producer is told why."))


@office.post("/listings/<int:id>/appeal")
@limiter.limit(_OFTEN)
def answer_listing_appeal(id: int) -> Response:
    return _with_reason(id, decline, _("Answered. It stays off."))


@office.post("/listings/<int:id>/reinstatement")
@limiter.limit(_OFTEN)
def reinstate_listing(id: int) -> Response:
    return _with_reason(id, lift, _("It is back where it was."))


def _with_reason(id: int, step: Callable, said: str) -> Response:
    product, form = find_listing(id), ReasonForm(prefix="reason")
    if not form.validate():
        return listing_page(product, 422, reason=form)
    try:
        not_ones_own(product)
        step(session(), product, form.reason.data, now())
    except Refused as refusal:
        session().rollback()
        return listing_page(find_listing(id), 422, translated(refusal), reason=form)
    flash(said, "good")
    return redirect(url_for("office.listing", id=id), 303)
