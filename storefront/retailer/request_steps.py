"""Writing a request step by step: each step is kept when it is sent, and of two people the second is told."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from flask import Response, flash, redirect, request
from flask_babel import gettext as _
from sqlalchemy import select

from catalog.producers import Producer, ProducerState
from catalog.records import Refused
from catalog.text import fold
from marketplace.accounts.stores import Store
from marketplace.sourcing.request_lists import recipients_of
from marketplace.sourcing.request_steps import ask_more
from marketplace.sourcing.request_writing import (
    begin,
    check_draft,
    choose_producers,
    conditions_of,
    write,
    write_conditions,
    write_lines,
    write_windows,
)
from marketplace.sourcing.requests import RequestState, SourcingRequest

from ..clock import now, today
from ..database import session
from ..locales import localized, translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import retailer
from .access import me, named_retailer
from .choosing import product_on_sale
from .pages import retailer_page
from .request_forms import (
    ButtonForm,
    ConditionsForm,
    DeliveryForm,
    NeedForm,
    ProducersForm,
)
from .request_line_forms import LinesForm
from .requests import STEPS, find_mine, locked_mine, request_crumbs, request_url

_STEP = "any(need, lines, delivery, conditions, producers)"
_FOUND = 30


@retailer.get("/requests/new")
def new_request() -> Response:
    """From a product's page with its name as the title; the product itself goes into the first line."""
    named_retailer()
    product = product_on_sale(request.args.get("product", ""))
    return _new(NeedForm.filled(None, localized(product, "name") if product else ""))


@retailer.post("/requests")
@limiter.limit("60 per hour")
def begin_request() -> Response:
    form, owner = NeedForm(), named_retailer()
    if not form.validate():
        return _new(form, 422)
    try:
        made = begin(session(), owner, me(), form.facts(), now())
    except Refused as refusal:
        session().rollback()
        return _new(form, 422, translated(refusal))
    product = request.args.get("product", "")[:255]
    more = f"?product={product}" if product.replace("-", "").isalnum() else ""
    return redirect(link(f"/retailer/requests/{made.code}/steps/lines") + more, 303)


def _new(form: NeedForm, status: int = 200, problem: str = "") -> Response:
    return retailer_page(
        "requests/steps/need.html",
        status,
        one=None,
        key="need",
        steps=STEPS,
        form=form,
        owner=named_retailer(),
        problem=problem,
        url=link("/retailer/requests") + _query(),
        crumbs=[
            Crumb(_("Requests for quotation"), link("/retailer/requests")),
            Crumb(_("New request")),
        ],
    )


def _query() -> str:
    product = request.args.get("product", "")[:255]
    named = f"?retailer={named_retailer().code}"
    return f"{named}&product={product}" if product.replace("-", "").isalnum() else named


@retailer.get(f"/requests/<code>/steps/<{_STEP}:step>")
def request_step(code: str, step: str) -> Response:
    one = find_mine(code)
    if one.state != RequestState.DRAFT:
        return redirect(request_url(one), 303)
    return _page(one, step, _filled(one, step))


@retailer.post(f"/requests/<code>/steps/<{_STEP}:step>")
@limiter.limit("240 per hour")
def write_request_step(code: str, step: str) -> Response:
    locked_mine(code)
    one = find_mine(code)
    form = _sent(one, step)
    if isinstance(form, LinesForm) and (part := form.looking()):
        # Nothing is kept before it is saved.
        return _page(one, step, form, 200 if part.look() else 422)
    if not form.validate():
        return _page(one, step, form, 422)
    try:
        _WRITERS[step](one, form)
    except Refused as refusal:
        session().rollback()
        return _page(find_mine(code), step, form, 422, translated(refusal))
    if request.form.get("action") == "more":
        return redirect(link(f"/retailer/requests/{one.code}/steps/{step}"), 303)
    flash(_("Saved."), "good")
    keys = list(STEPS)
    later = keys[keys.index(step) + 1 :]
    return redirect(
        link(f"/retailer/requests/{one.code}/steps/{later[0]}") if later else request_url(one), 303
    )


def _write_need(one: SourcingRequest, form: NeedForm) -> None:
    write(one, form.revision, form.facts())


def _write_lines(one: SourcingRequest, form: LinesForm) -> None:
    check_draft(one, form.revision)
    write_lines(session(), one, form.wanted)
    write(one, form.revision, {})


def _write_delivery(one: SourcingRequest, form: DeliveryForm) -> None:
    check_draft(one, form.revision)
    write_windows(session(), one, form.wanted, today())
    write(one, form.revision, vars(form.terms()))


def _write_conditions(one: SourcingRequest, form: ConditionsForm) -> None:
    check_draft(one, form.revision)
    write_conditions(session(), one, form.conditions)
    write(one, form.revision, form.facts())


