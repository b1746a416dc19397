"""Marks: what each protects, where, and who is authorised to use it today."""

from collections import defaultdict
from datetime import date
from types import SimpleNamespace

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from catalog.badges import mark_badge
from catalog.document_files import PDF
from catalog.marks import Authorisation, Mark, MarkKind
from catalog.producers import Producer
from catalog.products import SHOWN, SHOWN_PRODUCER, Product

from ..clock import today
from ..database import session
from ..documents import paper_file
from ..filters import label
from ..locales import localized
from ..security import limiter
from . import shop
from .cards import cards_for
from .pages import Crumb, home_crumb, link, public_page
from .proof_views import MEANS
from .reference import reference
from .views import BadgeView

_CARDS = 12


@shop.get("/marks")
def marks() -> Response:
    used = _products_bearing(today())
    found = session().scalars(select(Mark).order_by(Mark.name)).all()
    kinds = [
        SimpleNamespace(
            kind=kind,
            label=label(kind),
            means=MEANS[kind],
            marks=[_row(mark, len(used[mark.id])) for mark in found if mark.kind == kind],
        )
        for kind in MarkKind
    ]
    return public_page(
        "shop/marks/index.html", kinds=kinds, crumbs=[home_crumb(), Crumb(_("Marks and indications"))]
    )


def _products_bearing(day: date) -> dict[int, set[int]]:
    """Ids of the products on show that bear each mark on `day`, by mark id."""
    authorisations = select(Authorisation).options(
        joinedload(Authorisation.mark), joinedload(Authorisation.acts)
    )
    in_force = [a for a in session().scalars(authorisations).unique() if mark_badge(a, day)]
    of_producer = defaultdict(set)
    for id, producer_id in session().execute(_shown_of_authorised()):
        of_producer[producer_id].add(id)
    bearing = defaultdict(set)
    for a in in_force:
        shown = of_producer[a.producer_id]
        bearing[a.mark_id] |= shown & {a.product_id} if a.product_id else shown
    return bearing


def _shown_of_authorised():
    return (
        select(Product.id, Product.producer_id)
        .join(Product.producer)
        .where(SHOWN, Producer.id.in_(select(Authorisation.producer_id)))
    )


def _row(mark: Mark, count: int) -> SimpleNamespace:
    return SimpleNamespace(
        name=mark.name,
        product=localized(mark, "product"),
        url=link(f"/marks/{mark.slug}"),
        number=mark.number,
        count=count,
    )


@shop.get("/marks/<slug>")
def mark(slug: str) -> Response:
    found = session().scalar(select(Mark).where(Mark.slug == slug).options(selectinload(Mark.territory)))
    if found is None:
        abort(404)
    day = today()
    authorisations = session().scalars(_authorisations(found.id)).unique().all()
    in_force = [a for a in authorisations if mark_badge(a, day)]
    return public_page(
        "shop/marks/show.html",
        mark=_MarkView(found),
        in_force=found.term.covers(day),
        provinces=_provinces(found),
        authorised=[_authorised(a, day) for a in authorisations],
        cards=cards_for(_products(in_force), day),
        crumbs=[
            home_crumb(),
            Crumb(_("Marks and indications"), link("/marks")),
            Crumb(localized(found, "name")),
        ],
    )


@shop.get("/marks/<slug>/rules.pdf")
@limiter.limit("60 per minute")
def mark_rules(slug: str) -> Response:
    found = session().scalar(select(Mark).where(Mark.slug == slug[:255], Mark.rules_file != ""))
    return paper_file(found.rules_file, PDF, found.slug) if found else abort(404)


class _MarkView:
    """A mark as its page shows it: the record, with its kind as an enum."""

    def __init__(self, mark: Mark):
        self._mark = mark
        self.kind = MarkKind(mark.kind)
        self.url = link(f"/marks/{mark.slug}")

    def __getattr__(self, name: str):
        return getattr(self._mark, name)


def _authorisations(mark_id: int):
    return (
        select(Authorisation)
        .join(Authorisation.producer)
        .where(Authorisation.mark_id == mark_id, SHOWN_PRODUCER)
        .options(
            joinedload(Authorisation.mark), joinedload(Authorisation.producer), joinedload(Authorisation.acts)
        )
        .order_by(Producer.key, Authorisation.valid_from)
    )


def _authorised(authorisation: Authorisation, day) -> SimpleNamespace:
    badge = mark_badge(authorisation, day)
    now = authorisation.standing(day)
    return SimpleNamespace(
        producer_name=authorisation.producer.name,
        producer_url=link(f"/producers/{authorisation.producer.slug}"),
        permit_no=authorisation.permit_no,
        until=now.until,
        badge=BadgeView.of(badge) if badge else None,
        status=label(now.status),
    )


def _provinces(mark: Mark) -> list[Crumb]:
    codes = {place.province_code or place.code for place in mark.territory}
    return [
        Crumb(province.name, link(f"/places/{code}"))
        for code, province in reference().provinces.items()
        if code in codes
    ]


def _products(in_force: list[Authorisation]) -> list[int]:
    """Published products that the authorisations cover, a few of them."""
    direct = [a.product_id for a in in_force if a.product_id]
    whole = [a.producer_id for a in in_force if not a.product_id]
    covered = Product.id.in_(direct) | Product.producer_id.in_(whole)
    query = select(Product.id).join(Product.producer).where(SHOWN, covered)
    return list(session().scalars(query.order_by(Product.id).limit(_CARDS)))
