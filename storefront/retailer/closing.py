"""/retailer/requests/<code>/closing: more time for quotes."""

from flask import Response, flash, redirect
from flask_babel import gettext as _
from flask_babel import ngettext

from catalog.records import Refused
from marketplace.sourcing.extending import Untimely, extend, quotes_ending_before

from ..clock import now
from ..database import session
from ..filters import moment
from ..locales import translated
from ..security import limiter
from . import retailer
from .request_forms import ClosingForm
from .requests import find_mine, locked_mine, request_page, request_url


@retailer.post("/requests/<code>/closing")
@limiter.limit("30 per hour")
def extend_request(code: str) -> Response:
    form, one = ClosingForm(), locked_mine(code)
    if not form.validate():
        return request_page(find_mine(code), 422, closing=form)
    try:
        extend(session(), one, form.closes, form.revision, now())
    except Untimely as refusal:
        session().rollback()
        form.closes_on.errors = [translated(refusal)]
        return request_page(find_mine(code), 422, closing=form)
    except Refused as refusal:
        session().rollback()
        return request_page(find_mine(code), 422, translated(refusal), closing=form)
    flash(
        _("Quotes are taken until %(moment)s. All who were asked are told.", moment=moment(one.closes_at)),
        "good",
    )
    if short := len(quotes_ending_before(session(), one)) if one.is_unsealed(now()) else 0:
        flash(
            ngettext(
                "%(count)s quote ends before that day. Its producer is told, and may make a new offer.",
                "%(count)s quotes end before that day. Their producers are told, and may make new offers.",
                short,
                count=short,
            ),
            "warn",
        )
    return redirect(request_url(one), 303)
