"""Producers: the list, and each one's page with products, marks and place."""

from types import SimpleNamespace

from flask import Response, abort, request
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from catalog.places import Place
from catalog.producers import Producer, ProducerKind
from catalog.products import SHOWN_PRODUCER, Product, ProductState
from catalog.register import proofs_of
from marketplace.accounts.memberships import nobody_acts_for

from ..clock import today
from ..database import session
from . import shop
from .cards import cards_for
from .delivery import free_delivery_sentence
from .fair_views import meetings_of
from .pages import Crumb, home_crumb, link, public_page
from .paging import page_number, plain_pager
from .product_views import PRODUCER_COLUMNS, PlaceView, ProducerView, with_places
from .proof_views import marks_of

_PER_PAGE = 60
_MOST_CARDS = 60


@shop.get("/producers")
def producers() -> Response:
    shown = SHOWN_PRODUCER
    total = session().scalar(select(func.count()).select_from(Producer).where(shown))
    pager = plain_pager("/producers", page_number(request.args.get("page")), total, _PER_PAGE)
    products = (
        select(func.count())
        .where(Product.producer_id == Producer.id, Product.state == ProductState.PUBLISHED)
        .scalar_subquery()
    )
    rows = session().execute(
        select(Producer, products.label("count"))
        .where(shown)
        .options(joinedload(Producer.commune).joinedload(Place.province))
        .order_by(Producer.key, Producer.id)
        .limit(_PER_PAGE)
        .offset((pager.page - 1) * _PER_PAGE)
    )
    return public_page(
        "shop/producers/index.html",
        producers=[
            SimpleNamespace(
                name=producer.name,
                url=link(f"/producers/{producer.slug}"),
                kind=ProducerKind(producer.kind),
                place_name=f"{producer.commune.full_name}, {producer.commune.province.name}",
                count=count,
            )
            for producer, count in rows
        ],
        pager=pager,
        crumbs=[home_crumb(), Crumb(_("Producers"))],
    )


@shop.get("/producers/<slug>")
def producer(slug: str) -> Response:
    query = with_places(select(Producer.id, *PRODUCER_COLUMNS).select_from(Producer))
    shown = (Producer.slug == slug) & SHOWN_PRODUCER
    found = session().execute(query.where(shown)).one_or_none()
    if found is None:
        abort(404)
    day = today()
    published = (Product.producer_id == found.id) & (Product.state == ProductState.PUBLISHED)
    ids = session().scalars(select(Product.id).where(published).order_by(Product.id).limit(_MOST_CARDS)).all()
    cards = cards_for(ids, day)
    proofs = proofs_of(session(), dict.fromkeys(ids, found.id))
    marks = {row.mark.url: row for id in ids for row in marks_of(proofs[id], day)}
    return public_page(
        "shop/producers/show.html",
        producer=ProducerView.of(found),
        place=PlaceView.of(found),
        free_delivery=free_delivery_sentence(found.free_delivery_from),
        cards=cards,
        slug=slug,
        is_free=nobody_acts_for(session(), found.id),
        badges_count=sum(len(card.badges) for card in cards),
        marks=list(marks.values()),
        meetings=meetings_of(found.id, day),
        crumbs=[home_crumb(), Crumb(_("Producers"), link("/producers")), Crumb(found.producer_name)],
    )
