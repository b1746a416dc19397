"""GET /api/v1/products/<slug>: one product with its packs, its story and what proves its badges."""

from datetime import date

from sqlalchemy import Row

from catalog.money import unit_price
from catalog.products import PRICED_UNIT, months_of, sold_in_season
from catalog.recognitions import recognition_in_force
from catalog.register import Proofs
from catalog.resting import missing_papers
from catalog.stories import safe_html

from ..clock import today
from ..database import session
from ..security import limiter
from ..shop.pages import link
from ..shop.product_rows import product_rows
from ..shop.views import PictureView
from . import api
from .contract import Answers, contract
from .items import badge_of, producer_of, stock_state, verify_url
from .models import Category, Label, Mark, Picture, Place, Product, Recognition, Story, Variant
from .parameters import NoParameters


@api.get("/products/<slug>")
@limiter.limit("120 per minute")
@contract.validate(resp=Answers(Product, 404), operation_id="product")
def product(slug: str, query: NoParameters) -> Product:
    """One product"""
    found, day = product_rows(slug), today()
    row, proofs = found.row, found.proofs
    sold = sold_in_season(row.only_in_season, row.season_months, day) and not missing_papers(
        session(), [row], day
    ).get(row.id)
    return Product(
        id=row.id,
        slug=row.slug,
        name=row.name,
        name_en=row.name_en,
        summary=row.summary,
        summary_en=row.summary_en,
        category=Category(slug=row.category_slug, name=row.category, name_en=row.category_en),
        producer=producer_of(row.producer_slug, row.producer_name),
        place=Place(commune=row.commune_name, province=row.province_name),
        price=min((variant.price for variant in found.variants), default=None),
        stock=stock_state(
            sold and any(variant.available for variant in found.variants), bool(found.variants)
        ),
        season=months_of(row.season_months),
        variants=[_variant(variant, sold) for variant in found.variants],
        label=_label(row),
        story=_story(row) if row.story_body else None,
        badges=[badge_of(badge) for badge in proofs.badges(day)],
        recognition=_recognition(proofs, day),
        marks=_marks(proofs, day),
        pictures=[_picture(PictureView.of(picture)) for picture in found.pictures],
        url=link(f"/products/{row.slug}"),
        sample=row.sample,
    )


def _variant(row: Row, sold: bool) -> Variant:
    return Variant(
        sku=row.sku,
        pack=row.pack,
        pack_en=row.pack_en,
        net=row.net,
        unit=row.unit,
        price=row.price,
        unit_price=unit_price(row.price, row.net) if row.unit in PRICED_UNIT else None,
        stock=stock_state(sold and row.available),
    )


def _label(row: Row) -> Label:
    return Label(
        ingredients=row.ingredients,
        allergens=row.allergens,
        storage=row.storage,
        shelf_life=row.shelf_life,
        usage=row.usage,
        declaration_no=row.declaration_no,
        abv=row.abv_tenths / 10 if row.abv_tenths else None,
    )


def _story(row: Row) -> Story:
    return Story(
        title=row.story_title,
        html=safe_html(row.story_body),
        author=row.story_author,
        sources=row.story_sources,
        language=row.story_language,
    )


def _recognition(proofs: Proofs, day: date) -> Recognition | None:
    current = recognition_in_force(proofs.recognitions, day)
    return current and Recognition(
        stars=current.stars,
        decision_no=current.decision_no,
        decided_on=current.decided_on,
        issuer=current.issuer,
        legal_basis=current.legal_basis,
        until=current.standing(day).until,
        code=current.code,
        verify_url=verify_url(current.code),
    )


def _marks(proofs: Proofs, day: date) -> list[Mark]:
    """One for each badge that is no star."""
    rights = {right.code: right for right in proofs.authorisations}
    return [
        Mark(
            kind=right.mark.kind,
            name=right.mark.name,
            number=right.mark.number,
            number_checked=right.mark.number_checked,
            permit_no=right.permit_no,
            granted_by=right.granted_by,
            until=badge.until,
            code=right.code,
            url=link(f"/marks/{right.mark.slug}"),
            verify_url=verify_url(right.code),
        )
        for badge in proofs.badges(day)
        if (right := rights.get(badge.code))
    ]


def _picture(picture: PictureView) -> Picture:
    return Picture(alt=picture.alt, src=picture.src, width=picture.width, height=picture.height)
