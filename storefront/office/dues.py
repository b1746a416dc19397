"""The form with which an officer writes down what a producer has paid, or has been paid."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from catalog.producers import Producer
from catalog.records import Refused
from catalog.text import clean
from marketplace.orders.dues import LONGEST_REFERENCE, record_dues

from ..clock import now, today
from ..database import session
from ..fields import DayField, DongField
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..statement_views import month_views
from . import office
from .ledger import crumbs_of, producer_or_404
from .pages import office_page

_NEEDED = lazy_gettext("Please fill this in.")
_FROM, _TO = "from", "to"


class DuesForm(ShopForm):
    direction = SelectField(
        lazy_gettext("Who has paid"),
        [DataRequired(_NEEDED)],
        choices=[
            SelectChoice(_FROM, lazy_gettext("The producer to the market")),
            SelectChoice(_TO, lazy_gettext("The market to the producer")),
        ],
    )
    amount = DongField(lazy_gettext("Amount (đồng)"), [DataRequired(_NEEDED)])
    day = DayField(lazy_gettext("Day"), [DataRequired(_NEEDED)])
    reference = StringField(
        lazy_gettext("Reference of the payment"),
        [
            DataRequired(_NEEDED),
            Length(max=LONGEST_REFERENCE, message=lazy_gettext("Please write at most %(max)d characters.")),
        ],
        filters=[lambda text: clean(text) if text else ""],
    )


@office.get("/ledger/<slug>")
def ledger_months(slug: str) -> Response:
    form = DuesForm(formdata=None)
    form.day.data = today().isoformat()
    return _page(producer_or_404(slug), form)


@office.post("/ledger/<slug>/dues")
@limiter.limit("60 per minute")
def write_dues(slug: str) -> Response:
    owner, form = producer_or_404(slug), DuesForm()
    if not form.validate():
        return _page(owner, form, 422)
    amount = form.amount.value if form.direction.data == _FROM else -form.amount.value
    try:
        record_dues(session(), owner, amount, form.reference.data, form.day.value, now(), today())
    except Refused as refusal:
        session().rollback()
        return _page(producer_or_404(slug), form, 422, translated(refusal))
    flash(_("Written down. The statement shows it."), "good")
    return redirect(url_for("office.ledger_months", slug=slug), 303)


def _page(owner: Producer, form: DuesForm, status: int = 200, problem: str = "") -> Response:
    months = month_views(session(), [owner.id])[owner.id]
    return office_page(
        "office/ledger/producer.html",
        status,
        owner=owner,
        months=months,
        form=form,
        problem=problem,
        crumbs=crumbs_of(owner),
    )
