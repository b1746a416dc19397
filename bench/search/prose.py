"""Stories of made-up words whose frequencies fall as those of a language do."""

import random
from collections.abc import Iterator

import numpy as np

from .syllables import vocabulary, words_of_two

SHORTEST, LONGEST = 80, 250
_SYLLABLES, _PAIRS = 5000, 4000
# Of the words of a text, those of two syllables.
_PAIRED = 0.4
# Zipf's law with Mandelbrot's shift, as word counts of Vietnamese texts have it.
_SHIFT = 2.7
_SENTENCE = 14


class Prose:
    """Texts of 80–250 syllables, the same for the same seed."""

    def __init__(self, seed: int):
        chance = random.Random(seed)
        self._numbers = np.random.default_rng(seed)
        single = vocabulary(_SYLLABLES, chance)
        paired = words_of_two(single, _PAIRS, chance)
        self._words = [*single, *paired]
        shares = np.concatenate([_zipf(len(single)) * (1 - _PAIRED), _zipf(len(paired)) * _PAIRED])
        self._bounds = np.cumsum(shares / shares.sum())

    def text(self, mentioned: list[str]) -> str:
        """One text in sentences, in which these names occur as well."""
        length = int(self._numbers.integers(SHORTEST, LONGEST + 1))
        drawn = self._draw(length)
        used = sum(len(name.split()) for name in mentioned)
        kept, count = [], used
        for word in drawn:
            count += 1 + (" " in word)
            if count > length:
                break
            kept.append(word)
        for name in mentioned:
            kept.insert(int(self._numbers.integers(0, len(kept) + 1)), name)
        return " ".join(_sentences(kept))

    def _draw(self, count: int) -> list[str]:
        return [self._words[i] for i in np.searchsorted(self._bounds, self._numbers.random(count))]


def _zipf(size: int) -> np.ndarray:
    shares = 1 / (np.arange(1, size + 1) + _SHIFT)
    return shares / shares.sum()


def _sentences(words: list[str]) -> Iterator[str]:
    for first in range(0, len(words), _SENTENCE):
        sentence = " ".join(words[first : first + _SENTENCE])
        yield f"{sentence[0].upper()}{sentence[1:]}."
