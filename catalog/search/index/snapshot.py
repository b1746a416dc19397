"""The index as one moment knows it: open segments, statistics, decoded postings.

A snapshot never changes. The next one takes over the segments that are still there, so that after a
commit only unseen segments are opened. (The library's own way, `Searcher.refresh()`, keeps deleted
documents and shows changed ones several times; tests/catalog/search/index/test_refresh_trap.py.)
"""

import threading
import weakref
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import cached_property
from math import log
from time import monotonic

import numpy as np
from whoosh.codec.base import Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

from ...text import fold
from .postings import read_lengths, read_numbers, read_postings
from .schema import EXACT, FOLDED, NAMED, PRODUCT_ID
from .store import Damaged, State, Store, reading

# Of decoded postings that a segment of `USUAL` documents keeps, in bytes; a larger one has longer lists.
KEPT_POSTINGS = 8 * 2**20
USUAL = 20_000
# Of so many documents a segment remembers which pairs it has.
_LARGE = 1000
# How long the folder is taken to be as it was last seen, in seconds: a burst of searches need not ask each time.
PATIENCE = 0.02
# The usual parameters of BM25, those of the library's own scorer too.
B, K1 = np.float32(0.75), np.float32(1.2)

List = tuple[np.ndarray, np.ndarray]
_NO_NUMBERS, _NO_WEIGHTS = np.zeros(0, np.int32), np.zeros(0, np.float32)


class OpenSegment:
    """The files of a segment, which never change; its deletions belong to the snapshot."""

    def __init__(self, storage: FileStorage, schema: Schema, segment: Segment):
        self.reader = SegmentReader(storage, schema, segment)
        # The last search that uses this segment lets go of its files.
        weakref.finalize(self, self.reader.close)
        self.product_ids = read_numbers(self.reader, PRODUCT_ID)
        self.lengths = {field: read_lengths(self.reader, field) for field in (EXACT, FOLDED, NAMED)}
        self.total_length = {field: self.reader.field_length(field) for field in (EXACT, FOLDED, NAMED)}
        self._decoded: OrderedDict[tuple[str, str], List] = OrderedDict()
        self._decoded_bytes = 0
        # The library's readers move a file position about: one thread at a time.
        self._decoding = threading.Lock()

    def __len__(self) -> int:
        return len(self.product_ids)

    @cached_property
    def words(self) -> dict[str, dict[str, int]]:
        """Exact keys with their number of documents, by folded word."""
        found: dict[str, dict[str, int]] = {}
        with self._decoding, reading("words"):
            for term, info in self.reader.iter_field(EXACT):
                exact = term.decode()
                if " " in exact:
                    continue
                letters = exact[:-1] if exact[-1].isdigit() and not exact[0].isdigit() else exact
                found.setdefault(fold(letters), {})[exact] = info.doc_frequency()
        return found

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self.words)

    def beginning(self, start: str, limit: int) -> list[str]:
        """Folded words that begin with these letters."""
        first = bisect_left(self._in_order, start)
        end = bisect_left(self._in_order, start + "\x7f", first)
        return self._in_order[first : min(end, first + limit)]

    @cached_property
    def _pairs(self) -> np.ndarray:
        """Hashes of the pairs in order: most that are asked for are none, and to look each up in the file takes its time."""
        with self._decoding, reading("pairs"):
            hashes = [
                hash((field, term))
                for field in (EXACT, FOLDED)
                for term in self.reader.lexicon(field)
                if b" " in term
            ]
        return np.sort(np.array(hashes, np.int64))

    def _may_have_pair(self, field: str, term: str) -> bool:
        wanted = hash((field, term.encode()))
        place = self._pairs.searchsorted(wanted)
        return bool(place < len(self._pairs) and self._pairs[place] == wanted)

    def frequency(self, field: str, term: str) -> int:
        if not self.has(field, term):
            return 0
        with self._decoding, reading(term):
            return self.reader.doc_frequency(field, term)

    def postings(self, field: str, term: str) -> List:
        key = field, term
        with self._decoding:
            found = self._decoded.get(key)
            if found is not None:
                self._decoded.move_to_end(key)
                return found
            with reading(term):
                found = self._decoded[key] = read_postings(self.reader, field, term)
            self._decoded_bytes += _size(found)
            while self._decoded_bytes > KEPT_POSTINGS * scale(len(self)):
                self._decoded_bytes -= _size(self._decoded.popitem(last=False)[1])
            return found

    def has(self, field: str, term: str) -> bool:
        """False where it surely has not this term, which for pairs is known without a look."""
        return " " not in term or len(self) <= _LARGE or self._may_have_pair(field, term)


