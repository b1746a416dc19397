"""The renewal assistant: what lapses when, what a product still lacks for its re-evaluation, and what was sold."""

from types import SimpleNamespace

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from catalog.document_kinds import DocumentKind
from catalog.document_rules import read_rules
from catalog.pictures import Picture
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product, ProductState
from catalog.recognitions import recognition_in_force
from catalog.register import Proofs, proofs_of
from catalog.resting import Proof, papers_of, sale_of
from catalog.stories import Story, StoryState
from marketplace.orders.sales_evidence import Evidence, Sales, evidence_of
from marketplace.reminders import LapseKind, lapsing

from ..clock import now, today
from ..database import session
from ..filters import day as day_text
from ..filters import label
from ..letters.reminders import lapse_name
from ..locales import localized
from ..papers.dossier import Check, dossier_pdf
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
from . import producer
from .access import chosen_producers, my_producers, named_producer
from .pages import producer_page
from .sales_drawing import best_sellers, drawings

# What the programme asks of a picture set, a story and steady sales (practice of the field, not law).
_PICTURES, _LONG_STORY, _STEADY_MONTHS = 3, 600, 6
# Food and drink: sets 1 to 17.
_FOOD = {str(number) for number in range(1, 18)}


@producer.get("/renewal")
def renewal() -> Response:
    chosen = chosen_producers()
    ids = [one.id for one in chosen]
    products = session().scalars(_products(ids)).all()
    checked = _checked(products, {id: evidence_of(session(), id) for id in ids[:1]} if len(ids) == 1 else {})
    return producer_page(
        "producer/renewal/index.html",
        lapses=[_lapse_view(lapse) for lapse in lapsing(session(), today(), ids)],
        products=checked,
        chosen=chosen[0].slug if len(chosen) < len(my_producers()) else None,
        one=chosen[0].slug if len(chosen) == 1 else None,
        crumbs=[Crumb(_("Renewal"))],
    )


def _lapse_view(lapse) -> SimpleNamespace:
    is_paper = lapse.kind is LapseKind.DOCUMENT
    return SimpleNamespace(
        name=lapse_name(lapse),
        last_day=lapse.last_day,
        days_left=lapse.days_left(today()),
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
    (view,) = _checked([product], {product.producer_id: evidence})
    owner = _with_place(product.producer_id)
    sales = evidence.products.get(product.id, Sales())
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
    mine = Product.producer_id.in_(producer_ids), Product.state != ProductState.RETIRED
    return select(Product).where(*mine).options(joinedload(Product.category)).order_by(Product.name)


def _names(producer_id: int) -> dict[int, str]:
    query = select(Product).where(Product.producer_id == producer_id)
    return {one.id: localized(one, "name") for one in session().scalars(query)}


def _with_place(producer_id: int) -> Producer:
    place = joinedload(Producer.commune).joinedload(Place.province)
    return session().scalars(select(Producer).where(Producer.id == producer_id).options(place)).one()


def _checked(products: list[Product], sold: dict[int, Evidence]) -> list[SimpleNamespace]:
    """Each product with its recognition and what it has and lacks; a constant number of statements."""
    owners = {one.id: one.producer_id for one in products}
    rules = read_rules(session())
    proofs, papers = proofs_of(session(), owners), papers_of(session(), rules, owners)
    stories, pictures = _stories(owners), _pictures(owners)
    rows = []
    for one in products:
        recognition = recognition_in_force(proofs[one.id].recognitions, today())
        evidence = sold.get(one.producer_id)
        sales = evidence.products.get(one.id, Sales()) if evidence else None
        checks = [
            _recognised(proofs[one.id]),
            *(_paper(kind, papers[one.id]) for kind in _kinds_of(one, rules)),
            _story(stories.get(one.id)),
            Check(
                _("Pictures"),
                pictures.get(one.id, 0) >= _PICTURES,
                _("%(count)s of at least %(least)s", count=pictures.get(one.id, 0), least=_PICTURES),
            ),
            *([_steady(sales)] if sales is not None else []),
            Check(_("Contract with a supermarket or buyer"), False, _("none on this market so far")),
        ]
        rows.append(
            SimpleNamespace(
                name=localized(one, "name"),
                slug=one.slug,
                recognition=recognition,
                until=recognition.standing(today()).until if recognition else None,
                story=stories.get(one.id),
                checks=checks,
                missing=sum(not check.done for check in checks),
            )
        )
    return rows


def _kinds_of(product: Product, rules) -> list[DocumentKind]:
    kinds = [DocumentKind.BUSINESS_REGISTRATION]
    if product.set_code in _FOOD:
        kinds += [DocumentKind.FOOD_SAFETY, DocumentKind.SELF_DECLARATION, DocumentKind.LAB_TEST]
    kinds += [DocumentKind(kind) for kind in sorted(rules.kinds_for(sale_of(product.set_code), today()))]
    return [*kinds, DocumentKind.BARCODE]


def _paper(kind: DocumentKind, papers: list[Proof]) -> Check:
    good = [one for one in papers if one.kind == kind and one.is_good(today())]
    if not good:
        lapsed = any(one.kind == kind for one in papers)
        said = _("lapsed") if lapsed else _("no accepted paper in the vault")
        return Check(label(kind), False, said, kind)
    best = max(good, key=lambda one: one.last_day.toordinal() if one.last_day else 10**7)
    until = _("until %(day)s", day=day_text(best.last_day)) if best.last_day else _("no end")
    return Check(label(kind), True, " · ".join(text for text in (best.number, until) if text), kind)


def _recognised(proofs: Proofs) -> Check:
    current = recognition_in_force(proofs.recognitions, today())
    if current is None:
        return Check(_("Recognition in force"), False, _("none"))
    facts = {"stars": current.stars, "number": current.decision_no}
    said = _(
        "%(stars)s stars, decision %(number)s, until %(day)s",
        day=day_text(current.standing(today()).until),
        **facts,
    )
    return Check(_("Recognition in force"), True, said)


def _story(story: Story | None) -> Check:
    length = len(story.body) if story else 0
    said = _("%(count)s of at least %(least)s characters", count=length, least=_LONG_STORY)
    return Check(_("Story of the product"), length >= _LONG_STORY, said)


def _steady(sales: Sales) -> Check:
    said = _("sales in %(count)s of at least %(least)s months", count=len(sales.months), least=_STEADY_MONTHS)
    return Check(_("Steady sales"), len(sales.months) >= _STEADY_MONTHS, said)


def _stories(owners: dict[int, int]) -> dict[int, Story]:
    query = select(Story).where(Story.product_id.in_(owners), Story.state == StoryState.PUBLISHED)
    return {story.product_id: story for story in session().scalars(query.order_by(Story.version))}


def _pictures(owners: dict[int, int]) -> dict[int, int]:
    query = select(Picture.product_id, func.count()).where(Picture.product_id.in_(owners))
    return dict(session().execute(query.group_by(Picture.product_id)).all())
