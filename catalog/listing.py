"""Filters, counts, order and pages of the public listing, answered from the columns in memory."""

import threading
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from .columns import FACET_STARTS, FACETS, Columns, Sort, read_columns, refreshed
from .rows import KINDS, MARK_KINDS
from .search.backend import Matches
from .search.ranking import best
from .versions import changed_since, current_version

STARS = (5, 4, 3)
# Marks are bits: each combination counts for every mark in it.
_WITH_MARK = {
    kind: [bits for bits in range(FACETS["marks"]) if bits >> i & 1] for i, kind in enumerate(MARK_KINDS)
}


@dataclass(frozen=True)
class Filters:
    """What a listing is narrowed by; empty is no narrowing, several values of one kind mean any of them.

    `sets` are numbers 1–26, `provinces` codes, `marks` and `kinds` values of their enums, prices in dong. `sold` is what is sold here, in stock or not.
    """

    sets: frozenset[int] = frozenset()
    provinces: frozenset[str] = frozenset()
    stars: frozenset[int] = frozenset()
    marks: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    price_from: int | None = None
    price_to: int | None = None
    in_stock: bool = False
    sold: bool = False
    month: int | None = None

    def given(self) -> Iterator[tuple[str, Hashable]]:
        """Those that narrow anything, as `Columns.mask` takes them."""
        for name, wanted in vars(self).items():
            if wanted is not None and wanted is not False and wanted != frozenset():
                yield name, wanted


@dataclass(frozen=True)
class Within:
    """What another list than the public one allows, by row of the columns, and the place of each row in its order."""

    rows: np.ndarray
    rank: np.ndarray


@dataclass
class Found:
    """Ids of one page in order, the exact total, and for each facet the count of each of its values under the other filters."""

    ids: list[int]
    total: int
    counts: dict[str, dict] = field(default_factory=dict)


class ListingIndex:
    """Holds the newest columns; one for the process."""

    def __init__(self) -> None:
        self._columns: Columns | None = None
        self._refresh = threading.Lock()

    def at_present(self, session: Session, version: int | None = None) -> Columns:
        """The columns of the version this session sees (or of a newer one another thread has read)."""
        version = current_version(session) if version is None else version
        columns = self._columns
        if columns is not None and columns.version >= version:
            return columns
        with self._refresh:
            if self._columns is None or self._columns.version < version:
                self._columns = self._read(session, self._columns, version)
            return self._columns

    @staticmethod
    def _read(session: Session, old: Columns | None, version: int) -> Columns:
        changed = changed_since(session, old.version) if old else None
        if old is None or changed is None:
            return read_columns(session, version)
        return refreshed(session, old, version, changed)


def find(
    columns: Columns,
    filters: Filters,
    day: date,
    sort: Sort,
    page: int,
    per_page: int,
    matches: Matches | None = None,
    within: Within | None = None,
) -> Found:
    """One page (from 1) of what fits the filters, and the words if `matches` answer some, with the total
    and the counts of all facets; of what is `within`, in whose order words alone go before."""
    rows = columns.everything if matches is None else matches.rows
    masks = {name: columns.mask(day, name, wanted)[rows] for name, wanted in filters.given()}
    if within is not None:
        masks["within"] = within.rows[rows]
    positions = np.flatnonzero(_all_of(masks, len(rows))) if masks else columns.everything[: len(rows)]
    first = (page - 1) * per_page
    if matches is not None and sort is Sort.RELEVANCE:
        ordered = rows[best(columns, day, matches, positions, first + per_page)[first:]]
    else:
        fitting = rows[positions]
        rank = columns.rank(day, sort) if within is None else within.rank
        ordered = fitting[_lowest(rank[fitting], first + per_page)[first:]]
    return Found(columns.ids[ordered].tolist(), len(positions), _counts(columns, rows, masks, positions, day))


def neighbours(columns: Columns, product_id: int, day: date, wanted: int) -> list[int]:
    """Ids of products of the same set, those of the same province first, then as a listing orders them."""
    row = int(np.searchsorted(columns.ids, product_id))
    if row >= len(columns) or columns.ids[row] != product_id:
        return []
    same = columns.of_set(day, int(columns.set_number[row]))
    near = same[columns.province[same] == columns.province[row]][: wanted + 1]
    # Enough of the others to fill up when all of the near ones are among them, and the product itself.
    candidates = [*near.tolist(), *same[: wanted + len(near) + 1].tolist()]
    chosen = [other for other in dict.fromkeys(candidates) if other != row]
    return columns.ids[chosen[:wanted]].tolist()


def count_all(columns: Columns, day: date) -> dict[str, dict]:
    """The counts of all facets without any filter."""
    return _counts(columns, columns.everything, {}, columns.everything, day)


def _all_of(masks: dict[str, np.ndarray], length: int, but: str = "") -> np.ndarray:
    fits = np.ones(length, np.bool_)
    for name, mask in masks.items():
        if name != but:
            fits &= mask
    return fits


def _counts(
    columns: Columns, rows: np.ndarray, masks: dict[str, np.ndarray], positions: np.ndarray, day: date
) -> dict[str, dict]:
    facets = columns.on_day(day).facets
    counts = _count(facets.take(rows[positions] if masks else rows, axis=0).ravel())
    found = {facet: _part(counts, facet) for facet in FACETS}
    for column, facet in enumerate(FACETS):
        if facet in masks:
            under = rows[_all_of(masks, len(rows), but=facet)]
            found[facet] = _part(_count(facets[under, column]), facet)
    in_provinces = found["provinces"]
    return {
        "sets": dict(enumerate(found["sets"][1:], 1)),
        "provinces": dict(
            zip(columns.province_codes, [in_provinces[n] for n in columns.province_numbers], strict=True)
        ),
        "stars": {stars: found["stars"][stars] for stars in STARS},
        "marks": {
            kind: sum([found["marks"][bits] for bits in together]) for kind, together in _WITH_MARK.items()
        },
        "kinds": dict(zip(KINDS, found["kinds"], strict=True)),
    }


def _count(numbers: np.ndarray) -> list[int]:
    return np.bincount(numbers, minlength=sum(FACETS.values())).tolist()


def _part(counts: list[int], facet: str) -> list[int]:
    start = FACET_STARTS[facet]
    return counts[start : start + FACETS[facet]]


def _lowest(rank: np.ndarray, wanted: int) -> np.ndarray:
    """Positions of the `wanted` lowest ranks in order, without sorting all the others."""
    if wanted < len(rank):
        some = np.argpartition(rank, wanted)[:wanted]
        return some[np.argsort(rank[some])]
    return np.argsort(rank)
