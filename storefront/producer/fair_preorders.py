"""/producer/applications/<code>/preorders: whether goods can be ordered beforehand and collected at the booth."""

from flask import Response, flash, redirect
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.fairs.preorders import set_preorders as write_preorders

from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.pages import link
from . import producer
from .fair_application import find_mine, my_application_page
from .fair_forms import PreordersForm


@producer.post("/applications/<code>/preorders")
@limiter.limit("20 per minute")
def set_preorders(code: str) -> Response:
    one, fair = find_mine(code)
    form = PreordersForm()
    if not form.validate():
        return my_application_page(one, fair, 422, _("Please choose one of the times."))
    try:
        write_preorders(one, fair, form.time, now())
    except Refused as refusal:
        session().rollback()
        return my_application_page(*find_mine(code), 422, translated(refusal))
    flash(_("Saved. Orders that were placed before stay."), "good")
    return redirect(link(f"/producer/applications/{one.code}"), 303)
