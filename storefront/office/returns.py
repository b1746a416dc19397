"""Mediation: returns on which buyer and producer don't agree, or to which no producer has answered."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from catalog.codes import grouped
from catalog.records import Refused
from catalog.text import clean
from marketplace.orders.orders import Party
from marketplace.orders.return_lists import find_return, in_mediation
from marketplace.orders.return_steps import LONGEST_REASON, Terms, accept, decline
from marketplace.orders.returns import Return, ReturnState, Wanted

from ..clock import now, today
from ..database import session
from ..fields import DongField
from ..locales import translated
from ..private_pictures import picture_file
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.return_views import return_view, row_view
from . import office
from .pages import office_page

_SHOWN = 100


class DecisionForm(ShopForm):
    """`amount` is empty where simply what was asked for goes back."""

    decision = RadioField(
        lazy_gettext("Decision"),
        [DataRequired(lazy_gettext("Please choose one of these."))],
        choices=[
            SelectChoice(value="accept", label=lazy_gettext("The buyer is right")),
            SelectChoice(value="decline", label=lazy_gettext("The producer is right")),
        ],
        validate_choice=False,
    )
    keeps_goods = BooleanField(lazy_gettext("The buyer keeps the goods: nothing has to be sent back"))
    with_delivery = BooleanField(lazy_gettext("The delivery fee goes back too"))
    amount = DongField(lazy_gettext("Another amount"))
    text = TextAreaField(
        lazy_gettext("Why (both sides read it)"),
        [
            DataRequired(lazy_gettext("Please write why.")),
            Length(max=LONGEST_REASON, message=lazy_gettext("Please write at most %(max)d characters.")),
        ],
        filters=[lambda text: clean(text or "")],
    )

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if not self.decision.errors and self.decision.data not in ("accept", "decline"):
            self.decision.errors = [_("Please choose one of these.")]
            valid = False
        return valid


@office.get("/returns")
def returns() -> Response:
    rows = [
        row_view(asked, link(f"/office/returns/{asked.number}")) for asked in in_mediation(session(), _SHOWN)
    ]
    return office_page("office/returns/index.html", rows=rows, crumbs=[Crumb(_("Returns"))])


@office.get("/returns/<code>")
def one_return(code: str) -> Response:
    return _page(_find(code), DecisionForm(formdata=None))


@office.get("/returns/<code>/pictures/<int:position>")
def return_picture(code: str, position: int) -> Response:
    return picture_file(_find(code), position) or abort(404)


@office.post("/returns/<code>/decision")
@limiter.limit("120 per minute")
def decide_return(code: str) -> Response:
    asked, form = _find(code), DecisionForm()
    if not form.validate():
        return _page(asked, form, 422)
    try:
        _decide(asked, form)
    except Refused as refusal:
        session().rollback()
        return _page(_find(code), form, 422, translated(refusal))
    flash(_("Decided. Both sides are told."), "good")
    return redirect(url_for("office.returns"), 303)


def _decide(asked: Return, form: DecisionForm) -> None:
    if form.decision.data == "decline":
        decline(session(), asked, Party.OPERATOR, form.text.data, now())
        return
    terms = Terms(form.keeps_goods.data, form.amount.value, form.with_delivery.data)
    accept(session(), asked, Party.OPERATOR, now(), today(), terms, form.text.data)


def _find(code: str) -> Return:
    return find_return(session(), code[:40]) or abort(404)


def _page(asked: Return, form: DecisionForm, status: int = 200, problem: str = "") -> Response:
    url = link(f"/office/returns/{asked.number}")
    return office_page(
        "office/returns/show.html",
        status,
        asked=return_view(session(), asked, url, for_buyer=True, sees_account=False),
        problem=problem,
        form=form,
        waits=asked.state == ReturnState.MEDIATION,
        by_amount=asked.wanted == Wanted.AMOUNT,
        crumbs=[Crumb(_("Returns"), link("/office/returns")), Crumb(grouped(asked.number))],
    )
