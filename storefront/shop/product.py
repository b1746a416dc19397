"""A product's page: what it is, what proves it, where it comes from, what it costs."""

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import Row, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from catalog.categories import Category
from catalog.listing import neighbours
from catalog.pictures import PICTURE_COLUMNS, Picture
from catalog.producers import Producer
from catalog.products import SHOWN, Product, Variant
from catalog.recognitions import recognition_in_force
from catalog.register import proofs_of
from catalog.stories import Story, StoryState

from ..clock import today
from ..database import session
from ..locales import localized
from . import shop
from .cards import cards_for
from .delivery import delivery_estimate
from .pages import Crumb, columns, home_crumb, link, private_page, public_page
from .product_views import (
    PRODUCER_COLUMNS,
    PRODUCT_COLUMNS,
    STORY_COLUMNS,
    PlaceView,
    ProducerView,
    ProductView,
    StoryView,
    VariantView,
    with_places,
)
from .proof_views import history_of, marks_of, recognition_view
from .structured_data import product_json
from .views import BadgeView, PictureView

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
    select(*PRODUCT_COLUMNS, *PRODUCER_COLUMNS, *STORY_COLUMNS)
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
        Variant.id, Variant.pack, Variant.pack_en, Variant.net, Variant.unit, Variant.price, Variant.available
    )
    .where(Variant.product_id == bindparam("product"))
    .order_by(Variant.position)
)


@shop.get("/products/<slug>")
def product(slug: str) -> Response:
    return public_page("shop/products/show.html", **product_context(slug))


def product_page_with(slug: str, error: str) -> Response:
    """The page again, with a sentence on why nothing went into the basket."""
    return private_page("shop/products/show.html", 422, **product_context(slug, error))


def product_context(slug: str, quantity_error: str = "") -> dict:
    # Plain rows need no identity map: the connection itself answers quicker than the session.
    connection = session().connection()
    row = connection.execute(_PUBLIC_PRODUCT, {"slug": slug}).one_or_none()
    if row is None:
        abort(404)
    day, mine = today(), {"product": row.id}
    proofs = proofs_of(session(), {row.id: row.producer_id})[row.id]
    current = recognition_in_force(proofs.recognitions, day)
    pictures = [PictureView.of(picture) for picture in connection.execute(_PICTURES, mine)]
    variants = [VariantView.of(variant) for variant in connection.execute(_VARIANTS, mine)]
    return {
        "product": ProductView.of(row),
        "pictures": pictures,
        "badges": [BadgeView.of(badge) for badge in proofs.badges(day)],
        "recognition": recognition_view(current, day, row.sample) if current else None,
        "recognition_history": history_of(proofs, day),
        "marks": marks_of(proofs, day),
        "variants": variants,
        "producer": ProducerView.of(row),
        "place": PlaceView.of(row),
        "story": StoryView.of(row) if row.story_body else None,
        "estimate": delivery_estimate(day),
        "similar": cards_for(neighbours(columns(), row.id, day, 4), day),
        "jsonld": product_json(row, variants, pictures, current),
        "crumbs": _crumbs(row),
        "quantity_error": quantity_error,
    }


def _crumbs(row: Row) -> list[Crumb]:
    return [
        home_crumb(),
        Crumb(_("Products"), link("/products")),
        Crumb(localized(row, "category"), link(f"/products?category={row.category_slug}")),
        Crumb(localized(row, "name")),
    ]
