"""From what was typed to what matches: the plain reading first, other readings only where it finds too little."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..columns import Columns
from ..text import Word, allows, clean, spelled, word_of
from ..text import tokens as tokens_of
from .backend import Level, Matches, Offer, Reading
from .hits import Hits, common
from .matching import Matcher, Terms
from .reading.intents import read_intents
from .reading.repairs import MOST_WORDS, repaired
from .reading.units import Unit, units_of
from .synonyms import Synonyms
from .vocabulary import Vocabulary

MOST_CHARACTERS = 128
# So many other readings are tried; each costs as much as a search.
_MOST_READINGS = 6
# A plain reading that finds fewer than this outside of names is worth a second thought.
_LITTLE = 3


@dataclass(frozen=True)
class _Answer:
    words: list[Word]
    units: list[Unit]
    hits: Hits

    @property
    def best_level(self) -> int:
        return int(self.hits.level.max()) if len(self.hits) else Level.NONE


class Searcher:
    """Everything a search needs of one moment: terms, vocabulary and synonyms."""

    def __init__(
        self, columns: Columns, terms: Terms, vocabulary: Vocabulary, synonyms: Synonyms, version: int
    ):
        self.columns = columns
        self.vocabulary = vocabulary
        self.synonyms = synonyms
        self.version = version
        self.matcher = Matcher(terms, vocabulary)

    def search(self, text: str) -> Matches:
        """Of the text the first 128 characters and 12 words count."""
        typed = clean(text[: 4 * MOST_CHARACTERS])[:MOST_CHARACTERS]
        raw = [token for token in tokens_of(typed) if word_of(token)][:MOST_WORDS]
        every_word = [word_of(token) for token in raw]
        meant = read_intents(every_word, raw)
        if not meant.words:
            return self._everything(typed, meant.offers, bool(every_word))
        plain = self._strictly(meant.words)
        chosen, suggestion = self._chosen(plain, typed)
        hits = self._with_whole_names(chosen, every_word)
        is_plain = chosen.words == plain.words
        reading = Reading(
            typed=typed,
            text=typed if is_plain else self._spelled(chosen),
            repaired=not is_plain,
            suggestion=suggestion,
            offers=tuple(meant.offers),
            **_highlights(chosen, self.matcher),
        )
        exact = self.matcher.with_diacritics(hits.rows, chosen.units)
        return Matches(reading, hits.rows, hits.level, exact, hits.score, self.version)

    def _everything(self, typed: str, offers: Sequence[Offer], asked: bool) -> Matches:
        """The words only asked for filters, or for products as such; or nothing was a word at all."""
        rows = self.columns.everything if asked else self.columns.everything[:0]
        reading = Reading(typed=typed, text=typed, offers=tuple(offers))
        level = np.full(len(rows), Level.ANYWHERE, np.int8)
        zeros = np.zeros(len(rows), np.float32)
        return Matches(reading, rows, level, np.zeros(len(rows), np.bool_), zeros, self.version)

    def _strictly(self, typed: Sequence[Word]) -> _Answer:
        units = units_of(typed, self.synonyms, self.vocabulary)
        return _Answer(list(typed), units, self.matcher.all_of(units))

    def _chosen(self, plain: _Answer, typed: str) -> tuple[_Answer, str]:
        """The answer to show, and another reading to offer beside it."""
        if plain.best_level >= Level.HEADS:
            return plain, ""
        other = self._best_repair(plain, typed)
        if len(plain.hits):
            found_more = other is not None and len(plain.hits) < _LITTLE and other.best_level >= Level.HEADS
            return plain, self._spelled(other) if found_more else ""
        if other is not None:
            return other, ""
        return self._loosely(plain), ""

    def _best_repair(self, plain: _Answer, typed: str) -> _Answer | None:
        best = None
        for tried, reading in enumerate(self._repairs(plain, typed)):
            answer = self._strictly(reading)
            if answer.best_level >= Level.NAME:
                return answer
            if len(answer.hits) and (best is None or answer.best_level > best.best_level):
                best = answer
            if tried + 1 == _MOST_READINGS:
                break
        return best

    def _repairs(self, plain: _Answer, typed: str) -> Iterator[list[Word]]:
        seen = {tuple(plain.words)}
        for reading in repaired(plain.words, typed, self.vocabulary):
            if tuple(reading) not in seen:
                seen.add(tuple(reading))
                yield reading

    def _loosely(self, plain: _Answer) -> _Answer:
        """Nothing has every unit: all words wherever they stand, else most of them in names."""
        hits = self.matcher.all_words(plain.units)
        if not len(hits):
            hits = self.matcher.most_words(plain.units)
        return _Answer(plain.words, plain.units, hits)

    def _with_whole_names(self, answer: _Answer, every_word: Sequence[Word]) -> Hits:
        """The hits with the level of those whose name is, or begins with, the words."""
        hits, level = answer.hits, answer.hits.level
        for typed in {tuple(answer.words), tuple(every_word)}:
            key = " ".join(word.folded for word in typed)
            whole, longer = self.columns.names.with_words(key)
            for rows, higher in ((longer, Level.PREFIX), (whole, Level.WHOLE)):
                if len(rows):
                    there, _ = common(hits.rows, rows, len(self.columns))
                    there = there[level[there] >= Level.HEADS]
                    level = level.copy()
                    level[there] = np.maximum(level[there], higher)
        return Hits(hits.rows, level, hits.score)

    def _spelled(self, answer: _Answer) -> str:
        """The words of a reading as the catalogue writes them: as in the names of a product that was found, where
        they are side by side there, else each in its most usual spelling."""
        beside: dict[tuple[str, str], tuple[str, str]] = {}
        for text in self._names_around(answer.hits):
            raw = [(token, word) for token in tokens_of(text) if (word := word_of(token))]
            for (first, one), (second, two) in pairwise(raw):
                beside.setdefault((one.folded, two.folded), (first, second))
        said = [""] * len(answer.words)
        for place, (one, two) in enumerate(pairwise(answer.words)):
            tokens = beside.get((one.folded, two.folded))
            if tokens and all(
                allows(w.exact, word_of(t).exact) for w, t in zip((one, two), tokens, strict=True)
            ):
                said[place] = said[place] or tokens[0]
                said[place + 1] = tokens[1]
        return " ".join(
            token or self._usual_spelling(word) for token, word in zip(said, answer.words, strict=True)
        )

    def _names_around(self, hits: Hits) -> Iterator[str]:
        """The names of the best product, of its producer and places."""
        if len(hits):
            row = hits.rows[np.lexsort((-hits.score, -hits.level))[0]]
            shown = self.columns.rows[int(self.columns.ids[row])].shown
            yield from (shown.name, shown.producer_name, shown.commune, shown.province)

    def _usual_spelling(self, word: Word) -> str:
        variants = self.vocabulary.variants(word.folded)
        meant = self.matcher.meant(word)
        return spelled(max(meant, key=lambda exact: (variants[exact], exact), default=word.exact))


def _highlights(answer: _Answer, matcher: Matcher) -> dict:
    """Which folded words to mark, and where diacritics were typed, which exact keys of them only."""
    phrases = [unit.typed for unit in answer.units]
    phrases += [other.phrase for unit in answer.units for other in unit.alternatives]
    only: dict[str, set[str]] = {}
    free: set[str] = set()
    for word in (word for phrase in phrases for word in phrase):
        if word.exact == word.folded:
            free.add(word.folded)
        else:
            only.setdefault(word.folded, set()).update(matcher.meant(word))
    limited = {folded: frozenset(keys) for folded, keys in only.items() if folded not in free}
    return {"words": frozenset({*free, *only}), "only": limited}
