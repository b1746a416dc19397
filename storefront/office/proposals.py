"""/office/register/proposals: acts on the register that wait for a second officer."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select

from catalog.records import Refused
from marketplace.accounts.users import User
from marketplace.register.acting import carry_out, turn_down
from marketplace.register.proposals import Proposal, ProposalKind, proposals_within, waiting_proposals
from marketplace.submissions import Decision, SubmissionState

from ..clock import now, today
from ..database import session
from ..locales import translated
from ..login import signed_in
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import office
from .access import officer
from .pages import office_page, register_crumb
from .proposal_views import KINDS, what_is_proposed
from .queues import DecisionForm, Waiting, decision_form

_SHOWN = 200
_STATES = {
    SubmissionState.SUBMITTED: lazy_gettext("Waits for a second officer"),
    SubmissionState.APPROVED: lazy_gettext("Confirmed"),
    SubmissionState.REJECTED: lazy_gettext("Rejected"),
    SubmissionState.WITHDRAWN: lazy_gettext("Withdrawn"),
}


class SecondForm(DecisionForm):
    """A proposal is confirmed or rejected: there is nothing to mend in it."""

    allowed = (Decision.APPROVE, Decision.REJECT)


@office.get("/register/proposals")
def proposals() -> Response:
    waiting = session().scalars(waiting_proposals(officer().province_code).limit(_SHOWN)).all()
    names = _names({one.proposed_by for one in waiting})
    rows = [
        Waiting(
            title=str(KINDS[ProposalKind(one.kind)]),
            url=link(f"/office/register/proposals/{one.id}"),
            since=one.submitted_at,
            detail=_("proposed by %(name)s", name=names[one.proposed_by]),
            tag=_("yours") if one.proposed_by == signed_in().id else "",
        )
        for one in waiting
    ]
    crumbs = [register_crumb(), Crumb(_("For a second officer"))]
    return office_page("office/proposals/index.html", rows=rows, crumbs=crumbs)


def _names(ids: set[int]) -> dict[int, str]:
    return dict(session().execute(select(User.id, User.name).where(User.id.in_(ids))).all())


@office.get("/register/proposals/<int:id>")
def one_proposal(id: int) -> Response:
    return _page(_find(id))


def _find(id: int, *, lock: bool = False) -> Proposal:
    query = proposals_within(officer().province_code).where(Proposal.id == (id if id < 2**31 else 0))
    found = session().scalar(query.with_for_update() if lock else query)
    if found is None:
        abort(404)
    return found


def _page(
    proposal: Proposal, typed: DecisionForm | None = None, status: int = 200, problem: str = ""
) -> Response:
    names = _names({proposal.proposed_by, proposal.decided_by} - {None})
    shown = what_is_proposed(session(), proposal)
    return office_page(
        "office/proposals/show.html",
        status,
        proposal=proposal,
        title=str(KINDS[ProposalKind(proposal.kind)]),
        state=_STATES[SubmissionState(proposal.state)],
        shown=shown,
        proposed_by=names[proposal.proposed_by],
        decided_by=names.get(proposal.decided_by),
        mine=proposal.proposed_by == signed_in().id,
        form=decision_form(proposal.revision, typed or SecondForm(formdata=None)),
        empty=ShopForm(formdata=None),
        problem=problem,
        crumbs=[
            register_crumb(),
            Crumb(_("For a second officer"), link("/office/register/proposals")),
            Crumb(str(KINDS[ProposalKind(proposal.kind)])),
        ],
    )


@office.post("/register/proposals/<int:id>/decision")
@limiter.limit("60 per minute")
def decide_proposal(id: int) -> Response:
    proposal, form = _find(id, lock=True), SecondForm()
    if not form.validate():
        return _page(proposal, form, 422)
    try:
        proposal.judge(form.choice, form.reasons.data, form.revision, signed_in().id, now())
        if form.choice == Decision.APPROVE:
            carry_out(session(), proposal, now(), today())
        else:
            turn_down(session(), proposal, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(id), form, 422, translated(refusal))
    confirmed = form.choice == Decision.APPROVE
    flash(
        _("Confirmed: it is in the register.") if confirmed else _("Rejected: nothing was changed."), "good"
    )
    return redirect(url_for("office.proposals"), 303)


@office.post("/register/proposals/<int:id>/withdrawal")
@limiter.limit("60 per minute")
def withdraw_proposal(id: int) -> Response:
    """Whoever has proposed it takes it back."""
    proposal, form = _find(id, lock=True), ShopForm()
    if not form.validate():
        return _page(proposal, None, 422, str(form.csrf_token.errors[0]))
    if proposal.proposed_by != signed_in().id:
        return _page(proposal, None, 422, _("Only who has proposed it takes it back."))
    try:
        proposal.withdraw()
        turn_down(session(), proposal, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(id), None, 422, translated(refusal))
    flash(_("The proposal is taken back."), "good")
    return redirect(url_for("office.proposals"), 303)
