"""The private names of Whoosh that make it quick, each with its public way beside it.

A posting list read through the public matcher costs a Python call for every posting; its blocks hold
whole lists. `PRIVATE` is turned off by itself where a name is missing (another version of the library).
"""

import pickle
from array import array
from struct import Struct

import numpy as np
from whoosh.codec import whoosh3 as codec
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.numeric import length_to_byte

# Where a term's entry says its number of documents, and offset and length of its postings.
_COUNT, _COUNT_AT, _EXTENT, _EXTENT_AT = Struct("!I"), 5, Struct("!qi"), 23
# How a list begins: with the library's mark and the length of its first block, negative if that is the last one.
_HEAD = Struct("!4si")
# The library reads any pickle; of arrays a newer one is smaller, of anything else an older one.
_WITH_ARRAYS, _WITHOUT = 5, 2
_NOTHING = np.zeros(0, np.int32), np.zeros(0, np.float32)


def _has_private_names() -> bool:
    """Whether the library has them, and writes its postings in the form that `_read_block` takes apart."""
    wanted = {
        codec.W3TermsReader: ("_keycoder",),
        codec.W3TermInfo: ("_struct",),
        codec.W3PostingsWriter: ("_mini_ids", "_mini_weights", "_new_block", "_write_block"),
    }
    has_names = all(hasattr(holder, name) for holder, names in wanted.items() for name in names)
    return (
        has_names and codec.WHOOSH3_HEADER_MAGIC == b"W3Bl" and codec.W3TermInfo._struct.format == "!BfIBBfII"
    )


PRIVATE = _has_private_names()
# A list of so few postings, as most are, is written one by one as quickly, and one of so many as an array.
_FEW, _MANY = 4, 24


def read_count(reader: SegmentReader, field: str, term: str) -> int:
    """The number of documents with a term, deleted ones among them."""
    if not PRIVATE:
        return reader.doc_frequency(field, term)
    entry = _entry(reader, field, term)
    return _COUNT.unpack_from(entry, _COUNT_AT)[0] if entry else 0


def _entry(reader: SegmentReader, field: str, term: str) -> bytes:
    """What the file of terms says of one; nothing where it has it not."""
    terms = reader._terms
    try:
        place = terms._tindex.range_for_key(terms._keycoder(field, term.encode()))
    except KeyError:
        return b""
    return terms._dbfile.get(*place)


def read_postings(reader: SegmentReader, field: str, term: str) -> tuple[np.ndarray, np.ndarray]:
    """Document numbers (ascending) and weights of a term; deleted documents may be among them."""
    try:
        return (_read_block if PRIVATE else _read_one_by_one)(reader, field, term)
    except TermNotFound:
        return _NOTHING


def _read_block(reader: SegmentReader, field: str, term: str) -> tuple[np.ndarray, np.ndarray]:
    """Straight from the two files: the library's matcher takes many times the steps to the same block."""
    entry = _entry(reader, field, term)
    if not entry:
        return _NOTHING
    if entry[0]:
        # Postings inside the term's own entry; our writer puts none there.
        return _read_one_by_one(reader, field, term)
    block = reader._terms._postfile.get(*_EXTENT.unpack_from(entry, _EXTENT_AT))
    magic, size = _HEAD.unpack_from(block)
    if magic != codec.WHOOSH3_HEADER_MAGIC or size != _HEAD.size - len(block):
        raise ValueError(f"no block of postings for {term}")
    # The library reads the same pickles; the folder is private for their sake (see store.py).
    steps, weights, _ = pickle.loads(memoryview(block)[_HEAD.size + block[-1] :])  # noqa: S301
    return np.add.accumulate(_numbers(steps), dtype=np.int32), _all_weights(weights, len(steps))


def _numbers(kept: array | tuple[float, ...]) -> np.ndarray:
    """A block's numbers: an array where our writer made it, else a tuple."""
    return np.frombuffer(kept, kept.typecode) if isinstance(kept, array) else np.array(kept)


def _all_weights(block: array | float | tuple[float, ...] | None, count: int) -> np.ndarray:
    """A block tells one weight for all of its postings, or none where that is 1."""
    if isinstance(block, array | tuple):
        return _numbers(block).astype(np.float32)
    return np.full(count, 1.0 if block is None else block, np.float32)


