"""What the database says of one product on show: its row, its pictures, its packs and its proofs."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import Date, Row, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from catalog.categories import Category
from catalog.pictures import PICTURE_COLUMNS, Picture
from catalog.producers import Producer
from catalog.products import SHOWN, Product, Variant
from catalog.register import Proofs, proofs_of
from catalog.stories import Story, StoryState
from marketplace.fairs.exhibitors import can_be_met
from marketplace.questions import has_answers

from ..clock import today
from ..database import session
from .product_views import PRODUCER_COLUMNS, PRODUCT_COLUMNS, STORY_COLUMNS, with_places

# Made once: building a statement costs more than running it.
_NEWER = aliased(Story)
_NEWEST_VERSION = (
    select(func.max(_NEWER.version))
    .where(_NEWER.product_id == Product.id, _NEWER.state == StoryState.PUBLISHED)
    .correlate(Product)
    .scalar_subquery()
)
# Hidden products and suspended producers are not found.
_PUBLIC_PRODUCT = with_places(
    select(
        *PRODUCT_COLUMNS,
        *PRODUCER_COLUMNS,
        *STORY_COLUMNS,
        has_answers().label("has_answers"),
        can_be_met(Producer.id, bindparam("today", type_=Date)).label("can_be_met"),
    )
    .join(Producer, Product.producer_id == Producer.id)
    .join(Category, Product.set_code == Category.code)
    .outerjoin(Story, and_(Story.product_id == Product.id, Story.version == _NEWEST_VERSION))
).where(
    Product.slug == bindparam("slug"),
    SHOWN,
)
_PICTURES = (
    select(*PICTURE_COLUMNS).where(Picture.product_id == bindparam("product")).order_by(Picture.position)
)
_VARIANTS = (
    select(
        Variant.id,
        Variant.sku,
        Variant.pack,
        Variant.pack_en,
        Variant.net,
        Variant.unit,
        Variant.price,
        Variant.available,
    )
    .where(Variant.product_id == bindparam("product"))
    .order_by(Variant.position)
)


@dataclass(frozen=True)
class ProductRows:
    """`row` has the columns of product, producer, place and story; see product_views."""

    row: Row
    pictures: Sequence[Row]
    variants: Sequence[Row]
    proofs: Proofs


def product_rows(slug: str) -> ProductRows:
    """What there is of this product; 404 where it is not on show."""
    # Plain rows need no identity map: the connection itself answers quicker than the session.
    connection = session().connection()
    row = connection.execute(_PUBLIC_PRODUCT, {"slug": slug, "today": today()}).one_or_none()
    if row is None:
        abort(404)
    mine = {"product": row.id}
    return ProductRows(
        row,
        connection.execute(_PICTURES, mine).all(),
        connection.execute(_VARIANTS, mine).all(),
        proofs_of(session(), {row.id: row.producer_id})[row.id],
    )
