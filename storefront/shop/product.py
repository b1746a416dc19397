"""A product's page: what it is, what proves it, where it comes from, what it costs."""

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Row

from catalog.listing import neighbours
from catalog.products import months_of, sold_in_season
from catalog.recognitions import recognition_in_force

from ..clock import today
from ..locales import localized
from ..visit_log import note_visit
from . import shop
from .cards import cards_for
from .delivery import delivery_estimate, free_delivery_sentence, reach_sentence, season_sentence
from .fair_views import meetings_of
from .pages import Crumb, columns, home_crumb, link, private_page, public_page
from .paper_views import papers_on
from .product_rows import product_rows
from .product_views import PlaceView, ProducerView, ProductView, StoryView, VariantView
from .proof_views import history_of, marks_of, recognition_view
from .questions import questions_on
from .reviews import opinions_on
from .structured_data import product_json
from .views import BadgeView, PictureView


@shop.get("/products/<slug>")
def product(slug: str) -> Response:
    context = product_context(slug)
    note_visit(slug)
    return public_page("shop/products/show.html", **context)


def product_page_with(slug: str, error: str) -> Response:
    """The page again, with a sentence on why nothing went into the basket."""
    return private_page("shop/products/show.html", 422, **product_context(slug, error))


def product_context(slug: str, quantity_error: str = "") -> dict:
    found, day = product_rows(slug), today()
    row, proofs = found.row, found.proofs
    current = recognition_in_force(proofs.recognitions, day)
    pictures = [PictureView.of(picture) for picture in found.pictures]
    in_season = sold_in_season(row.only_in_season, row.season_months, day)
    papers = papers_on(row.id, row.producer_id, row.set_code, day)
    sold = in_season and not papers["without_papers"]
    variants = [VariantView.of(variant, sold) for variant in found.variants]
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
        **opinions_on(row.id),
        "questions": questions_on(row.id) if row.has_answers else [],
        "meetings": meetings_of(row.producer_id, day) if row.can_be_met else [],
        "in_season": in_season,
        **papers,
        "conditions": _conditions(row),
        "estimate": delivery_estimate(day),
        "similar": cards_for(neighbours(columns(), row.id, day, 4), day),
        "jsonld": product_json(row, variants, pictures, current),
        "crumbs": _crumbs(row),
        "quantity_error": quantity_error,
    }


def _conditions(row: Row) -> list[str]:
    """What holds for ordering it: season, how far it is sent, when delivery is free."""
    season = season_sentence(months_of(row.season_months)) if row.only_in_season else ""
    reach = reach_sentence(row.ships_to, row.province_name, row.region)
    return [
        sentence for sentence in (season, reach, free_delivery_sentence(row.free_delivery_from)) if sentence
    ]


def _crumbs(row: Row) -> list[Crumb]:
    return [
        home_crumb(),
        Crumb(_("Products"), link("/products")),
        Crumb(localized(row, "category"), link(f"/products?category={row.category_slug}")),
        Crumb(localized(row, "name")),
    ]
