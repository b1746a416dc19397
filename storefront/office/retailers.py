"""Who wants to buy wholesale: the queue, the decision, and suspending one that was verified."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts.memberships import RetailerRole
from marketplace.accounts.retailer_lists import retailers_handed_in, same_tax_code, waiting_retailers
from marketplace.accounts.retailer_people import acts_for_retailer, people_of_retailer
from marketplace.accounts.retailers import Retailer, RetailerKind
from marketplace.submissions import SubmissionState

from ..clock import now
from ..database import session
from ..filters import label, moment
from ..joining.pages import STATES
from ..locales import translated
from ..login import signed_in
from ..retailer.join import registration_of
from ..retailer.views import retailer_facts
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
        self.text.label.text = _("Why (the retailer reads it)")


@office.get("/retailers")
def retailers() -> Response:
    reach = officer().province_code
    waiting = session().scalars(waiting_retailers(reach).limit(_SHOWN))
    approved = retailers_handed_in(reach).where(Retailer.state == SubmissionState.APPROVED)
    known = session().scalars(approved.order_by(Retailer.name, Retailer.id).limit(_SHOWN))
    return office_page(
        "office/retailers/index.html",
        rows=[
            Waiting(one.name, _url(one), one.submitted_at, _place(one), label(RetailerKind(one.kind)))
            for one in waiting
        ],
        known=[(one.name, _url(one), _place(one), one.suspended_at is not None) for one in known],
        crumbs=[Crumb(_("Retailers"))],
    )


def _url(one: Retailer) -> str:
    return link(f"/office/retailers/{one.id}")


def _place(one: Retailer) -> str:
    return f"{one.commune.full_name}, {one.commune.province.name}"


@office.get("/retailers/<int:id>")
def one_retailer(id: int) -> Response:
    return _page(_find(id))


@office.get("/retailers/<int:id>/registration")
def registration_of_retailer(id: int) -> Response:
    return registration_of(_find(id))


@office.post("/retailers/<int:id>/decision")
@limiter.limit("120 per minute")
def decide_retailer(id: int) -> Response:
    found, form = _find(id), DecisionForm()
    if not form.validate():
        return _page(found, 422, decision=form)
    try:
        _not_ones_own(found)
        found.decide(form.choice, form.reasons.data, form.revision, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(id), 422, translated(refusal), decision=form)
    flash(_("Decided. The retailer is told."), "good")
    return redirect(url_for("office.retailers"), 303)


@office.post("/retailers/<int:id>/suspension")
@limiter.limit("60 per minute")
def suspend_retailer(id: int) -> Response:
    said = _("Suspended: it asks for nothing, agrees to nothing and orders nothing.")
    return _do(id, lambda found, words: found.suspend(words, now()), said)


@office.post("/retailers/<int:id>/reinstatement")
@limiter.limit("60 per minute")
def reinstate_retailer(id: int) -> Response:
    return _do(id, Retailer.reinstate, _("The suspension is lifted."))


def _do(id: int, step: Callable[[Retailer, str], None], said: str) -> Response:
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
    return redirect(url_for("office.one_retailer", id=id), 303)


def _not_ones_own(found: Retailer) -> None:
    user = signed_in()
    if user and acts_for_retailer(session(), user.id, found.id):
        raise Refused("You act for this retailer yourself: another officer has to decide.")


def _find(id: int) -> Retailer:
    """404 for what is not there, was never handed in, or belongs to another province."""
    # Beyond this no database has a number.
    query = retailers_handed_in(officer().province_code).where(Retailer.id == (id if id < 2**31 else 0))
    if request.method == "POST":
        query = query.with_for_update(of=Retailer).execution_options(populate_existing=True)
    return session().scalar(query) or abort(404)


def _page(
    found: Retailer,
    status: int = 200,
    problem: str = "",
    *,
    decision: DecisionForm | None = None,
    halting: HaltForm | None = None,
) -> Response:
    return office_page(
        "office/retailers/show.html",
        status,
        one=found,
        words=STATES[SubmissionState(found.state)],
        facts=retailer_facts(found),
        twins=same_tax_code(session(), found),
        people=[
            (user.name, user.contact or "", RetailerRole(one.retailer_role))
            for user, one in people_of_retailer(session(), found.id)
        ],
        since=moment(found.submitted_at),
        suspended_at=moment(found.suspended_at) if found.suspended_at else "",
        form=decision_form(found.revision, decision),
        halting=halting or HaltForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(_("Retailers"), link("/office/retailers")), Crumb(found.name)],
    )
