"""What the words typed so far may become: names that have them in a row, the last one perhaps unfinished."""

import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from sys import intern
from typing import NamedTuple

import numpy as np

from ..columns import Columns, Sort
from ..text import Word, allows, words
from .backend import Suggestion, SuggestionKind

MOST = 8
# How many of a kind at most, in the order in which they are shown.
_SHARES = {
    SuggestionKind.QUERY: 2,
    SuggestionKind.CATEGORY: 2,
    SuggestionKind.PRODUCT: 5,
    SuggestionKind.PLACE: 2,
    SuggestionKind.PRODUCER: 2,
    SuggestionKind.MARK: 2,
}
_LOOKED_AT = 60
# From how many of its first words on a name is found.
_STARTS = 6
_LONGEST = 40
# The bits of a start that say where in its text it is; those above them say in which.
_AT_BITS = 16
_AT = (1 << _AT_BITS) - 1


class Known(NamedTuple):
    """Something that can be suggested; a higher `weight` comes first among those that fit alike."""

    suggestion: Suggestion
    weight: float


class Suggester:
    """A fixed list of what can be suggested, each name to be found from every one of its first words on."""

    def __init__(self, known: Iterable[Known]):
        self._suggestions: list[Suggestion] = []
        # One text for each suggestion, and numbers for its starts: as strings these would be most of the shop's memory.
        self._texts: list[str] = []
        weights, starts = array("f"), array("q")
        for number, one in enumerate(known):
            folded = [word.folded for word in words(one.suggestion.text)]
            self._suggestions.append(one.suggestion)
            self._texts.append(" ".join(folded))
            weights.append(one.weight)
            starts.extend(number << _AT_BITS | at for at in _starts(folded))
        keys = np.fromiter(map(self._key, starts), f"S{_LONGEST}", len(starts))
        ordered = np.array(starts, np.int64)[np.argsort(keys, kind="stable")]
        self._starts = array("q", ordered.tobytes())
        self._of = (ordered >> _AT_BITS).astype(np.int32)
        # Names that begin with the words stand before those that only have them.
        begins = ordered & _AT == 0
        self._rank = np.array(weights, np.float32)[self._of] + np.float32(1000) * begins

    def _key(self, start: int) -> str:
        at = start & _AT
        return self._texts[start >> _AT_BITS][at : at + _LONGEST]

    def suggest(self, text: str, limit: int = MOST) -> list[Suggestion]:
        """At most `limit`, shared among the kinds; nothing for a text without a word."""
        typed = words(text[:_LONGEST])
        if not typed:
            return []
        found: dict[SuggestionKind, list[Suggestion]] = {kind: [] for kind in _SHARES}
        for number in self._best(typed):
            one = self._suggestions[number]
            of_kind = found[one.kind]
            if len(of_kind) < limit and one not in of_kind and _keeps_diacritics(typed, words(one.text)):
                of_kind.append(one)
        return _shared(found, limit)

    def _best(self, typed: Sequence[Word]) -> Iterator[int]:
        key = " ".join(word.folded for word in typed)
        start = bisect_left(self._starts, key, key=self._key)
        end = bisect_left(self._starts, key + "\x7f", start, key=self._key)
        rank = self._rank[start:end]
        if len(rank) > _LOOKED_AT:
            some = np.argpartition(rank, len(rank) - _LOOKED_AT)[len(rank) - _LOOKED_AT :]
        else:
            some = np.arange(len(rank))
        ordered = some[np.argsort(-rank[some], kind="stable")]
        yield from dict.fromkeys(self._of[start:end][ordered].tolist())


def _starts(folded: Sequence[str]) -> Iterator[int]:
    """Where the first words of a text begin."""
    at = 0
    for word in folded[:_STARTS]:
        yield at
        at += len(word) + 1


def _keeps_diacritics(typed: Sequence[Word], own: Sequence[Word]) -> bool:
    """Whether the name has the typed words in a row with the diacritics that were typed."""
    for place in range(len(own) - len(typed) + 1):
        pairs = zip(typed, own[place:], strict=False)
        if all(_begins(word, full, is_last) for (word, full), is_last in _with_last(pairs, len(typed))):
            return True
    return False


