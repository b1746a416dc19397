"""The fees desk: the whole schedule, and announcing a new fee."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField, ValidationError
from wtforms.validators import DataRequired

from catalog.producers import ProducerKind
from catalog.records import Refused
from marketplace.payments.fees import EVERYBODY, NOTICE, all_fees, announce, fees_after, fees_on

from ..clock import today
from ..database import session
from ..fields import DayField, DongField, PercentField
from ..filters import day, label
from ..locales import translated
from ..security import limiter
from ..shop.fees_page import payer
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import office
from .pages import office_page


def _needed() -> list:
    return [DataRequired(lazy_gettext("Please fill this in."))]


class FeeForm(ShopForm):
    applies_to = SelectField(lazy_gettext("Who pays"), _needed(), validate_choice=False)
    percent = PercentField(lazy_gettext("Commission in percent of the goods"), _needed())
    minimum = DongField(lazy_gettext("At least, per parcel"), _needed())
    valid_from = DayField(lazy_gettext("In force from"), _needed())

    def validate_applies_to(self, field) -> None:
        if field.data not in dict(field.choices):
            field.data = EVERYBODY
            raise ValidationError(_("Please choose who pays."))


@office.get("/fees")
def fees() -> Response:
    first = today() + NOTICE
    return _page(FeeForm(minimum="0", valid_from=f"{first:%d/%m/%Y}"))


@office.post("/fees")
@limiter.limit("30 per minute")
def announce_fee() -> Response:
    form = _with_choices(FeeForm())
    if not form.validate():
        return _page(form, 422)
    try:
        announced = announce(
            session(),
            form.applies_to.data,
            form.percent.value,
            form.minimum.value,
            form.valid_from.value,
            today(),
        )
    except Refused as refusal:
        form.valid_from.errors = [translated(refusal)]
        return _page(form, 422)
    flash(_("The fee is announced. It is in force from %(day)s.", day=day(announced.valid_from)), "good")
    return redirect(url_for("office.fees"), 303)


def _with_choices(form: FeeForm) -> FeeForm:
    kinds = [(str(kind), label(kind)) for kind in ProducerKind]
    form.applies_to.choices = [(EVERYBODY, _("All producers")), *kinds]
    return form


def _page(form: FeeForm, status: int = 200) -> Response:
    known = all_fees(session())
    in_force, coming = fees_on(known, today()).values(), fees_after(known, today())
    former = [fee for fee in known if fee.valid_from <= today() and fee not in in_force]
    return office_page(
        "office/fees.html",
        status,
        form=_with_choices(form),
        notice=NOTICE.days,
        lists=[
            (_("In force"), _("Since"), [(payer(fee), fee) for fee in in_force]),
            (_("Announced"), _("Valid from"), [(payer(fee), fee) for fee in coming]),
            (_("Former"), _("Valid from"), [(payer(fee), fee) for fee in reversed(former)]),
        ],
        crumbs=[Crumb(_("Fees"))],
    )
