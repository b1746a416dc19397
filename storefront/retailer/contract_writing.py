"""/retailer/contracts/<code>/edit and /lines: writing a contract before the producer gets it."""

from collections.abc import Sequence

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from catalog.products import Product, ProductState, Variant
from marketplace.sourcing.contract_drafts import change_head, remove_line, write_line
from marketplace.sourcing.contract_lists import papers_needed
from marketplace.sourcing.contracts import Contract, ContractLine

from ..database import session
from ..security import limiter
from ..shop.pages import Crumb, link
from ..sourcing_steps import SeenForm, do_step
from . import retailer
from .contract_forms import HeadForm, LineForm, written_head, written_line
from .contracts import contracts_crumb
from .one_contract import contract_url, find_mine, lock_mine, take
from .pages import retailer_page


def _crumbs(one: Contract, text: str) -> list[Crumb]:
    return [contracts_crumb(), Crumb(one.number, contract_url(one.code)), Crumb(text)]


@retailer.get("/contracts/<code>/edit")
def edit_contract(code: str) -> Response:
    one = find_mine(code)
    kinds = papers_needed(session(), [one.id])[one.id]
    return _head_page(one, HeadForm(formdata=None, data=written_head(one, kinds)))


def _head_page(one: Contract, form: HeadForm, status: int = 200, problem: str = "") -> Response:
    return retailer_page(
        "contract_head.html",
        status,
        title=_("Days, terms and papers"),
        producer=one.producer.name,
        form=form,
        action=link(f"/retailer/contracts/{one.code}/edit"),
        from_award=one.award_id is not None,
        problem=problem,
        crumbs=_crumbs(one, _("Days, terms and papers")),
    )


@retailer.post("/contracts/<code>/edit")
@limiter.limit("120 per hour")
def change_contract(code: str) -> Response:
    one, form = find_mine(code), HeadForm()
    if not form.validate():
        return _head_page(one, form, 422)
    id = one.id
    return do_step(
        lambda: change_head(session(), lock_mine(id), form.revision, form.head()),
        _("Kept."),
        contract_url(one.code),
        lambda words: _head_page(find_mine(code), form, 422, words),
    )


@retailer.get("/contracts/<code>/lines/new")
def new_contract_line(code: str) -> Response:
    one = find_mine(code)
    form = LineForm(_variants(one), formdata=None, data={"seen": one.revision})
    return _line_page(one, form, None)


@retailer.post("/contracts/<code>/lines/new")
@limiter.limit("240 per hour")
def add_contract_line(code: str) -> Response:
    return _write(code, None)


@retailer.get("/contracts/<code>/lines/<int:id>")
def contract_line(code: str, id: int) -> Response:
    one = find_mine(code)
    line = next((line for line in one.lines if line.id == id), None) or abort(404)
    form = LineForm(_variants(one), formdata=None, data=written_line(line) | {"seen": one.revision})
    return _line_page(one, form, line)


@retailer.post("/contracts/<code>/lines/<int:id>")
@limiter.limit("240 per hour")
def change_contract_line(code: str, id: int) -> Response:
    return _write(code, id)


@retailer.post("/contracts/<code>/lines/<int:id>/removal")
@limiter.limit("240 per hour")
def remove_contract_line(code: str, id: int) -> Response:
    form = SeenForm()
    return take(
        code, form, lambda one: remove_line(session(), one, form.revision, id), _("The line is taken out.")
    )


def _write(code: str, id: int | None) -> Response:
    one = find_mine(code)
    line = next((line for line in one.lines if line.id == id), None)
    if id is not None and line is None:
        abort(404)
    form = LineForm(_variants(one))
    if not form.validate():
        return _line_page(one, form, line, 422)
    contract_id = one.id
    return do_step(
        lambda: write_line(
            session(), lock_mine(contract_id), form.revision, form.variant.data, form.facts(), id
        ),
        _("Kept."),
        contract_url(one.code),
        lambda words: _line_page(find_mine(code), form, line, 422, words),
    )


def _line_page(
    one: Contract, form: LineForm, line: ContractLine | None, status: int = 200, problem: str = ""
) -> Response:
    title = _("Change a line") if line else _("Add a line")
    end = f"/{line.id}" if line else "/new"
    return retailer_page(
        "contract_line.html",
        status,
        title=title,
        producer=one.producer.name,
        form=form,
        action=link(f"/retailer/contracts/{one.code}/lines{end}"),
        removal=SeenForm(formdata=None, data={"seen": one.revision}) if line else None,
        problem=problem,
        crumbs=_crumbs(one, title),
    )


def _variants(one: Contract) -> Sequence[Variant]:
    """What the producer sells, by name."""
    sold = Product.producer_id == one.producer_id, Product.state == ProductState.PUBLISHED
    query = select(Variant).join(Variant.product).where(*sold).options(contains_eager(Variant.product))
    return session().scalars(query.order_by(Product.name, Product.id, Variant.position)).all()
