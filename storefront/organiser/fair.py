"""/organiser/fairs/<slug>: one fair, where it stands and what there is to do about it."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from catalog.records import Refused
from marketplace.fairs.application_lists import count_by_state
from marketplace.fairs.applications import ApplicationState
from marketplace.fairs.cloning import clone
from marketplace.fairs.fair_life import LONGEST_REASON, announce, cancel_fair, delete_draft, postpone
from marketplace.fairs.fair_rules import missing
from marketplace.fairs.fairs import Fair, FairPhase
from marketplace.permissions import OrganiserAction

from ..clock import now, today
from ..database import session
from ..fields import DayField
from ..filters import label
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import organiser
from .access import find_fair, may_do, owner_of
from .desk import days_of
from .fair_forms import StepForm
from .pages import fair_name, organiser_page
from .sections import sections_of
from .steps import STEPS


class FairForm(StepForm):
    """A button of the fair's page."""


class ReasonForm(StepForm):
    reason = TextAreaField(
        lazy_gettext("Why (everybody concerned reads it)"),
        [
            DataRequired(lazy_gettext("Please write why: everybody concerned reads it.")),
            Length(max=LONGEST_REASON, message=lazy_gettext("Please write at most %(max)d characters.")),
        ],
        filters=[lambda text: (text or "").strip()],
    )


class CloneForm(ShopForm):
    starts_on = DayField(lazy_gettext("First day"), [DataRequired(lazy_gettext("Please fill this in."))])


@organiser.get("/fairs/<slug>")
def one_fair(slug: str) -> Response:
    return fair_page(find_fair(slug))


@organiser.post("/fairs/<slug>/announcement")
@limiter.limit("60 per hour")
def announce_fair(slug: str) -> Response:
    form = FairForm()
    said = _("Announced. Everybody can see the fair now.")
    return _do(slug, form, lambda fair: announce(session(), fair, form.revision, now()), said)


@organiser.post("/fairs/<slug>/postponement")
@limiter.limit("60 per hour")
def postpone_fair(slug: str) -> Response:
    form = ReasonForm(prefix="postpone-")
    said = _("Postponed. Everybody concerned is told; write the new days, then announce it anew.")
    return _do(slug, form, lambda fair: postpone(fair, form.reason.data, form.revision, now()), said)


@organiser.post("/fairs/<slug>/cancellation")
@limiter.limit("60 per hour")
def call_fair_off(slug: str) -> Response:
    form = ReasonForm(prefix="cancel-")
    said = _("Cancelled. Everybody concerned is told.")
    return _do(
        slug, form, lambda fair: cancel_fair(session(), fair, form.reason.data, form.revision, now()), said
    )


@organiser.post("/fairs/<slug>/removal")
@limiter.limit("60 per hour")
def delete_fair(slug: str) -> Response:
    said = _("The draft is deleted.")
    return _do(slug, ShopForm(), lambda fair: delete_draft(session(), fair), said, to_desk=True)


@organiser.post("/fairs/<slug>/clones")
@limiter.limit("30 per hour")
def clone_fair(slug: str) -> Response:
    fair, form = find_fair(slug), CloneForm()
    if not form.validate():
        return fair_page(fair, 422, clone_form=form)
    try:
        made = clone(session(), fair, form.starts_on.value, now())
    except Refused as refusal:
        session().rollback()
        return fair_page(find_fair(slug), 422, translated(refusal), clone_form=form)
    flash(_("Made anew as a draft. All days are moved; please look through them."), "good")
    return redirect(url_for("organiser.one_fair", slug=made.slug), 303)


def _do(slug: str, form: ShopForm, step: Callable[[Fair], Any], said: str, to_desk: bool = False) -> Response:
    fair = find_fair(slug)
    if not form.validate():
        return fair_page(fair, 422, typed=form)
    try:
        step(fair)
        session().flush()
    except Refused as refusal:
        session().rollback()
        return fair_page(find_fair(slug), 422, translated(refusal), form)
    flash(said, "good")
    goal = url_for("organiser.desk") if to_desk else url_for("organiser.one_fair", slug=fair.slug)
    return redirect(goal, 303)


def fair_page(
    fair: Fair,
    status: int = 200,
    problem: str = "",
    typed: ShopForm | None = None,
    clone_form: CloneForm | None = None,
) -> Response:
    phase = fair.phase(today())
    lacking = missing(fair)
    return organiser_page(
        "fair.html",
        status,
        fair=fair,
        owner=owner_of(fair),
        name=fair_name(fair),
        days=days_of(fair),
        phase=phase,
        words=label(phase),
        sections=sections_of(fair),
        waiting=_waiting(fair),
        lacking=[str(STEPS[step]) for step in lacking],
        is_over=phase == FairPhase.FINISHED,
        button=FairForm(formdata=None, seen=str(fair.revision)),
        postponing=_reason_form("postpone-", fair, typed),
        cancelling=_reason_form("cancel-", fair, typed),
        cloning=clone_form or CloneForm(formdata=None),
        problem=problem or _expired(typed),
        crumbs=[Crumb(fair_name(fair))],
    )


def _waiting(fair: Fair) -> int:
    """How many applications the organiser has yet to answer; 0 for whoever does not answer them."""
    if not may_do(OrganiserAction.APPLICATIONS, fair.organiser_id):
        return 0
    return count_by_state(session(), fair.id).get(ApplicationState.SUBMITTED, 0)


def _expired(typed: ShopForm | None) -> str:
    return str(typed.csrf_token.errors[0]) if typed and typed.csrf_token.errors else ""


def _reason_form(prefix: str, fair: Fair, typed: ShopForm | None) -> ReasonForm:
    """What somebody has typed stays, and the next press is meant for what they see now."""
    again = isinstance(typed, ReasonForm) and typed._prefix == prefix
    form = typed if again and isinstance(typed, ReasonForm) else ReasonForm(formdata=None, prefix=prefix)
    form.seen.data = str(fair.revision)
    return form
