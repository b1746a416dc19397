"""/producer/contracts: what retailers propose for a season, and the producer's steps: harvests, sign, send back, prices."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, TextAreaField

from catalog.records import Refused
from marketplace.sourcing import contract_steps
from marketplace.sourcing.contract_drafts import months_of
from marketplace.sourcing.contract_lists import (
    PER_PAGE,
    count_contracts,
    find_contract,
    lock_contract,
    page_of_contracts,
    seen_by_producers,
)
from marketplace.sourcing.contracts import Contract, ContractState
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.trails import around_contract

from ..clock import now, today
from ..contract_forms import AnswerForm, EndForm, PriceForm
from ..contract_pages import decide_price, propose_typed, written_contract
from ..contract_views import contract_rows, contract_view
from ..database import session
from ..fields import read_count
from ..login import signed_in
from ..papers.parts import pdf
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..sourcing_steps import MOST, SeenForm, do_step
from ..sourcing_thread import thread_view
from ..sourcing_trail import trail_view
from ..tabs import state_tabs
from . import producer
from .access import my_producers
from .pages import producer_page

BY = Side.PRODUCER


class DecideForm(SeenForm):
    """The button says what is decided; to send it back or to decline it there must be words."""

    decision = HiddenField()
    reason = TextAreaField(
        lazy_gettext("To the retailer"), [MOST], filters=[lambda text: (text or "").strip()]
    )


def _whose():
    mine = Contract.producer_id.in_([one.id for one in my_producers()])
    return mine & Contract.state.in_(seen_by_producers())


@producer.get("/contracts")
def contracts() -> Response:
    counts = count_contracts(session(), _whose())
    state = request.args.get("state", "")
    known = state in list(ContractState)
    which = (_whose(), Contract.state == state) if known else (_whose(),)
    total = counts.get(ContractState(state), 0) if known else sum(counts.values())
    url = link("/producer/contracts?")
    asked = page_number(request.args.get("page"))
    pager = Pager(lambda page: f"{url}state={state}&page={page}", asked, total, PER_PAGE)
    return producer_page(
        "producer/sourcing/contracts.html",
        tabs=state_tabs(url, state, counts, ContractState),
        rows=contract_rows(page_of_contracts(session(), pager.page, *which)),
        pager=pager,
        crumbs=[Crumb(_("Contracts"))],
    )


def _find(code: str) -> Contract:
    return find_contract(session(), code[:40], _whose()) or abort(404)


def _lock(id: int) -> Contract:
    return lock_contract(session(), id, _whose()) or abort(404)


@producer.get("/contracts/<code>")
def contract(code: str) -> Response:
    return _page(_find(code))


def _page(
    one: Contract, status: int = 200, problem: str = "", typed_harvests=None, **typed: ShopForm
) -> Response:
    seen = {"formdata": None, "data": {"seen": one.revision}}
    forms = {
        "button": SeenForm(**seen),
        "decide": DecideForm(**seen),
        "ending": EndForm(**seen),
        "pricing": PriceForm(formdata=None).of(one.lines),
        "answer": AnswerForm(formdata=None),
    } | typed
    forms["ending"].tell_apart("end")
    forms["pricing"].tell_apart("price")
    is_proposed = one.state == ContractState.PROPOSED
    return producer_page(
        "producer/sourcing/contract.html",
        status,
        one=contract_view(one),
        trail_links=trail_view(around_contract(session(), one), BY, one.producer.slug),
        thread=thread_view("contract", one.code, BY, producer_id=one.producer_id),
        is_proposed=is_proposed,
        writes_harvests=is_proposed or one.is_live(today()),
        open_from=one.starts_on.replace(day=1) if is_proposed else today().replace(day=1),
        typed_harvests=typed_harvests or {},
        mine=BY,
        problem=problem,
        crumbs=[Crumb(_("Contracts"), link("/producer/contracts")), Crumb(one.number)],
        **forms,
    )


@producer.get("/contracts/<code>.pdf")
@limiter.limit("120 per hour")
def contract_file(code: str) -> Response:
    one = _find(code)
    return pdf(written_contract(one), f"hop-dong-{one.code}")


@producer.post("/contracts/<code>/decision")
@limiter.limit("120 per hour")
def decide_contract(code: str) -> Response:
    form = DecideForm()

    def step(one: Contract) -> None:
        if form.decision.data == "sign":
            contract_steps.sign(session(), one, form.revision, today(), now())
        elif form.decision.data == "return":
            contract_steps.give_back(one, form.revision, form.reason.data or "")
        elif form.decision.data == "decline":
            contract_steps.decline(one, form.revision, BY, form.reason.data or "")
        else:
            raise Refused("Please choose what to decide.")

    return _take(code, form, step, decide=form)


@producer.post("/contracts/<code>/harvests")
@limiter.limit("120 per hour")
def write_contract_harvests(code: str) -> Response:
    form, typed = SeenForm(), _typed_harvests()

    def step(one: Contract) -> None:
        contract_steps.write_harvests(session(), one, form.revision, _read(one, typed), today())

    return _take(code, form, step, typed_harvests=typed)


def _typed_harvests() -> dict[str, str]:
    """By the names of the fields, "12-2026-12": line and month."""
    return {name[8:]: text[:20] for name, text in request.form.items() if name.startswith("harvest-")}


def _read(one: Contract, typed: dict[str, str]) -> dict[tuple[int, date], int]:
    """What was written for the lines and months of the contract; what else was sent is no field of ours."""
    found = {}
    for line in one.lines:
        for month in months_of(one):
            text = typed.get(f"{line.id}-{month:%Y-%m}")
            if text is not None:
                try:
                    found[line.id, month] = read_count(text.strip() or "0")
                except ValueError:
                    raise Refused(
                        "Please write whole numbers from 0 to %(limit)s.", limit=10_000_000
                    ) from None
    return found


@producer.post("/contracts/<code>/end")
@limiter.limit("120 per hour")
def end_contract(code: str) -> Response:
    form = EndForm()

    def step(one: Contract) -> None:
        contract_steps.end_early(one, form.revision, BY, form.last_day.value, form.reason.data, today())

    return _take(code, form, step, ending=form)


@producer.post("/contracts/<code>/prices")
@limiter.limit("60 per hour")
def propose_contract_price(code: str) -> Response:
    form = PriceForm().of(_find(code).lines)
    user_id = signed_in().id
    return _take(code, form, lambda one: propose_typed(one, form, BY, user_id), pricing=form)


@producer.post("/contracts/<code>/prices/<int:id>")
@limiter.limit("120 per hour")
def answer_contract_price(code: str, id: int) -> Response:
    form = AnswerForm()
    return _take(code, form, lambda one: decide_price(one, id, form, BY))


def _take(code: str, form: ShopForm, step: Callable[[Contract], Any], **typed: Any) -> Response:
    one = _find(code)
    if not form.validate():
        return _page(one, 422, **typed)
    id = one.id
    url = link(f"/producer/contracts/{one.code}")

    def again(words: str) -> Response:
        return _page(_find(code), 422, words, **typed)

    return do_step(lambda: step(_lock(id)), _("The retailer is told."), url, again)
