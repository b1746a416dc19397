"""Typed words cut into units: what belongs together is looked for together."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...text import Word
from ..synonyms import Alternative, Phrase, Synonyms
from ..vocabulary import Vocabulary

# Below this share of the rarer word's documents two neighbours are no unit.
LOOSEST = 0.02


class Unit(NamedTuple):
    """Words that are one thing, with the other phrases that stand for it."""

    typed: Phrase
    alternatives: tuple[Alternative, ...] = ()


def units_of(typed: Sequence[Word], synonyms: Synonyms, vocabulary: Vocabulary) -> list[Unit]:
    """Spans of the synonym list first; of the rest the neighbours that stick most tightly are pairs."""
    whole: dict[int, Unit] = {}
    single: dict[int, tuple[Alternative, ...]] = {}
    covered: set[int] = set()
    for span in synonyms.spans(typed):
        if span.end - span.start > 1:
            whole[span.start] = Unit(tuple(typed[span.start : span.end]), span.alternatives)
            covered.update(range(span.start, span.end))
        else:
            single[span.start] = span.alternatives
    units = dict(whole)
    for start, end in _runs(len(typed), covered):
        for first, size in _cut(typed, start, end, vocabulary):
            units[first] = _unit(typed, first, size, single)
    return [units[start] for start in sorted(units)]


def _runs(length: int, covered: set[int]) -> Iterator[tuple[int, int]]:
    start = 0
    while start < length:
        if start in covered:
            start += 1
            continue
        end = start
        while end < length and end not in covered:
            end += 1
        yield start, end
        start = end


def _cut(typed: Sequence[Word], start: int, end: int, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Where each unit of the run begins and how many words it has (1 or 2)."""
    ties = sorted(
        ((_stickiness(typed[i], typed[i + 1], vocabulary), -i) for i in range(start, end - 1)), reverse=True
    )
    taken: set[int] = set()
    for tie, place in ties:
        first = -place
        if tie >= LOOSEST and first not in taken and first + 1 not in taken:
            taken.update((first, first + 1))
            yield first, 2
    yield from ((place, 1) for place in range(start, end) if place not in taken)


def _stickiness(first: Word, second: Word, vocabulary: Vocabulary) -> float:
    together = vocabulary.frequency(f"{first.folded} {second.folded}")
    if not together:
        return 0.0
    return together / max(1, min(vocabulary.frequency(first.folded), vocabulary.frequency(second.folded)))


def _unit(typed: Sequence[Word], first: int, size: int, single: dict[int, tuple[Alternative, ...]]) -> Unit:
    """A word of the pair may itself have synonyms: the pair then has those of each, one exchanged at a time."""
    phrase = tuple(typed[first : first + size])
    alternatives = []
    for place in range(size):
        for other in single.get(first + place, ()):
            exchanged = (*phrase[:place], *other.phrase, *phrase[place + 1 :])
            alternatives.append(Alternative(exchanged, other.weight))
    return Unit(phrase, tuple(alternatives))
