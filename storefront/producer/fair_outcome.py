"""/producer/applications/<code>/outcome: what an exhibitor says came of a fair, and what it thinks of it."""

from flask import Response, flash, redirect
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import DataRequired

from catalog.records import Refused
from marketplace.fairs.applications import Application
from marketplace.fairs.fairs import Fair, FairPhase
from marketplace.fairs.outcomes import Outcome, give_feedback
from marketplace.fairs.outcomes import say_outcome as write_outcome

from ..clock import now, today
from ..database import session
from ..feedback_form import FeedbackForm, filled
from ..fields import CountField, DongField
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import link
from . import producer
from .fair_meetings import find_stand, stand_crumbs
from .pages import producer_page

_NEEDED = _("Please fill this in; 0 where there was nothing.")


class OutcomeForm(ShopForm):
    """Amounts in dong, as people write them."""

    sales = DongField(_("Sales at the fair"), [DataRequired(_NEEDED)])
    contracts = CountField(_("Contracts signed"), [DataRequired(_NEEDED)])
    contract_value = DongField(_("Value of these contracts"), [DataRequired(_NEEDED)])
    samples = CountField(_("Samples given to buyers"), [DataRequired(_NEEDED)])

    def numbers(self) -> dict[str, int]:
        names = ("sales", "contracts", "contract_value", "samples")
        return {name: self[name].value or 0 for name in names}


@producer.get("/applications/<code>/outcome")
def outcome(code: str) -> Response:
    return _page(*find_stand(code))


@producer.post("/applications/<code>/outcome")
@limiter.limit("30 per minute")
def say_outcome(code: str) -> Response:
    one, fair = find_stand(code)
    form = OutcomeForm()
    if not form.validate():
        return _page(one, fair, 422, form=form)
    try:
        write_outcome(session(), fair, one, now=now(), today=today(), **form.numbers())
    except Refused as refusal:
        session().rollback()
        return _page(*find_stand(code), 422, translated(refusal), form)
    return _done(one)


@producer.post("/applications/<code>/feedback")
@limiter.limit("30 per minute")
def give_stand_feedback(code: str) -> Response:
    one, fair = find_stand(code)
    form = FeedbackForm()
    if not form.validate():
        return _page(one, fair, 422, feedback=form)
    try:
        give_feedback(session(), fair, one, form.number, form.words.data, now=now(), today=today())
    except Refused as refusal:
        session().rollback()
        return _page(*find_stand(code), 422, translated(refusal), feedback=form)
    return _done(one)


def _done(one: Application) -> Response:
    flash(gettext("Saved. Thank you."), "good")
    return redirect(link(f"/producer/applications/{one.code}/outcome"), 303)


def _page(
    one: Application,
    fair: Fair,
    status: int = 200,
    problem: str = "",
    form: OutcomeForm | None = None,
    feedback: FeedbackForm | None = None,
) -> Response:
    known = session().get(Outcome, one.id)
    names = ("sales", "contracts", "contract_value", "samples")
    facts = {name: str(getattr(known, name)) for name in names} if known else {}
    return producer_page(
        "producer/fairs/outcome.html",
        status,
        one=one,
        fair=fair,
        begun=fair.phase(today()) in (FairPhase.RUNNING, FairPhase.FINISHED),
        form=form or OutcomeForm(formdata=None, data=facts),
        feedback=feedback or filled(one),
        problem=problem,
        crumbs=stand_crumbs(one, fair, gettext("What came of it")),
    )
