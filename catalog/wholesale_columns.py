"""The terms of all packs in memory, beside the columns of the public listing: filters and orders of retailers.

Kept apart from those, so that no public page, index or cache can hold a wholesale price. Brought up to date by the
catalogue's version, which wholesale terms and papers move too.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

import numpy as np

from .columns import Columns, Sort
from .wholesale import Storage

NOT_SAID = -1
# Orders of a day or two, and papers.
_MOST_KEPT = 24
_FAR = np.iinfo(np.int64).max
STORAGES = list(Storage)


class Fact(IntEnum):
    """The lines of `packs`: pieces, days, dong; `SUPPLY_FROM` an ordinal, `STORAGE` a position in STORAGES."""

    PRODUCT = 0
    PRICE = 1
    MINIMUM = 2
    CASE = 3
    CAPACITY = 4
    LEAD = 5
    SUPPLY_FROM = 6
    SHELF_LIFE = 7
    STORAGE = 8


class WholesaleSort(StrEnum):
    """`RELEVANCE`: what has terms first, then as the public listing orders it."""

    RELEVANCE = "relevance"
    CHEAPEST = "price"
    SOONEST = "soonest"
    SMALLEST = "minimum"
    STARS = "stars"
    NEWEST = "newest"


@dataclass(frozen=True)
class Wanted:
    """What a pack must offer; None and False narrow nothing. What a producer has not said fits no filter.

    It is to be had in orders of `minimum` pieces, `capacity` a month, at `price_to` dong or less, delivered on
    `by`, fresh for `shelf_life` days, kept as one of `storages`; `papers`: all papers are there.
    """

    minimum: int | None = None
    capacity: int | None = None
    price_to: int | None = None
    by: date | None = None
    shelf_life: int | None = None
    storages: frozenset[str] = frozenset()
    priced: bool = False
    papers: bool = False

    @property
    def of_packs(self) -> bool:
        return self != Wanted(papers=self.papers)

    @property
    def of_prices(self) -> bool:
        return self.priced or self.price_to is not None


@dataclass(frozen=True)
class WholesaleColumns:
    """`packs` has a column for each pack with terms or prices, `papers` one for each run of days with complete papers
    (product, first, last)."""

    version: int
    packs: np.ndarray
    papers: np.ndarray
    _kept: dict[tuple, np.ndarray] = field(default_factory=dict, init=False, repr=False, compare=False)

    def changed(self, version: int, ids: Collection[int], others: "WholesaleColumns") -> "WholesaleColumns":
        """With what is known of these products replaced by `others`."""
        gone = np.fromiter(ids, np.int64, len(ids))
        packs, papers = (lines[:, ~np.isin(lines[0], gone)] for lines in (self.packs, self.papers))
        together = (np.concatenate(pair, axis=1) for pair in ((packs, others.packs), (papers, others.papers)))
        return WholesaleColumns(version, *together)

    def mask(self, columns: Columns, wanted: Wanted, day: date, closed: Collection[int]) -> np.ndarray:
        """Which rows of `columns` have one pack that offers all of it; prices of the producers in `closed` are as if not said."""
        fits = columns.sold.copy()
        if wanted.papers:
            fits &= self.complete(columns, day)
        if wanted.of_packs:
            rows = self._rows(columns)
            good = (rows >= 0) & self._good(columns, rows, wanted, day, closed)
            of_packs = np.zeros(len(columns), np.bool_)
            of_packs[rows[good]] = True
            fits &= of_packs
        return fits

    def complete(self, columns: Columns, day: date) -> np.ndarray:
        """Which rows have all their papers on `day`."""
        return self._remembered(("complete", columns.version, day), lambda: self._complete(columns, day))

    def complete_of(self, columns: Columns, ids: Sequence[int], day: date) -> set[int]:
        """Those of these products whose papers are all there; none of what is not on show."""
        wanted = np.asarray(ids, np.int64)
        shown = wanted[np.isin(wanted, columns.ids)]
        return set(shown[self.complete(columns, day)[np.searchsorted(columns.ids, shown)]].tolist())

    def rank(self, columns: Columns, sort: WholesaleSort, day: date, closed: Collection[int]) -> np.ndarray:
        """Numbers by which the rows of `columns` are in this order; what has not said it comes last."""
        usual = columns.rank(day, _USUAL.get(sort, Sort.RELEVANCE))
        if sort in (WholesaleSort.STARS, WholesaleSort.NEWEST):
            return usual
        rank = self._remembered(
            ("rank", columns.version, sort, day), lambda: self._rank(columns, sort, day, usual)
        )
        if sort == WholesaleSort.CHEAPEST and closed:
            # What all others share is kept; whose prices are closed stands among those who have said none.
            return np.where(_any_of(columns.producer, closed), len(columns) + usual, rank)
        return rank

    def _complete(self, columns: Columns, day: date) -> np.ndarray:
        product, first, last = self.papers
        today = day.toordinal()
        return np.isin(columns.ids, product[(first <= today) & (today <= last)])

    def _rank(self, columns: Columns, sort: WholesaleSort, day: date, usual: np.ndarray) -> np.ndarray:
        rows, values = self._rows(columns), self._values(sort, day)
        said = (rows >= 0) & (values != NOT_SAID)
        best = np.full(len(columns), _FAR)
        np.minimum.at(best, rows[said], values[said])
        rank = np.empty(len(columns), np.int32)
        rank[np.lexsort((usual, best))] = np.arange(len(columns), dtype=np.int32)
        return np.where(best == _FAR, len(columns) + usual, rank)

    def _values(self, sort: WholesaleSort, day: date) -> np.ndarray:
        match sort:
            case WholesaleSort.CHEAPEST:
                return self.packs[Fact.PRICE]
            case WholesaleSort.SOONEST:
                return self._earliest(day)
            case WholesaleSort.SMALLEST:
                return self.packs[Fact.MINIMUM]
        return np.zeros(self.packs.shape[1], np.int64)

    def _remembered(self, key: tuple, make: Callable[[], np.ndarray]) -> np.ndarray:
        """What is the same for every retailer, kept until terms or listing change."""
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = make()
        return found

    def _rows(self, columns: Columns) -> np.ndarray:
        """Where the product of each pack stands in `columns`; -1 for what is not on show."""
        return self._remembered(("rows", columns.version), lambda: self._find_rows(columns))

    def _find_rows(self, columns: Columns) -> np.ndarray:
        products = self.packs[Fact.PRODUCT]
        if not len(columns):
            return np.full(len(products), -1)
        rows = np.minimum(np.searchsorted(columns.ids, products), len(columns) - 1)
        return np.where(columns.ids[rows] == products, rows, -1)

    def _prices(self, columns: Columns, rows: np.ndarray, closed: Collection[int]) -> np.ndarray:
        if not closed or not len(columns):
            return self.packs[Fact.PRICE]
        return np.where(_any_of(columns.producer, closed)[rows], NOT_SAID, self.packs[Fact.PRICE])

    def _earliest(self, day: date) -> np.ndarray:
        """The first day on which an order of `day` can be delivered, as an ordinal."""
        lead, supply_from = self.packs[Fact.LEAD], self.packs[Fact.SUPPLY_FROM]
        return np.where(lead == NOT_SAID, NOT_SAID, np.maximum(day.toordinal() + lead, supply_from))

    def _good(
        self, columns: Columns, rows: np.ndarray, wanted: Wanted, day: date, closed: Collection[int]
    ) -> np.ndarray:
        packs, good = self.packs, np.ones(len(rows), np.bool_)
        if wanted.minimum is not None:
            good &= (packs[Fact.MINIMUM] != NOT_SAID) & (packs[Fact.MINIMUM] <= wanted.minimum)
        if wanted.capacity is not None:
            good &= packs[Fact.CAPACITY] >= wanted.capacity
        if wanted.shelf_life is not None:
            good &= packs[Fact.SHELF_LIFE] >= wanted.shelf_life
        if wanted.storages:
            good &= _any_of(packs[Fact.STORAGE], [STORAGES.index(Storage(one)) for one in wanted.storages])
        if wanted.priced or wanted.price_to is not None:
            prices = self._prices(columns, rows, closed)
            good &= (prices != NOT_SAID) & (prices <= (_FAR if wanted.price_to is None else wanted.price_to))
        if wanted.by is not None:
            earliest = self._earliest(day)
            in_season = columns.sold_months[rows] >> (wanted.by.month - 1) & 1 == 1
            good &= (earliest != NOT_SAID) & (earliest <= wanted.by.toordinal()) & in_season
        return good


def _any_of(numbers: np.ndarray, wanted: Collection[int]) -> np.ndarray:
    """Which of these are in `wanted`; both from NOT_SAID on, and no larger than the ids of a table."""
    highest = max(int(numbers.max(initial=0)), max(wanted, default=0))
    # One more for NOT_SAID, which is the last place from behind.
    is_wanted = np.zeros(highest + 2, np.bool_)
    is_wanted[np.fromiter(wanted, np.int64, len(wanted))] = True
    return is_wanted[numbers]


_USUAL = {WholesaleSort.STARS: Sort.STARS, WholesaleSort.NEWEST: Sort.NEWEST}
