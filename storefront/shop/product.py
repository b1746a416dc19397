"""A product's page: what it is, what proves it, where it comes from, what it costs."""

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from catalog.listing import neighbours
from catalog.pictures import Picture
from catalog.places import Place
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState, Variant
from catalog.register import proofs_of
from catalog.stories import Story, StoryState

from ..clock import today
from ..database import session
from ..locales import localized
from . import shop
from .cards import cards_for
from .delivery import delivery_estimate
from .pages import Crumb, columns, home_crumb, link, private_page, public_page
from .product_views import PlaceView, ProducerView, ProductView, StoryView, VariantView
from .proof_views import history_of, marks_of, recognition_of
from .structured_data import product_json
from .views import BadgeView, PictureView


# Product and published story in one statement, made once; hidden products and producers are not found.
_NEWER = aliased(Story)
_NEWEST_VERSION = (
    select(func.max(_NEWER.version))
    .where(_NEWER.product_id == Product.id, _NEWER.state == StoryState.PUBLISHED)
    .correlate(Product)
    .scalar_subquery()
)
_PUBLIC_PRODUCT = (
    select(Product, Story)
    .join(Product.producer)
    .outerjoin(Story, and_(Story.product_id == Product.id, Story.version == _NEWEST_VERSION))
    .where(
        Product.slug == bindparam("slug"),
        Product.state == ProductState.PUBLISHED,
        Producer.state == ProducerState.APPROVED,
    )
    .options(
        joinedload(Product.category),
        contains_eager(Product.producer).joinedload(Producer.commune).joinedload(Place.province),
    )
)
_PICTURES = select(Picture).where(Picture.product_id == bindparam("product")).order_by(Picture.position)
_VARIANTS = select(Variant).where(Variant.product_id == bindparam("product")).order_by(Variant.position)


@shop.get("/products/<slug>")
def product(slug: str) -> Response:
    return public_page("shop/products/show.html", **product_context(slug))


def product_page_with(slug: str, error: str) -> Response:
    """The page again, with a sentence on why nothing went into the basket."""
    return private_page("shop/products/show.html", 422, **product_context(slug, error))


def product_context(slug: str, quantity_error: str = "") -> dict:
    found = session().execute(_PUBLIC_PRODUCT, {"slug": slug}).one_or_none()
    if found is None:
        abort(404)
    product, story = found
    day = today()
    similar = neighbours(columns(), product.id, day, 4)
    proofs = proofs_of(session(), {product.id: product.producer_id})[product.id]
    mine = {"product": product.id}
    pictures = [PictureView.of(picture) for picture in session().scalars(_PICTURES, mine)]
    variants = [VariantView.of(variant) for variant in session().scalars(_VARIANTS, mine)]
    badges = [BadgeView.of(badge) for badge in proofs.badges(day)]
    return {
        "product": ProductView.of(product),
        "pictures": pictures,
        "badges": badges,
        "recognition": recognition_of(proofs, day, product.producer.sample),
        "recognition_history": history_of(proofs, day),
        "marks": marks_of(proofs, day),
        "variants": variants,
        "producer": ProducerView.of(product.producer),
        "place": PlaceView.of(product.producer.commune),
        "story": StoryView.of(story) if story else None,
        "estimate": delivery_estimate(day),
        "similar": cards_for(similar, day),
        "jsonld": product_json(product, variants, pictures, proofs),
        "crumbs": _crumbs(product),
        "quantity_error": quantity_error,
    }


def _crumbs(product: Product) -> list[Crumb]:
    category = product.category
    return [
        home_crumb(),
        Crumb(_("Products"), link("/products")),
        Crumb(localized(category, "name"), link(f"/products?category={category.slug}")),
        Crumb(localized(product, "name")),
    ]
