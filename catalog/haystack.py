"""Looking for a part of a text in many short texts at once."""

import re

import numpy as np


class Haystack:
    """Many short texts, one a row, searched as one: the loop over the rows is the library's, not ours."""

    def __init__(self, texts: list[str]):
        self._all = "\n" + "\n".join(texts) + "\n"
        self._starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
        self._rows = len(texts)

    def with_part(self, part: str) -> np.ndarray:
        """Which rows contain `part`; a line break in it stands for the beginning or end of a row."""
        found = np.zeros(self._rows, np.bool_)
        # The break at the end is looked at, not taken: it begins the next row.
        pattern = re.escape(part[:-1]) + r"(?=\n)" if part.endswith("\n") else re.escape(part)
        hits = [match.start() for match in re.finditer(pattern, self._all)]
        # A hit on the break before a row belongs to that row.
        rows = np.searchsorted(self._starts, hits, side="right") - 1
        found[rows[rows < self._rows]] = True
        return found
