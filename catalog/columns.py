"""The listing index: the published catalogue as columns in memory, for filters and counts in microseconds.

A cache of the database and nothing more: built from it, brought up to date by the catalogue's
version, thrown away with the process. Stars and marks are kept as spells of days (first and last
day as ordinals), so the same columns answer for today and for the day after an expiry.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session, aliased

from .marks import MarkKind
from .places import Place, PlaceAlias
from .producers import Producer, ProducerKind, ProducerState
from .products import Product, ProductState, Variant
from .register import Proofs, everything_proved, proofs_of
from .standing import Spell
from .text import fold

KINDS = list(ProducerKind)
MARK_KINDS = list(MarkKind)
_FIRST, _LAST = 0, date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Row:
    """One published product. `stars` holds (stars, first day, last day, day of decision) and `marks`
    (position in MARK_KINDS, first day, last day), days as ordinals."""

    id: int
    set_number: int
    province: str
    producer_id: int
    kind: int
    price: int
    available: bool
    season: int
    name: str
    text: str
    stars: tuple[tuple[int, int, int, int], ...]
    marks: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class OnDay:
    """What holds on one day: stars (0 for none), day of decision, bits of MARK_KINDS, each by row."""

    stars: np.ndarray
    decided: np.ndarray
    marks: np.ndarray


class Columns:
    """All rows at one version, as arrays with one element a product, in order of product id."""

    def __init__(self, version: int, rows: dict[int, Row]):
        self.version = version
        self.rows = rows
        ordered = [rows[id] for id in sorted(rows)]
        self.ids = _array(ordered, "id", np.int64)
        self.set_number = _array(ordered, "set_number", np.int8)
        self.kind = _array(ordered, "kind", np.int8)
        self.price = _array(ordered, "price", np.int64)
        self.available = _array(ordered, "available", np.bool_)
        self.season = _array(ordered, "season", np.int16)
        self.province_codes = sorted({row.province for row in ordered})
        position = {code: i for i, code in enumerate(self.province_codes)}
        self.province = np.fromiter((position[row.province] for row in ordered), np.int16, len(ordered))
        self.producers = len({row.producer_id for row in ordered})
        self.names = [row.name for row in ordered]
        self.texts = [row.text for row in ordered]
        self._stars = _lines((row.stars for row in ordered), 4)
        self._marks = _lines((row.marks for row in ordered), 3)
        self.on_day = lru_cache(maxsize=4)(self._on_day)

    def __len__(self) -> int:
        return len(self.ids)

    def _on_day(self, day: date) -> OnDay:
        today = day.toordinal()
        stars = np.zeros(len(self), np.int8)
        decided = np.zeros(len(self), np.int32)
        marks = np.zeros(len(self), np.uint8)
        row, value, _, _, decided_on = self._stars[:, (self._stars[2] <= today) & (today <= self._stars[3])]
        # Spells are in order of decision: where two hold, the later one is written last.
        stars[row], decided[row] = value, decided_on
        row, value, _, _ = self._marks[:, (self._marks[2] <= today) & (today <= self._marks[3])]
        np.bitwise_or.at(marks, row, (1 << value).astype(np.uint8))
        return OnDay(stars, decided, marks)


def _array(rows: list[Row], name: str, dtype: type) -> np.ndarray:
    return np.fromiter((getattr(row, name) for row in rows), dtype, len(rows))


def _lines(by_row: Iterable[tuple[tuple[int, ...], ...]], width: int) -> np.ndarray:
    """The spells of all rows side by side: one line of row numbers, then one for each of `width` facts."""
    flat = [(i, *spell) for i, spells in enumerate(by_row) for spell in spells]
    return np.array(flat, np.int32).reshape(-1, width + 1).T


def read_columns(session: Session, version: int) -> Columns:
    return Columns(version, _rows(session, everything_proved(session)))


def refreshed(session: Session, old: Columns, version: int, changed: set[int]) -> Columns:
    """The columns with only the changed products read again."""
    of_producer = dict(session.execute(select(Product.id, Product.producer_id).where(Product.id.in_(changed))).all())
    rows = {id: row for id, row in old.rows.items() if id not in changed}
    rows.update(_rows(session, proofs_of(session, of_producer), changed))
    return Columns(version, rows)


def _rows(session: Session, proofs: dict[int, Proofs], only: set[int] | None = None) -> dict[int, Row]:
    former = _former_names(session)
    rows = {}
    for product in session.execute(_published(only)):
        proof = proofs[product.id]
        texts = (product.name, product.name_en, product.producer, product.commune, product.province)
        rows[product.id] = Row(
            id=product.id,
            set_number=int(product.set_code),
            province=product.province_code,
            producer_id=product.producer_id,
            kind=KINDS.index(ProducerKind(product.kind)),
            price=product.price,
            available=bool(product.available),
            season=product.season_months,
            name=product.key,
            text=f" {fold(' '.join(texts))} {former.get(product.commune_code, '')} ",
            stars=tuple(
                (*_days(r.stars, spell), r.decided_on.toordinal()) for r in proof.recognitions for spell in r.spells()
            ),
            marks=tuple(
                _days(MARK_KINDS.index(MarkKind(a.mark.kind)), spell)
                for a in proof.authorisations
                for spell in a.spells()
            ),
        )
    return rows


def _published(only: set[int] | None):
    province = aliased(Place)
    query = (
        select(
            Product.id,
            Product.key,
            Product.name,
            Product.name_en,
            Product.set_code,
            Product.season_months,
            Product.producer_id,
            Producer.kind,
            Producer.name.label("producer"),
            Producer.commune_code,
            Place.name.label("commune"),
            Place.province_code,
            province.name.label("province"),
            func.min(Variant.price).label("price"),
            func.max(cast(Variant.available, Integer)).label("available"),
        )
        .join(Producer, Product.producer_id == Producer.id)
        .join(Place, Producer.commune_code == Place.code)
        .join(province, Place.province_code == province.code)
        .join(Variant, Variant.product_id == Product.id)
        .where(Product.state == ProductState.PUBLISHED, Producer.state == ProducerState.APPROVED)
        .group_by(Product.id, Producer.id, Place.code, province.code)
    )
    return query if only is None else query.where(Product.id.in_(only))


def _former_names(session: Session) -> dict[str, str]:
    """Former districts and provinces of each commune, folded, so that old addresses find it."""
    names: dict[str, str] = {}
    for code, name in session.execute(
        select(PlaceAlias.place_code, PlaceAlias.name).join(Place).where(Place.level == "commune")
    ):
        names[code] = f"{names.get(code, '')} {fold(name)}".strip()
    return names


def _days(value: int, spell: Spell) -> tuple[int, int, int]:
    first = spell.starts_on.toordinal() if spell.starts_on else _FIRST
    return value, first, spell.ends_on.toordinal() if spell.ends_on else _LAST
