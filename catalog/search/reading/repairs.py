"""Other readings of typed words, tried where the plain one finds too little."""

from collections.abc import Iterator, Sequence

from ...text import Word, allows, tokens, word_of, words
from ..vocabulary import Vocabulary
from .glue import unglued
from .intents import read_intents
from .keyboard import from_telex, from_vni
from .typos import corrected

MOST_WORDS = 12
_MOST_SLIPS = 3
_MOST_ENDINGS = 300


def is_known(word: Word, vocabulary: Vocabulary) -> bool:
    """Whether the catalogue has the word, or one that it may stand for with fewer diacritics."""
    if word.exact == word.folded:
        return vocabulary.known(word.folded)
    return any(allows(word.exact, full) for full in vocabulary.variants(word.folded))


def repaired(typed: Sequence[Word], text: str, vocabulary: Vocabulary) -> Iterator[list[Word]]:
    """Readings from the most to the least likely; `text` is what was typed, with its digits and spaces."""
    without_keyboard = _by_token(text, vocabulary, _from_keyboard)
    if without_keyboard:
        yield from _with_slips_mended(without_keyboard, vocabulary)
    everything = _by_token(text, vocabulary, _from_keyboard_even_if_known)
    if everything and everything != without_keyboard:
        yield everything
    apart = _by_token(text, vocabulary, _unglued)
    if apart:
        yield from _with_slips_mended(apart, vocabulary)
    yield from _mended(list(typed), vocabulary)
    if finished := _finished(list(typed), vocabulary):
        yield finished


def _finished(typed: list[Word], vocabulary: Vocabulary) -> list[Word] | None:
    """The last word completed, for those who press Enter in the middle of it: what goes on from the word before."""
    if len(typed) < 2 or is_known(typed[-1], vocabulary):
        return None
    start = typed[-1].folded
    rest = vocabulary.beginning(start, _MOST_ENDINGS)
    pairs = {word: vocabulary.frequency(f"{typed[-2].folded} {word}") for word in rest}
    best = max(pairs, key=lambda word: (pairs[word], word), default="")
    return [*typed[:-1], Word(best, best)] if best and pairs[best] else None


def _with_slips_mended(reading: list[Word], vocabulary: Vocabulary) -> Iterator[list[Word]]:
    if all(is_known(word, vocabulary) for word in reading):
        yield reading
    yield from _mended(reading, vocabulary)


def _by_token(text: str, vocabulary: Vocabulary, repair) -> list[Word] | None:
    """The words with `repair` applied to each token of the text, without those that ask for a filter; None where
    it changed nothing."""
    reading: list[Word] = []
    changed = False
    for token in text.split():
        plain = words(token)
        mended = repair(token, plain, vocabulary)
        changed = changed or mended is not None
        reading += mended if mended is not None else plain
    if not changed:
        return None
    reading = reading[:MOST_WORDS]
    return read_intents(reading, [word.folded for word in reading]).words or reading


def _from_keyboard(token: str, plain: Sequence[Word], vocabulary: Vocabulary) -> list[Word] | None:
    if all(is_known(word, vocabulary) for word in plain) and not _has_vni_digits(token):
        return None
    return _from_keyboard_even_if_known(token, plain, vocabulary)


def _from_keyboard_even_if_known(
    token: str, plain: Sequence[Word], vocabulary: Vocabulary
) -> list[Word] | None:
    for decode in (from_telex, from_vni):
        word = decode(token)
        if word and is_known(word, vocabulary):
            return [word]
    return None


def _has_vni_digits(token: str) -> bool:
    return token[:1].isalpha() and any(sign.isdigit() for sign in token)


def _unglued(token: str, plain: Sequence[Word], vocabulary: Vocabulary) -> list[Word] | None:
    # Digits are parted from letters already; the letters may still be several words.
    reading: list[Word] = []
    changed = False
    for letters in tokens(token):
        word = word_of(letters)
        if word and not is_known(word, vocabulary) and (apart := unglued(letters, vocabulary)):
            reading, changed = reading + apart, True
        elif word:
            reading.append(word)
    return reading if changed else None


def _mended(reading: list[Word], vocabulary: Vocabulary) -> Iterator[list[Word]]:
    """Slips corrected: first in words the catalogue does not know, then in known ones among strangers."""
    mended = list(reading)
    slips = 0
    for position, word in enumerate(reading):
        if not is_known(word, vocabulary) and slips < _MOST_SLIPS:
            better = corrected(mended, position, vocabulary)
            if better:
                mended[position], slips = better, slips + 1
    if slips:
        yield mended
    for position in range(len(mended)):
        if _is_stranger(mended, position, vocabulary):
            better = corrected(mended, position, vocabulary)
            if better and better.folded != mended[position].folded:
                yield [*mended[:position], better, *mended[position + 1 :]]


def _is_stranger(reading: Sequence[Word], position: int, vocabulary: Vocabulary) -> bool:
    """It forms no known pair with either neighbour."""
    pairs = [reading[i : i + 2] for i in (position - 1, position) if 0 <= i < len(reading) - 1]
    return bool(pairs) and not any(
        vocabulary.frequency(f"{first.folded} {second.folded}") for first, second in pairs
    )
