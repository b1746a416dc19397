"""Rows of the listing index: what filters, search and cards need of a published product, read from the database.

Stars and marks are spells of days, so a row answers for today and for the day after an expiry.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from sys import intern
from typing import NamedTuple

from sqlalchemy import Row as Answer
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from .badges import Badge, one_of_each
from .categories import Category
from .document_rules import read_rules
from .marks import MarkKind
from .pictures import PICTURE_COLUMNS, Picture, PictureFacts
from .places import Place
from .producers import Producer, ProducerKind
from .products import ALL_YEAR, SHOWN, Product, Variant, in_months, sold_months
from .register import Proofs, everything_proved, proofs_of
from .resting import all_papers, sale_of, spells_of
from .standing import EXPIRING_DAYS, Spell
from .text import search_key

KINDS = list(ProducerKind)
MARK_KINDS = list(MarkKind)
# The price of what the register knows and nobody sells here: it has no pack.
NOT_SOLD = 0
_FIRST, _LAST = 0, date.max.toordinal()
ALWAYS_LICENSED = ((_FIRST, _LAST),)


class Shown(NamedTuple):
    """What a card shows beside the badges; prices in dong of the cheapest and the dearest pack, `net` and
    `unit` of the cheapest, `picture` the first one if there is any. What is not sold here has NOT_SOLD for its
    prices and no unit."""

    slug: str
    name: str
    name_en: str
    producer_slug: str
    producer_name: str
    sample: bool
    commune: str
    commune_code: str
    province: str
    adults_only: bool
    icon: str
    price: int
    dearest: int
    net: int
    unit: str
    picture: PictureFacts | None


@dataclass(frozen=True, slots=True)
class Row:
    """One published product, sold here or known from the register alone. `set_number` is 1–26, `kind` a position in KINDS, `price` dong of the cheapest
    pack, `names` are its names as search compares them; `stars` holds (stars, first day, last day, day of decision, code) in order of
    decision and `marks` (position in MARK_KINDS, first day, last day, name, code), days as ordinals. `season` and
    `sold_months` have a bit for each month. `licensed` are the runs of days on which the papers it needs let it be
    sold: goods that need none always."""

    id: int
    set_number: int
    province: str
    producer_id: int
    kind: int
    price: int
    available: bool
    season: int
    names: tuple[str, ...]
    shown: Shown
    stars: tuple[tuple[int, int, int, int, str], ...]
    marks: tuple[tuple[int, int, int, str, str], ...]
    sold_months: int = ALL_YEAR
    licensed: tuple[tuple[int, int], ...] = ALWAYS_LICENSED

    def in_season(self, day: date) -> bool:
        """Whether its season lets it be sold on `day`."""
        return in_months(self.sold_months, day)

    def in_stock(self, day: date) -> bool:
        """Whether it can be bought on `day`, as far as today's stock goes."""
        return self.available and self.in_season(day) and self.is_licensed(day)

    def is_licensed(self, day: date) -> bool:
        """Whether the papers that it needs are in force on `day`."""
        today = day.toordinal()
        return any(first <= today <= last for first, last in self.licensed)

    @property
    def is_sold(self) -> bool:
        return self.price != NOT_SOLD

    def badges(self, day: date) -> list[Badge]:
        """The badges it bears on `day`, the same as its proofs give."""
        today = day.toordinal()
        stars = [
            Badge("stars", value, None, _day(last), code, _soon(today, last))
            for value, first, last, _, code in self.stars
            if first <= today <= last
        ]
        marks = [
            Badge(MARK_KINDS[kind], None, name, _day(last), code, _soon(today, last))
            for kind, first, last, name, code in self.marks
            if first <= today <= last
        ]
        return stars[-1:] + one_of_each(marks)


def read_rows(session: Session, only: set[int] | None = None) -> dict[int, Row]:
    """All published products by id, or those of them whose id is in `only`: a constant number of statements."""
    products = session.execute(_narrowed(_PUBLISHED, Product.id, only)).all()
    packs = _by_product(session.execute(_narrowed(_PACKS, Variant.product_id, only)))
    pictures = _by_product(session.execute(_narrowed(_PICTURES, Picture.product_id, only)))
    if only is None:
        proofs = everything_proved(session)
    else:
        proofs = proofs_of(session, {product.id: product.producer_id for product in products})
    licensed = _licensed(session, products)
    return {
        product.id: _row(
            product,
            packs.get(product.id, []),
            pictures.get(product.id, [None])[0],
            proofs[product.id],
            licensed.get(product.id, ALWAYS_LICENSED),
        )
        for product in products
    }


