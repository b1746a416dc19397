"""Terms as rows of the listing, each by one statement, kept while words and products stay the same."""

from collections.abc import Callable, Hashable
from math import log

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from ..backend import Level
from ..hits import NOTHING, Hits
from ..kept import Kept
from .vectors import EXACT, FOLDED, IN_HEADS, IN_NAME, IN_STORY, LABEL_WEIGHTS, NAMED
from .words import Words

# Of hits that a view keeps, in bytes.
_KEPT = 24 * 2**20
# All rows as one value: thousands of them cost more on their way through the driver than in the database.
_FIND = text(
    f"""
    SELECT string_agg(
        int8send(product_id)
            || float4send(ts_rank('{LABEL_WEIGHTS}', prominent, CAST(:lexeme AS tsquery)))
            || int4send(length(prominent)),
        ''
    )
    FROM search_documents
    WHERE words @@ CAST(:lexeme AS tsquery)
    """  # noqa: S608  nothing of it is typed
)
_FOUND = np.dtype([("product_id", ">i8"), ("rank", ">f4"), ("length", ">i4")])


class View:
    """The hits of one edition for columns with these product ids: prices and stock may change under it."""

    def __init__(self, words: Words, ids: np.ndarray):
        self.words = words
        self.ids = ids
        self._kept: Kept[Hits] = Kept(_KEPT, _size)

    def fits(self, words: Words, ids: np.ndarray) -> bool:
        return self.words is words and (self.ids is ids or np.array_equal(self.ids, ids))

    def remembered(self, key: Hashable, make: Callable[[], Hits]) -> Hits:
        return self._kept.get(key, make)


def _size(hits: Hits) -> int:
    return 9 * len(hits) + 200


class SqlTerms:
    """The terms of matching.Terms for one search."""

    def __init__(self, session: Session, view: View):
        self.session = session
        self.view = view
        self.size = len(view.ids)

    def folded(self, term: str) -> Hits:
        return self._hits(FOLDED + term)

    def exact(self, term: str) -> Hits:
        return self._hits(EXACT + term)

    def named(self, word: str) -> Hits:
        return self._hits(NAMED + word)

    def remembered(self, key: Hashable, make: Callable[[], Hits]) -> Hits:
        return self.view.remembered(key, make)

    def _hits(self, lexeme: str) -> Hits:
        if not self.view.words.counts.get(lexeme):
            return NOTHING
        return self.view.remembered(lexeme, lambda: self._find(lexeme))

    def _find(self, lexeme: str) -> Hits:
        # Words hold letters and digits only, so that nothing needs escaping between the quotes.
        packed = self.session.scalar(_FIND, {"lexeme": f"'{lexeme}'"})
        if not packed:
            return NOTHING
        found = np.sort(np.frombuffer(packed, _FOUND), order="product_id")
        rank = np.maximum(found["rank"].astype(np.float32), np.float32(IN_STORY))
        rarity = log(max(self.view.words.documents, 1) / (len(found) + 1)) + 1
        # A word says more of a product that has few: what ts_rank itself would divide by.
        score = rank * np.float32(rarity) / (1 + np.log1p(found["length"], dtype=np.float32))
        rows, shown = self._rows(found["product_id"])
        return Hits(rows[shown], _levels(rank[shown]), score[shown])

    def _rows(self, product_ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The row of each product, and whether it has one."""
        ids = self.view.ids
        if not len(ids):
            return np.zeros(len(product_ids), np.int32), np.zeros(len(product_ids), np.bool_)
        rows = np.minimum(np.searchsorted(ids, product_ids), len(ids) - 1).astype(np.int32)
        return rows, ids[rows] == product_ids


def _levels(rank: np.ndarray) -> np.ndarray:
    level = np.full(len(rank), Level.ANYWHERE, np.int8)
    level[rank > IN_HEADS] = Level.HEADS
    level[rank > IN_NAME] = Level.NAME
    return level
