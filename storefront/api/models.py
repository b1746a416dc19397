"""What the API answers, as models: the views fill them and the OpenAPI document is made from them."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from catalog.marks import MarkKind
from catalog.producers import ProducerKind
from catalog.products import Unit
from catalog.search.backend import SuggestionKind

StockState = Literal["in_stock", "out_of_stock", "not_sold"]


class WrongParameter(BaseModel):
    parameter: str
    detail: str


class Problem(BaseModel):
    """RFC 9457. `errors` is there when parameters were not understood."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[WrongParameter] | None = None


class Producer(BaseModel):
    slug: str
    name: str
    url: str


class Place(BaseModel):
    """The producer's commune and province."""

    commune: str
    province: str


class Badge(BaseModel):
    """A sign the product may bear today. `until` is the last day on which it may be shown, null for no end."""

    kind: Literal["stars"] | MarkKind
    stars: int | None
    name: str | None
    code: str
    until: date | None
    verify_url: str


class Item(BaseModel):
    """A product in a list. `price` is that of the cheapest pack, in dong; null for what the register knows and
    nobody sells here."""

    id: int
    slug: str
    name: str
    name_en: str
    producer: Producer
    place: Place
    price: int | None
    stock: StockState
    badges: list[Badge]
    url: str
    sample: bool = Field(description="made-up data for demonstration")


class Facets(BaseModel):
    """How many products each value of a filter would find, under all the other filters."""

    category: dict[str, int]
    province: dict[str, int]
    stars: dict[int, int]
    mark: dict[MarkKind, int]
    kind: dict[ProducerKind, int]


class Offer(BaseModel):
    """A filter that some of the words seem to ask for; it was not applied."""

    name: str
    value: str
    words: str


class Reading(BaseModel):
    """How `q` was understood. `text` was searched for; `plain` says that only a plain search was possible."""

    typed: str
    text: str
    repaired: bool
    suggestion: str
    offers: list[Offer]
    plain: bool


class Products(BaseModel):
    total: int
    page: int
    pages: int
    per_page: int
    items: list[Item]
    facets: Facets
    reading: Reading | None = Field(description="null without q")


class Category(BaseModel):
    slug: str
    name: str
    name_en: str


class Variant(BaseModel):
    """A pack. `net` is in `unit`, prices are in dong, `unit_price` per kg or litre."""

    sku: str
    pack: str
    pack_en: str
    net: int
    unit: Unit
    price: int
    unit_price: int | None
    stock: StockState


class Label(BaseModel):
    """What stands on the pack; empty where it is not known. `abv` in per cent by volume."""

    ingredients: str
    allergens: str
    storage: str
    shelf_life: str
    usage: str
    declaration_no: str
    abv: float | None


class Story(BaseModel):
    """`html` is sanitised."""

    title: str
    html: str
    author: str
    sources: list[str]
    language: str


class Recognition(BaseModel):
    """The decision behind the stars, in force today."""

    stars: int
    decision_no: str
    decided_on: date
    issuer: str
    legal_basis: str
    until: date | None
    code: str
    verify_url: str


class Mark(BaseModel):
    """A mark the product may bear today and by what right."""

    kind: MarkKind
    name: str
    number: str
    number_checked: bool = Field(description="whether the number was compared with the register")
    permit_no: str
    granted_by: str
    until: date | None
    code: str
    url: str
    verify_url: str


class Picture(BaseModel):
    alt: str
    src: str
    width: int
    height: int


class Product(BaseModel):
    """One product. `price` is that of the cheapest pack, null where none is offered."""

    id: int
    slug: str
    name: str
    name_en: str
    summary: str
    summary_en: str
    category: Category
    producer: Producer
    place: Place
    price: int | None
    stock: StockState
    season: list[int] = Field(description="months 1–12, empty where there is no season")
    variants: list[Variant]
    label: Label
    story: Story | None
    badges: list[Badge]
    recognition: Recognition | None
    marks: list[Mark]
    pictures: list[Picture]
    url: str
    sample: bool = Field(description="made-up data for demonstration")


class Suggestion(BaseModel):
    kind: SuggestionKind
    text: str
    detail: str
    url: str


class Suggestions(BaseModel):
    suggestions: list[Suggestion]
