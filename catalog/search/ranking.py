"""The ladder: what decides which product stands above another when words were typed.

The steps are looked at from the first to the last; a later one decides only between products that
are alike in all before it. The public page on ranking is made of this very list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ..columns import Columns, Sort
from .backend import Level, Matches, Offer, Reading

# Points of the words' score are told apart to this part of one.
_SCORE_PARTS = 2**14


@dataclass(frozen=True)
class Candidates:
    """Positions in the answer to words, and the rows they stand for, on one day."""

    columns: Columns
    day: date
    matches: Matches
    positions: np.ndarray
    rows: np.ndarray


@dataclass(frozen=True)
class Step:
    """`value` gives each candidate a whole number below 2 ** bits; more is better. A `fact` is one of the product on
    that day, whatever was typed."""

    key: str
    bits: int
    value: Callable[[Candidates], np.ndarray]
    fact: bool = False


def _level(found: Candidates) -> np.ndarray:
    return found.matches.level.take(found.positions)


def _diacritics(found: Candidates) -> np.ndarray:
    return found.matches.exact.take(found.positions)


def _offers(found: Candidates) -> np.ndarray:
    meets = np.True_
    for offer in found.matches.reading.offers:
        meets = meets & found.columns.mask(found.day, *filter_of(offer))[found.rows]
    return meets


def _in_stock(found: Candidates) -> np.ndarray:
    return found.columns.in_stock(found.day)[found.rows]


def _stars(found: Candidates) -> np.ndarray:
    return found.columns.on_day(found.day).stars[found.rows] > 0


def _score(found: Candidates) -> np.ndarray:
    parts = found.matches.score.take(found.positions) * np.float32(_SCORE_PARTS)
    return np.minimum(parts, 2**24 - 1)


def _newest(found: Candidates) -> np.ndarray:
    rank = found.columns.rank(found.day, Sort.NEWEST)
    return len(rank) - 1 - rank[found.rows]


LADDER = (
    Step("level", 3, _level),
    Step("diacritics", 1, _diacritics),
    Step("offers", 1, _offers),
    Step("in_stock", 1, _in_stock, fact=True),
    Step("stars", 1, _stars, fact=True),
    Step("score", 24, _score),
    # No two products have the same place in this order, so pages never overlap.
    Step("newest", 27, _newest, fact=True),
)
# How far up each step stands in the one number that products are ordered by.
_SHIFTS = [sum(step.bits for step in LADDER[place + 1 :]) for place in range(len(LADDER))]
_FACTS, _OF_WORDS = (
    [(step, shift) for step, shift in zip(LADDER, _SHIFTS, strict=True) if step.fact is fact]
    for fact in (True, False)
)


def filter_of(offer: Offer) -> tuple[str, object]:
    """The filter of the columns that an offer stands for."""
    match offer.name:
        case "stars":
            return "stars", frozenset({int(offer.value)})
        case "mark":
            return "marks", frozenset({offer.value})
        case "in_stock":
            return "in_stock", True
        case _:
            return offer.name, int(offer.value)


def best(columns: Columns, day: date, matches: Matches, positions: np.ndarray, wanted: int) -> np.ndarray:
    """The `wanted` best of these positions in order."""
    if wanted < len(positions):
        positions = _top_levels(matches.level, positions, wanted)
    rows = matches.rows.take(positions)
    facts = columns.remembered(("facts", day), lambda: _facts(columns, day))
    key = facts.take(rows) + _key(Candidates(columns, day, matches, positions, rows), _OF_WORDS)
    if wanted < len(key):
        some = np.argpartition(key, len(key) - wanted)[len(key) - wanted :]
    else:
        some = np.arange(len(key))
    return positions.take(some.take((-key.take(some)).argsort()))


def _facts(columns: Columns, day: date) -> np.ndarray:
    """What the ladder says of each row of the columns before anything is typed."""
    nothing = Matches(Reading("", ""), *[columns.everything] * 4)
    return _key(Candidates(columns, day, nothing, columns.everything, columns.everything), _FACTS)


def _key(found: Candidates, steps: Sequence[tuple[Step, int]]) -> np.ndarray:
    return sum(step.value(found).astype(np.int64) << shift for step, shift in steps)


def _top_levels(level: np.ndarray, positions: np.ndarray, wanted: int) -> np.ndarray:
    """Without the levels that no page up to this one can reach: the first step decides before all others."""
    of_these = level.take(positions)
    for lowest in range(Level.WHOLE, Level.SOME, -1):
        reached = of_these >= lowest
        if np.count_nonzero(reached) >= wanted:
            return positions.compress(reached)
    return positions
