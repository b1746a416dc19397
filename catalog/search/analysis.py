"""Documents turned into postings: which word or pair of words stands in which document, and how prominently.

Three fields. `exact` has words with their diacritics, `folded` without; both have pairs of neighbouring
words too: a pair counts as a unit if it occurs in a name or a place, and is then found in stories as well.
`named` has the words of names alone, folded and exact: short lists for a question that is often asked.
Everything is done on whole arrays, so that 20,000 documents take seconds.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..text import tokens, word_of
from .documents import Document

# A posting's weight tells where the word stands: each occurrence in a name counts NAME, in a head HEAD (three at
# most), in the story 1 (fifteen at most), so that the part with most weight can be read off the sum.
NAME, HEAD = 64, 16
_MOST_HEADS, _MOST_IN_STORY = 3, 15
_STORY_PART, _HEAD_PART, _NAME_PART = 0, 1, 2


@dataclass(frozen=True)
class Postings:
    """The postings of a field, term after term in the order of their bytes.

    The documents of term i are `documents[starts[i]:starts[i + 1]]`, positions in the analysed sequence, with
    their `weights`; `lengths` is the number of words of each document.
    """

    terms: list[bytes]
    starts: np.ndarray
    documents: np.ndarray
    weights: np.ndarray
    lengths: np.ndarray


@dataclass(frozen=True)
class Analysed:
    product_ids: list[int]
    digests: list[int]
    exact: Postings
    folded: Postings
    named: Postings


class _Numbers(dict):
    """Numbers given to keys in the order of their first use."""

    def __missing__(self, key):
        self[key] = number = len(self)
        return number


class _Tokens(dict):
    """For each token its numbers as a folded and as an exact word, in one integer; -1 where it is no word."""

    def __init__(self) -> None:
        super().__init__()
        self.folded, self.exact = _Numbers(), _Numbers()

    def __missing__(self, token: str) -> int:
        word = word_of(token)
        self[token] = code = self.folded[word.folded] << 32 | self.exact[word.exact] if word else -1
        return code


def analyse(documents: Iterable[Document], known_pairs: Container[str] = frozenset()) -> Analysed:
    """All documents at once; pairs of stories are kept if a name or head of these documents has them, or
    if they are in `known_pairs`."""
    numbers = _Tokens()
    codes: list[int] = []
    extents: list[tuple[int, int, int]] = []
    product_ids, digests = [], []
    for position, document in enumerate(documents):
        product_ids.append(document.product_id)
        digests.append(document.digest)
        for part, text in _parts(document):
            before = len(codes)
            codes.extend([numbers[token] for token in tokens(text)])
            # A sign that no pair reaches over.
            codes.append(-1)
            extents.append((position, part, len(codes) - before))
    flat = np.array(codes, np.int64)
    positions, parts, sizes = np.array(extents, np.int64).reshape(-1, 3).T
    text = _Text(flat, np.repeat(positions, sizes), np.repeat(parts, sizes), len(product_ids))
    exact, folded = list(numbers.exact), list(numbers.folded)
    places = _places_of_pairs(text, folded, known_pairs)
    return Analysed(
        product_ids,
        digests,
        exact=_with_pairs(text, exact, np.where(flat >= 0, flat & 0xFFFFFFFF, -1), places),
        folded=_with_pairs(text, folded, np.where(flat >= 0, flat >> 32, -1), places),
        named=_in_names(text, exact, folded),
    )


@dataclass(frozen=True)
class _Text:
    """All words in a row: their codes (-1 between texts), and document and part of each."""

    codes: np.ndarray
    documents: np.ndarray
    parts: np.ndarray
    size: int


def _parts(document: Document) -> Iterable[tuple[int, str]]:
    yield from ((_NAME_PART, name) for name in document.names)
    yield from ((_HEAD_PART, head) for head in document.heads)
    yield _STORY_PART, document.body


def _places_of_pairs(text: _Text, folded: Sequence[str], known: Container[str]) -> np.ndarray:
    """Where the pairs to index begin."""
    words = text.codes >> 32
    places = np.flatnonzero((words[:-1] >= 0) & (words[1:] >= 0))
    codes = words[places] << 32 | words[places + 1]
    in_lexicon = np.isin(codes, np.unique(codes[text.parts[places] != _STORY_PART]))
    if known:
        others = np.unique(codes[~in_lexicon])
        kept = [code for code in others.tolist() if _pair_text(folded, code) in known]
        in_lexicon |= np.isin(codes, kept)
    return places[in_lexicon]


def _with_pairs(text: _Text, texts: Sequence[str], words: np.ndarray, places: np.ndarray) -> Postings:
    """The postings of all words and of the pairs that begin at `places`."""
    at = np.flatnonzero(words >= 0)
    distinct, pairs = np.unique(words[places] << 32 | words[places + 1], return_inverse=True)
    pair_texts = [_pair_text(texts, code) for code in distinct.tolist()]
    where = np.concatenate([at, places])
    return _invert(
        [*texts, *pair_texts],
        np.concatenate([words[at], pairs + len(texts)]),
        text.documents[where],
        text.parts[where],
        np.bincount(text.documents[at], minlength=text.size),
    )


def _in_names(text: _Text, exact: Sequence[str], folded: Sequence[str]) -> Postings:
    """The postings of the words of names, each as it is folded and, where that differs, as it is written."""
    at = np.flatnonzero((text.codes >= 0) & (text.parts == _NAME_PART))
    codes, documents = text.codes[at], text.documents[at]
    terms = _Numbers()
    of_folded = np.array([terms[word] for word in folded], np.int64)
    of_exact = np.array([terms[word] for word in exact], np.int64)
    as_folded, as_exact = of_folded[codes >> 32], of_exact[codes & 0xFFFFFFFF]
    differs = as_folded != as_exact
    return _invert(
        list(terms),
        np.concatenate([as_folded, as_exact[differs]]),
        np.concatenate([documents, documents[differs]]),
        np.full(len(at) + np.count_nonzero(differs), _NAME_PART),
        np.bincount(documents, minlength=text.size),
    )


def _pair_text(words: Sequence[str], code: int) -> str:
    return f"{words[code >> 32]} {words[code & 0xFFFFFFFF]}"


def _invert(
    texts: Sequence[str], numbers: np.ndarray, documents: np.ndarray, parts: np.ndarray, lengths: np.ndarray
) -> Postings:
    """Occurrences (term number, document, part) grouped by term and document."""
    terms = [text.encode() for text in texts]
    order = sorted(range(len(terms)), key=terms.__getitem__)
    rank = np.empty(len(terms), np.int64)
    rank[order] = np.arange(len(terms))
    width = len(lengths)
    keys = rank[numbers] * width + documents
    sorting = np.argsort(keys, kind="stable")
    keys, parts = keys[sorting], parts[sorting]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    term_of, document_of = np.divmod(keys[first], max(width, 1))
    return Postings(
        [terms[i] for i in order],
        np.searchsorted(term_of, np.arange(len(terms) + 1)),
        document_of,
        _weights(parts, first),
        lengths,
    )


def _weights(parts: np.ndarray, first: np.ndarray) -> np.ndarray:
    if not len(first):
        return np.zeros(0, np.float32)

    def count(part: int) -> np.ndarray:
        return np.add.reduceat((parts == part).astype(np.int32), first)

    heads = np.minimum(count(_HEAD_PART), _MOST_HEADS)
    story = np.minimum(count(_STORY_PART), _MOST_IN_STORY)
    return (NAME * count(_NAME_PART) + HEAD * heads + story).astype(np.float32)
