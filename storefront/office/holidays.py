"""/office/holidays: public holidays, on which no term runs; every office reads them, the central one keeps them."""

from datetime import date, timedelta

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import DataRequired

from catalog.records import Refused
from catalog.text import clean
from marketplace.accounts.data_requests import WORKING_DAYS
from marketplace.accounts.holidays import holidays_since, remove_holiday, set_holiday

from ..clock import today
from ..database import session
from ..errors import error_page
from ..fields import DayField
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import office
from .access import officer
from .pages import office_page

# Terms that ran over older ones have ended.
_PAST = timedelta(days=30)
_NEEDED = lazy_gettext("Please fill this in.")


def _tidy(text: str | None) -> str:
    return clean(text or "")


class HolidayForm(ShopForm):
    day = DayField(lazy_gettext("Day"), [DataRequired(_NEEDED)])
    name = StringField(lazy_gettext("Name"), [DataRequired(_NEEDED)], filters=[_tidy])
    basis = StringField(lazy_gettext("Basis (number of the announcement)"), filters=[_tidy])


@office.get("/holidays")
def holidays() -> Response:
    return _page(HolidayForm(formdata=None))


@office.post("/holidays")
@limiter.limit("60 per minute")
def write_holiday() -> Response:
    if not _is_central():
        return _central_only()
    form = HolidayForm()
    if not form.validate():
        return _page(form, 422)
    try:
        set_holiday(session(), form.day.value, form.name.data, form.basis.data)
    except Refused as refusal:
        form.day.errors = [translated(refusal)]
        return _page(form, 422)
    flash(_("It is written down: no term runs on that day."), "good")
    return redirect(url_for("office.holidays"), 303)


@office.post("/holidays/<day>/removal")
@limiter.limit("60 per minute")
def take_out_holiday(day: str) -> Response:
    if not _is_central():
        return _central_only()
    form = ShopForm()
    if not form.validate():
        return _page(HolidayForm(formdata=None), 422, str(form.csrf_token.errors[0]))
    if not remove_holiday(session(), _read(day)):
        abort(404)
    flash(_("It is a working day again."), "good")
    return redirect(url_for("office.holidays"), 303)


def _read(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        abort(404)


def _is_central() -> bool:
    return officer().province_code is None


def _central_only() -> Response:
    return error_page(403, _("Holidays are kept by the central office."))


def _page(form: HolidayForm, status: int = 200, problem: str = "") -> Response:
    rows = holidays_since(session(), today() - _PAST)
    return office_page(
        "office/holidays.html",
        status,
        rows=rows,
        today=today(),
        form=form,
        button=ShopForm(formdata=None),
        problem=problem,
        may_edit=_is_central(),
        working_days=WORKING_DAYS,
        crumbs=[Crumb(_("Public holidays"))],
    )
