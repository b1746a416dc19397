"""The documents that match a term, a unit or a whole query, and how they are put together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Hits:
    """Rows of the columns (ascending, each once) with the level (see backend.Level) and score of each."""

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


# So many times fewer rows are looked up one by one, rather than all marked.
_FEW = 16


def common(rows: np.ndarray, others: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """What two ascending lists of rows below `size` share: which of `rows` those are, and their places in `others`."""
    if len(rows) * _FEW < len(others):
        there = np.searchsorted(others, rows)
        found = others[np.minimum(there, len(others) - 1)] == rows
        return found, there[found]
    is_row, is_other = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    is_row[rows] = True
    is_other[others] = True
    # Both ascend, so the first shared row of one is the first of the other, and so on.
    return is_other[rows], np.flatnonzero(is_row[others])


def among(rows: np.ndarray, others: np.ndarray, size: int) -> np.ndarray:
    """Which of `rows` are among `others`."""
    if len(rows) * _FEW < len(others):
        return others[np.minimum(np.searchsorted(others, rows), len(others) - 1)] == rows
    is_other = np.zeros(size, np.bool_)
    is_other[others] = True
    return is_other[rows]


def both(first: Hits, second: Hits, size: int) -> Hits:
    """Rows that are in both, at the worse level, with the sum of scores."""
    if len(second) < len(first):
        first, second = second, first
    if not len(first):
        return NOTHING
    found, there = common(first.rows, second.rows, size)
    return Hits(
        first.rows[found],
        np.minimum(first.level[found], second.level[there]),
        first.score[found] + second.score[there],
    )


def either(parts: Sequence[Hits], size: int) -> Hits:
    """Rows that are in any, at the best level, with the best score."""
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    level = np.full(size, -1, np.int8)
    score = np.zeros(size, np.float32)
    for part in parts:
        level[part.rows] = np.maximum(level[part.rows], part.level)
        score[part.rows] = np.maximum(score[part.rows], part.score)
    rows = np.flatnonzero(level >= 0).astype(np.int32)
    return Hits(rows, level[rows], score[rows])


def most(parts: Sequence[Hits], weights: Sequence[float], wanted: float, size: int) -> Hits:
    """Rows whose parts weigh at least `wanted` together, with the sum of scores, all at level 0."""
    weight = np.zeros(size, np.float32)
    score = np.zeros(size, np.float32)
    for part, own in zip(parts, weights, strict=True):
        weight[part.rows] += np.float32(own)
        score[part.rows] += part.score
    rows = np.flatnonzero(weight >= np.float32(wanted)).astype(np.int32)
    return Hits(rows, np.zeros(len(rows), np.int8), score[rows])
