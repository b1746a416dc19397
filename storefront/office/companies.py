"""Who wants to organise fairs, or to buy wholesale: the queue, the decision, and suspending one that was approved."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts.companies import Company
from marketplace.accounts.company_changes import waiting_changes
from marketplace.accounts.company_lists import handed_in, same_tax_code, waiting
from marketplace.accounts.company_people import acts_for_company, people_of_company, role_with
from marketplace.submissions import SubmissionState

from ..clock import now
from ..companies.desks import DESKS, Desk
from ..companies.join import registration_of
from ..companies.pages import company_facts, state_words
from ..database import session
from ..filters import label, moment
from ..list_pages import list_page
from ..locales import translated
from ..login import signed_in
from ..security import limiter
from ..shop.pages import Crumb, link
from . import office
from .access import officer
from .pages import office_page
from .producers import ReasonForm
from .queues import DecisionForm, Waiting, decision_form

_SHOWN = 100
ONE_KIND = "/<any(organisers, retailers):kind>"
_ONE = f"{ONE_KIND}/<int:id>"
OFFICE_DESKS = {desk.kind.__tablename__: desk for desk in DESKS.values()}


class HaltForm(ReasonForm):
    """Stopping a company, and lifting that again."""

    @classmethod
    def of(cls, desk: Desk, **named: Any) -> "HaltForm":
        made = cls(**named)
        made.text.label.text = desk.words.why
        return made


@office.get(ONE_KIND)
def companies(kind: str) -> Response:
    """The queue, and those that were approved: in pages, found by name or tax code."""
    desk, reach = OFFICE_DESKS[kind], officer().province_code
    of = desk.kind
    approved = handed_in(of, reach).where(of.state == SubmissionState.APPROVED).order_by(of.name, of.id)
    every = approved.with_only_columns(of.id, of.name, of.tax_code)
    found = list_page(session().execute(every), f"/office/{kind}")
    known = session().scalars(approved.where(of.id.in_(found.ids)))
    return office_page(
        "office/companies/index.html",
        desk=desk,
        rows=[*_waiting(desk), *_waiting_changes(desk)],
        found=found,
        known=[
            (one.name, _url(one), one.tax_code, place_of(one), one.suspended_at is not None) for one in known
        ],
        crumbs=[Crumb(str(desk.words.office))],
    )


def _waiting(desk: Desk) -> list[Waiting]:
    found = session().scalars(waiting(desk.kind, officer().province_code).limit(_SHOWN))
    return [
        Waiting(one.name, _url(one), one.submitted_at, place_of(one), label(desk.kinds(one.kind)))
        for one in found
    ]


def _waiting_changes(desk: Desk) -> list[Waiting]:
    found = session().scalars(waiting_changes(desk.kind, officer().province_code).limit(_SHOWN))
    return [
        Waiting(
            one.company.name,
            link(f"/office/{one.company.__tablename__}/changes/{one.id}"),
            one.submitted_at,
            place_of(one.company),
            _("Name and tax code"),
        )
        for one in found
    ]


def _url(one: Company) -> str:
    return link(f"/office/{one.__tablename__}/{one.id}")


def place_of(one: Company) -> str:
    return f"{one.commune.full_name}, {one.commune.province.name}"


@office.get(_ONE)
def one_company(kind: str, id: int) -> Response:
    return _page(_find(kind, id))


@office.get(f"{_ONE}/registration")
def registration_of_company(kind: str, id: int) -> Response:
    return registration_of(_find(kind, id))


@office.post(f"{_ONE}/decision")
@limiter.limit("120 per minute")
def decide_company(kind: str, id: int) -> Response:
    found, form = _find(kind, id), DecisionForm()
    if not form.validate():
        return _page(found, 422, decision=form)
    try:
        not_ones_own(found)
        found.decide(form.choice, form.reasons.data, form.revision, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(kind, id), 422, translated(refusal), decision=form)
    flash(str(OFFICE_DESKS[kind].words.decided), "good")
    return redirect(url_for("office.companies", kind=kind), 303)


@office.post(f"{_ONE}/suspension")
@limiter.limit("60 per minute")
def suspend_company(kind: str, id: int) -> Response:
    said = str(OFFICE_DESKS[kind].words.suspended)
    return _do(kind, id, lambda found, words: found.suspend(words, now()), said)


@office.post(f"{_ONE}/reinstatement")
@limiter.limit("60 per minute")
def reinstate_company(kind: str, id: int) -> Response:
    return _do(kind, id, Company.reinstate, _("The suspension is lifted."))


def _do(kind: str, id: int, step: Callable[[Any, str], None], said: str) -> Response:
    found, form = _find(kind, id), HaltForm.of(OFFICE_DESKS[kind])
    if not form.validate():
        return _page(found, 422, halting=form)
    try:
        not_ones_own(found)
        step(found, form.text.data)
    except Refused as refusal:
        session().rollback()
        return _page(_find(kind, id), 422, translated(refusal), halting=form)
    flash(said, "good")
    return redirect(url_for("office.one_company", kind=kind, id=id), 303)


def not_ones_own(found: Company) -> None:
    """Raises Refused for who acts for it."""
    user = signed_in()
    if user and acts_for_company(session(), user.id, found):
        raise Refused("You act for this company yourself: another officer has to decide.")


def _find(kind: str, id: int) -> Any:
    """404 for what is not there, was never handed in, or belongs to another province."""
    of = OFFICE_DESKS[kind].kind
    # Beyond this no database has a number.
    query = handed_in(of, officer().province_code).where(of.id == (id if id < 2**31 else 0))
    if request.method == "POST":
        query = query.with_for_update(of=of).execution_options(populate_existing=True)
    return session().scalar(query) or abort(404)


def _page(
    found: Company,
    status: int = 200,
    problem: str = "",
    *,
    decision: DecisionForm | None = None,
    halting: HaltForm | None = None,
) -> Response:
    desk, kind = DESKS[found.noun], found.__tablename__
    return office_page(
        "office/companies/show.html",
        status,
        kind=kind,
        one=found,
        state=state_words(found),
        facts=company_facts(found),
        twins=same_tax_code(session(), found),
        people=[
            (user.name, user.contact or "", role_with(found, one))
            for user, one in people_of_company(session(), found)
        ],
        since=moment(found.submitted_at),
        suspended_at=moment(found.suspended_at) if found.suspended_at else "",
        form=decision_form(found.revision, decision),
        halting=halting or HaltForm.of(desk, formdata=None),
        problem=problem,
        crumbs=[Crumb(str(desk.words.office), link(f"/office/{kind}")), Crumb(found.name)],
    )
