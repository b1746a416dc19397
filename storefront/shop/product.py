"""A product's page: what it is, what proves it, where it comes from, what it costs."""

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Row

from catalog.listing import neighbours
from catalog.recognitions import recognition_in_force

from ..clock import today
from ..locales import localized
from . import shop
from .cards import cards_for
from .delivery import delivery_estimate
from .pages import Crumb, columns, home_crumb, link, private_page, public_page
from .product_rows import product_rows
from .product_views import PlaceView, ProducerView, ProductView, StoryView, VariantView
from .proof_views import history_of, marks_of, recognition_view
from .structured_data import product_json
from .views import BadgeView, PictureView


@shop.get("/products/<slug>")
def product(slug: str) -> Response:
    return public_page("shop/products/show.html", **product_context(slug))


def product_page_with(slug: str, error: str) -> Response:
    """The page again, with a sentence on why nothing went into the basket."""
    return private_page("shop/products/show.html", 422, **product_context(slug, error))


def product_context(slug: str, quantity_error: str = "") -> dict:
    found, day = product_rows(slug), today()
    row, proofs = found.row, found.proofs
    current = recognition_in_force(proofs.recognitions, day)
    pictures = [PictureView.of(picture) for picture in found.pictures]
    variants = [VariantView.of(variant) for variant in found.variants]
    return {
        "slug": slug,
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
