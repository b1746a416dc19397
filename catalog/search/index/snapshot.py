"""The index as one moment knows it: its segments together, and the statistics over all of them.

Words and documents of a snapshot never change. The next one takes over the segments that are still there, so
that after a commit only unseen segments are opened. (The library's own way, `Searcher.refresh()`, keeps deleted
documents and shows changed ones several times; tests/catalog/search/index/test_refresh_trap.py.)
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from math import log

import numpy as np

from .open_segment import OpenSegment
from .schema import FOLDED
from .store import State, Store, reading

# The usual parameters of BM25, those of the library's own scorer too.
B, K1 = np.float32(0.75), np.float32(1.2)
_MOST_OF_A_WORD = float(K1 + 1)
# Of terms whose number of documents is kept at hand.
_MOST_FREQUENCIES = 20_000
_NO_NUMBERS, _NO_WEIGHTS = np.zeros(0, np.int32), np.zeros(0, np.float32)


class Snapshot:
    """All segments together; documents are numbered through from the first segment to the last."""

    def __init__(self, store: Store, state: State, before: "Snapshot | None" = None):
        """Raises Damaged. `state` moves on with the catalogue's version for as long as no words change."""
        self.state = state
        known = before.segments if before is not None and before.state.folder == state.folder else {}
        storage = store.storage(state)
        self.segments: dict[str, OpenSegment] = {}
        alive = []
        for segment in store.segments(state):
            id = segment.segment_id()
            if id not in known:
                store.check(state, segment)
            with reading(id):
                opened = known.get(id) or OpenSegment(storage, store.schema, segment)
            self.segments[id] = opened
            there = np.ones(len(opened), np.bool_)
            there[list(segment.deleted_docs())] = False
            alive.append(there)
        parts = list(self.segments.values())
        self.documents_ever = sum(map(len, parts))
        self.product_ids = np.concatenate([np.zeros(0, np.int64), *(part.product_ids for part in parts)])
        self.product_ids[~np.concatenate([np.zeros(0, np.bool_), *alive])] = -1
        self.documents = int(np.count_nonzero(self.product_ids >= 0))
        self._frequencies: dict[str, int] = {}
        self._dampings: dict[str, np.ndarray] = {}

    @cached_property
    def _largest(self) -> OpenSegment | None:
        return max(self.segments.values(), key=len, default=None)

    @cached_property
    def _small_words(self) -> dict[str, dict[str, int]]:
        """The words of all segments but the largest, which is by far the largest and stays for long."""
        found: dict[str, dict[str, int]] = {}
        for part in self.segments.values():
            if part is not self._largest:
                for folded, variants in part.words.items():
                    own = found.setdefault(folded, {})
                    for exact, count in variants.items():
                        own[exact] = own.get(exact, 0) + count
        return found

    @property
    def _large_words(self) -> Mapping[str, Mapping[str, int]]:
        return self._largest.words if self._largest is not None else {}

    def variants(self, folded: str) -> Mapping[str, int]:
        large, small = self._large_words.get(folded, {}), self._small_words.get(folded)
        if not small:
            return large
        return {exact: large.get(exact, 0) + small.get(exact, 0) for exact in {**large, **small}}

    def known(self, folded: str) -> bool:
        return folded in self._large_words or folded in self._small_words

    def known_among(self, words: Iterable[str]) -> list[str]:
        large, small = self._large_words, self._small_words
        if not small:
            return [word for word in words if word in large]
        return [word for word in words if word in large or word in small]

    def beginning(self, start: str, limit: int) -> list[str]:
        large = self._largest.beginning(start, limit) if self._largest is not None else []
        small = [word for word in self._small_words if word.startswith(start)]
        return sorted({*large, *small})[:limit]

    def frequency(self, term: str) -> int:
        """Documents with the folded word or pair, those deleted since the last rebuild among them."""
        count = self._frequencies.get(term)
        if count is None:
            count = 0
            for part in self.segments.values():
                if part.has(FOLDED, term):
                    count += part.frequency(FOLDED, term)
            if count:
                if len(self._frequencies) >= _MOST_FREQUENCIES:
                    self._frequencies.clear()
                self._frequencies[term] = count
        return count

    def scored(self, field: str, term: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Document numbers, weights and BM25 scores of a term, as the library's BM25F gives them."""
        numbers, weights, first = [], [], 0
        for part in self.segments.values():
            if part.has(field, term):
                own, own_weights = part.postings(field, term)
                numbers.append(own + np.int32(first) if first else own)
                weights.append(own_weights)
            first += len(part)
        number = numbers[0] if len(numbers) == 1 else np.concatenate([_NO_NUMBERS, *numbers])
        weight = weights[0] if len(weights) == 1 else np.concatenate([_NO_WEIGHTS, *weights])
        if not len(number):
            return _NO_NUMBERS, _NO_WEIGHTS, _NO_WEIGHTS
        below = self._damping(field).take(number)
        below += weight
        score = weight * np.float32(self.inverse_frequency(len(number)) * _MOST_OF_A_WORD)
        score /= below
        return number, weight, score

    def _damping(self, field: str) -> np.ndarray:
        """What BM25 adds to a weight below the line, for each document: more where there are many words."""
        found = self._dampings.get(field)
        if found is None:
            lengths = np.concatenate([_NO_WEIGHTS, *(part.lengths[field] for part in self.segments.values())])
            found = K1 * ((1 - B) + B * lengths / np.float32(self._usual_length(field)))
            self._dampings[field] = found = found.astype(np.float32)
        return found

    def inverse_frequency(self, documents: int) -> float:
        return log(self.documents_ever / (documents + 1)) + 1

    def _usual_length(self, field: str) -> float:
        total = sum(part.total_length[field] for part in self.segments.values())
        return total / self.documents_ever or 1