def _with_last(pairs, size: int):
    return (((word, full), number == size - 1) for number, (word, full) in enumerate(pairs))


def _begins(word: Word, full: Word, is_last: bool) -> bool:
    if not is_last or len(word.folded) == len(full.folded):
        return word.folded == full.folded and allows(word.exact, full.exact)
    # The tone of an unfinished word may still move; its letters already tell.
    letters = full.exact[: len(word.folded)]
    typed = word.exact[: len(word.folded)]
    return full.folded.startswith(word.folded) and allows(typed, letters)


def _shared(found: dict[SuggestionKind, list[Suggestion]], limit: int) -> list[Suggestion]:
    """Each kind its share, and what is left over to the products first, then to the others."""
    taken = {kind: min(len(found[kind]), share) for kind, share in _SHARES.items()}
    while sum(taken.values()) > limit:
        taken[max(taken, key=lambda kind: taken[kind])] -= 1
    for kind in (SuggestionKind.PRODUCT, *_SHARES):
        taken[kind] += min(limit - sum(taken.values()), len(found[kind]) - taken[kind])
    return [one for kind in _SHARES for one in found[kind][: taken[kind]]]


def products_known(columns: Columns, day: date) -> Iterator[Known]:
    """What can be bought weighs most, then what has stars, then the newest recognition."""
    newest = columns.rank(day, Sort.NEWEST)
    stars, in_stock = columns.on_day(day).stars > 0, columns.in_stock(day)
    size = max(1, len(columns))
    for place, id in enumerate(columns.ids.tolist()):
        shown = columns.rows[id].shown
        weight = 4.0 * bool(in_stock[place]) + 2.0 * bool(stars[place]) + 1 - newest[place] / size
        detail = (
            shown.province
            if shown.commune == shown.province
            else intern(f"{shown.commune}, {shown.province}")
        )
        yield Known(Suggestion(SuggestionKind.PRODUCT, shown.name, shown.slug, detail), float(weight))


def producers_known(columns: Columns) -> Iterator[Known]:
    producers: dict[str, tuple] = {}
    counts: dict[str, int] = {}
    for row in columns.rows.values():
        producers[row.shown.producer_slug] = row.shown
        counts[row.shown.producer_slug] = counts.get(row.shown.producer_slug, 0) + 1
    for slug, shown in producers.items():
        suggestion = Suggestion(SuggestionKind.PRODUCER, shown.producer_name, slug, shown.province)
        yield Known(suggestion, min(counts[slug], 100) / 100)


def communes_known(columns: Columns) -> Iterator[Known]:
    """The communes that something comes from."""
    shown = {row.shown.commune_code: row.shown for row in columns.rows.values()}
    for code, one in shown.items():
        yield Known(Suggestion(SuggestionKind.PLACE, one.commune, code, one.province), 0)


class Suggesters:
    """The newest suggester. When names have changed, the next one is made beside and the old one answers."""

    def __init__(self) -> None:
        self._made_of: tuple[object, object] = (None, None)
        self._suggester: Suggester | None = None
        self._making = threading.Lock()

    def at_present(self, columns: Columns, day: date, others: Sequence[Known]) -> Suggester:
        """`others` is what can be suggested beside products and producers; a new list is a new suggester."""
        suggester = self._suggester
        if suggester is None:
            with self._making:
                suggester = self._suggester or self._make(columns, day, others)
        elif not self._is_made_of(columns, others) and self._making.acquire(blocking=False):
            threading.Thread(target=self._make_beside, args=(columns, day, others), daemon=True).start()
        return suggester

    def _is_made_of(self, columns: Columns, others: Sequence[Known]) -> bool:
        return self._made_of[0] is columns.names and self._made_of[1] is others

    def _make_beside(self, columns: Columns, day: date, others: Sequence[Known]) -> None:
        try:
            self._make(columns, day, others)
        finally:
            self._making.release()

    def _make(self, columns: Columns, day: date, others: Sequence[Known]) -> Suggester:
        made = Suggester(
            chain(products_known(columns, day), producers_known(columns), communes_known(columns), others)
        )
        self._suggester, self._made_of = made, (columns.names, others)
        return made
