"""Who wants to organise fairs: the queue, the decision, and suspending one that was approved."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts.organiser_lists import organisers_handed_in, same_tax_code, waiting_organisers
from marketplace.accounts.organiser_people import acts_for_organiser, people_of_organiser
from marketplace.accounts.organisers import Organiser, OrganiserKind
from marketplace.submissions import SubmissionState

from ..clock import now
from ..database import session
from ..filters import label, moment
from ..joining.pages import STATES
from ..locales import translated
from ..login import signed_in
from ..organiser.views import organiser_facts
from ..security import limiter
from ..shop.pages import Crumb, link
from . import office
from .access import officer
from .pages import office_page
from .producers import ReasonForm
from .queues import DecisionForm, Waiting, decision_form

_SHOWN = 100


class HaltForm(ReasonForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.text.label.text = _("Why (the organiser reads it)")


@office.get("/organisers")
def organisers() -> Response:
    reach = officer().province_code
    waiting = session().scalars(waiting_organisers(reach).limit(_SHOWN))
    approved = organisers_handed_in(reach).where(Organiser.state == SubmissionState.APPROVED)
    known = session().scalars(approved.order_by(Organiser.name, Organiser.id).limit(_SHOWN))
    return office_page(
        "office/organisers/index.html",
        rows=[
            Waiting(one.name, _url(one), one.submitted_at, _place(one), label(OrganiserKind(one.kind)))
            for one in waiting
        ],
        known=[(one.name, _url(one), _place(one), one.suspended_at is not None) for one in known],
        crumbs=[Crumb(_("Organisers of fairs"))],
    )


def _url(one: Organiser) -> str:
    return link(f"/office/organisers/{one.id}")


def _place(one: Organiser) -> str:
    return f"{one.commune.full_name}, {one.commune.province.name}"


@office.get("/organisers/<int:id>")
def one_organiser(id: int) -> Response:
    return _page(_find(id))


@office.post("/organisers/<int:id>/decision")
@limiter.limit("120 per minute")
def decide_organiser(id: int) -> Response:
    found, form = _find(id), DecisionForm()
    if not form.validate():
        return _page(found, 422, decision=form)
    try:
        _not_ones_own(found)
        found.decide(form.choice, form.reasons.data, form.revision, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(id), 422, translated(refusal), decision=form)
    flash(_("Decided. The organiser is told."), "good")
    return redirect(url_for("office.organisers"), 303)


@office.post("/organisers/<int:id>/suspension")
@limiter.limit("60 per minute")
def suspend_organiser(id: int) -> Response:
    said = _("Suspended: its fairs take no applications, and nothing new is announced.")
    return _do(id, lambda found, words: found.suspend(words, now()), said)


@office.post("/organisers/<int:id>/reinstatement")
@limiter.limit("60 per minute")
def reinstate_organiser(id: int) -> Response:
    return _do(id, Organiser.reinstate, _("The suspension is lifted."))


def _do(id: int, step: Callable[[Organiser, str], None], said: str) -> Response:
    found, form = _find(id), HaltForm()
    if not form.validate():
        return _page(found, 422, halting=form)
    try:
        _not_ones_own(found)
        step(found, form.text.data)
    except Refused as refusal:
        session().rollback()
        return _page(_find(id), 422, translated(refusal), halting=form)
    flash(said, "good")
    return redirect(url_for("office.one_organiser", id=id), 303)


def _not_ones_own(found: Organiser) -> None:
    user = signed_in()
    if user and acts_for_organiser(session(), user.id, found.id):
        raise Refused("You act for this organiser yourself: another officer has to decide.")


def _find(id: int) -> Organiser:
    """404 for what is not there, was never handed in, or belongs to another province."""
    # Beyond this no database has a number.
    query = organisers_handed_in(officer().province_code).where(Organiser.id == (id if id < 2**31 else 0))
    if request.method == "POST":
        query = query.with_for_update(of=Organiser).execution_options(populate_existing=True)
    return session().scalar(query) or abort(404)


def _page(
    found: Organiser,
    status: int = 200,
    problem: str = "",
    *,
    decision: DecisionForm | None = None,
    halting: HaltForm | None = None,
) -> Response:
    return office_page(
        "office/organisers/show.html",
        status,
        one=found,
        words=STATES[SubmissionState(found.state)],
        facts=organiser_facts(found),
        twins=same_tax_code(session(), found),
        people=[
            (user.name, user.contact or "", role) for user, role in people_of_organiser(session(), found.id)
        ],
        since=moment(found.submitted_at),
        suspended_at=moment(found.suspended_at) if found.suspended_at else "",
        form=decision_form(found.revision, decision),
        halting=halting or HaltForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(_("Organisers of fairs"), link("/office/organisers")), Crumb(found.name)],
    )
