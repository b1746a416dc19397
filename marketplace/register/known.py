"""What the catalogue holds already, as dictionaries: an import asks them, not the database, for every row."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.acts import Act
from catalog.categories import set_codes
from catalog.marks import Authorisation, Basis, Mark
from catalog.places import Place, PlaceAlias, PlaceLevel
from catalog.producers import Producer
from catalog.products import Product, Variant
from catalog.recognitions import Recognition
from catalog.standing import ActKind
from catalog.text import fold
from marketplace.stock import Stock


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
    name: str


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


@dataclass(frozen=True, slots=True)
class KnownRight:
    """A right to a mark; `product` is None for all of the producer's products. `last_days` holds its own
    last day and those of its extensions, nothing where it has no end of its own."""

    product: int | None
    permit: str
    last_days: frozenset[date]


@dataclass
class Known:
    """Keys: communes by code; sets as catalog.categories.set_codes has them; marks by folded names;
    producers by (key, commune code); products by (producer id, key); variants by sku; recognitions by
    (product id, decision no., day); rights by (mark id, producer id). `owners` holds, by mark id, the ids
    of the producers that own it: whose right as its owner has not been revoked."""

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
    rights: dict[tuple[int, int], list[KnownRight]] = field(default_factory=lambda: defaultdict(list))
    owners: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    producer_slugs: set[str] = field(default_factory=set)
    product_slugs: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


def read_known(session: Session) -> Known:
    """Everything an import compares with, in a handful of statements."""
    known = Known(_communes(session), set_codes(session), _marks(session))
    _read_producers(session, known)
    _read_products(session, known)
    _read_variants(session, known)
    _read_recognitions(session, known)
    _read_rights(session, known)
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


def _marks(session: Session) -> dict[str, list[KnownMark]]:
    """Slug, folded name, and folded product with name ("nước mắm Phú Quốc") → marks."""
    found = defaultdict(list)
    columns = (Mark.id, Mark.slug, Mark.kind, Mark.name, Mark.name_en, Mark.product)
    for id, slug, kind, name, name_en, product in session.execute(select(*columns).order_by(Mark.id)):
        for key in {slug, fold(name), fold(name_en), fold(f"{product} {name}")} - {""}:
            found[key].append(KnownMark(id, slug, kind, name))
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


def _read_recognitions(session: Session, known: Known) -> None:
    r = Recognition
    columns = (r.product_id, r.decision_no, r.decided_on, r.stars, r.expires_on, r.issuer, r.code)
    for product, number, day, stars, expires_on, issuer, code in session.execute(select(*columns)):
        known.recognitions[product, number, day].append(KnownRecognition(stars, expires_on, issuer))
        known.codes.add(code)


def _read_rights(session: Session, known: Known) -> None:
    extended, revoked = _acts_on_rights(session)
    a = Authorisation
    columns = (a.id, a.mark_id, a.producer_id, a.product_id, a.permit_no, a.basis, a.valid_until, a.code)
    for id, mark, producer, product, permit, basis, last_day, code in session.execute(select(*columns)):
        last_days = frozenset({last_day, *extended[id]}) if last_day else frozenset()
        known.rights[mark, producer].append(KnownRight(product, permit, last_days))
        if basis == Basis.OWNER and id not in revoked:
            known.owners[mark].add(producer)
        known.codes.add(code)


def _acts_on_rights(session: Session) -> tuple[dict[int, set[date]], set[int]]:
    """By authorisation id: the last days that extensions gave it; and the ids of those revoked."""
    extended: dict[int, set[date]] = defaultdict(set)
    revoked: set[int] = set()
    query = select(Act.authorisation_id, Act.kind, Act.expires_on).where(Act.authorisation_id.is_not(None))
    for id, kind, last_day in session.execute(query):
        if kind == ActKind.EXTEND:
            extended[id].add(last_day)
        elif kind == ActKind.REVOKE:
            revoked.add(id)
    return extended, revoked
