"""/producer/requests: what retailers ask these producers for, a first quote, a question, or no quote at all."""

from fractions import Fraction
from types import SimpleNamespace

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from catalog.producers import ProducerState
from catalog.records import Refused
from marketplace.sourcing.ageing import scorecards
from marketplace.sourcing.quote_steps import offer, variants_of
from marketplace.sourcing.quotes import Quote, QuoteState, Side
from marketplace.sourcing.request_lists import (
    PER_PAGE,
    count_received,
    find_received,
    questions_of,
    received_by,
)
from marketplace.sourcing.request_steps import (
    LONGEST_QUESTION,
    LONGEST_REASON,
    ask_question,
    decline_request,
)
from marketplace.sourcing.request_writing import conditions_of, lock_request
from marketplace.sourcing.requests import Recipient, RequestState, SourcingRequest
from marketplace.sourcing.units import packs_per_unit

from ..clock import now
from ..database import session
from ..filters import label, moment
from ..goods_statements import scorecard_words
from ..locales import translated
from ..login import signed_in
from ..quote_forms import Packs, QuoteForm, terms_data
from ..quote_views import calculated, facts_of, line_view, question_view, request_state
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.paging import page_number, plain_pager
from ..sourcing_thread import thread_view
from . import producer
from .access import my_producers
from .pages import producer_page

_MOST = lazy_gettext("Please write at most %(max)d characters.")


class QuestionForm(ShopForm):
    question = TextAreaField(
        lazy_gettext("Your question"),
        [
            DataRequired(lazy_gettext("Please write your question.")),
            Length(max=LONGEST_QUESTION, message=_MOST),
        ],
    )


class NoQuoteForm(ShopForm):
    reason = TextAreaField(
        lazy_gettext("Why (the other side reads it)"),
        [
            DataRequired(lazy_gettext("Please write why: the other side reads it.")),
            Length(max=LONGEST_REASON, message=_MOST),
        ],
    )


@producer.get("/requests")
def requests() -> Response:
    ids = [one.id for one in my_producers()]
    pager = plain_pager(
        "/producer/requests",
        page_number(request.args.get("page")),
        count_received(session(), ids),
        PER_PAGE,
    )
    return producer_page(
        "producer/requests/index.html",
        rows=[_row(*one) for one in received_by(session(), ids, pager.page)],
        pager=pager,
        crumbs=[Crumb(_("Requests of retailers"))],
    )


def _row(mine: Recipient, quote: Quote | None) -> SimpleNamespace:
    one = mine.request
    return SimpleNamespace(
        url=link(f"/producer/quotes/{quote.code}") if quote else received_url(mine),
        title=one.title,
        retailer=one.retailer.name,
        producer=mine.producer.name,
        until=moment(one.closes_at) if one.takes_quotes(now()) else "",
        state=_said(mine, quote),
    )


def _said(mine: Recipient, quote: Quote | None) -> str:
    if quote is not None:
        return _of_quote(mine, quote)
    if mine.declined_at is not None:
        return _("You will not quote")
    return _("To be answered") if mine.request.takes_quotes(now()) else request_state(mine.request, now())


def _of_quote(mine: Recipient, quote: Quote) -> str:
    if quote.state == QuoteState.ACCEPTED:
        return _("Awarded to you")
    if quote.state != QuoteState.OPEN:
        return label(QuoteState(quote.state))
    if mine.request.state == RequestState.AWARDED:
        return _("Not chosen")
    if mine.request.state != RequestState.OPEN:
        return request_state(mine.request, now())
    return _("Your turn") if quote.turn == Side.PRODUCER else _("You have made a quote")


def received_url(mine: Recipient) -> str:
    return f"{link(f'/producer/requests/{mine.request.code}')}?producer={mine.producer.slug}"


def find_mine(code: str) -> Recipient:
    """What one of the visitor's producers was asked, the one that the address names; 404 for what others were."""
    found = find_received(session(), code[:40], [one.id for one in my_producers()])
    slug = request.args.get("producer")
    return next((one for one in found if slug in (None, one.producer.slug)), None) or abort(404)


@producer.get("/requests/<code>")
def one_request(code: str) -> Response:
    return request_page(find_mine(code))


