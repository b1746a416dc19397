"""Filters, counts, order and pages of the public listing, answered from the columns in memory."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from .columns import Columns, Sort, read_columns, refreshed
from .rows import KINDS, MARK_KINDS
from .text import fold
from .versions import changed_since, current_version

STARS = (5, 4, 3)


@dataclass(frozen=True)
class Filters:
    """What a listing is narrowed by; empty is no narrowing, several values of one kind mean any of them.

    `sets` are numbers 1–26, `provinces` codes, `marks` and `kinds` values of their enums, prices in dong.
    """

    sets: frozenset[int] = frozenset()
    provinces: frozenset[str] = frozenset()
    stars: frozenset[int] = frozenset()
    marks: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    price_from: int | None = None
    price_to: int | None = None
    in_stock: bool = False
    month: int | None = None
    words: tuple[str, ...] = ()


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


def find(columns: Columns, filters: Filters, day: date, sort: Sort, page: int, per_page: int) -> Found:
    """One page (from 1) of what fits, with the total and the counts of all facets."""
    masks = dict(_masks(columns, filters, day))
    fits = _all_of(masks, len(columns))
    rows = np.flatnonzero(fits)
    rank = _rank(columns, day, sort, filters.words)[rows]
    first = (page - 1) * per_page
    ordered = rows[_lowest(rank, first + per_page)[first:]]
    return Found(columns.ids[ordered].tolist(), len(rows), _counts(columns, masks, day))


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
    return _counts(columns, {}, day)


def _masks(columns: Columns, filters: Filters, day: date) -> Iterator[tuple[str, np.ndarray]]:
    now = columns.on_day(day)
    if filters.sets:
        yield "sets", np.isin(columns.set_number, list(filters.sets))
    if filters.provinces:
        wanted = [i for i, code in enumerate(columns.province_codes) if code in filters.provinces]
        yield "provinces", np.isin(columns.province, wanted)
    if filters.stars:
        yield "stars", np.isin(now.stars, list(filters.stars))
    if filters.marks:
        bits = sum(1 << i for i, kind in enumerate(MARK_KINDS) if kind in filters.marks)
        yield "marks", (now.marks & bits) != 0
    if filters.kinds:
        yield "kinds", np.isin(columns.kind, [i for i, kind in enumerate(KINDS) if kind in filters.kinds])
    if filters.price_from is not None:
        yield "price_from", columns.price >= filters.price_from
    if filters.price_to is not None:
        yield "price_to", columns.price <= filters.price_to
    if filters.in_stock:
        yield "in_stock", columns.available
    if filters.month:
        yield "month", (columns.season >> (filters.month - 1) & 1).astype(bool)
    if filters.words:
        yield "words", _with_words(columns, filters.words)


def _with_words(columns: Columns, words: tuple[str, ...]) -> np.ndarray:
    """Every word begins a word of the product's, producer's or place's name."""
    fits = np.ones(len(columns), np.bool_)
    for word in words:
        fits &= columns.texts.with_part(f" {word}")
    return fits


def _all_of(masks: dict[str, np.ndarray], length: int, but: str = "") -> np.ndarray:
    fits = np.ones(length, np.bool_)
    for name, mask in masks.items():
        if name != but:
            fits &= mask
    return fits


def _counts(columns: Columns, masks: dict[str, np.ndarray], day: date) -> dict[str, dict]:
    now = columns.on_day(day)

    def under_others(facet: str) -> np.ndarray:
        return _all_of(masks, len(columns), but=facet)

    by_set = np.bincount(columns.set_number[under_others("sets")], minlength=27)
    by_province = np.bincount(
        columns.province[under_others("provinces")], minlength=len(columns.province_codes)
    )
    by_stars = np.bincount(now.stars[under_others("stars")], minlength=6)
    by_kind = np.bincount(columns.kind[under_others("kinds")], minlength=len(KINDS))
    marks = now.marks[under_others("marks")]
    return {
        "sets": {number: int(by_set[number]) for number in range(1, 27)},
        "provinces": {code: int(n) for code, n in zip(columns.province_codes, by_province, strict=True)},
        "stars": {stars: int(by_stars[stars]) for stars in STARS},
        "marks": {kind: int(np.count_nonzero(marks & (1 << i))) for i, kind in enumerate(MARK_KINDS)},
        "kinds": {kind: int(by_kind[i]) for i, kind in enumerate(KINDS)},
    }


def _rank(columns: Columns, day: date, sort: Sort, words: tuple[str, ...]) -> np.ndarray:
    """The place of every row under this order; no two are alike, so pages never overlap."""
    rank = columns.rank(day, sort)
    if not words or sort is not Sort.RELEVANCE:
        return rank
    return rank + _farness(columns, words) * np.int64(len(columns))


def _lowest(rank: np.ndarray, wanted: int) -> np.ndarray:
    """Positions of the `wanted` lowest ranks in order, without sorting all the others."""
    if wanted < len(rank):
        some = np.argpartition(rank, wanted)[:wanted]
        return some[np.argsort(rank[some])]
    return np.argsort(rank)


def _farness(columns: Columns, words: tuple[str, ...]) -> np.ndarray:
    """0 where the words are the whole name, 1 where they begin it, 2 where all are in it, 3 elsewhere."""
    phrase = " ".join(words)
    far = np.full(len(columns), 3, np.int8)
    in_name = np.ones(len(columns), np.bool_)
    for word in words:
        in_name &= columns.names.with_part(f" {word}")
    far[in_name] = 2
    far[columns.names.with_part(f"\n {phrase}")] = 1
    far[columns.names.with_part(f"\n {phrase}\n")] = 0
    return far


def words_of(text: str) -> tuple[str, ...]:
    """The words of a query: folded, the first twelve of the first 128 characters."""
    return tuple(fold(text[:128]).split()[:12])
