"""A product's page: what it is, what proves it, where it comes from, what it costs."""

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased, joinedload

from catalog.listing import neighbours
from catalog.places import Place
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState
from catalog.stories import Story, StoryState

from ..clock import today
from ..database import session
from ..locales import localized
from . import shop
from .cards import cards_from, read_shelf
from .delivery import delivery_estimate
from .pages import Crumb, columns, home_crumb, link, private_page, public_page
from .product_views import PlaceView, ProducerView, ProductView, StoryView, VariantView
from .proof_views import history_of, marks_of, recognition_of
from .structured_data import product_json
from .views import BadgeView, PictureView


@shop.get("/products/<slug>")
def product(slug: str) -> Response:
    return public_page("shop/products/show.html", **product_context(slug))


def product_page_with(slug: str, error: str) -> Response:
    """The page again, with a sentence on why nothing went into the basket."""
    return private_page("shop/products/show.html", 422, **product_context(slug, error))


def product_context(slug: str, quantity_error: str = "") -> dict:
    found = session().execute(_public_product(slug)).one_or_none()
    if found is None:
        abort(404)
    product, story = found
    day = today()
    similar = neighbours(columns(), product.id, day, 4)
    shelf = read_shelf(session(), [product.id, *similar], all_pictures_of=product.id)
    proofs = shelf.proofs[product.id]
    pictures = [PictureView.of(picture) for picture in shelf.pictures[product.id]]
    variants = sorted((VariantView.of(pack) for pack in shelf.packs[product.id]), key=lambda view: view.position)
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
        "similar": cards_from(shelf, similar, day),
        "jsonld": product_json(product, variants, pictures, proofs),
        "crumbs": _crumbs(product),
        "quantity_error": quantity_error,
    }


def _public_product(slug: str):
    """Product and published story in one statement; hidden products and producers are not found."""
    newer = aliased(Story)
    newest = (
        select(func.max(newer.version))
        .where(newer.product_id == Product.id, newer.state == StoryState.PUBLISHED)
        .correlate(Product)
        .scalar_subquery()
    )
    return (
        select(Product, Story)
        .join(Product.producer)
        .outerjoin(Story, and_(Story.product_id == Product.id, Story.version == newest))
        .where(
            Product.slug == slug,
            Product.state == ProductState.PUBLISHED,
            Producer.state == ProducerState.APPROVED,
        )
        .options(
            joinedload(Product.category),
            joinedload(Product.producer).joinedload(Producer.commune).joinedload(Place.province),
        )
    )


def _crumbs(product: Product) -> list[Crumb]:
    category = product.category
    return [
        home_crumb(),
        Crumb(_("Products"), link("/products")),
        Crumb(localized(category, "name"), link(f"/products?category={category.slug}")),
        Crumb(localized(product, "name")),
    ]
