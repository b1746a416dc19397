"""View objects of a product's page: the product, its packs, its producer, its place, its story.

They are made of plain rows: `PRODUCER_COLUMNS`, `PRODUCT_COLUMNS` and `STORY_COLUMNS` name the columns they need.
"""

from typing import NamedTuple, Self

from markupsafe import Markup
from sqlalchemy import Row, Select
from sqlalchemy.orm import aliased

from catalog.categories import Category
from catalog.money import unit_price
from catalog.places import Place
from catalog.producers import Producer, ProducerKind, ProducerState
from catalog.products import PRICED_UNIT, Product, months_of
from catalog.stories import Story, safe_html

from ..filters import net_content
from ..vietnam_map import project
from .pages import link

_PROVINCE = aliased(Place)
PRODUCER_COLUMNS = (
    Producer.slug.label("producer_slug"),
    Producer.name.label("producer_name"),
    Producer.kind.label("producer_kind"),
    Producer.state.label("producer_state"),
    Producer.since,
    Producer.women_led,
    Producer.ethnic_minority_led,
    Producer.sample,
    Producer.intro,
    Producer.intro_en,
    Producer.free_delivery_from,
    Place.region,
    Place.code.label("commune_code"),
    Place.prefix.label("commune_prefix"),
    Place.name.label("commune_name"),
    Place.latitude,
    Place.longitude,
    _PROVINCE.name.label("province_name"),
)
PRODUCT_COLUMNS = (
    Product.id,
    Product.slug,
    Product.producer_id,
    Product.name,
    Product.name_en,
    Product.summary,
    Product.summary_en,
    Product.origin,
    Product.quantity,
    Product.ingredients,
    Product.allergens,
    Product.storage,
    Product.shelf_life,
    Product.usage,
    Product.declaration_no,
    Product.abv_tenths,
    Product.season_months,
    Product.only_in_season,
    Product.ships_to,
    Product.set_code,
    Category.slug.label("category_slug"),
    Category.name.label("category"),
    Category.name_en.label("category_en"),
    Category.adults_only,
)
STORY_COLUMNS = (
    Story.title.label("story_title"),
    Story.body.label("story_body"),
    Story.author.label("story_author"),
    Story.sources.label("story_sources"),
    Story.language.label("story_language"),
)


def with_places(query: Select) -> Select:
    """Join a producer's commune and province, which PRODUCER_COLUMNS name."""
    return query.join(Place, Producer.commune_code == Place.code).join(
        _PROVINCE, Place.province_code == _PROVINCE.code
    )


class ProductView(NamedTuple):
    """The words of a listing; `abv` in per cent by volume, `season` in months 1–12."""

    name: str
    name_en: str
    summary: str
    summary_en: str
    origin: str
    quantity: str
    ingredients: str
    allergens: str
    storage: str
    shelf_life: str
    usage: str
    declaration_no: str
    abv: float | None
    season: list[int]
    adult: bool

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(
            row.name,
            row.name_en,
            row.summary,
            row.summary_en,
            row.origin,
            row.quantity,
            row.ingredients,
            row.allergens,
            row.storage,
            row.shelf_life,
            row.usage,
            row.declaration_no,
            row.abv_tenths / 10 if row.abv_tenths else None,
            months_of(row.season_months),
            row.adults_only,
        )


class VariantView(NamedTuple):
    """A pack; prices in dong, `unit_price` per `unit`."""

    id: int
    pack: str
    pack_en: str
    net_text: str
    price: int
    unit_price: int | None
    unit: str | None
    in_stock: bool

    @classmethod
    def of(cls, row: Row, sold: bool = True) -> Self:
        unit = PRICED_UNIT.get(row.unit)
        return cls(
            row.id,
            row.pack,
            row.pack_en,
            net_content(row.net, row.unit),
            row.price,
            unit_price(row.price, row.net) if unit else None,
            unit,
            row.available and sold,
        )


class ProducerView(NamedTuple):
    name: str
    url: str
    kind: ProducerKind
    place_name: str
    place_url: str
    since: int | None
    women_led: bool
    ethnic_minority_led: bool
    sample: bool
    intro: str
    intro_en: str
    claim_url: str | None

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(
            row.producer_name,
            link(f"/producers/{row.producer_slug}"),
            ProducerKind(row.producer_kind),
            f"{row.commune_prefix} {row.commune_name}, {row.province_name}",
            link(f"/places/{row.commune_code}"),
            row.since,
            bool(row.women_led),
            bool(row.ethnic_minority_led),
            row.sample,
            row.intro,
            row.intro_en,
            link(f"/producer/join/claims/{row.producer_slug}")
            if row.producer_state == ProducerState.REGISTERED
            else None,
        )


class PlaceView(NamedTuple):
    """A commune with its point on the map."""

    name: str
    province_name: str
    url: str
    x: float
    y: float

    @classmethod
    def of(cls, row: Row) -> Self:
        name = f"{row.commune_prefix} {row.commune_name}"
        return cls(
            name,
            row.province_name,
            link(f"/places/{row.commune_code}"),
            *project(row.latitude, row.longitude),
        )


class StoryView(NamedTuple):
    title: str
    html: Markup
    author: str
    sources: list[str]
    lang: str

    @classmethod
    def of(cls, row: Row) -> Self:
        html = Markup(safe_html(row.story_body))
        return cls(row.story_title, html, row.story_author, row.story_sources, row.story_language)
