"""Why a producer is off the market for now, and its answer to that."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from catalog.records import Refused
from marketplace.accounts.producer_suspensions import LONGEST_TEXT, appeal, suspension_of

from ..clock import now
from ..database import session
from ..filters import moment
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import producer
from .access import named_producer
from .pages import producer_page


class AppealForm(ShopForm):
    text = TextAreaField(
        lazy_gettext("Your answer"),
        [
            DataRequired(lazy_gettext("Please write your answer.")),
            Length(max=LONGEST_TEXT, message=lazy_gettext("Please write at most %(max)d characters.")),
        ],
        filters=[lambda text: (text or "").strip()],
    )


@producer.get("/suspension")
def suspension() -> Response:
    return _page(AppealForm(formdata=None))


@producer.post("/suspension")
@limiter.limit("20 per hour")
def appeal_suspension() -> Response:
    form, owner = AppealForm(), named_producer()
    if not form.validate():
        return _page(form, 422)
    try:
        appeal(session(), owner, form.text.data, now())
    except Refused as refusal:
        session().rollback()
        return _page(form, 422, translated(refusal))
    flash(_("Your answer is with an officer now."), "good")
    return redirect(url_for("producer.suspension", producer=named_producer().slug), 303)


def _page(form: AppealForm, status: int = 200, problem: str = "") -> Response:
    owner = named_producer()
    found = suspension_of(session(), owner.id)
    return producer_page(
        "producer/suspension.html",
        status,
        owner=owner,
        found=found,
        since=moment(found.suspended_at) if found else "",
        appealed=moment(found.appealed_at) if found and found.appealed_at else "",
        form=form,
        problem=problem,
        crumbs=[Crumb(_("Suspension"))],
    )
