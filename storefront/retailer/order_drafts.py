"""/retailer/orders/new: writing a purchase order at catalogue prices, from an award or from a contract, and changing a draft."""

from typing import NamedTuple

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from sqlalchemy import select

from catalog.producers import Producer, ProducerState
from catalog.records import Refused
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.stores import Store
from marketplace.sourcing.contract_drafts import awards_without_contract
from marketplace.sourcing.contract_lists import live_on, page_of_contracts
from marketplace.sourcing.contracts import Contract
from marketplace.sourcing.drafting import change, draft
from marketplace.sourcing.order_source import award_of_quote, award_source, contract_by_code, source_of
from marketplace.sourcing.order_sources import Source, of_catalogue, of_contract
from marketplace.sourcing.purchase_orders import PurchaseOrder, PurchaseOrderState
from marketplace.sourcing.units import QuantityUnit

from ..clock import now, today
from ..database import session
from ..filters import label
from ..locales import localized, translated
from ..purchase_views import quantity_words, terms_words
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import retailer
from .access import me, named_retailer
from .choosing import producers_like
from .order_forms import OrderForm, quantities_form, quantities_of
from .orders import find_mine, order_page
from .pages import retailer_page

_NAMES = {"quote", "contract", "producer"}


class Wanted(NamedTuple):
    """What an order is to be made of, and how the address says so."""

    retailer: Retailer
    source: Source
    query: dict[str, str]


@retailer.get("/orders/new")
def new_order() -> Response:
    if not _NAMES & request.args.keys():
        return _choice()
    wanted = _wanted()
    return _page(wanted, _form(wanted.retailer.id), quantities_form(wanted.source.offers))


def _choice() -> Response:
    """What the order is to be made of: a contract that runs, an award without a contract, a producer's goods."""
    owner, words = named_retailer(), request.args.get("q", "")
    url = link(f"/retailer/orders/new?retailer={owner.code}&")
    runs = Contract.retailer_id == owner.id, live_on(today()), Contract.starts_on <= today()
    running = page_of_contracts(session(), 1, *runs)
    awarded = awards_without_contract(session(), owner.id)
    return retailer_page(
        "orders/choose.html",
        words=words[:80],
        retailer=owner,
        contracts=[(f"{url}contract={one.code}", one.number, one.producer.name) for one in running],
        awards=[
            (f"{url}quote={version.quote.code}", version.quote.request.title, producer.name)
            for _award, version, producer in awarded
        ],
        found=[(f"{url}producer={one.slug}", one.name, "") for one in producers_like(words)],
        crumbs=[Crumb(_("Purchase orders"), link("/retailer/orders")), Crumb(_("New order"))],
    )


def _wanted() -> Wanted:
    """By the address: ?quote=, ?contract= or ?producer=; 404 for what is not this retailer's."""
    owner = named_retailer()
    if code := request.args.get("quote"):
        award_id = award_of_quote(session(), owner.id, code[:40]) or abort(404)
        return Wanted(owner, award_source(session(), award_id), {"quote": code})
    if code := request.args.get("contract"):
        contract = contract_by_code(session(), owner.id, code[:40]) or abort(404)
        return Wanted(owner, of_contract(session(), contract), {"contract": code})
    slug = request.args.get("producer", "")
    selling = Producer.slug == slug, Producer.state == ProducerState.APPROVED
    producer_id = session().scalar(select(Producer.id).where(*selling)) or abort(404)
    return Wanted(owner, of_catalogue(session(), owner.id, producer_id), {"producer": slug})


def _form(retailer_id: int, **filled) -> OrderForm:
    return OrderForm(_stores(retailer_id), formdata=None, **filled)


def _stores(retailer_id: int) -> list[Store]:
    mine = Store.retailer_id == retailer_id, Store.closed_at.is_(None)
    return list(session().scalars(select(Store).where(*mine).order_by(Store.name, Store.id)))


