"""A snapshot seen through the columns: terms as rows of the listing, whatever was published or hidden since."""

from collections.abc import Callable, Hashable

import numpy as np

from ..analysis import HEAD, NAME
from ..backend import Level
from ..hits import NOTHING, Hits
from ..kept import Kept
from .schema import EXACT, FOLDED, NAMED
from .snapshot import Snapshot

# Of hits that a view keeps, in bytes for each row of the columns.
_KEPT = 800
_FEWEST = 20_000
# By weight, up to the first one that only a word in a name has.
_LEVELS = np.array([Level.ANYWHERE] * HEAD + [Level.HEADS] * (NAME - HEAD) + [Level.NAME], np.int8)


class View:
    """The terms of matching.Terms, for columns with these product ids: prices and stock may change under it."""

    def __init__(self, snapshot: Snapshot, ids: np.ndarray):
        self.snapshot = snapshot
        self.ids = ids
        self.size = len(ids)
        self._row_of_document = _rows_of(snapshot.product_ids, ids)
        # With one large segment, as after a rebuild, nothing need be left out nor put in order.
        self._all_shown = bool((self._row_of_document >= 0).all())
        self._in_order = bool((np.diff(self._row_of_document) > 0).all())
        self._as_numbered = self._all_shown and self._in_order and len(ids) == len(self._row_of_document)
        self._kept: Kept[Hits] = Kept(_KEPT * max(self.size, _FEWEST), _size)

    def fits(self, snapshot: Snapshot, ids: np.ndarray) -> bool:
        return self.snapshot is snapshot and (self.ids is ids or np.array_equal(self.ids, ids))

    def folded(self, term: str) -> Hits:
        return self.remembered((FOLDED, term), lambda: self._hits(FOLDED, term))

    def exact(self, key: str) -> Hits:
        return self.remembered((EXACT, key), lambda: self._hits(EXACT, key))

    def named(self, term: str) -> Hits:
        return self.remembered((NAMED, term), lambda: self._hits(NAMED, term))

    def remembered(self, key: Hashable, make: Callable[[], Hits]) -> Hits:
        return self._kept.get(key, make)

    def _hits(self, field: str, term: str) -> Hits:
        documents, weights, scores = self.snapshot.scored(field, term)
        rows = documents if self._as_numbered else self._row_of_document[documents]
        if not self._all_shown:
            shown = rows >= 0
            rows, weights, scores = rows[shown], weights[shown], scores[shown]
        if not len(rows):
            return NOTHING
        level = _LEVELS.take(weights.astype(np.intp), mode="clip")
        if not self._in_order and not (rows[1:] > rows[:-1]).all():
            order = np.argsort(rows)
            rows, level, scores = rows[order], level[order], scores[order]
        return Hits(rows, level, scores)


def _size(hits: Hits) -> int:
    return 9 * len(hits) + 300


def _rows_of(product_ids: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """For each document the row of its product, -1 where it is deleted or not shown any more."""
    if not len(shown):
        return np.full(len(product_ids), -1, np.int32)
    rows = np.minimum(np.searchsorted(shown, product_ids), len(shown) - 1).astype(np.int32)
    rows[shown[rows] != product_ids] = -1
    return rows
