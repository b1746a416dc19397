"""The words of all documents with their counts, kept in memory and brought up to date by what has changed."""

import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import Session

from ...text import fold
from .tables import SearchWord
from .vectors import EXACT


@dataclass(frozen=True)
class Words:
    """The vocabulary.Vocabulary of one edition; it never changes. `counts` has all lexemes."""

    edition: int = 0
    documents: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    _variants: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def frequency(self, term: str) -> int:
        return self.counts.get(term, 0)

    def variants(self, folded: str) -> Mapping[str, int]:
        return self._variants.get(folded, {})

    def known(self, folded: str) -> bool:
        return folded in self._variants

    def known_among(self, words: Iterable[str]) -> list[str]:
        return [word for word in words if word in self._variants]

    def beginning(self, start: str, limit: int) -> list[str]:
        first = bisect_left(self._in_order, start)
        end = bisect_left(self._in_order, start + "\x7f", first)
        return self._in_order[first : min(end, first + limit)]

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self._variants)

    def changed(self, edition: int, documents: int, changes: Iterable[tuple[str, int]]) -> "Words":
        """The words with other counts of these lexemes, 0 for those that are no more."""
        counts, variants = dict(self.counts), dict(self._variants)
        copied: set[str] = set()
        for lexeme, number in changes:
            _put(counts, lexeme, number)
            if lexeme.startswith(EXACT) and " " not in lexeme:
                exact = lexeme[len(EXACT) :]
                folded = _folded(exact)
                if folded not in copied:
                    variants[folded] = dict(variants.get(folded, {}))
                    copied.add(folded)
                _put(variants[folded], exact, number)
        for folded in copied:
            if not variants[folded]:
                del variants[folded]
        return Words(edition, documents, counts, variants)


def _put(counts: dict[str, int], key: str, number: int) -> None:
    if number:
        counts[key] = number
    else:
        counts.pop(key, None)


def _folded(exact: str) -> str:
    has_tone = exact[-1].isdigit() and not exact[0].isdigit()
    return fold(exact[:-1] if has_tone else exact).replace(" ", "")


class NewestWords:
    """The words of the newest edition this process has seen."""

    def __init__(self) -> None:
        self._words = Words()
        self._reading = threading.Lock()

    def at(self, session: Session | Connection, state: Row) -> Words:
        """The words of this state, or of a newer one that another thread has read."""
        if self._words.edition < state.edition:
            with self._reading:
                if self._words.edition < state.edition:
                    self._words = _read(session, state, self._words)
        return self._words


def _read(session: Session | Connection, state: Row, before: Words) -> Words:
    if before.edition < state.rebuilt:
        # Whatever is not there any more has left no count behind.
        before = Words()
    # Counts of an edition that has come meanwhile do no harm: with the next state they are read again.
    query = select(SearchWord.lexeme, SearchWord.documents).where(SearchWord.edition > before.edition)
    changes = session.execute(query)
    return before.changed(state.edition, state.documents, changes)