def _read_one_by_one(reader: SegmentReader, field: str, term: str) -> tuple[np.ndarray, np.ndarray]:
    matcher = reader.postings(field, term)
    found = []
    while matcher.is_active():
        found.append((matcher.id(), matcher.weight()))
        matcher.next()
    return np.array([id for id, _ in found], np.int32), np.array([w for _, w in found], np.float32)


def read_lengths(reader: SegmentReader, field: str) -> np.ndarray:
    """Number of words of each document, as coarse as the library keeps it."""
    everyone = range(reader.doc_count_all())
    return np.array([reader.doc_field_length(number, field) or 0 for number in everyone], np.int32)


def read_numbers(reader: SegmentReader, name: str) -> np.ndarray:
    """A column of numbers, one for each document."""
    column = reader.column_reader(name)
    return np.array([column[number] for number in range(reader.doc_count_all())], np.int64)


class BulkCodec(codec.W3Codec):
    """Writes segments that the library's own codec reads."""

    def postings_writer(self, dbfile, byteids: bool = False) -> "BulkPostingsWriter":
        return BulkPostingsWriter(dbfile, self._blocklimit, byteids, self._compression, self._inlinelimit)


class BulkPostingsWriter(codec.W3PostingsWriter):
    """Takes a whole posting list as one block."""

    def add_list(self, ids: np.ndarray, weights: np.ndarray, shortest: int, longest: int) -> None:
        self._ids = array("I", ids.astype(np.uint32).tobytes())
        self._weights = array("f", weights.astype(np.float32).tobytes())
        self._minlength, self._maxlength = shortest, longest
        self._maxweight = float(weights.max())

    def _write_block(self, last: bool = False) -> None:
        """The library's block in a newer pickle, which keeps bytes as they are, and not packed by zlib: a list is
        written once and read often. Its last byte, which the library does not look at, says where the numbers begin.
        """
        protocol = _WITH_ARRAYS if len(self._ids) >= _MANY else _WITHOUT
        data = pickle.dumps((self._mini_ids(), self._mini_weights(), self._mini_values()), protocol)
        shortest, longest = length_to_byte(self._minlength), length_to_byte(self._maxlength)
        facts = pickle.dumps((len(self._ids), self._ids[-1], self._maxweight, 0, shortest, longest), _WITHOUT)
        block = facts + data + bytes([len(facts)])
        if not self._blockcount:
            self._postfile.write(codec.WHOOSH3_HEADER_MAGIC)
        self._postfile.write_int(-len(block) if last else len(block))
        self._postfile.write(block)
        self._terminfo.add_block(self)
        self._blockcount += 1
        self._new_block()

    def _mini_ids(self) -> "tuple[float, ...] | Packed":
        if len(self._ids) == 1:
            return (self._ids[0],)
        return _small(np.diff(np.frombuffer(self._ids, np.uint32), prepend=np.uint32(0)))

    def _mini_weights(self) -> "tuple[float, ...] | float | Packed | None":
        if len(self._weights) == 1:
            return None if self._weights[0] == 1.0 else self._weights[0]
        weights = np.frombuffer(self._weights, np.float32)
        if (weights == weights[0]).all():
            return None if weights[0] == 1.0 else float(weights[0])
        whole = weights.astype(np.uint32)
        return _small(whole if (whole == weights).all() else weights)


def _small(numbers: np.ndarray) -> "tuple[float, ...] | Packed":
    return Packed(numbers) if len(numbers) >= _MANY else tuple(numbers.tolist())


class Packed:
    """Numbers that come out of a block's pickle as an array.array of the smallest type that holds them.

    The library makes tuples and is content with any sequence; an array is read as it lies in memory, where a tuple
    takes a step for every number. The pickle says "array of these bytes".
    """

    def __init__(self, numbers: np.ndarray):
        fitting = (code for code in "BHI" if numbers.max() < 1 << 8 * array(code).itemsize)
        code = "f" if numbers.dtype == np.float32 else next(fitting)
        self.array = array(code, numbers.astype(code).tobytes())

    def __reduce__(self):
        return array, (self.array.typecode, self.array.tobytes())


def add_posting_list(
    writer: codec.W3FieldWriter, ids: np.ndarray, weights: np.ndarray, lengths: np.ndarray
) -> None:
    """The postings of the term that the writer has just started; `lengths` are those of the documents."""
    if PRIVATE and len(ids) > _FEW:
        writer._postwriter.add_list(ids, weights, int(lengths.min()), int(lengths.max()))
        return
    for id, weight, length in zip(ids.tolist(), weights.tolist(), lengths.tolist(), strict=True):
        writer.add(id, weight, b"", length)