def scale(documents: int) -> float:
    return max(1.0, documents / USUAL)


def _size(postings: List) -> int:
    return postings[0].nbytes + postings[1].nbytes + 200


class Snapshot:
    """All segments together; documents are numbered through from the first segment to the last."""

    def __init__(self, store: Store, state: State, before: "Snapshot | None" = None):
        """Raises Damaged."""
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
        self._frequencies: dict[tuple[str, str], int] = {}
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
        return [word for word in words if word in large or word in small]

    def beginning(self, start: str, limit: int) -> list[str]:
        large = self._largest.beginning(start, limit) if self._largest is not None else []
        small = [word for word in self._small_words if word.startswith(start)]
        return sorted({*large, *small})[:limit]

    def frequency(self, term: str) -> int:
        return self.frequency_in(FOLDED, term)

    def frequency_in(self, field: str, term: str) -> int:
        """Documents with the term, those deleted since the last rebuild among them."""
        key = field, term
        count = self._frequencies.get(key)
        if count is None:
            if len(self._frequencies) > 100_000:
                self._frequencies.clear()
            count = 0
            for part in self.segments.values():
                count += part.frequency(field, term)
            self._frequencies[key] = count
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
        score = weight * np.float32(self.inverse_frequency(field, term)) * (K1 + 1)
        score /= weight + self._damping(field)[number]
        return number, weight, score

    def _damping(self, field: str) -> np.ndarray:
        """What BM25 adds to a weight below the line, for each document: more where there are many words."""
        found = self._dampings.get(field)
        if found is None:
            lengths = np.concatenate([_NO_WEIGHTS, *(part.lengths[field] for part in self.segments.values())])
            found = K1 * ((1 - B) + B * lengths / np.float32(self._usual_length(field)))
            self._dampings[field] = found = found.astype(np.float32)
        return found

    def inverse_frequency(self, field: str, term: str) -> float:
        return log(self.documents_ever / (self.frequency_in(field, term) + 1)) + 1

    def _usual_length(self, field: str) -> float:
        total = sum(part.total_length[field] for part in self.segments.values())
        return total / self.documents_ever or 1


class Snapshots:
    """The newest snapshot of an index folder; opens the next one when the folder has moved on."""

    def __init__(self, store: Store):
        self.store = store
        self.problem = "there is no index yet"
        self._stamp: tuple[int, int] | None = None
        self._snapshot: Snapshot | None = None
        self._looked_at = -PATIENCE
        self._opening = threading.Lock()

    def at_present(self) -> Snapshot | None:
        """None where there is no index that can be used; `problem` then says why."""
        moment = monotonic()
        if self._snapshot is None or moment - self._looked_at >= PATIENCE:
            self._looked_at = moment
            if self.store.stamp() != self._stamp:
                with self._opening:
                    self._look()
        return self._snapshot

    def look_again(self) -> None:
        """Something has just been written by this very process."""
        self._looked_at = -PATIENCE

    def give_up(self, snapshot: Snapshot, problem: str) -> None:
        """This snapshot has shown to be damaged: leave a mark for the writer and answer without it."""
        with self._opening:
            if self._snapshot is snapshot:
                self.problem, self._snapshot = problem, None
                self.store.want_rebuild()

    def _look(self) -> None:
        stamp = self.store.stamp()
        if stamp == self._stamp:
            return
        state = None
        try:
            state = self.store.state()
            snapshot = self._snapshot
            if snapshot is None or (state.folder, state.toc) != (snapshot.state.folder, snapshot.state.toc):
                snapshot = Snapshot(self.store, state, snapshot)
            # Where only the version has moved on, no words have changed.
            snapshot.state = state
        except Damaged as error:
            if self.store.stamp() != stamp:
                # The writer went on while we looked: what was half there is whole by now.
                return self._look()
            self.problem, self._snapshot, self._stamp = str(error), None, stamp
            if state is not None:
                # The state the writer reads at each step, but the files only when it begins.
                self.store.want_rebuild()
            return
        # The stamp last: whoever sees it takes the snapshot without waiting.
        self.problem, self._snapshot, self._stamp = "", snapshot, stamp