def _write_producers(one: SourcingRequest, form: ProducersForm) -> None:
    facts = form.facts()
    if facts["closes_at"] <= now():
        raise Refused("The time for quotes ends in the future.")
    write(one, form.revision, facts)


_WRITERS: dict[str, Callable[[SourcingRequest, Any], None]] = {
    "need": _write_need,
    "lines": _write_lines,
    "delivery": _write_delivery,
    "conditions": _write_conditions,
    "producers": _write_producers,
}


def _stores(one: SourcingRequest) -> list[Store]:
    open_ones = Store.retailer_id == one.retailer_id, Store.closed_at.is_(None)
    return list(session().scalars(select(Store).where(*open_ones).order_by(Store.name, Store.id)))


def _filled(one: SourcingRequest, step: str) -> ShopForm:
    match step:
        case "need":
            return NeedForm.filled(one)
        case "lines":
            return LinesForm(one.lines, one.revision)
        case "delivery":
            return DeliveryForm(one, _stores(one), sent=False)
        case "conditions":
            return ConditionsForm.made((one, conditions_of(session(), one.id)))
    return ProducersForm.filled(one)


def _sent(one: SourcingRequest, step: str) -> ShopForm:
    match step:
        case "need":
            return NeedForm()
        case "lines":
            return LinesForm()
        case "delivery":
            return DeliveryForm(one, _stores(one), sent=True)
        case "conditions":
            return ConditionsForm.made()
    return ProducersForm()


def _page(one: SourcingRequest, step: str, form: ShopForm, status: int = 200, problem: str = "") -> Response:
    """What was typed stays; the next press is meant for what is there now."""
    if status != 200:
        form.seen.data = str(one.revision)
        form.seen.raw_data = None
    return retailer_page(
        f"requests/steps/{step}.html",
        status,
        one=one,
        key=step,
        steps=STEPS,
        form=form,
        problem=problem,
        url=link(f"/retailer/requests/{one.code}/steps/{step}"),
        crumbs=[*request_crumbs(one), Crumb(str(STEPS[step]))],
    )


@retailer.get("/requests/<code>/producers")
def request_producers(code: str) -> Response:
    return _choosing(find_mine(code))


@retailer.post("/requests/<code>/producers")
@limiter.limit("120 per hour")
def choose_request_producers(code: str) -> Response:
    """Adds the ticked ones, or takes them off; of what is out, asks them too."""
    one = locked_mine(code)
    form = ButtonForm()
    ticked = {int(id) for id in request.form.getlist("producers") if id.isdigit() and len(id) < 10}
    if not form.validate():
        return _choosing(find_mine(code), 422, _("The form had expired. Please try once more."))
    try:
        if one.state == RequestState.DRAFT:
            _rechoose(one, ticked, form.revision)
            flash(_("Saved."), "good")
        else:
            ask_more(session(), one, ticked, now())
            flash(_("They are asked now."), "good")
    except Refused as refusal:
        session().rollback()
        return _choosing(find_mine(code), 422, translated(refusal))
    return redirect(link(f"/retailer/requests/{one.code}/producers"), 303)


def _rechoose(one: SourcingRequest, ticked: set[int], seen: int) -> None:
    check_draft(one, seen)
    chosen = {each.producer_id for each in recipients_of(session(), one.id)[1]}
    taking_off = request.form.get("action") == "remove"
    choose_producers(session(), one, chosen - ticked if taking_off else chosen | ticked, now())
    write(one, seen, {})


def _choosing(one: SourcingRequest, status: int = 200, problem: str = "") -> Response:
    asked, recipients = recipients_of(session(), one.id)
    words = request.args.get("q", "")[:100]
    return retailer_page(
        "requests/producers.html",
        status,
        one=one,
        is_draft=one.state == RequestState.DRAFT,
        takes_quotes=one.takes_quotes(now()),
        asked=asked,
        recipients=recipients,
        words=words,
        found=_found(words, {each.producer_id for each in recipients}) if words else [],
        button=ButtonForm(formdata=None, seen=one.revision),
        problem=problem,
        crumbs=[*request_crumbs(one), Crumb(_("Choose producers"))],
    )


def _found(words: str, but: set[int]) -> list[SimpleNamespace]:
    """Producers with these words in their names."""
    held = Producer.state == ProducerState.APPROVED, Producer.key.contains(fold(words), autoescape=True)
    query = select(Producer).where(*held).order_by(Producer.name, Producer.id).limit(_FOUND + len(but))
    found = [one for one in session().scalars(query) if one.id not in but]
    return [SimpleNamespace(id=one.id, name=one.name) for one in found[:_FOUND]]
