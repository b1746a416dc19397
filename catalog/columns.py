"""The listing index: the published catalogue as columns in memory, for filters and counts in microseconds.

A cache of the database and nothing more: built from it, brought up to date by the catalogue's
version, thrown away with the process.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

import numpy as np
from sqlalchemy.orm import Session

from .haystack import Haystack
from .rows import Row, read_rows


class Sort(StrEnum):
    """`RELEVANCE` is the default: what can be bought first, then stars in force, then the newest decision."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    CHEAPEST = "price"
    DEAREST = "price-desc"
    STARS = "stars"


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
        self.names = Haystack([f" {row.name}" for row in ordered])
        self.texts = Haystack([row.text for row in ordered])
        self._stars = _lines((row.stars for row in ordered), 4)
        self._marks = _lines((row.marks for row in ordered), 3)
        self.on_day = lru_cache(maxsize=4)(self._on_day)
        self.rank = lru_cache(maxsize=2 * len(Sort))(self._rank)
        self.of_set = lru_cache(maxsize=64)(self._of_set)

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

    def _of_set(self, day: date, set_number: int) -> np.ndarray:
        """The rows of a product set in the order of a listing."""
        rows = np.flatnonzero(self.set_number == set_number)
        return rows[np.argsort(self.rank(day, Sort.RELEVANCE)[rows])]

    def _rank(self, day: date, sort: Sort) -> np.ndarray:
        """The place of each row in the whole catalogue when it is sorted like this, ties by id."""
        now = self.on_day(day)
        keys = {
            Sort.RELEVANCE: (~self.available, now.stars == 0, -now.decided),
            Sort.NEWEST: (-now.decided,),
            Sort.CHEAPEST: (self.price,),
            Sort.DEAREST: (-self.price,),
            Sort.STARS: (-now.stars, -now.decided),
        }[sort]
        rank = np.empty(len(self), np.int32)
        rank[np.lexsort(tuple(reversed(keys)))] = np.arange(len(self), dtype=np.int32)
        return rank


def _array(rows: list[Row], name: str, dtype: type) -> np.ndarray:
    return np.fromiter((getattr(row, name) for row in rows), dtype, len(rows))


def _lines(by_row: Iterable[tuple[tuple[int, ...], ...]], width: int) -> np.ndarray:
    """The spells of all rows side by side: one line of row numbers, then one for each of the first `width` facts."""
    flat = [(i, *spell[:width]) for i, spells in enumerate(by_row) for spell in spells]
    return np.array(flat, np.int32).reshape(-1, width + 1).T


def read_columns(session: Session, version: int) -> Columns:
    return Columns(version, read_rows(session))


def refreshed(session: Session, old: Columns, version: int, changed: set[int]) -> Columns:
    """The columns with only the changed products read again."""
    rows = {id: row for id, row in old.rows.items() if id not in changed}
    return Columns(version, rows | read_rows(session, changed))
