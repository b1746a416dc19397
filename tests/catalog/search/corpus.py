"""Small made-up documents in Vietnamese syllables, a few of them frequent and most of them rare; the same for a seed."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, pairwise
from random import Random

from catalog.search.documents import Document
from catalog.text import Word, words

_ONSETS = (
    "",
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
)
_RIMES = (
    "a",
    "à",
    "á",
    "ao",
    "ăn",
    "ắn",
    "ân",
    "ấm",
    "e",
    "é",
    "ên",
    "iêu",
    "inh",
    "o",
    "ó",
    "ô",
    "ồng",
    "ơ",
    "ươ",
    "ước",
    "ủy",
    "y",
)


class Corpus:
    """Documents by product id; `wanted` says how many."""

    def __init__(self, wanted: int, seed: int = 1):
        self.random = Random(seed)
        syllables = [onset + rime for onset in _ONSETS for rime in _RIMES]
        self.random.shuffle(syllables)
        self._syllables = syllables
        self._weights = list(accumulate(1 / rank for rank in range(1, len(syllables) + 1)))
        self.documents = {id: self.made(id) for id in range(1, wanted + 1)}

    def __iter__(self) -> Iterator[Document]:
        return iter(list(self.documents.values()))

    def made(self, id: int) -> Document:
        """A document with new words, not yet part of the corpus."""
        name, maker, place = self.words(2, 6), self.words(3, 5), self.words(2, 3)
        return Document(id, (name,), (maker, place), self.words(20, 80))

    def words(self, fewest: int, most: int) -> str:
        wanted = self.random.randint(fewest, most)
        return " ".join(self.random.choices(self._syllables, cum_weights=self._weights, k=wanted))

    def change(self, wanted: int) -> list[Document]:
        """So many documents with other stories, and one in two with another name."""
        changed = []
        for id in self.random.sample(sorted(self.documents), wanted):
            other = self.made(id)
            kept = self.random.random() < 0.5
            changed.append(replace(other, names=self.documents[id].names) if kept else other)
        self.documents |= {document.product_id: document for document in changed}
        return changed

    def add(self, wanted: int) -> list[Document]:
        first = max(self.documents, default=0) + 1
        added = [self.made(id) for id in range(first, first + wanted)]
        self.documents |= {document.product_id: document for document in added}
        return added

    def drop(self, wanted: int) -> list[int]:
        """Take so many documents out; their ids."""
        gone = self.random.sample(sorted(self.documents), wanted)
        for id in gone:
            del self.documents[id]
        return gone


def terms_of(document: Document, units: Container[str]) -> dict[str, set[str]]:
    """By field the terms it is found by; of the pairs of neighbours those that are units."""
    spoken = [words(part) for part in parts(document)]
    pairs = [pair for part in spoken for pair in pairwise(part) if _folded(pair) in units]
    every_word = {word for part in spoken for word in part}
    in_names = {word for name in document.names for word in words(name)}
    return {
        "exact": {word.exact for word in every_word} | {f"{one.exact} {two.exact}" for one, two in pairs},
        "folded": {word.folded for word in every_word} | set(map(_folded, pairs)),
        "named": {word.folded for word in in_names} | {word.exact for word in in_names},
    }


def lexicon(documents: Iterable[Document]) -> set[str]:
    """The pairs that count as units: those of names and heads."""
    titles = (text for document in documents for text in (*document.names, *document.heads))
    return {_folded(pair) for title in titles for pair in pairwise(words(title))}


def _folded(pair: tuple[Word, Word]) -> str:
    return f"{pair[0].folded} {pair[1].folded}"


def parts(document: Document) -> tuple[str, ...]:
    return (*document.names, *document.heads, document.body)
