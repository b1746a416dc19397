"""What the register and the catalogue hold already, as dictionaries that every row of a list asks."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from catalog.acts import Act
from catalog.batches import is_on_record
from catalog.categories import set_codes, set_names
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product, Variant
from catalog.recognition_terms import Term, read_terms
from catalog.recognitions import Recognition, is_corrected
from catalog.text import fold

from .makers import same_maker_key
from .places import ListPlaces, read_places


@dataclass(frozen=True, slots=True)
class KnownMaker:
    id: int
    name: str
    commune: str


@dataclass(frozen=True, slots=True)
class KnownProduct:
    id: int
    set_code: str
    state: str
    sold: bool


@dataclass(frozen=True, slots=True)
class KnownRecognition:
    """One that counts; `acted` says that later decisions rest on it."""

    id: int
    code: str
    stars: int
    number: str
    day: date
    expires_on: date
    issuer: str
    evidence: str
    acted: bool


@dataclass
class KnownRegister:
    """What two of them hold is compared where a plan is older than the moment it is written.

    Makers by (province code, key), products by (producer id, key), recognitions by product id."""

    places: ListPlaces
    sets: dict[str, str]
    set_names: dict[str, tuple[str, str]]
    terms: list[Term]
    makers: dict[tuple[str, str], list[KnownMaker]] = field(default_factory=lambda: defaultdict(list))
    products: dict[tuple[int, str], KnownProduct] = field(default_factory=dict)
    recognitions: dict[int, list[KnownRecognition]] = field(default_factory=lambda: defaultdict(list))


def product_key(name: str) -> str:
    return fold(name).removeprefix("san pham ")


def read_known(session: Session) -> KnownRegister:
    """Everything a list is compared with: the same handful of statements for any list."""
    known = KnownRegister(read_places(session), set_codes(session), set_names(session), read_terms(session))
    makers = select(Producer.id, Producer.name, Producer.commune_code, Place.province_code).join(
        Producer.commune
    )
    for id, name, commune, province in session.execute(makers.order_by(Producer.id)):
        known.makers[province, same_maker_key(name)].append(KnownMaker(id, name, commune))
    sold = exists().where(Variant.product_id == Product.id)
    products = select(Product.id, Product.producer_id, Product.name, Product.set_code, Product.state, sold)
    for id, producer, name, set_code, state, has_packs in session.execute(products.order_by(Product.id)):
        known.products.setdefault((producer, product_key(name)), KnownProduct(id, set_code, state, has_packs))
    r = Recognition
    columns = (r.id, r.code, r.stars, r.decision_no, r.decided_on, r.expires_on, r.issuer, r.evidence)
    acted = exists().where(Act.recognition_id == r.id)
    rows = select(r.product_id, *columns, acted).where(is_on_record(r), ~is_corrected())
    for product, *facts in session.execute(rows.order_by(r.decided_on, r.id)):
        known.recognitions[product].append(KnownRecognition(*facts))
    return known
