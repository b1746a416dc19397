"""/retailer/contracts/<code>: how a contract stands, and the retailer's steps: propose, take back, give up, end, prices."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort
from flask_babel import gettext as _

from marketplace.sourcing import contract_steps
from marketplace.sourcing.contract_drafts import WRITABLE, drop_contract
from marketplace.sourcing.contract_lists import find_contract, lock_contract
from marketplace.sourcing.contracts import Contract
from marketplace.sourcing.quotes import Side

from ..clock import now, today
from ..contract_forms import AnswerForm, EndForm, PriceForm
from ..contract_pages import decide_price, propose_typed, written_contract
from ..contract_views import contract_view
from ..database import session
from ..papers.parts import pdf
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..sourcing_steps import ReasonForm, SeenForm, do_step
from ..sourcing_thread import thread_view
from . import retailer
from .access import about, me, my_retailer_ids
from .contracts import contracts_crumb
from .pages import retailer_page

BY = Side.RETAILER


def whose():
    return Contract.retailer_id.in_(my_retailer_ids())


def find_mine(code: str) -> Contract:
    """404 for another retailer's."""
    found = find_contract(session(), code[:40], whose()) or abort(404)
    about(found.retailer_id)
    return found


def lock_mine(id: int) -> Contract:
    """As it is now, held."""
    return lock_contract(session(), id, whose()) or abort(404)


def contract_url(code: str) -> str:
    return link(f"/retailer/contracts/{code}")


@retailer.get("/contracts/<code>")
def contract(code: str) -> Response:
    return contract_page(find_mine(code))


def contract_page(one: Contract, status: int = 200, problem: str = "", **typed: ShopForm) -> Response:
    """`typed` are forms that were sent and are shown again."""
    seen = {"formdata": None, "data": {"seen": one.revision}}
    forms = {
        "button": SeenForm(**seen),
        "reason": ReasonForm(**seen),
        "ending": EndForm(**seen),
        "pricing": PriceForm(formdata=None).of(one.lines),
        "answer": AnswerForm(formdata=None),
    } | typed
    forms["ending"].tell_apart("end")
    forms["pricing"].tell_apart("price")
    return retailer_page(
        "contract.html",
        status,
        one=contract_view(one),
        thread=thread_view("contract", one.code, BY, producer_id=one.producer_id),
        writable=one.state in WRITABLE,
        is_draft=one.state == "draft",
        is_returned=one.state == "returned",
        mine=BY,
        problem=problem,
        crumbs=[contracts_crumb(), Crumb(one.number)],
        **forms,
    )


@retailer.get("/contracts/<code>.pdf")
@limiter.limit("120 per hour")
def contract_file(code: str) -> Response:
    one = find_mine(code)
    return pdf(written_contract(one), f"hop-dong-{one.code}")


@retailer.post("/contracts/<code>/proposal")
@limiter.limit("120 per hour")
def propose_contract(code: str) -> Response:
    form = SeenForm()
    return take(
        code,
        form,
        lambda one: contract_steps.propose(session(), one, form.revision, today(), now()),
        _("The producer is told."),
    )


@retailer.post("/contracts/<code>/recall")
@limiter.limit("120 per hour")
def take_contract_back(code: str) -> Response:
    form = SeenForm()
    return take(
        code, form, lambda one: contract_steps.take_back(one, form.revision), _("It is a draft again.")
    )


@retailer.post("/contracts/<code>/refusal")
@limiter.limit("120 per hour")
def give_contract_up(code: str) -> Response:
    form = ReasonForm()
    return take(
        code,
        form,
        lambda one: contract_steps.decline(one, form.revision, BY, form.reason.data),
        _("The producer is told."),
        reason=form,
    )


@retailer.post("/contracts/<code>/end")
@limiter.limit("120 per hour")
def end_contract(code: str) -> Response:
    form = EndForm()
    return take(
        code,
        form,
        lambda one: contract_steps.end_early(
            one, form.revision, BY, form.last_day.value, form.reason.data, today()
        ),
        _("The producer is told."),
        ending=form,
    )


@retailer.post("/contracts/<code>/removal")
@limiter.limit("120 per hour")
def drop_contract_draft(code: str) -> Response:
    one, form = find_mine(code), SeenForm()
    if not form.validate():
        return contract_page(one, 422, _("The form had expired. Please try once more."))
    id = one.id
    return do_step(
        lambda: drop_contract(session(), lock_mine(id), form.revision),
        _("The draft is gone."),
        link("/retailer/contracts"),
        lambda words: contract_page(find_mine(code), 422, words),
    )


@retailer.post("/contracts/<code>/prices")
@limiter.limit("60 per hour")
def propose_contract_price(code: str) -> Response:
    form = PriceForm().of(find_mine(code).lines)
    return take(
        code,
        form,
        lambda one: propose_typed(one, form, BY, me().id),
        _("The producer is told."),
        pricing=form,
    )


@retailer.post("/contracts/<code>/prices/<int:id>")
@limiter.limit("120 per hour")
def answer_contract_price(code: str, id: int) -> Response:
    form = AnswerForm()
    return take(code, form, lambda one: decide_price(one, id, form, BY), _("The producer is told."))


def take(
    code: str, form: ShopForm, step: Callable[[Contract], Any], done: str, **typed: ShopForm
) -> Response:
    """Check the form, and take the step with the contract as it is now."""
    one = find_mine(code)
    if not form.validate():
        return contract_page(one, 422, **typed)
    id = one.id
    return do_step(
        lambda: step(lock_mine(id)),
        done,
        contract_url(one.code),
        lambda words: contract_page(find_mine(code), 422, words, **typed),
    )
