"""A version of a listing as buyers would see it today: the page of a product, made of what is not public yet."""

from types import SimpleNamespace
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from catalog.categories import Category
from catalog.listing_texts import Facts
from catalog.picture_uploads import uploads_of
from catalog.pictures import Picture
from catalog.producers import Producer
from catalog.products import Product, Variant, sold_in_season
from catalog.recognitions import recognition_in_force
from catalog.register import proofs_of

from .clock import today
from .database import session
from .locales import is_english
from .shop.delivery import delivery_estimate
from .shop.fair_views import meetings_of
from .shop.pages import Crumb
from .shop.paper_views import papers_on
from .shop.product import _conditions
from .shop.product_views import (
    PRODUCER_COLUMNS,
    PRODUCT_COLUMNS,
    PlaceView,
    ProducerView,
    ProductView,
    StoryView,
    VariantView,
    with_places,
)
from .shop.proof_views import history_of, marks_of, recognition_view
from .shop.questions import questions_on
from .shop.reviews import opinions_on
from .shop.views import BadgeView, PictureView


def preview_context(product: Product, facts: Facts, pictures_at: str, crumbs: list[Crumb]) -> dict[str, Any]:
    """What the template of a product's page shows; `pictures_at` is the address of pictures nobody else sees."""
    row, day = _row(product, facts), today()
    proofs = proofs_of(session(), {product.id: product.producer_id})[product.id]
    current = recognition_in_force(proofs.recognitions, day)
    in_season = sold_in_season(row.only_in_season, row.season_months, day)
    papers = papers_on(product.id, product.producer_id, row.set_code, day)
    sold = in_season and not papers["without_papers"]
    packs = select(Variant).where(Variant.product_id == product.id).order_by(Variant.position)
    return {
        "slug": product.slug,
        "product": ProductView.of(row),
        "pictures": _pictures(product, facts, pictures_at),
        "badges": [BadgeView.of(badge) for badge in proofs.badges(day)],
        "recognition": recognition_view(current, day, row.sample) if current else None,
        "recognition_history": history_of(proofs, day),
        "marks": marks_of(proofs, day),
        "variants": [VariantView.of(variant, sold) for variant in session().scalars(packs)],
        "producer": ProducerView.of(row),
        "place": PlaceView.of(row),
        "story": StoryView.of(row) if row.story_body else None,
        **opinions_on(product.id),
        **papers,
        "questions": questions_on(product.id),
        "meetings": meetings_of(product.producer_id, day),
        "in_season": in_season,
        "conditions": _conditions(row),
        "estimate": delivery_estimate(day),
        "similar": [],
        "jsonld": Markup("{}"),
        "crumbs": [*crumbs, Crumb(_("As buyers will see it"))],
        "quantity_error": "",
    }


def _row(product: Product, facts: Facts) -> SimpleNamespace:
    query = (
        with_places(
            select(*PRODUCT_COLUMNS, *PRODUCER_COLUMNS)
            .join(Producer, Product.producer_id == Producer.id)
            .join(Category, Product.set_code == Category.code)
        )
    ).where(Product.id == product.id)
    category = session().scalars(select(Category).where(Category.code == facts["set_code"])).one()
    proposed = {
        "category": category.name,
        "category_en": category.name_en,
        "category_slug": category.slug,
        "adults_only": category.adults_only,
        "story_language": "vi",
    }
    known = dict(session().execute(query).one()._mapping)
    words = {name: value for name, value in facts.items() if name != "pictures"}
    return SimpleNamespace(**known | words | proposed)


def _pictures(product: Product, facts: Facts, at: str) -> list[Any]:
    shown = select(Picture).where(Picture.product_id == product.id)
    public = {one.digest: one for one in session().scalars(shown)}
    uploads = uploads_of(session(), product.id)
    views = []
    for one in facts["pictures"]:
        alt = one["alt_en"] if is_english() and one["alt_en"] else one["alt"]
        if one["digest"] in public:
            views.append(PictureView.of(public[one["digest"]])._replace(alt=alt))
        elif upload := uploads.get(one["digest"]):
            src, size = f"{at}/{one['digest']}", (upload.width, upload.height)
            views.append(PictureView(alt, upload.color, *size, src, one["digest"], [], []))
    return views
