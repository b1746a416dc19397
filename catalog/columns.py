"""The listing index: the published catalogue as columns in memory, for filters and counts in microseconds.

A cache of the database and nothing more: built from it, brought up to date by the catalogue's
version, thrown away with the process.
"""

from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeVar

import numpy as np
from sqlalchemy.orm import Session

from .facts import Facts
from .name_keys import NameKeys
from .rows import KINDS, MARK_KINDS, NOT_SOLD, Row, read_rows


class Sort(StrEnum):
    """`RELEVANCE` is the default: what can be bought first, then what is sold here at all, then stars in force, then
    the newest decision. What is not sold here comes last by price."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    CHEAPEST = "price"
    DEAREST = "price-desc"
    STARS = "stars"


T = TypeVar("T")
_MOST_KEPT = 256
# What is counted, each with one more than its highest number.
FACETS = {"stars": 6, "marks": 1 << len(MARK_KINDS), "kinds": len(KINDS), "sets": 27, "provinces": 100}
# Where the numbers of each begin when all are counted together.
FACET_STARTS = dict(zip(FACETS, accumulate(FACETS.values(), initial=0), strict=False))


@dataclass(frozen=True)
class OnDay:
    """What holds on one day: stars (0 for none), day of decision, bits of MARK_KINDS, each by row.

    `facets` has a column for each of FACETS, and in it the number of the row's value, moved by FACET_STARTS: so one
    count serves them all.
    """

    stars: np.ndarray
    decided: np.ndarray
    marks: np.ndarray
    facets: np.ndarray


class Columns:
    """All rows at one version, as arrays with one element a product, in order of product id.

    `province` and `kind` are the numbers of a province's code and of a position in KINDS.
    """

    def __init__(self, version: int, rows: dict[int, Row], facts: Facts | None = None):
        self.version = version
        self.rows = rows
        self._facts = facts or Facts.of([rows[id] for id in sorted(rows)])
        self.ids, self.producer = self._facts.ids, self._facts.producer
        self.set_number, self.province, self.kind = (
            self._facts.set_number,
            self._facts.province,
            self._facts.kind,
        )
        self.price, self.season = self._facts.price, self._facts.season
        self.sold_months = self._facts.sold_months
        self._kept: dict[tuple, Any] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def everything(self) -> np.ndarray:
        """The positions of all rows."""
        return np.arange(len(self), dtype=np.int32)

    @cached_property
    def sold(self) -> np.ndarray:
        """Which rows are sold here, whether or not there is any left."""
        return self.price != NOT_SOLD

    @cached_property
    def province_codes(self) -> list[str]:
        return sorted({row.province for row in self.rows.values()})

    @cached_property
    def province_numbers(self) -> list[int]:
        return [int(code) for code in self.province_codes]

    @cached_property
    def producers(self) -> int:
        return len(np.unique(self.producer))

    @cached_property
    def names(self) -> NameKeys:
        return NameKeys((self.rows[id].names, place) for place, id in enumerate(self.ids.tolist()))

    def changed(self, version: int, ids: set[int], rows: dict[int, Row]) -> "Columns":
        """The columns with these ids replaced by `rows` (those without a row are gone); the rest is not read again."""
        together = self.rows.copy()
        for id in ids:
            together.pop(id, None)
        together |= rows
        facts = Facts.of([rows[id] for id in sorted(rows)])
        is_same_ids = together.keys() == self.rows.keys()
        if is_same_ids and facts.equal(Facts.of([self.rows[id] for id in sorted(rows)])):
            # Words, pictures or names: with the facts everything counted and sorted stays as it is.
            new = copy(self)
            new.version, new.rows = version, together
            new.__dict__.pop("names", None)
        else:
            kept = ~np.isin(self.ids, np.fromiter(ids, np.int64, len(ids)))
            new = Columns(version, together, self._facts.merged(kept, facts))
        if is_same_ids and all(self.rows[id].names == rows[id].names for id in rows):
            new.__dict__["names"] = self.names
        return new

    def remembered(self, key: tuple, make: Callable[[], T]) -> T:
        """Kept with the columns, and gone with them: a cache around a method would hold them in a circle."""
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept = {}
            found = self._kept[key] = make()
        return found

    def on_day(self, day: date) -> OnDay:
        return self.remembered(("on_day", day), lambda: self._on_day(day))

    def in_stock(self, day: date) -> np.ndarray:
        """Which rows can be bought: there are pieces, and the season lets them be sold on `day`."""
        return self.remembered(("in_stock", day), lambda: self._in_stock(day))

    def rank(self, day: date, sort: Sort) -> np.ndarray:
        """The place of each row in the whole catalogue when it is sorted like this, ties by id."""
        return self.remembered(("rank", day, sort), lambda: self._rank(day, sort))

    def of_set(self, day: date, set_number: int) -> np.ndarray:
        """The rows of a product set in the order of a listing."""
        return self.remembered(("of_set", day, set_number), lambda: self._of_set(day, set_number))

    def one_of_each_producer(self, rows: np.ndarray) -> np.ndarray:
        """Of these rows the first of each producer."""
        return rows[np.unique(self.producer[rows], return_index=True)[1]]

    def mask(self, day: date, facet: str, wanted: Hashable) -> np.ndarray:
        """Which rows one filter lets through; kept, because a page's neighbours ask for the same."""
        return self.remembered(("mask", day, facet, wanted), lambda: self._mask(day, facet, wanted))

    def _on_day(self, day: date) -> OnDay:
        today = day.toordinal()
        stars = np.zeros(len(self), np.int16)
        decided = np.zeros(len(self), np.int32)
        marks = np.zeros(len(self), np.int16)
        spells = self._facts.stars
        row, value, _, _, decided_on = spells[:, (spells[2] <= today) & (today <= spells[3])]
        # Spells are in order of decision: where two hold, the later one is written last.
        stars[row], decided[row] = value, decided_on
        spells = self._facts.marks
        row, value, _, _ = spells[:, (spells[2] <= today) & (today <= spells[3])]
        np.bitwise_or.at(marks, row, 1 << value)
        facets = np.stack((stars, marks, self.kind, self.set_number, self.province), axis=1)
        facets += np.array([*FACET_STARTS.values()], np.int16)
        # As small as can be: they are read from all over the catalogue.
        facets = facets.astype(np.min_scalar_type(sum(FACETS.values())))
        return OnDay(stars, decided, marks, facets)

    def _in_stock(self, day: date) -> np.ndarray:
        """In stock, in season, and with the papers that it needs."""
        today, spells, licensed = day.toordinal(), self._facts.licensed, ~self._facts.bound
        licensed[spells[0, (spells[1] <= today) & (today <= spells[2])]] = True
        in_season = (self._facts.sold_months >> (day.month - 1) & 1).astype(bool)
        return self._facts.available & in_season & licensed

    def _of_set(self, day: date, set_number: int) -> np.ndarray:
        rows = np.flatnonzero(self.set_number == set_number)
        return rows[np.argsort(self.rank(day, Sort.RELEVANCE)[rows])]

    def _rank(self, day: date, sort: Sort) -> np.ndarray:
        now = self.on_day(day)
        keys = {
            Sort.RELEVANCE: (~self.in_stock(day), ~self.sold, now.stars == 0, -now.decided),
            Sort.NEWEST: (-now.decided,),
            Sort.CHEAPEST: (~self.sold, self.price),
            Sort.DEAREST: (~self.sold, -self.price),
            Sort.STARS: (-now.stars, -now.decided),
        }[sort]
        rank = np.empty(len(self), np.int32)
        rank[np.lexsort(tuple(reversed(keys)))] = np.arange(len(self), dtype=np.int32)
        return rank

    def _mask(self, day: date, facet: str, wanted: Hashable) -> np.ndarray:
        now = self.on_day(day)
        match facet:
            case "sets":
                return np.isin(self.set_number, list(wanted))
            case "provinces":
                return np.isin(self.province, [int(code) for code in wanted if code.isdecimal()])
            case "stars":
                return np.isin(now.stars, list(wanted))
            case "marks":
                bits = sum(1 << i for i, kind in enumerate(MARK_KINDS) if kind in wanted)
                return (now.marks & bits) != 0
            case "kinds":
                return np.isin(self.kind, [i for i, kind in enumerate(KINDS) if kind in wanted])
            case "price_from":
                return self.sold & (self.price >= wanted)
            case "price_to":
                return self.sold & (self.price <= wanted)
            case "sold":
                return self.sold
            case "in_stock":
                return self.in_stock(day)
            case "month":
                return (self.season >> (wanted - 1) & 1).astype(bool)
        raise ValueError(f"there is no filter {facet}")


def read_columns(session: Session, version: int) -> Columns:
    return Columns(version, read_rows(session))


def refreshed(session: Session, old: Columns, version: int, changed: set[int]) -> Columns:
    """The columns with only the changed products read again; the same ones where none has changed."""
    return old.changed(version, changed, read_rows(session, changed) if changed else {})
