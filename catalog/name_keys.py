"""All product names in order, so that those that begin with some words are found by halving."""

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np


class NameKeys:
    """Built of (name keys, row) pairs; a row's first name is the one it is sold under."""

    def __init__(self, names: Iterable[tuple[tuple[str, ...], int]]):
        ordered = sorted((key, place, row) for keys, row in names for place, key in enumerate(keys))
        self.keys = [key for key, _, _ in ordered]
        self._rows = np.array([row for _, _, row in ordered], np.int32)
        self._is_first = np.array([place == 0 for _, place, _ in ordered], np.bool_)

    def equal(self, key: str) -> np.ndarray:
        """Rows with exactly this name."""
        return self._rows[bisect_left(self.keys, key) : bisect_left(self.keys, key + "\x00")]

    def beginning(self, key: str) -> np.ndarray:
        """Rows that are sold under a longer name that begins with these words."""
        part = slice(bisect_left(self.keys, f"{key} "), bisect_left(self.keys, f"{key}!"))
        return self._rows[part][self._is_first[part]]