_PROVINCE = aliased(Place)
_PUBLISHED = (
    select(
        Product.id,
        Product.slug,
        Product.name,
        Product.name_en,
        Product.set_code,
        Product.season_months,
        Product.only_in_season,
        Product.producer_id,
        Producer.slug.label("producer_slug"),
        Producer.name.label("producer_name"),
        Producer.kind,
        Producer.sample,
        Producer.commune_code,
        Place.name.label("commune"),
        Place.province_code,
        _PROVINCE.name.label("province"),
        Category.adults_only,
        Category.icon,
    )
    .join(Producer, Product.producer_id == Producer.id)
    .join(Place, Producer.commune_code == Place.code)
    .join(_PROVINCE, Place.province_code == _PROVINCE.code)
    .join(Category, Product.set_code == Category.code)
    .where(SHOWN)
)
_PACKS = select(Variant.product_id, Variant.price, Variant.net, Variant.unit, Variant.available).order_by(
    Variant.product_id, Variant.price, Variant.position
)
_PICTURES = select(*PICTURE_COLUMNS).where(Picture.position == 1)


def _narrowed(query, column, only: set[int] | None):
    return query if only is None else query.where(column.in_(only))


def _by_product(answers: Iterable[Answer]) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.product_id, []).append(answer)
    return found


def _licensed(session: Session, products: Sequence[Answer]) -> dict[int, tuple[tuple[int, int], ...]]:
    """When those that need papers may be sold, by product id."""
    rules = read_rules(session)
    bound = {product.id: product for product in products if rules.concerns(sale_of(product.set_code))}
    if not bound:
        return {}
    kinds = {rest.kind for rest in rules.rests}
    papers = all_papers(session, rules, {id: one.producer_id for id, one in bound.items()}, kinds)
    return {
        id: tuple(_days(spell) for spell in spells_of(sale_of(one.set_code), papers[id], rules))
        for id, one in bound.items()
    }


def _row(
    product: Answer,
    packs: list[Answer],
    picture: Answer | None,
    proofs: Proofs,
    licensed: tuple[tuple[int, int], ...] = ALWAYS_LICENSED,
) -> Row:
    return Row(
        id=product.id,
        set_number=int(product.set_code),
        province=product.province_code,
        producer_id=product.producer_id,
        kind=KINDS.index(ProducerKind(product.kind)),
        price=packs[0].price if packs else NOT_SOLD,
        available=any(pack.available for pack in packs),
        season=product.season_months,
        names=tuple(search_key(name) for name in (product.name, product.name_en) if name),
        shown=_shown(product, packs, picture),
        stars=tuple(
            (r.stars, *_days(spell), r.decided_on.toordinal(), r.code)
            for r in proofs.recognitions
            for spell in r.spells()
        ),
        marks=tuple(
            (MARK_KINDS.index(MarkKind(a.mark.kind)), *_days(spell), a.mark.name, a.code)
            for a in proofs.authorisations
            for spell in a.spells()
        ),
        sold_months=sold_months(product.only_in_season, product.season_months),
        licensed=licensed,
    )


def _shown(product: Answer, packs: list[Answer], picture: Answer | None) -> Shown:
    cheapest = packs[0] if packs else None
    return Shown(
        product.slug,
        product.name,
        product.name_en,
        # One string for all products that share it: the database gives each its own.
        intern(product.producer_slug),
        intern(product.producer_name),
        product.sample,
        intern(product.commune),
        intern(product.commune_code),
        intern(product.province),
        product.adults_only,
        intern(product.icon),
        cheapest.price if cheapest else NOT_SOLD,
        packs[-1].price if packs else NOT_SOLD,
        cheapest.net if cheapest else 0,
        cheapest.unit if cheapest else "",
        PictureFacts.of(picture) if picture else None,
    )


def _days(spell: Spell) -> tuple[int, int]:
    first = spell.starts_on.toordinal() if spell.starts_on else _FIRST
    return first, spell.ends_on.toordinal() if spell.ends_on else _LAST


def _day(last: int) -> date | None:
    return None if last == _LAST else date.fromordinal(last)


def _soon(today: int, last: int) -> bool:
    return last != _LAST and last - today <= EXPIRING_DAYS
