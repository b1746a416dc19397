"""What the catalogue holds already, as dictionaries: an import asks them, not the database, for every row."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.categories import Category, CategoryAlias, CategoryLevel, stands_below
from catalog.marks import Authorisation, Mark
from catalog.places import Place, PlaceAlias, PlaceLevel
from catalog.producers import Producer
from catalog.products import Product, Variant
from catalog.recognitions import Recognition
from catalog.text import fold
from marketplace.orders.stock import Stock


@dataclass(frozen=True, slots=True)
class Commune:
    """`provinces` holds the codes and keys of the province it lies in and of those it lay in before."""

    name: str
    province: str
    provinces: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownMark:
    id: int
    slug: str
    kind: str


@dataclass(frozen=True, slots=True)
class KnownProducer:
    id: int
    kind: str


@dataclass(frozen=True, slots=True)
class KnownProduct:
    id: int
    set_code: str


@dataclass(frozen=True, slots=True)
class KnownVariant:
    id: int
    sku: str
    product_id: int
    position: int
    pack: str
    weight: int
    price: int
    on_hand: int
    reserved: int


@dataclass(frozen=True, slots=True)
class KnownRecognition:
    stars: int
    expires_on: date
    issuer: str


@dataclass
class Known:
    """Keys: communes by code; sets and marks by folded names; producers by (key, commune code);
    products by (producer id, key); variants by sku; recognitions by (product id, decision no., day);
    permits by (mark id, producer id), each a (product id or None, permit no.)."""

    communes: dict[str, Commune]
    sets: dict[str, str]
    marks: dict[str, list[KnownMark]]
    producers: dict[tuple[str, str], KnownProducer] = field(default_factory=dict)
    products: dict[tuple[int, str], KnownProduct] = field(default_factory=dict)
    variants: dict[str, KnownVariant] = field(default_factory=dict)
    packs: dict[int, list[KnownVariant]] = field(default_factory=lambda: defaultdict(list))
    recognitions: dict[tuple[int, str, date], list[KnownRecognition]] = field(
        default_factory=lambda: defaultdict(list)
    )
    permits: dict[tuple[int, int], set[tuple[int | None, str]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    producer_slugs: set[str] = field(default_factory=set)
    product_slugs: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


def read_known(session: Session) -> Known:
    """Everything an import compares with, in a handful of statements."""
    known = Known(_communes(session), _sets(session), _marks(session))
    _read_producers(session, known)
    _read_products(session, known)
    _read_variants(session, known)
    _read_register(session, known)
    return known


def _communes(session: Session) -> dict[str, Commune]:
    provinces = {
        code: (name, key)
        for code, name, key in session.execute(
            select(Place.code, Place.name, Place.key).where(Place.level == PlaceLevel.PROVINCE)
        )
    }
    former = defaultdict(set)
    for code, key in session.execute(
        select(PlaceAlias.place_code, PlaceAlias.key).where(PlaceAlias.level == PlaceLevel.PROVINCE)
    ):
        former[code].add(key)
    communes = {}
    for code, prefix, name, province in session.execute(
        select(Place.code, Place.prefix, Place.name, Place.province_code).where(
            Place.level == PlaceLevel.COMMUNE
        )
    ):
        province_name, key = provinces[province]
        communes[code] = Commune(f"{prefix} {name}", province_name, frozenset({province, key, *former[code]}))
    return communes


def _sets(session: Session) -> dict[str, str]:
    """Folded number, names and aliases → code; as catalog.categories.find_set finds them."""
    sets = list(
        session.scalars(
            select(Category).where(Category.level == CategoryLevel.SET).order_by(Category.position)
        )
    )
    found: dict[str, str] = {}
    for category in sets:
        for key in (category.code, fold(category.name), fold(category.name_en)):
            found.setdefault(key, category.code)
    for key, code in session.execute(select(CategoryAlias.key, CategoryAlias.category_code)):
        below = [category.code for category in sets if stands_below(category, code)]
        if len(below) == 1:
            found.setdefault(key, below[0])
    return found


def _marks(session: Session) -> dict[str, list[KnownMark]]:
    """Slug, folded name, and folded product with name ("nước mắm Phú Quốc") → marks."""
    found = defaultdict(list)
    columns = (Mark.id, Mark.slug, Mark.kind, Mark.name, Mark.name_en, Mark.product)
    for id, slug, kind, name, name_en, product in session.execute(select(*columns).order_by(Mark.id)):
        for key in {slug, fold(name), fold(name_en), fold(f"{product} {name}")} - {""}:
            found[key].append(KnownMark(id, slug, kind))
    return dict(found)


def _read_producers(session: Session, known: Known) -> None:
    columns = (Producer.id, Producer.key, Producer.commune_code, Producer.kind, Producer.slug)
    for id, key, commune, kind, slug in session.execute(select(*columns).order_by(Producer.id)):
        known.producers.setdefault((key, commune), KnownProducer(id, kind))
        known.producer_slugs.add(slug)


def _read_products(session: Session, known: Known) -> None:
    columns = (Product.id, Product.producer_id, Product.key, Product.set_code, Product.slug)
    for id, producer, key, set_code, slug in session.execute(select(*columns)):
        known.products[producer, key] = KnownProduct(id, set_code)
        known.product_slugs.add(slug)


def _read_variants(session: Session, known: Known) -> None:
    # The stock stays locked until the import ends: nothing is sold between reading and writing it.
    stock = {
        id: (on_hand, reserved)
        for id, on_hand, reserved in session.execute(
            select(Stock.variant_id, Stock.on_hand, Stock.reserved)
            .order_by(Stock.variant_id)
            .with_for_update()
        )
    }
    columns = (Variant.id, Variant.sku, Variant.product_id, Variant.position, Variant.pack, Variant.weight)
    for id, *facts, price in session.execute(select(*columns, Variant.price).order_by(Variant.id)):
        variant = KnownVariant(id, *facts, price, *stock.get(id, (-1, 0)))
        known.variants[variant.sku] = variant
        known.packs[variant.product_id].append(variant)


def _read_register(session: Session, known: Known) -> None:
    r, a = Recognition, Authorisation
    columns = (r.product_id, r.decision_no, r.decided_on, r.stars, r.expires_on, r.issuer, r.code)
    for product, number, day, stars, expires_on, issuer, code in session.execute(select(*columns)):
        known.recognitions[product, number, day].append(KnownRecognition(stars, expires_on, issuer))
        known.codes.add(code)
    for mark, producer, product, permit, code in session.execute(
        select(a.mark_id, a.producer_id, a.product_id, a.permit_no, a.code)
    ):
        known.permits[mark, producer].add((product, permit))
        known.codes.add(code)
