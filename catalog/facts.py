"""What rows say, as arrays: made of rows, or of other arrays with some rows exchanged."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np

from .rows import ALWAYS_LICENSED, Row

_PLAIN = (
    "producer",
    "set_number",
    "province",
    "kind",
    "price",
    "available",
    "season",
    "sold_months",
    "bound",
)


@dataclass(frozen=True)
class Facts:
    """One element a product, in order of product id; `stars` and `marks` are lines of spells: row, then facts (see rows.Row).

    `bound` are the rows that need papers to be sold, `licensed` the spells of days on which they have them."""

    ids: np.ndarray
    producer: np.ndarray
    set_number: np.ndarray
    province: np.ndarray
    kind: np.ndarray
    price: np.ndarray
    available: np.ndarray
    season: np.ndarray
    sold_months: np.ndarray
    stars: np.ndarray
    marks: np.ndarray
    bound: np.ndarray
    licensed: np.ndarray

    @classmethod
    def of(cls, rows: list[Row]) -> "Facts":
        return cls(
            _array((row.id for row in rows), np.int64),
            _array((row.producer_id for row in rows), np.int64),
            _array((row.set_number for row in rows), np.int16),
            _array((int(row.province) for row in rows), np.int16),
            _array((row.kind for row in rows), np.int16),
            _array((row.price for row in rows), np.int64),
            _array((row.available for row in rows), np.bool_),
            _array((row.season for row in rows), np.int16),
            _array((row.sold_months for row in rows), np.int16),
            _lines((row.stars for row in rows), 4),
            _lines((row.marks for row in rows), 3),
            _array((row.licensed != ALWAYS_LICENSED for row in rows), np.bool_),
            _lines(((() if row.licensed == ALWAYS_LICENSED else row.licensed) for row in rows), 2),
        )

    def equal(self, others: "Facts") -> bool:
        return all(np.array_equal(own, other) for own, other in zip(self._all(), others._all(), strict=True))

    def _all(self) -> list[np.ndarray]:
        return [getattr(self, field.name) for field in fields(self)]

    def merged(self, kept: np.ndarray, others: "Facts") -> "Facts":
        """The rows of `kept` and those of `others`, in order of id."""
        ids = np.concatenate([self.ids[kept], others.ids])
        order = np.argsort(ids, kind="stable")
        place = np.empty(len(ids), np.int32)
        place[order] = np.arange(len(ids), dtype=np.int32)
        own_places = np.full(len(self.ids), -1, np.int32)
        own_places[kept] = place[: np.count_nonzero(kept)]
        other_places = place[len(ids) - len(others.ids) :]
        arrays = [
            np.concatenate([getattr(self, name)[kept], getattr(others, name)])[order] for name in _PLAIN
        ]
        spells = [
            _merged_lines(getattr(self, name), own_places, getattr(others, name), other_places)
            for name in ("stars", "marks", "licensed")
        ]
        stars, marks, licensed = spells
        *arrays, bound = arrays
        return Facts(ids[order], *arrays, stars, marks, bound, licensed)


def _merged_lines(
    own: np.ndarray, own_places: np.ndarray, others: np.ndarray, other_places: np.ndarray
) -> np.ndarray:
    own, others = own.copy(), others.copy()
    own[0], others[0] = own_places[own[0]], other_places[others[0]]
    return np.concatenate([own[:, own[0] >= 0], others], axis=1)


def _array(values: Iterable, dtype: type) -> np.ndarray:
    return np.array(list(values), dtype)


def _lines(by_row: Iterable[tuple[tuple[int, ...], ...]], width: int) -> np.ndarray:
    """The spells of all rows side by side: one line of row numbers, then one for each of the first `width` facts."""
    flat = [(i, *spell[:width]) for i, spells in enumerate(by_row) for spell in spells]
    return np.array(flat, np.int32).reshape(-1, width + 1).T
