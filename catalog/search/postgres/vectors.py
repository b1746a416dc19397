"""Documents as PostgreSQL keeps them: one tsvector to find them by, and a small one to rank them by.

A lexeme is a term of analysis.py with the sign of its field in front: "nuoc", "nuoc mam", "=nuoc1", "@mam".
Pairs are lexemes of their own, though PostgreSQL knows phrases: its index keeps no positions, so that for a
phrase every document with both words would have to be read.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..analysis import HEAD, NAME, Analysed, Postings
from ..searching import MOST_CHARACTERS

FOLDED, EXACT, NAMED = "", "=", "@"
# What a label counts in ts_rank, D to A. However often a word occurs, its rank stays below 1.645 times that of one
# occurrence: with steps wider than that, the most prominent label can be read off the rank.
LABEL_WEIGHTS = "{0.36, 0, 0.6, 1}"
IN_NAME, IN_HEADS = 0.604, 0.3624
# The rank of a word that a story has once, or twice: such words are left out of the small vector.
IN_STORY = 0.36 / 1.645
_FAINT = 2
# Nothing longer can be typed, and PostgreSQL takes no lexeme of more than 2 KB.
_LONGEST = 1 + MOST_CHARACTERS


class Vectors(NamedTuple):
    """`words` has all lexemes; `prominent` those of names (A) and heads (B), and what a story repeats (D)."""

    product_id: int
    digest: int
    words: str
    prominent: str


def vectors(analysed: Analysed) -> Iterator[Vectors]:
    """The postings turned round: for each document its lexemes."""
    quoted = [f"'{lexeme}'" for lexeme, _ in _lexemes(analysed)]
    lexemes, documents, weights = _occurrences(analysed)
    order = np.argsort(documents, kind="stable")
    starts = np.searchsorted(documents[order], np.arange(len(analysed.product_ids) + 1))
    for number, (product_id, digest) in enumerate(zip(analysed.product_ids, analysed.digests, strict=True)):
        own = order[starts[number] : starts[number + 1]]
        words = [quoted[lexeme] for lexeme in lexemes[own].tolist()]
        prominent = [
            f"{word}:{_labels(weight)}"
            for word, weight in zip(words, weights[own].tolist(), strict=True)
            if weight > _FAINT
        ]
        yield Vectors(product_id, digest, " ".join(words), " ".join(prominent))


def counts(analysed: Analysed) -> dict[str, int]:
    """The number of documents of each lexeme."""
    return {lexeme: documents for lexeme, documents in _lexemes(analysed) if len(lexeme) <= _LONGEST}


def _fields(analysed: Analysed) -> dict[str, Postings]:
    return {FOLDED: analysed.folded, EXACT: analysed.exact, NAMED: analysed.named}


def _lexemes(analysed: Analysed) -> Iterator[tuple[str, int]]:
    for sign, postings in _fields(analysed).items():
        for term, documents in zip(postings.terms, np.diff(postings.starts).tolist(), strict=True):
            yield sign + term.decode(), documents


def _occurrences(analysed: Analysed) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every posting the lexeme by its number, the document by its number, and the weight."""
    found = [(len(lexeme), size) for lexeme, size in _lexemes(analysed)]
    lengths, sizes = np.array(found, np.int64).reshape(-1, 2).T
    lexemes = np.repeat(np.arange(len(sizes)), sizes)
    fields = _fields(analysed).values()
    documents = np.concatenate([field.documents for field in fields])
    weights = np.concatenate([field.weights for field in fields]).astype(np.int32)
    fits = lengths[lexemes] <= _LONGEST
    return lexemes[fits], documents[fits], weights[fits]


@lru_cache(maxsize=4096)
def _labels(weight: int) -> str:
    """The weight of a posting (see analysis.py) as labelled positions; only how many there are counts."""
    labels = "A" * (weight // NAME) + "B" * (weight % NAME // HEAD) + "D" * (weight % HEAD)
    return ",".join(f"{position}{label}" for position, label in enumerate(labels, 1))
