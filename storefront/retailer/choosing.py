"""Finding a product or a producer by a few words of its name, for pages that begin something with it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState
from catalog.text import clean, fold

from ..database import session

_MOST, _LONGEST = 20, 80
_ON_SALE = Product.state == ProductState.PUBLISHED, Producer.state == ProducerState.APPROVED


def products_like(words: str) -> Sequence[Product]:
    """Twenty at most, by name, each with its producer; none without a word."""
    key = fold(clean(words[:_LONGEST]))
    if not key:
        return []
    like = Product.key.contains(key, autoescape=True)
    # Nearly all are published: so written, SQLite reads names in their order, and stops at the twentieth that is found.
    published = Product.state.concat("") == ProductState.PUBLISHED
    query = (
        select(Product)
        .join(Product.producer)
        .where(like, published, Producer.state == ProducerState.APPROVED)
    )
    query = query.options(contains_eager(Product.producer)).order_by(Product.key, Product.id)
    return session().scalars(query.limit(_MOST)).all()


def producers_like(words: str) -> Sequence[Producer]:
    """Twenty at most, by name; none without a word."""
    key = fold(clean(words[:_LONGEST]))
    if not key:
        return []
    like = Producer.key.contains(key, autoescape=True), Producer.state == ProducerState.APPROVED
    return (
        session()
        .scalars(select(Producer).where(*like).order_by(Producer.key, Producer.id).limit(_MOST))
        .all()
    )


def product_on_sale(slug: str) -> Product | None:
    """With its packs and producer."""
    query = select(Product).join(Product.producer).where(Product.slug == slug[:200], *_ON_SALE)
    return session().scalar(query.options(joinedload(Product.producer), selectinload(Product.variants)))


def producer_at_work(slug: str) -> Producer | None:
    approved = Producer.slug == slug[:200], Producer.state == ProducerState.APPROVED
    return session().scalar(select(Producer).where(*approved))
