"""View objects of a product's page: the product, its packs, its producer, its place, its story."""

from dataclasses import dataclass
from typing import Self

from markupsafe import Markup
from catalog.places import Place
from catalog.producers import Producer, ProducerKind
from catalog.products import Product, Variant
from catalog.stories import Story, safe_html

from ..filters import net_content
from ..vietnam_map import project
from .pages import link


@dataclass(frozen=True)
class ProductView:
    """The words of a listing; `abv` in per cent by volume, `season` in months 1–12."""

    name: str
    name_en: str
    summary: str
    summary_en: str
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
    def of(cls, product: Product) -> Self:
        return cls(
            product.name,
            product.name_en,
            product.summary,
            product.summary_en,
            product.ingredients,
            product.allergens,
            product.storage,
            product.shelf_life,
            product.usage,
            product.declaration_no,
            product.abv_tenths / 10 if product.abv_tenths else None,
            product.season,
            product.category.adults_only,
        )


@dataclass(frozen=True)
class VariantView:
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
    def of(cls, variant: Variant) -> Self:
        unit = variant.priced_unit
        return cls(
            variant.id,
            variant.pack,
            variant.pack_en,
            net_content(variant.net, variant.unit) if unit else "",
            variant.price,
            variant.unit_price,
            unit,
            variant.available,
        )


@dataclass(frozen=True)
class ProducerView:
    """A producer with its commune and province loaded."""

    name: str
    url: str
    kind: ProducerKind
    commune: str
    place_name: str
    place_url: str
    since: int | None
    women_led: bool
    ethnic_minority_led: bool
    sample: bool
    intro: str
    intro_en: str

    @classmethod
    def of(cls, producer: Producer) -> Self:
        commune = producer.commune
        return cls(
            producer.name,
            link(f"/producers/{producer.slug}"),
            ProducerKind(producer.kind),
            commune.full_name,
            f"{commune.full_name}, {commune.province.name}",
            link(f"/places/{commune.code}"),
            producer.since,
            bool(producer.women_led),
            bool(producer.ethnic_minority_led),
            producer.sample,
            producer.intro,
            producer.intro_en,
        )


@dataclass(frozen=True)
class PlaceView:
    """A commune (or province) with its point on the map."""

    name: str
    province_name: str
    url: str
    x: float
    y: float

    @classmethod
    def of(cls, place: Place) -> Self:
        province = place.province.name if place.province else place.name
        return cls(place.full_name, province, link(f"/places/{place.code}"), *project(place.latitude, place.longitude))


@dataclass(frozen=True)
class StoryView:
    title: str
    html: Markup
    author: str
    sources: list[str]
    lang: str

    @classmethod
    def of(cls, story: Story) -> Self:
        return cls(story.title, Markup(safe_html(story.body)), story.author, story.sources, story.language)
