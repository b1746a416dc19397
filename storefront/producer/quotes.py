"""/producer/quotes/<code>: one quote with all its versions: offer anew, agree to the retailer's, withdraw."""

from collections.abc import Callable
from types import SimpleNamespace

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from wtforms import HiddenField

from catalog.records import Refused
from marketplace.sourcing.quote_steps import (
    agree,
    current_of,
    offer_anew,
    quote_for_steps,
    variants_of,
    withdraw,
)
from marketplace.sourcing.quotes import Quote, QuoteState, Side
from marketplace.sourcing.request_lists import awarded_lines, find_quote, find_request
from marketplace.sourcing.request_writing import lock_request
from marketplace.sourcing.requests import RequestState, SourcingRequest
from marketplace.sourcing.trails import after_quote

from ..clock import now, today
from ..database import session
from ..locales import translated
from ..login import signed_in
from ..quote_forms import QuoteForm, data_of
from ..quote_views import awarded_view, calculated, line_view, quote_state, version_view
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..sourcing_thread import thread_view
from ..sourcing_trail import trail_view
from . import producer
from .access import my_producers
from .pages import producer_page
from .requests import ratios


class SeenForm(ShopForm):
    """A button about the version that was read."""

    seen = HiddenField()

    @property
    def version(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _find(code: str) -> tuple[Quote, SourcingRequest]:
    """404 for another producer's."""
    mine = Quote.producer_id.in_([one.id for one in my_producers()])
    quote = find_quote(session(), code[:40], mine) or abort(404)
    return quote, find_request(session(), quote.request.code) or abort(404)


@producer.get("/quotes/<code>")
def one_quote(code: str) -> Response:
    return _page(*_find(code))


def _page(
    quote: Quote,
    one: SourcingRequest,
    status: int = 200,
    problem: str = "",
    form: QuoteForm | None = None,
    left: list[SimpleNamespace] | None = None,
) -> Response:
    is_open = quote.state == QuoteState.OPEN and one.state == RequestState.OPEN
    my_turn = is_open and quote.turn == Side.PRODUCER
    lines = {line.id: line_view(line) for line in one.lines}
    names = {id: line.name for id, line in lines.items()}
    packs = variants_of(session(), quote.producer_id)
    current = current_of(quote)
    return producer_page(
        "producer/requests/quote.html",
        status,
        quote=quote,
        one=one,
        lines=lines,
        state=quote_state(quote, one, current, today()),
        versions=[version_view(version, names) for version in reversed(quote.versions)],
        awarded=awarded_view(quote, awarded_lines(session(), quote.id), names),
        trail_links=trail_view(after_quote(session(), quote), Side.PRODUCER, quote.producer.slug),
        thread=thread_view("quote", quote.code, Side.PRODUCER, producer_id=quote.producer_id),
        my_turn=my_turn,
        may_offer=my_turn or (is_open and one.takes_quotes(now())),
        may_withdraw=is_open,
        again=quote.state == QuoteState.WITHDRAWN and one.takes_quotes(now()),
        request_url=f"{link(f'/producer/requests/{one.code}')}?producer={quote.producer.slug}",
        form=form or QuoteForm(one.lines, packs, seen=quote.current, known=data_of(current)),
        left=left or [],
        button=SeenForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(_("Requests of retailers"), link("/producer/requests")), Crumb(one.title)],
    )


@producer.post("/quotes/<code>")
@limiter.limit("120 per hour")
def offer_quote_anew(code: str) -> Response:
    quote, one = _find(code)
    packs = variants_of(session(), quote.producer_id)
    form = QuoteForm(one.lines, packs)
    if not form.validate():
        return _page(quote, one, 422, form=form)
    if request.form.get("action") == "calculate":
        return _page(quote, one, form=form, left=calculated(form, ratios(form, packs)))
    by = signed_in() or abort(403)
    return _step(
        code,
        lambda held, mine: offer_anew(session(), held, mine, by, form.offer(), form.version, now()),
        _("Your new offer is sent."),
        form,
    )


@producer.post("/quotes/<code>/agreement")
@limiter.limit("60 per hour")
def agree_to_quote(code: str) -> Response:
    form, by = SeenForm(), signed_in() or abort(403)
    return _button(
        code,
        form,
        lambda held, mine: agree(session(), held, mine, by, form.version, now()),
        _("Agreed. The retailer can award it now."),
    )


@producer.post("/quotes/<code>/withdrawal")
@limiter.limit("60 per hour")
def withdraw_quote(code: str) -> Response:
    form = SeenForm()
    return _button(
        code,
        form,
        lambda held, mine: withdraw(session(), held, mine, form.version, now()),
        _("Your quote is withdrawn."),
    )


def _button(code: str, form: SeenForm, step: Callable[[SourcingRequest, Quote], None], done: str) -> Response:
    if not form.validate():
        return _page(*_find(code), 422, _("The form had expired. Please try once more."))
    return _step(code, step, done)


def _step(
    code: str, step: Callable[[SourcingRequest, Quote], None], done: str, form: QuoteForm | None = None
) -> Response:
    """Do it to the quote as it is now, the request's row being held."""
    quote, _one = _find(code)
    held = lock_request(session(), quote.request_id)
    try:
        step(held, quote_for_steps(session(), quote.id))
    except Refused as refusal:
        session().rollback()
        return _page(*_find(code), 422, translated(refusal), form)
    flash(done, "good")
    return redirect(link(f"/producer/quotes/{quote.code}"), 303)
