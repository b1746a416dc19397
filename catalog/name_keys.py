"""All product names in order, so that those that begin with some words are found by halving."""

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np

_NONE = np.zeros(0, np.int32)


class NameKeys:
    """Built of (name keys, row) pairs; a row's first name is the one it is sold under."""

    def __init__(self, names: Iterable[tuple[tuple[str, ...], int]]):
        ordered = sorted((key, place, row) for keys, row in names for place, key in enumerate(keys))
        self.keys = [key for key, _, _ in ordered]
        self._rows = np.array([row for _, _, row in ordered], np.int32)
        self._is_first = np.array([place == 0 for _, place, _ in ordered], np.bool_)

    def with_words(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """Rows with exactly this name, and those sold under a longer one that begins with these words, each ascending."""
        start = bisect_left(self.keys, key)
        # With most words no name begins.
        if start == len(self.keys) or not self.keys[start].startswith(key):
            return _NONE, _NONE
        longer = bisect_left(self.keys, f"{key} ", start) if self.keys[start] == key else start
        end = bisect_left(self.keys, f"{key}!", longer)
        begins = self._rows[longer:end][self._is_first[longer:end]]
        return np.sort(self._rows[start:longer]), np.sort(begins)
