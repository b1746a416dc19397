"""The one writer: rebuilds the index beside the old one, or adds a small segment for what changed."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import numpy as np
from whoosh.codec.base import Segment
from whoosh.reading import SegmentReader

from ..analysis import Analysed, analyse
from ..documents import Document
from .postings import read_numbers
from .schema import DIGEST, FOLDED, PRODUCT_ID
from .segments import write_segment
from .store import State, Store, reading

# Above this many segments a reader loses time at every look-up; the small ones are then written as one.
MOST_SEGMENTS = 8
# With more of its documents replaced, the index is better made anew.
_WORN = 1 / 3
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Numbers:
    product_ids: np.ndarray
    digests: np.ndarray


class IndexWriter:
    """Used under `Store.writing()`. It remembers what it has read of the segments, so that one change costs little."""

    def __init__(self, store: Store):
        self.store = store
        self._pairs: set[str] = set()
        self._state: State | None = None
        self._segments: list[Segment] = []
        self._numbers: dict[str, _Numbers] = {}
        self._digests: dict[int, int] = {}

    def rebuild(self, documents: Iterable[Document], version: int, progress: Progress) -> None:
        """Write everything anew beside the present index, then take its place."""
        state = State(self.store.new_folder(), 1, version)
        progress(0, 3)
        analysed = analyse(documents)
        progress(1, 3)
        segment = write_segment(self.store.storage(state), self.store.schema, analysed)
        progress(2, 3)
        self._pairs = set()
        self._note(segment, analysed)
        self._take(self.store.publish(state, [segment]), [segment])
        progress(3, 3)

    def open(self) -> State:
        """Look at the present index again. Raises Damaged."""
        state = self.store.state()
        if self._state != state:
            segments = self.store.segments(state)
            for segment in segments:
                self.store.check(state, segment)
            self._take(state, segments)
        return state

    def update(self, documents: Sequence[Document], gone: Collection[int], version: int) -> None:
        """Replace these documents where their words have changed, and delete those of `gone`. Raises Damaged."""
        state = self.open()
        known = self._digests
        changed = [document for document in documents if known.get(document.product_id) != document.digest]
        lost = {id for id in gone if id in known}
        if changed or lost:
            self._replace(state, changed, lost, version)
        else:
            self._state = self.store.reach(state, version)

    def merge(self, documents: Sequence[Document], version: int) -> None:
        """Write these documents again, as one segment. Raises Damaged."""
        self._replace(self.open(), documents, set(), version)

    def crowded(self) -> list[int]:
        """Product ids of the small segments when there are too many: merge them, and they are one."""
        small = max(200, sum(segment.doc_count() for segment in self._segments) // 20)
        crowd = [segment for segment in self._segments if segment.doc_count() <= small]
        if len(crowd) <= MOST_SEGMENTS:
            return []
        return [id for segment in crowd for id, _ in self._alive(segment)]

    @property
    def is_worn(self) -> bool:
        everything = sum(segment.doc_count_all() for segment in self._segments)
        return sum(segment.deleted_count() for segment in self._segments) > _WORN * max(everything, 100)

    def digests(self) -> dict[int, int]:
        """The digest of every document in the index by its product's id."""
        return self._digests

    def _alive(self, segment: Segment) -> Iterable[tuple[int, int]]:
        numbers = self._numbers[segment.segment_id()]
        pairs = zip(numbers.product_ids.tolist(), numbers.digests.tolist(), strict=True)
        return (pair for number, pair in enumerate(pairs) if not segment.is_deleted(number))

    def _replace(self, state: State, documents: Sequence[Document], gone: set[int], version: int) -> None:
        # Deletions mark the segments in hand: should anything fail on the way, they are read again.
        segments, self._state = list(self._segments), None
        self._delete(segments, gone | {document.product_id for document in documents})
        if documents:
            analysed = analyse(documents, self._pairs)
            segments.append(write_segment(self.store.storage(state), self.store.schema, analysed))
            self._note(segments[-1], analysed)
        segments = [segment for segment in segments if segment.doc_count()]
        following = replace(state, toc=state.toc + 1, version=version)
        self._take(self.store.publish(following, segments), segments, self._digests_after(documents, gone))

    def _digests_after(self, documents: Sequence[Document], gone: set[int]) -> dict[int, int]:
        for id in gone:
            self._digests.pop(id, None)
        self._digests.update((document.product_id, document.digest) for document in documents)
        return self._digests

    def _delete(self, segments: list[Segment], product_ids: set[int]) -> None:
        wanted = np.fromiter(product_ids, np.int64, len(product_ids))
        for segment in segments:
            own = self._numbers[segment.segment_id()].product_ids
            for number in np.flatnonzero(np.isin(own, wanted)).tolist():
                if not segment.is_deleted(number):
                    segment.delete_document(number)

    def _note(self, segment: Segment, analysed: Analysed) -> None:
        """What was just written need not be read."""
        ids, digests = np.array(analysed.product_ids, np.int64), np.array(analysed.digests, np.int64)
        self._numbers[segment.segment_id()] = _Numbers(ids, digests)
        self._pairs.update(term.decode() for term in analysed.folded.terms if b" " in term)

    def _take(self, state: State, segments: list[Segment], digests: dict[int, int] | None = None) -> None:
        kept = {segment.segment_id() for segment in segments}
        self._numbers = {id: numbers for id, numbers in self._numbers.items() if id in kept}
        for segment in segments:
            if segment.segment_id() not in self._numbers:
                files = SegmentReader(self.store.storage(state), self.store.schema, segment)
                with closing(files), reading(segment.segment_id()):
                    self._numbers[segment.segment_id()] = _Numbers(
                        read_numbers(files, PRODUCT_ID), read_numbers(files, DIGEST)
                    )
                    self._pairs.update(term.decode() for term in files.lexicon(FOLDED) if b" " in term)
        self._state, self._segments = state, segments
        if digests is None:
            digests = {id: digest for segment in segments for id, digest in self._alive(segment)}
        self._digests = digests
