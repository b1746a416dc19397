"""/retailer/quotes/<code>: one producer's quote with all its versions, a counter-offer, a refusal."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.sourcing.quote_steps import counter, current_of, decline, quote_for_steps, variants_of
from marketplace.sourcing.quotes import Quote, QuoteState, Side
from marketplace.sourcing.request_lists import awarded_lines, find_quote, find_request
from marketplace.sourcing.request_writing import lock_request
from marketplace.sourcing.requests import RequestState, SourcingRequest

from ..clock import now, today
from ..database import session
from ..locales import localized, translated
from ..quote_forms import QuoteForm, data_of
from ..quote_views import awarded_view, line_view, quote_state, version_view
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..sourcing_thread import thread_view
from . import retailer
from .access import about, me, my_retailer_ids
from .pages import retailer_page
from .request_forms import ReasonForm
from .requests import request_crumbs, request_url


def _find(code: str) -> tuple[Quote, SourcingRequest]:
    """404 for another retailer's, and for what is sealed: nobody of the retailer reads it."""
    mine = SourcingRequest.retailer_id.in_(my_retailer_ids())
    quote = find_quote(session(), code[:40], mine) or abort(404)
    if not quote.request.is_unsealed(now()):
        abort(404)
    about(quote.request.retailer_id)
    return quote, find_request(session(), quote.request.code) or abort(404)


@retailer.get("/quotes/<code>")
def one_quote(code: str) -> Response:
    return _page(*_find(code))


def _form(quote: Quote, one: SourcingRequest, *, sent: bool) -> QuoteForm:
    """About what the producer has offered, and nothing else."""
    current = current_of(quote)
    lines = {line.request_line_id for line in current.lines}
    known = variants_of(session(), quote.producer_id, {line.variant_id for line in current.lines})
    wanted = [line for line in one.lines if line.id in lines]
    if sent:
        return QuoteForm(wanted, known)
    return QuoteForm(wanted, known, seen=quote.current, known=data_of(current))


def _page(
    quote: Quote,
    one: SourcingRequest,
    status: int = 200,
    problem: str = "",
    form: QuoteForm | None = None,
    refusal: ReasonForm | None = None,
) -> Response:
    is_open = quote.state == QuoteState.OPEN and one.state == RequestState.OPEN
    lines = {line.id: line_view(line) for line in one.lines}
    names = {id: line.name for id, line in lines.items()}
    return retailer_page(
        "requests/quote.html",
        status,
        quote=quote,
        one=one,
        lines=lines,
        state=quote_state(quote, one, current_of(quote), today()),
        versions=[version_view(version, names) for version in reversed(quote.versions)],
        awarded=awarded_view(quote, awarded_lines(session(), quote.id), names),
        samples=_samples(quote, one) if is_open else [],
        may_counter=is_open and quote.turn == Side.RETAILER,
        may_decline=is_open,
        form=form or _form(quote, one, sent=False),
        refusal=refusal or ReasonForm(formdata=None, seen=quote.current).tell_apart("refusal"),
        problem=problem,
        thread=thread_view("quote", quote.code, Side.RETAILER, producer_id=quote.producer_id),
        comparison=f"{link(request_url(one))}/comparison",
        crumbs=[*request_crumbs(one), Crumb(quote.producer.name)],
    )


def _samples(quote: Quote, one: SourcingRequest) -> list[tuple[str, str]]:
    """The products on offer, and where a sample of each is asked for."""
    products = {line.variant.product.id: line.variant.product for line in current_of(quote).lines}
    url = f"{link('/retailer/samples/new')}?retailer={one.retailer.code}&request={one.code}&product="
    return [(localized(product, "name"), url + product.slug) for product in products.values()]


@retailer.post("/quotes/<code>")
@limiter.limit("60 per hour")
def counter_quote(code: str) -> Response:
    quote, one = _find(code)
    form = _form(quote, one, sent=True)
    return _step(
        code,
        form,
        lambda request, mine: counter(session(), request, mine, me(), form.offer(), form.version, now()),
        _("Your counter-offer is sent."),
        form=form,
    )


@retailer.post("/quotes/<code>/refusal")
@limiter.limit("60 per hour")
def decline_quote(code: str) -> Response:
    form = ReasonForm().tell_apart("refusal")
    return _step(
        code,
        form,
        lambda request, mine: decline(session(), request, mine, form.reason.data or "", form.revision, now()),
        _("Declined. The producer is told."),
        refusal=form,
    )


def _step(
    code: str, sent: ShopForm, step: Callable[[SourcingRequest, Quote], None], done: str, **typed
) -> Response:
    quote, one = _find(code)
    if not sent.validate():
        return _page(quote, one, 422, **typed)
    request = lock_request(session(), quote.request_id)
    try:
        step(request, quote_for_steps(session(), quote.id))
    except Refused as refusal:
        session().rollback()
        return _page(*_find(code), 422, translated(refusal), **typed)
    flash(done, "good")
    return redirect(link(f"/retailer/quotes/{quote.code}"), 303)
