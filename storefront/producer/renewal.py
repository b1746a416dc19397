"""The renewal assistant: what lapses when, product by product what is still missing, and what was sold."""

from datetime import date
from types import SimpleNamespace
from urllib.parse import urlencode

from flask import Response, abort, request
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from catalog.document_rules import read_rules
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product, ProductState
from marketplace.orders.sales_evidence import Sales, evidence_of, selling_months
from marketplace.reminders import Lapse, LapseKind, lapsing

from ..clock import now, today
from ..database import session
from ..letters.reminders import lapse_name
from ..locales import localized
from ..papers.dossier import dossier_pdf
from ..papers.parts import XLSX, download, pdf
from ..papers.sales_evidence import (
    basis_sentence,
    contracts_sentence,
    evidence_pdf,
    evidence_xlsx,
    facts_of,
)
from ..papers.statement import month_text
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from . import producer
from .access import chosen_producers, my_producers, named_producer
from .pages import producer_page
from .renewal_checks import checked
from .sales_drawing import best_sellers, drawings
from .visits import products_visited, visits_drawn

_PER_PAGE = 6
# What lapses later is read on a page of its own.
_SOONEST = 12


@producer.get("/renewal")
def renewal() -> Response:
    chosen = chosen_producers()
    ids = [one.id for one in chosen]
    total = session().scalar(select(func.count()).select_from(Product).where(*_kept(ids)))
    pager = Pager(_url, page_number(request.args.get("page")), total, _PER_PAGE)
    on_page = _products(ids).limit(_PER_PAGE).offset((pager.page - 1) * _PER_PAGE)
    products = session().scalars(on_page).all()
    rules, day = read_rules(session()), today()
    lapses = lapsing(session(), day, ids, rules)
    months = selling_months(session(), {one.id: one.producer_id for one in products})
    return producer_page(
        "producer/renewal/index.html",
        lapses=[_lapse_view(lapse, day) for lapse in lapses[: None if "all" in request.args else _SOONEST]],
        lapse_count=len(lapses),
        all_url=_url(pager.page, all="1"),
        products=checked(products, months, rules),
        pager=pager,
        chosen=chosen[0].slug if len(chosen) < len(my_producers()) else None,
        one=chosen[0].slug if len(chosen) == 1 else None,
        crumbs=[Crumb(_("Renewal"))],
    )


def _url(page: int, **more: str) -> str:
    asked = {"producer": request.args.get("producer"), "page": page if page > 1 else None, **more}
    query = urlencode({name: value for name, value in asked.items() if value})
    return link("/producer/renewal") + (f"?{query}" if query else "")


def _lapse_view(lapse: Lapse, day: date) -> SimpleNamespace:
    is_paper = lapse.kind is LapseKind.DOCUMENT
    return SimpleNamespace(
        name=lapse_name(lapse),
        last_day=lapse.last_day,
        days_left=lapse.days_left(day),
        url=link(f"/producer/papers/{lapse.subject.code}") if is_paper else None,
    )


@producer.get("/renewal/products/<slug>.pdf")
@limiter.limit("30 per minute")
def dossier(slug: str) -> Response:
    """The outline of a product's dossier, filled in with what the market knows."""
    ids = [one.id for one in my_producers()]
    product = session().scalar(_products(ids).where(Product.slug == slug))
    if product is None:
        abort(404)
    evidence = evidence_of(session(), product.producer_id)
    sales = evidence.products.get(product.id, Sales())
    (view,) = checked([product], {product.id: len(sales.months)}, read_rules(session()))
    owner = _with_place(product.producer_id)
    content = dossier_pdf(
        product, owner, view.recognition, view.story, view.checks, facts_of(sales), today(), now()
    )
    return pdf(content, f"ho-so-{product.slug}")


@producer.get("/renewal/sales")
def sales_evidence() -> Response:
    owner = named_producer()
    evidence = evidence_of(session(), owner.id)
    names = _names(owner.id)
    return producer_page(
        "producer/renewal/sales.html",
        owner=owner,
        facts=facts_of(evidence.whole),
        drawings=drawings(evidence, today()),
        best=best_sellers(evidence, names),
        visits=visits_drawn([owner.id]),
        visited=products_visited([owner.id]),
        names=names,
        tables=[
            (
                _("By product"),
                _("Product"),
                [(names.get(id, "–"), one) for id, one in evidence.products.items()],
            ),
            (_("By province of the buyers"), _("Province"), evidence.provinces),
            (_("By month"), _("Month"), [(month_text(month), one) for month, one in evidence.months]),
        ],
        contracts=contracts_sentence(),
        basis=basis_sentence(),
        crumbs=[Crumb(_("Renewal"), link("/producer/renewal")), Crumb(_("Sales evidence report"))],
    )


@producer.get("/renewal/sales.<any(pdf, xlsx):kind>")
@limiter.limit("30 per minute")
def sales_evidence_file(kind: str) -> Response:
    owner = _with_place(named_producer().id)
    evidence, names = evidence_of(session(), owner.id), _names(owner.id)
    name = f"ban-hang-{owner.slug}-{today():%Y-%m-%d}"
    if kind == "pdf":
        return pdf(evidence_pdf(evidence, names, owner, today(), now()), name)
    return download(evidence_xlsx(evidence, names, now()), XLSX, f"{name}.xlsx")


def _products(producer_ids: list[int]):
    query = select(Product).where(*_kept(producer_ids)).options(joinedload(Product.category))
    return query.order_by(Product.name, Product.id)


def _kept(producer_ids: list[int]) -> tuple:
    return Product.producer_id.in_(producer_ids), Product.state != ProductState.RETIRED


def _names(producer_id: int) -> dict[int, str]:
    query = select(Product).where(Product.producer_id == producer_id)
    return {one.id: localized(one, "name") for one in session().scalars(query)}


def _with_place(producer_id: int) -> Producer:
    place = joinedload(Producer.commune).joinedload(Place.province)
    return session().scalars(select(Producer).where(Producer.id == producer_id).options(place)).one()
