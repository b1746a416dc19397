"""/retailer/requests: what a retailer looks for, who was asked, and how far each request is."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from catalog.records import Refused
from marketplace.permissions import RetailerAction
from marketplace.sourcing.extending import may_extend
from marketplace.sourcing.matching import matching_producers
from marketplace.sourcing.request_lists import (
    PER_PAGE,
    chosen_quotes,
    count_by_state,
    find_request,
    questions_of,
    recipients_of,
    requests_of,
)
from marketplace.sourcing.request_steps import answer_question, end, missing, publish
from marketplace.sourcing.request_writing import conditions_of, drop, lock_request
from marketplace.sourcing.requests import (
    Audience,
    RequestQuestion,
    RequestState,
    SourcingRequest,
)

from ..clock import now, today
from ..database import session
from ..filters import label, moment
from ..locales import translated
from ..quote_views import facts_of, line_view, question_view, request_state
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from . import retailer
from .access import about, my_retailer_ids, named_retailer
from .pages import retailer_page
from .request_forms import AnswerForm, ButtonForm, ClosingForm, ReasonForm
from .sections import SECTIONS, Section

S = RequestState
_ORDER = (S.OPEN, S.DRAFT, S.AWARDED, S.CLOSED, S.CANCELLED)
SECTIONS.append(
    Section(
        "requests",
        RetailerAction.REQUESTS,
        lazy_gettext("Requests for quotation"),
        lazy_gettext("Ask many producers at once, compare their quotes, and award"),
    )
)
STEPS = {
    "need": lazy_gettext("What you need"),
    "lines": lazy_gettext("Goods and quantities"),
    "delivery": lazy_gettext("Delivery and terms"),
    "conditions": lazy_gettext("Conditions"),
    "producers": lazy_gettext("Who is asked"),
}


@retailer.get("/requests")
def requests() -> Response:
    mine = [named_retailer().id]
    counts = count_by_state(session(), mine)
    asked = request.args.get("state", "")
    state = S(asked) if asked in list(S) else next((one for one in _ORDER if counts.get(one)), S.OPEN)
    url = link(f"/retailer/requests?state={state}&page=")
    pager = Pager(
        lambda page: f"{url}{page}", page_number(request.args.get("page")), counts.get(state, 0), PER_PAGE
    )
    return retailer_page(
        "requests/index.html",
        states=[_tab(one, counts.get(one, 0), one == state) for one in _ORDER],
        rows=[_row(*one) for one in requests_of(session(), mine, state, pager.page)],
        pager=pager,
        crumbs=[Crumb(_("Requests for quotation"))],
    )


def _tab(state: RequestState, count: int, is_open: bool) -> SimpleNamespace:
    url = link(f"/retailer/requests?state={state}")
    return SimpleNamespace(url=url, words=label(state), count=count, is_open=is_open)


def _row(one: SourcingRequest, asked: int, quotes: int) -> SimpleNamespace:
    return SimpleNamespace(
        url=request_url(one),
        title=one.title or _("Without a title so far"),
        retailer=one.retailer.name,
        until=moment(one.closes_at) if one.closes_at else "",
        state=request_state(one, now()),
        asked=ngettext("%(count)s producer", "%(count)s producers", asked, count=asked),
        quotes=quotes,
    )


def request_url(one: SourcingRequest) -> str:
    return link(f"/retailer/requests/{one.code}")


def request_crumbs(one: SourcingRequest) -> list[Crumb]:
    return [
        Crumb(_("Requests for quotation"), link("/retailer/requests")),
        Crumb(one.title or _("Without a title so far"), request_url(one)),
    ]


def find_mine(code: str) -> SourcingRequest:
    """404 for another retailer's."""
    mine = SourcingRequest.retailer_id.in_(my_retailer_ids())
    found = find_request(session(), code[:40], mine) or abort(404)
    about(found.retailer_id)
    return found


def locked_mine(code: str) -> SourcingRequest:
    """The same, held for a step."""
    return lock_request(session(), find_mine(code).id)


@retailer.get("/requests/<code>")
def one_request(code: str) -> Response:
    return request_page(find_mine(code))


