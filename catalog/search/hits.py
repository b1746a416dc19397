"""The documents that match a term, a unit or a whole query, and how they are put together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(slots=True, eq=False)
class Hits:
    """Rows of the columns (ascending, each once) with the level (see backend.Level) and score of each; never changed."""

    rows: np.ndarray
    level: np.ndarray
    score: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)

    def weighed(self, weight: float) -> "Hits":
        return self if weight == 1 else Hits(self.rows, self.level, self.score * np.float32(weight))

    def at_most(self, level: int) -> "Hits":
        return Hits(self.rows, np.minimum(self.level, np.int8(level)), self.score)


NOTHING = Hits(np.zeros(0, np.int32), np.zeros(0, np.int8), np.zeros(0, np.float32))


_FIRST = np.zeros(1, np.intp)
# So few rows are looked up by halving or sorted, more are marked in an array over all rows.
_FEW = 1000
# So many times fewer rows are looked up in a longer list whatever their number.
_FEWER = 4


def common(rows: np.ndarray, others: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """What two ascending lists of rows below `size` share: its places in `rows` and in `others`."""
    if len(others) < len(rows):
        there, found = common(others, rows, size)
        return found, there
    if not len(rows):
        return NOTHING.rows, NOTHING.rows
    if len(rows) <= _FEW or len(rows) * _FEWER <= len(others):
        there = others.searchsorted(rows)
        # What would stand behind the last one is not equal to the last one either.
        found = (others.take(there, mode="clip") == rows).nonzero()[0]
        return found, there.take(found)
    place = np.zeros(size, np.int32)
    place[others] = np.arange(1, len(others) + 1, dtype=np.int32)
    there = place.take(rows)
    found = there.nonzero()[0]
    return found, there.take(found) - 1


def among(rows: np.ndarray, others: np.ndarray, size: int) -> np.ndarray:
    """Which of `rows` are among `others`."""
    found = np.zeros(len(rows), np.bool_)
    found[common(rows, others, size)[0]] = True
    return found


def both(first: Hits, second: Hits, size: int) -> Hits:
    """Rows that are in both, at the worse level, with the sum of scores."""
    if not len(first) or not len(second):
        return NOTHING
    found, there = common(first.rows, second.rows, size)
    return Hits(
        first.rows.take(found),
        np.minimum(first.level.take(found), second.level.take(there)),
        first.score.take(found) + second.score.take(there),
    )


def either(parts: Sequence[Hits], size: int) -> Hits:
    """Rows that are in any, at the best level, with the best score."""
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    return _sorted(parts) if sum(map(len, parts)) <= _FEW else _marked(parts, size)


def _sorted(parts: Sequence[Hits]) -> Hits:
    rows = np.concatenate([part.rows for part in parts])
    order = rows.argsort(kind="stable")
    rows = rows.take(order)
    first = np.concatenate((_FIRST, (rows[1:] != rows[:-1]).nonzero()[0] + 1))
    level = np.concatenate([part.level for part in parts]).take(order)
    score = np.concatenate([part.score for part in parts]).take(order)
    return Hits(rows.take(first), np.maximum.reduceat(level, first), np.maximum.reduceat(score, first))


def _marked(parts: Sequence[Hits], size: int) -> Hits:
    level = np.full(size, -1, np.int8)
    score = np.zeros(size, np.float32)
    level[parts[0].rows], score[parts[0].rows] = parts[0].level, parts[0].score
    for part in parts[1:]:
        level[part.rows] = np.maximum(level.take(part.rows), part.level)
        score[part.rows] = np.maximum(score.take(part.rows), part.score)
    rows = np.flatnonzero(level >= 0).astype(np.int32)
    return Hits(rows, level.take(rows), score.take(rows))


def most(parts: Sequence[Hits], weights: Sequence[float], wanted: float, size: int) -> Hits:
    """Rows whose parts weigh at least `wanted` together, with the sum of scores, all at level 0."""
    weight = np.zeros(size, np.float32)
    score = np.zeros(size, np.float32)
    for part, own in zip(parts, weights, strict=True):
        weight[part.rows] += np.float32(own)
        score[part.rows] += part.score
    rows = np.flatnonzero(weight >= np.float32(wanted)).astype(np.int32)
    return Hits(rows, np.zeros(len(rows), np.int8), score[rows])
