"""/organiser/fairs/<slug>/applications/<code>: one application, what speaks for and against it, and every step.

Whoever lets people in reads it; the steps are for those who decide.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Response, abort, flash, redirect
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.fairs.application_lists import (
    eligibility_of,
    find_application,
    is_lapsed,
    last_place_of,
    place_of,
)
from marketplace.fairs.applications import Application, ApplicationState
from marketplace.fairs.booth_payments import payments_of
from marketplace.fairs.decisions import (
    FairDecision,
    application_for_steps,
    assign_booth,
    cancel,
    check_in,
    decide,
    note_no_show,
    refund_by_hand,
)
from marketplace.fairs.fairs import Fair
from marketplace.fairs.room import read_room
from marketplace.permissions import OrganiserAction

from ..application_views import booth_payment_views, timeline_of
from ..clock import now, today
from ..database import session
from ..eligibility_words import all_findings, stars_words
from ..filters import label
from ..locales import localized, translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import organiser
from .access import find_fair, may_do
from .application_forms import CancelForm, DecideForm, MoveForm
from .applications import application_url, waited
from .booth_forms import ButtonForm
from .pages import fair_crumb, organiser_page

S = ApplicationState
_DECIDABLE = (S.SUBMITTED, S.WAITLISTED, S.RETURNED)


@organiser.get("/fairs/<slug>/applications/<code>")
def one_application(slug: str, code: str) -> Response:
    fair = find_fair(slug)
    return application_page(fair, _find(fair, code))


def _find(fair: Fair, code: str) -> Application:
    return find_application(session(), code[:40], Application.fair_id == fair.id) or abort(404)


def application_page(
    fair: Fair, one: Application, status: int = 200, problem: str = "", **typed: Any
) -> Response:
    """`typed` are forms that were sent and are shown again: decide, move or cancel."""
    room = read_room(session(), fair.id)
    (said,) = eligibility_of(session(), fair, [one], today())
    last = last_place_of(one)
    payments = payments_of(session(), [last.id]) if last else {}
    left = room.left_of_quota(one.producer.commune.province_code or "")
    forms: dict[str, ShopForm] = {
        "decide": DecideForm(room, one.booth_type_id, formdata=None, seen=one.revision),
        "move": MoveForm(room, one.booth_type_id, formdata=None),
        "cancel": CancelForm(formdata=None),
    } | typed
    forms["cancel"].tell_apart("cancel")
    return organiser_page(
        "application.html",
        status,
        fair=fair,
        one=one,
        state=_("Not paid in time") if is_lapsed(one, now()) else label(S(one.state)),
        waited=_("Handed in today.")
        if (now() - one.submitted_at).days == 0
        else _("Waits for %(time)s.", time=waited(one.submitted_at, now())),
        checks_in=fair.starts_on is not None and today() >= fair.starts_on - timedelta(days=1),
        is_on=fair.starts_on is not None and today() >= fair.starts_on,
        products=[
            (localized(of.product, "name"), stars_words(said.stars[of.product_id])) for of in one.products
        ],
        findings=all_findings(fair, said),
        place=place_of(one),
        payments=booth_payment_views(payments),
        quota_left=left,
        decidable=one.state in _DECIDABLE,
        decides=may_do(OrganiserAction.APPLICATIONS, fair.organiser_id),
        moves=Application.moves[S(one.state)],
        steps=timeline_of(session(), one),
        button=ButtonForm(formdata=None),
        problem=problem,
        producer_url=link(f"/producers/{one.producer.slug}"),
        crumbs=[
            fair_crumb(fair),
            *_to_list(fair),
            Crumb(one.producer.name),
        ],
        **forms,
    )


def _to_list(fair: Fair) -> list[Crumb]:
    """For who may look through all of them."""
    list_url = link(f"/organiser/fairs/{fair.slug}/applications")
    mine = may_do(OrganiserAction.APPLICATIONS, fair.organiser_id)
    return [Crumb(_("Applications for booths"), list_url)] if mine else []


@organiser.post("/fairs/<slug>/applications/<code>/decision")
@limiter.limit("120 per minute")
def decide_application(slug: str, code: str) -> Response:
    fair = find_fair(slug)
    one = _find(fair, code)
    form = DecideForm(read_room(session(), fair.id), one.booth_type_id)
    if not form.validate() or form.decision.data not in list(FairDecision):
        return application_page(fair, one, 422, _("Please choose what to decide."), decide=form)
    decision = FairDecision(form.decision.data)
    return _step(
        fair,
        one,
        lambda mine: decide(
            session(), fair, mine, decision, form.reasons.data or "", form.revision, now(), form.booth_id
        ),
        decide=form,
    )


@organiser.post("/fairs/<slug>/applications/<code>/booth")
@limiter.limit("120 per minute")
def assign(slug: str, code: str) -> Response:
    fair = find_fair(slug)
    one = _find(fair, code)
    form = MoveForm(read_room(session(), fair.id), one.booth_type_id)
    if not form.validate():
        return application_page(fair, one, 422, move=form)
    booth_id = int(form.booth.data)
    return _step(fair, one, lambda mine: assign_booth(session(), fair, mine, booth_id, now()), move=form)


@organiser.post("/fairs/<slug>/applications/<code>/cancellation")
@limiter.limit("60 per minute")
def cancel_application(slug: str, code: str) -> Response:
    fair = find_fair(slug)
    one, form = _find(fair, code), CancelForm()
    if not form.validate():
        return application_page(fair, one, 422, cancel=form)
    reasons = form.reasons.data
    return _step(fair, one, lambda mine: cancel(session(), fair, mine, reasons, now()), cancel=form)


@organiser.post("/fairs/<slug>/applications/<code>/arrival")
@limiter.limit("120 per minute")
def check_exhibitor_in(slug: str, code: str) -> Response:
    return _button(slug, code, lambda fair, mine: check_in(session(), fair, mine, now()))


@organiser.post("/fairs/<slug>/applications/<code>/no-show")
@limiter.limit("120 per minute")
def exhibitor_absent(slug: str, code: str) -> Response:
    return _button(slug, code, lambda fair, mine: note_no_show(session(), fair, mine, now()))


@organiser.post("/fairs/<slug>/applications/<code>/refund")
@limiter.limit("60 per minute")
def refund_booth(slug: str, code: str) -> Response:
    return _button(slug, code, lambda _fair, mine: refund_by_hand(session(), mine, now()))


def _button(slug: str, code: str, step: Callable[[Fair, Application], Any]) -> Response:
    fair = find_fair(slug)
    one = _find(fair, code)
    if not ButtonForm().validate():
        return application_page(fair, one, 422, _("The form had expired. Please try once more."))
    return _step(fair, one, lambda mine: step(fair, mine))


def _step(fair: Fair, one: Application, step: Callable[[Application], Any], **typed: Any) -> Response:
    """Do it to the application as it is now, the fair's row being held."""
    mine = application_for_steps(session(), fair.id, one.id) or abort(404)
    try:
        step(mine)
    except Refused as refusal:
        # What was begun is undone before the page shows how things stand.
        session().rollback()
        fair = find_fair(fair.slug)
        return application_page(fair, _find(fair, one.code), 422, translated(refusal), **typed)
    session().flush()
    flash(_("Done. The producer is told."), "good")
    return redirect(application_url(fair, one), 303)
