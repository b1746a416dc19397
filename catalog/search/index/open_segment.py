"""A segment's files opened for reading: its words, and its postings decoded when asked for."""

import threading
import weakref
from bisect import bisect_left
from functools import cached_property

import numpy as np
from whoosh.codec.base import Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

from ...text import fold
from .postings import read_count, read_lengths, read_numbers, read_postings
from .schema import EXACT, FOLDED, NAMED, PRODUCT_ID
from .store import reading

# Of so many documents a segment remembers which pairs it has.
_LARGE = 1000

List = tuple[np.ndarray, np.ndarray]


class OpenSegment:
    """The files of a segment, which never change; its deletions belong to the snapshot."""

    def __init__(self, storage: FileStorage, schema: Schema, segment: Segment):
        self.reader = SegmentReader(storage, schema, segment)
        # The last search that uses this segment lets go of its files.
        weakref.finalize(self, self.reader.close)
        self.product_ids = read_numbers(self.reader, PRODUCT_ID)
        self.lengths = {field: read_lengths(self.reader, field) for field in (EXACT, FOLDED, NAMED)}
        self.total_length = {field: self.reader.field_length(field) for field in (EXACT, FOLDED, NAMED)}
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
    def _pairs(self) -> dict[str, bytes]:
        """For each field a bit for each hash that a pair has: most pairs asked for are none, and to look each up in the
        file takes its time."""
        return {field: self._bits(field) for field in (EXACT, FOLDED)}

    def _bits(self, field: str) -> bytes:
        with self._decoding, reading("pairs"):
            pairs = (hash(term.decode()) for term in self.reader.lexicon(field) if b" " in term)
            hashes = np.fromiter(pairs, np.int64)
        # A power of two, so large that one pair in thirty or fewer is looked up in vain.
        bits = np.zeros(max(8, 1 << (30 * len(hashes)).bit_length()), np.bool_)
        bits[hashes & (len(bits) - 1)] = True
        return np.packbits(bits, bitorder="little").tobytes()

    def frequency(self, field: str, term: str) -> int:
        with self._decoding, reading(term):
            return read_count(self.reader, field, term)

    def postings(self, field: str, term: str) -> List:
        with self._decoding, reading(term):
            return read_postings(self.reader, field, term)

    def has(self, field: str, term: str) -> bool:
        """False where it surely has not this term, which for most is known without a look."""
        if " " not in term:
            return field is not FOLDED or term in self.words
        if len(self) <= _LARGE:
            return True
        bits = self._pairs[field]
        place = hash(term) & (8 * len(bits) - 1)
        return bool(bits[place >> 3] >> (place & 7) & 1)