def request_page(
    mine: Recipient,
    status: int = 200,
    problem: str = "",
    form: QuoteForm | None = None,
    left: list[SimpleNamespace] | None = None,
    **typed: ShopForm,
) -> Response:
    """`left`: what the calculator says. `typed` is a form shown again: `question` or `refusal`."""
    one = mine.request
    said, packs = conditions_of(session(), one.id), variants_of(session(), mine.producer_id)
    quote = _quote_of(mine)
    forms: dict = {"question": QuestionForm(formdata=None), "refusal": NoQuoteForm(formdata=None)} | typed
    may_quote = (
        one.takes_quotes(now())
        and mine.producer.state == ProducerState.APPROVED
        and (quote is None or quote.state == "withdrawn")
    )
    return producer_page(
        "producer/requests/show.html",
        status,
        one=one,
        mine=mine,
        state=request_state(one, now()),
        lines={line.id: line_view(line) for line in one.lines},
        facts=facts_of(one, said),
        pays=scorecard_words(scorecards(session(), [one.retailer_id], now())[one.retailer_id]),
        thread=thread_view("request", one.code, Side.PRODUCER, producer_id=mine.producer_id),
        questions=[question_view(each) for each in questions_of(session(), one.id)],
        quote_url=link(f"/producer/quotes/{quote.code}") if quote else "",
        takes_quotes=one.takes_quotes(now()),
        may_quote=may_quote,
        form=form or first_form(mine, packs),
        left=left or [],
        address=received_url(mine),
        problem=problem,
        crumbs=[Crumb(_("Requests of retailers"), link("/producer/requests")), Crumb(one.title)],
        **forms,
    )


def _quote_of(mine: Recipient) -> Quote | None:
    theirs = Quote.request_id == mine.request_id, Quote.producer_id == mine.producer_id
    return session().scalar(select(Quote).where(*theirs))


def first_form(mine: Recipient, packs: Packs) -> QuoteForm:
    """With the terms that the retailer wishes for."""
    known = terms_data(mine.request.terms) | {"valid_until": "", "lines": {}}
    return QuoteForm(mine.request.lines, packs, known=known)


@producer.post("/requests/<code>")
@limiter.limit("120 per hour")
def make_quote(code: str) -> Response:
    mine = find_mine(code)
    packs = variants_of(session(), mine.producer_id)
    form = QuoteForm(mine.request.lines, packs)
    if not form.validate():
        return request_page(mine, 422, form=form)
    if request.form.get("action") == "calculate":
        return request_page(mine, form=form, left=calculated(form, ratios(form, packs)))
    held = lock_request(session(), mine.request_id)
    try:
        made = offer(session(), held, mine, signed_in() or abort(403), form.offer(), now())
    except Refused as refusal:
        session().rollback()
        return request_page(find_mine(code), 422, translated(refusal), form)
    flash(_("Your quote is sent. You get a letter as soon as the retailer answers."), "good")
    return redirect(link(f"/producer/quotes/{made.code}"), 303)


def ratios(form: QuoteForm, packs: Packs) -> dict[tuple[int, int], Fraction]:
    """Packs in a unit, by line and pack, of what the form offers."""
    units = {part.line.id: part.line.unit for part in form.parts}
    return {
        (line.request_line_id, line.variant_id): packs_per_unit(
            units[line.request_line_id], *packs[line.variant_id]
        )
        for line in form.offer().lines
    }


@producer.post("/requests/<code>/questions")
@limiter.limit("30 per hour")
def ask_about_request(code: str) -> Response:
    form = QuestionForm()
    return _step(
        code,
        form,
        lambda held, mine: ask_question(session(), held, mine, form.question.data or "", now()),
        _("Your question is sent. All who were asked read it, without your name."),
        question=form,
    )


@producer.post("/requests/<code>/refusal")
@limiter.limit("30 per hour")
def refuse_request(code: str) -> Response:
    form = NoQuoteForm()
    return _step(
        code,
        form,
        lambda held, mine: decline_request(session(), held, mine, form.reason.data or "", now()),
        _("The retailer is told that you will not quote."),
        refusal=form,
    )


def _step(code: str, form: ShopForm, step, done: str, **typed: ShopForm) -> Response:
    mine = find_mine(code)
    if not form.validate():
        return request_page(mine, 422, **typed)
    held: SourcingRequest = lock_request(session(), mine.request_id)
    try:
        step(held, mine)
    except Refused as refusal:
        session().rollback()
        return request_page(find_mine(code), 422, translated(refusal), **typed)
    flash(done, "good")
    return redirect(received_url(mine), 303)
