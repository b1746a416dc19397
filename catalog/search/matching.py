"""Units to rows: which products match, where, and how well; knows no engine but the terms it gives."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np

from ..text import Word, allows
from .backend import Level
from .hits import NOTHING, Hits, among, both, common, either, most
from .reading.units import Unit
from .synonyms import CLOSE, Phrase
from .vocabulary import Vocabulary

# Of the words of a longer query that many must be met when not all are, and those in names.
_SHARE_OF_MOST, _FEWEST_FOR_MOST = 0.6, 3
# Words that only say what sort of thing follows, and that names leave out: trái, quả, củ, con, cây, hạt, lá.
_CLASSIFIERS = frozenset({"trai", "qua", "cu", "con", "cay", "hat", "la"})


class Terms(Protocol):
    """What an engine gives: the rows of a term, which is a word or a pair of words; `size` is the number of rows.

    `named` takes one word, folded or as an exact key, and gives the rows that have it in their name.
    """

    size: int

    def folded(self, term: str) -> Hits: ...

    def exact(self, term: str) -> Hits: ...

    def named(self, word: str) -> Hits: ...

    def remembered(self, key: Hashable, make: Callable[[], Hits]) -> Hits:
        """What `make` gave for this key, for as long as documents and rows stay as they are."""


class Matcher:
    def __init__(self, terms: Terms, vocabulary: Vocabulary):
        self.terms = terms
        self.vocabulary = vocabulary

    def all_of(self, units: Sequence[Unit]) -> Hits:
        """Rows that have every unit as a unit."""
        parts = []
        for unit in units:
            parts.append(self.unit(unit))
            if not len(parts[-1]):
                return NOTHING
        return self._together(parts)

    def all_words(self, units: Sequence[Unit]) -> Hits:
        """Rows that have every word, wherever the words of a unit stand."""
        found = [either([self.unit(unit), *self._scattered(unit.typed)], self.terms.size) for unit in units]
        return self._together(found).at_most(Level.ANYWHERE)

    def most_words(self, units: Sequence[Unit]) -> Hits:
        """Rows that have most of the words in names; nothing for a query too short to miss a word of."""
        sizes = [len(unit.typed) for unit in units]
        if sum(sizes) < _FEWEST_FOR_MOST:
            return NOTHING
        parts = [_from_level(self.unit(unit), Level.HEADS) for unit in units]
        wanted = max(2, -(-sum(sizes) * _SHARE_OF_MOST // 1))
        return most(parts, sizes, wanted, self.terms.size)

    def unit(self, unit: Unit) -> Hits:
        """Rows that have the words of a unit, or others that stand for them; many queries share a unit."""
        if len(unit.typed) == 1 and not unit.alternatives:
            return self._word(unit.typed[0])
        return self.terms.remembered(unit, lambda: self._unit(unit))

    def _unit(self, unit: Unit) -> Hits:
        parts = [self._phrase(unit.typed)]
        if not len(parts[0]):
            # No name and no story has these words as neighbours: then only as words.
            parts = [hits.at_most(Level.ANYWHERE) for hits in self._scattered(unit.typed)]
        if len(unit.typed) == 2:
            parts.append(self._apart_in_name(unit.typed))
            if unit.typed[0].folded in _CLASSIFIERS:
                parts.append(self._named_without_classifier(parts[0], unit.typed[1]))
        for other in unit.alternatives:
            hits = self._phrase(other.phrase).weighed(other.weight)
            parts.append(hits.at_most(Level.ANYWHERE) if other.weight <= CLOSE else hits)
        return either(parts, self.terms.size)

    def meant(self, word: Word) -> list[str]:
        """The exact keys that a word typed with diacritics may mean: itself if the catalogue knows it, else
        what it lacks diacritics of."""
        variants = self.vocabulary.variants(word.folded)
        if word.exact in variants:
            return [word.exact]
        return [full for full in variants if allows(word.exact, full)]

    def with_diacritics(self, rows: np.ndarray, units: Sequence[Unit]) -> np.ndarray:
        """Whether each row has all units just as typed; no row does where nothing was typed with diacritics."""
        met = np.full(len(rows), any(map(_is_marked, (word for unit in units for word in unit.typed))))
        for term in (term for unit in units for term in _exact_terms(unit.typed)):
            if met.any():
                met &= among(rows, self.terms.exact(term).rows, self.terms.size)
        return met

    def _together(self, parts: Sequence[Hits]) -> Hits:
        together, *others = sorted(parts, key=len)
        for part in others:
            together = both(together, part, self.terms.size)
        return together

    def _scattered(self, phrase: Phrase) -> list[Hits]:
        return [self._together([self._word(word) for word in phrase])] if len(phrase) > 1 else []

    def _phrase(self, phrase: Phrase) -> Hits:
        """Its words as neighbours: for three words, both pairs."""
        if len(phrase) == 1:
            return self._word(phrase[0])
        pairs = [self._pair(*phrase[i : i + 2]) for i in range(len(phrase) - 1)]
        return self._together(pairs)

    def _pair(self, first: Word, second: Word) -> Hits:
        if not _is_marked(first) and not _is_marked(second):
            return self.terms.folded(f"{first.folded} {second.folded}")
        ways = [f"{one} {two}" for one in self._keys(first) for two in self._keys(second)]
        return either([self.terms.exact(way) for way in ways], self.terms.size)

    def _apart_in_name(self, pair: Phrase) -> Hits:
        """Both words in the name though not side by side: less than the pair itself."""
        return self._together([self._named(word) for word in pair]).at_most(Level.HEADS)

    def _named_without_classifier(self, pair: Hits, noun: Word) -> Hits:
        """A story that says "trái thơm" of a product called "Thơm sấy" speaks of its name."""
        named = self._named(noun)
        found, there = common(pair.rows, named.rows, self.terms.size)
        return Hits(pair.rows[found], named.level[there], pair.score[found])

    def _word(self, word: Word) -> Hits:
        if not _is_marked(word):
            return self.terms.folded(word.folded)
        return either([self.terms.exact(key) for key in self.meant(word)], self.terms.size)

    def _named(self, word: Word) -> Hits:
        if not _is_marked(word):
            return self.terms.named(word.folded)
        return either([self.terms.named(key) for key in self.meant(word)], self.terms.size)

    def _keys(self, word: Word) -> Iterable[str]:
        """The exact keys it may stand for in a pair."""
        return self.meant(word) if _is_marked(word) else self.vocabulary.variants(word.folded)


def _is_marked(word: Word) -> bool:
    return word.exact != word.folded


def _exact_terms(phrase: Phrase) -> list[str]:
    """The words of a phrase as typed: as pairs where it has several."""
    keys = [word.exact for word in phrase]
    return keys if len(keys) == 1 else [f"{one} {two}" for one, two in pairwise(keys)]


def _from_level(hits: Hits, level: int) -> Hits:
    enough = hits.level >= level
    return Hits(hits.rows[enough], hits.level[enough], hits.score[enough])
