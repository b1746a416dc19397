"""Claims to producers for which nobody acts so far: the queue, all claims to one producer, and the decision."""

from collections import Counter

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from catalog.records import Refused
from marketplace.accounts.producer_claims import (
    ProducerClaim,
    claims_with_names,
    decide,
    rivals,
    waiting_claims,
)
from marketplace.submissions import Decision, SubmissionState

from ..clock import now
from ..database import session
from ..filters import moment
from ..joining.claims import reasons_text
from ..joining.pages import STATES
from ..locales import translated
from ..login import signed_in
from ..security import limiter
from ..shop.pages import Crumb, link
from . import office
from .access import within_reach
from .pages import office_page
from .queues import DecisionForm, Waiting, decision_form

_SHOWN = 100


@office.get("/producer-claims")
def producer_claims() -> Response:
    """One row for each producer, as old as its oldest claim."""
    found = session().scalars(within_reach(waiting_claims()).limit(_SHOWN)).all()
    counts = Counter(one.producer_id for one in found)
    firsts = {one.producer_id: one for one in reversed(found)}
    rows = [_row(one, counts[one.producer_id]) for one in found if firsts[one.producer_id] is one]
    return office_page(
        "office/producer_claims/index.html", rows=rows, crumbs=[Crumb(_("Claims to producers"))]
    )


def _row(one: ProducerClaim, count: int) -> Waiting:
    several = ngettext("%(num)s claim", "%(num)s claims", count)
    return Waiting(
        one.producer.name,
        link(f"/office/producer-claims/{one.id}"),
        one.submitted_at,
        one.user.name,
        several if count > 1 else "",
    )


@office.get("/producer-claims/<int:id>")
def one_claim(id: int) -> Response:
    return _page(_find(id))


@office.post("/producer-claims/<int:id>/decision")
@limiter.limit("120 per minute")
def decide_claim(id: int) -> Response:
    found, form = _find(id), DecisionForm()
    if not form.validate():
        return _page(found, form, 422)
    try:
        user = signed_in()
        if user is None or found.user_id == user.id:
            raise Refused("This is your own claim: another officer has to decide.")
        decide(session(), found, form.choice, form.reasons.data, form.revision, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(id), form, 422, translated(refusal))
    said = _("Decided. The claimant acts for the producer now.")
    flash(said if form.choice == Decision.APPROVE else _("Decided. The claimant is told."), "good")
    return redirect(url_for("office.producer_claims"), 303)


def _find(id: int) -> ProducerClaim:
    query = within_reach(claims_with_names()).where(ProducerClaim.id == id)
    # Beyond this no database has a number.
    return (session().scalar(query) if id < 2**31 else None) or abort(404)


def _page(
    found: ProducerClaim, typed: DecisionForm | None = None, status: int = 200, problem: str = ""
) -> Response:
    place = found.producer.commune
    return office_page(
        "office/producer_claims/show.html",
        status,
        claim=_view(found),
        others=[_view(one) for one in rivals(session(), found)],
        producer=found.producer,
        place=f"{place.full_name}, {place.province.name}",
        waits=found.waits,
        form=decision_form(found.revision, typed),
        problem=problem,
        crumbs=[Crumb(_("Claims to producers"), link("/office/producer-claims")), Crumb(found.producer.name)],
    )


def _view(one: ProducerClaim) -> dict:
    return {
        "id": one.id,
        "who": one.user.name,
        "contact": one.user.contact or "",
        "statement": one.statement,
        "proof": one.proof,
        "at": moment(one.submitted_at),
        "state": one.state,
        "words": STATES[SubmissionState(one.state)],
        "reasons": reasons_text(one),
    }