def request_page(one: SourcingRequest, status: int = 200, problem: str = "", **typed: ShopForm) -> Response:
    """`typed` is a form that was sent and is shown again: `ending`, or the answer to a question."""
    said, (asked, recipients) = conditions_of(session(), one.id), recipients_of(session(), one.id)
    lacking = missing(session(), one, now()) if one.state == S.DRAFT else []
    matching = _matching(one, bool(lacking))
    forms: dict[str, Any] = {
        "ending": ReasonForm(formdata=None, seen=one.revision),
        "closing": ClosingForm.filled(one),
    } | typed
    return retailer_page(
        "requests/show.html",
        status,
        one=one,
        state=request_state(one, now()),
        steps=[SimpleNamespace(key=key, title=title, lacks=key in lacking) for key, title in STEPS.items()],
        lacking=lacking,
        matching=matching,
        lines=[line_view(line) for line in one.lines],
        facts=facts_of(one, said),
        audience=label(Audience(one.audience)),
        asked=asked,
        chosen=chosen_quotes(session(), one.id) if one.state == S.AWARDED else [],
        recipients=recipients,
        questions=[
            (question_view(each), forms.pop(f"answer_{each.id}", None) or answer_form(each.id))
            for each in questions_of(session(), one.id)
        ],
        takes_quotes=one.takes_quotes(now()),
        unsealed=one.is_unsealed(now()),
        may_extend=may_extend(session(), one, now()),
        opened="closing" in typed,
        button=ButtonForm(formdata=None, seen=one.revision),
        problem=problem,
        crumbs=[*request_crumbs(one)[:-1], Crumb(one.title or _("Without a title so far"))],
        **forms,
    )


def _matching(one: SourcingRequest, is_lacking: bool) -> int | None:
    """How many it would go to today, of a draft that could go out."""
    if one.state != S.DRAFT or is_lacking or one.audience != Audience.MATCHING:
        return None
    return len(matching_producers(session(), one, today()))


@retailer.post("/requests/<code>/publication")
@limiter.limit("30 per hour")
def publish_request(code: str) -> Response:
    form = ButtonForm()
    return take_step(code, form, lambda one: publish(session(), one, form.revision, now()), _("Sent out."))


@retailer.post("/requests/<code>/removal")
@limiter.limit("60 per hour")
def drop_request(code: str) -> Response:
    form = ButtonForm()
    one = locked_mine(code)
    if not form.validate():
        return request_page(find_mine(code), 422, _("The form had expired. Please try once more."))
    try:
        drop(session(), one, form.revision)
    except Refused as refusal:
        session().rollback()
        return request_page(find_mine(code), 422, translated(refusal))
    flash(_("The draft is deleted."), "good")
    return redirect(link("/retailer/requests"), 303)


@retailer.post("/requests/<code>/end")
@limiter.limit("60 per hour")
def end_request(code: str) -> Response:
    form = ReasonForm()
    to = S.CLOSED if form.to.data == S.CLOSED else S.CANCELLED
    return take_step(
        code,
        form,
        lambda one: end(session(), one, to, form.reason.data or "", form.revision, now()),
        _("Done. All who were asked are told."),
        ending=form,
    )


@retailer.post("/requests/<code>/questions/<int:id>")
@limiter.limit("120 per hour")
def answer_request(code: str, id: int) -> Response:
    form = AnswerForm().tell_apart(id)

    def answer(one: SourcingRequest) -> None:
        question = session().get(RequestQuestion, id, with_for_update=True)
        if question is None or question.request_id != one.id:
            abort(404)
        answer_question(session(), one, question, form.answer.data or "", now())

    return take_step(
        code, form, answer, _("Your answer is sent to all who were asked."), **{f"answer_{id}": form}
    )


def answer_form(id: int) -> ShopForm:
    return AnswerForm(formdata=None).tell_apart(id)


def take_step(
    code: str, form: ShopForm, step: Callable[[SourcingRequest], object], done: str, **typed: ShopForm
) -> Response:
    """Do it to the request as it is now, its row being held; a refusal shows how things stand."""
    one = locked_mine(code)
    if not form.validate():
        problem = "" if typed else _("The form had expired. Please try once more.")
        return request_page(find_mine(code), 422, problem, **typed)
    try:
        step(one)
    except Refused as refusal:
        session().rollback()
        return request_page(find_mine(code), 422, translated(refusal), **typed)
    flash(done, "good")
    return redirect(request_url(one), 303)
