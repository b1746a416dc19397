"""Slips of the finger and of the ear: the words near a typed one, judged by the words beside it."""

from collections.abc import Iterator, Sequence
from math import log

from ...text import Word
from ..vocabulary import Vocabulary

_LETTERS = "abcdeghiklmnopqrstuvxy"
# Spelt alike because said alike somewhere in the country.
_ONSETS = (
    ("s", "x"),
    ("ch", "tr"),
    ("d", "gi"),
    ("d", "r"),
    ("gi", "r"),
    ("d", "v"),
    ("gi", "v"),
    ("l", "n"),
)
_ENDINGS = (("n", "ng"), ("t", "c"), ("i", "y"), ("n", "nh"), ("t", "ch"))
_SHORTEST_ALONE = 4
# Longer strings are no syllable with a slip in it, and have too many neighbours.
_LONGEST = 9


def confused(word: str) -> set[str]:
    """Folded words that sound like this one somewhere."""
    found = set()
    for one, other in _ONSETS:
        for typed, meant in ((one, other), (other, one)):
            if word.startswith(typed):
                found.add(meant + word[len(typed) :])
    for one, other in _ENDINGS:
        for typed, meant in ((one, other), (other, one)):
            if word.endswith(typed):
                found.add(word[: -len(typed)] + meant)
    return found - {word}


def near(word: str) -> Iterator[str]:
    """All strings one slip away, some of them twice: a letter too many, too few, wrong, or two exchanged."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from [before + letter + after for letter in _LETTERS]
        if after:
            yield from [before + letter + after[1:] for letter in _LETTERS]


def corrected(typed: Sequence[Word], position: int, vocabulary: Vocabulary) -> Word | None:
    """The likeliest word for the one at `position`, None where nothing speaks for another.

    A neighbour must form a known pair with it; a word without neighbours needs four letters.
    """
    word = typed[position]
    before = typed[position - 1].folded if position else ""
    after = typed[position + 1].folded if position + 1 < len(typed) else ""
    alone = len(typed) == 1
    if alone and word.exact != word.folded:
        tone = other_tone(word, vocabulary)
        if tone:
            return tone
    best, best_score = None, 0.0
    for candidate, closeness in _candidates(word, vocabulary):
        score = _stick(before, candidate, vocabulary) + _stick(candidate, after, vocabulary)
        if alone and len(word.folded) >= _SHORTEST_ALONE and candidate != word.folded:
            score += log(1 + sum(vocabulary.variants(candidate).values()))
        if score * closeness > best_score:
            best, best_score = candidate, score * closeness
    return Word(best, best) if best else None


def other_tone(word: Word, vocabulary: Vocabulary) -> Word | None:
    """The same word with hỏi for ngã or the other way round, which half of the country does not tell apart."""
    swapped = {"3": "4", "4": "3"}.get(word.exact[-1])
    exact = word.exact[:-1] + swapped if swapped else ""
    return Word(word.folded, exact) if exact in vocabulary.variants(word.folded) else None


def _candidates(word: Word, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    if word.folded.isdigit():
        return
    if word.exact != word.folded and vocabulary.known(word.folded):
        # The letters are right and the diacritics are not.
        yield word.folded, 3.0
    if len(word.folded) > _LONGEST:
        return
    alike = sorted(confused(word.folded))
    seen = {word.folded, *alike}
    yield from ((other, 2.0) for other in alike if vocabulary.known(other))
    for other in vocabulary.known_among(near(word.folded)):
        if other not in seen:
            seen.add(other)
            yield other, 1.0


def _stick(first: str, second: str, vocabulary: Vocabulary) -> float:
    if not first or not second:
        return 0.0
    return log(1 + vocabulary.frequency(f"{first} {second}"))
