"""How people type a Vietnamese word when they don't type it as it is written."""

import random
import unicodedata

from catalog.text import fold

_MARKS = {"\u0302": None, "\u0306": "w", "\u031b": "w"}
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


def telex(text: str) -> str:
    """As typed for Telex with the input method switched off: "nước mắm" → "nuwowcs mawms"."""
    return " ".join(map(_telex, text.lower().split()))


def _telex(word: str) -> str:
    typed, tone = "", ""
    for sign in unicodedata.normalize("NFD", word.replace("đ", "dd")):
        if sign in _TONES:
            tone = _TONES[sign]
        elif sign in _MARKS:
            typed += _MARKS[sign] or typed[-1]
        else:
            typed += sign
    return typed + tone


def mistyped(text: str, chance: random.Random) -> str:
    """Without diacritics and with one slip of a finger in its longest word."""
    words = fold(text).split()
    at = max(range(len(words)), key=lambda i: len(words[i]))
    words[at] = _slip(words[at], chance)
    return " ".join(words)


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    slips = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
    )
    return chance.choice([slip for slip in slips if slip != word])