@retailer.post("/orders")
@limiter.limit("60 per minute")
def write_order() -> Response:
    wanted = _wanted()
    form, quantities = (
        OrderForm(_stores(wanted.retailer.id)),
        quantities_form(wanted.source.offers, request.form),
    )
    # Both are asked, so that both say what is wrong.
    if not all([form.validate(), quantities.validate()]):
        return _page(wanted, form, quantities, 422)
    many = quantities_of(quantities, wanted.source.offers)
    try:
        order = draft(session(), wanted.retailer.id, me().id, form.facts, wanted.source, many, now())
    except Refused as refusal:
        session().rollback()
        return _page(_wanted(), form, quantities, 422, translated(refusal))
    flash(_("The draft is saved. Please read it once more and send it."), "good")
    return redirect(link(f"/retailer/orders/{order.code}"), 303)


@retailer.get("/orders/<code>/draft")
def order_draft(code: str) -> Response:
    order, wanted = _drafted(code)
    form = _form(
        order.retailer_id,
        seen=order.revision,
        number=order.number,
        store=str(order.store_id),
        deliver_from=order.deliver_from.isoformat(),
        deliver_until=order.deliver_until.isoformat(),
        remarks=order.remarks,
    )
    keys = {
        line.award_line_id or line.contract_line_id or line.variant_id: line.quantity for line in order.lines
    }
    return _page(wanted, form, quantities_form(wanted.source.offers, wanted=keys), order=order)


def _drafted(code: str) -> tuple[PurchaseOrder, Wanted]:
    order = find_mine(code)
    if order.state != PurchaseOrderState.DRAFT:
        abort(404)
    return order, Wanted(order.retailer, source_of(session(), order), {})


@retailer.post("/orders/<code>/draft")
@limiter.limit("60 per minute")
def change_order(code: str) -> Response:
    order = find_mine(code)
    if order.state != PurchaseOrderState.DRAFT:
        return order_page(
            order, 422, _("This step is not possible any more: something has changed meanwhile.")
        )
    order, wanted = _drafted(code)
    form, quantities = (
        OrderForm(_stores(order.retailer_id)),
        quantities_form(wanted.source.offers, request.form),
    )
    if not all([form.validate(), quantities.validate()]):
        return _page(wanted, form, quantities, 422, order=order)
    many = quantities_of(quantities, wanted.source.offers)
    try:
        change(session(), order, form.revision, form.facts, wanted.source, many)
    except Refused as refusal:
        session().rollback()
        order, wanted = _drafted(code)
        return _page(wanted, form, quantities, 422, translated(refusal), order)
    flash(_("The draft is saved. Please read it once more and send it."), "good")
    return redirect(link(f"/retailer/orders/{code}"), 303)


def _page(
    wanted: Wanted,
    form: OrderForm,
    quantities: ShopForm,
    status: int = 200,
    problem: str = "",
    order: PurchaseOrder | None = None,
) -> Response:
    source = wanted.source
    rows = [
        {
            "product": localized(one.variant.product, "name"),
            "pack": localized(one.variant, "pack"),
            "price": one.price,
            "vat": one.vat_percent,
            "tiers": one.tiers,
            "left": one.left,
            "least": quantity_words(one.least, one.unit),
            "most": quantity_words(one.left, one.unit) if one.left is not None else "",
            "step": one.step,
            "unit": label(QuantityUnit(one.unit)),
            "field": quantities[f"quantity_{one.key}"],
        }
        for one in source.offers
    ]
    producer = session().get_one(Producer, source.producer_id)
    agreed = source.award_id is not None or source.contract_id is not None
    return retailer_page(
        "orders/draft.html",
        status,
        producer=producer,
        rows=rows,
        form=form,
        quantities=quantities,
        problem=problem,
        agreed=agreed,
        terms=terms_words_of(source),
        order=order,
        query=wanted.query | {"retailer": wanted.retailer.code},
        crumbs=[
            Crumb(_("Purchase orders"), link("/retailer/orders")),
            *([Crumb(order.number, link(f"/retailer/orders/{order.code}"))] if order else []),
            Crumb(_("Change the draft") if order else _("New order")),
        ],
    )


def terms_words_of(source: Source) -> list[tuple[str, str]]:
    lead = source.terms.lead_days
    days = [(_("Time from the order to the delivery"), _("%(days)s days", days=lead))] if lead else []
    return [*terms_words(source.terms), *days]
