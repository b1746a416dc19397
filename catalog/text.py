"""One Vietnamese folding for search, slugs and matching."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Signs over and under letters: all that Vietnamese has. U+034F is among them and is none.
_COMBINING = re.compile("[\u0300-\u034e\u0350-\u036f]+")
_SHORT = 200
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_PROVINCE_PREFIX = re.compile(r"^(tinh|thanh pho|tp|t p)\s+(?=\S)")
_PROVINCE_SPELLINGS = {
    "tphcm": "hochiminh",
    "hcm": "hochiminh",
    "saigon": "hochiminh",
    "hn": "hanoi",
    "thuathienhue": "hue",
    "baria": "bariavungtau",
    "vungtau": "bariavungtau",
    "daclac": "daklak",
    "dacnong": "daknong",
}


def fold(text: str) -> str:
    """Lower-case words without diacritics, one space between them.

    NFC comes first, so that decomposed text folds alike; đ has no decomposition and is
    replaced by hand. Old and new tone placement (hoà, hòa) fold to the same key.
    """
    return _folded_name(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    text = unicodedata.normalize("NFC", text).lower().replace("đ", "d").replace("ð", "d")
    letters = _COMBINING.sub("", unicodedata.normalize("NFD", text))
    if not letters.isascii():
        letters = "".join(c for c in letters if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", letters).strip()


# A name of a list is folded by several rules in turn, and those of its places on every row.
_folded_name = lru_cache(maxsize=16_384)(_folded)


class Word(NamedTuple):
    """One syllable or number as search knows it.

    `folded` has no diacritics ("thuy"); `exact` keeps those of the letters and puts the tone behind them as a
    digit ("thuy3"), so that old and new tone placement (thuỷ, thủy) are one key. A final y that only spells
    the sound i (quý, mỳ, lý) is an i in both.
    """

    folded: str
    exact: str


_TONES = {"\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_WORDS = re.compile(r"\d+|[^\W\d_]+")
_Y_FOR_I = re.compile(r"^([b-df-hj-np-tv-xz]+|qu)y$")


def words(text: str) -> list[Word]:
    """The words of a text in order; letters and digits part company, so "ST25" is "st 25"."""
    return [word for raw in tokens(text) if (word := word_of(raw))]


def search_key(text: str) -> str:
    """The folded words of a text with one space between them: what search compares whole names by."""
    return " ".join(word.folded for word in words(text))


def tokens(text: str) -> list[str]:
    """The words of a text as written, in lower case."""
    return _WORDS.findall(unicodedata.normalize("NFC", text).lower().replace("ð", "đ"))


@lru_cache(maxsize=50_000)
def word_of(token: str) -> Word | None:
    """What search makes of a token; None where nothing is left of it (a foreign script)."""
    folded = fold(token).replace(" ", "")
    if not folded:
        return None
    letters, tone = "", ""
    for sign in unicodedata.normalize("NFD", token):
        if sign in _TONES:
            tone = tone or _TONES[sign]
        else:
            letters += sign
    exact = unicodedata.normalize("NFC", letters)
    if _Y_FOR_I.match(folded):
        folded, exact = folded[:-1] + "i", exact[:-1] + "i"
    return Word(folded, exact + tone)


@lru_cache(maxsize=50_000)
def allows(typed: str, full: str) -> bool:
    """Whether a word typed like this (exact key) may mean `full`: diacritics may be missing, never differ.

    "nươc" may mean "nước" and "ca" may mean "cà", but "mận" never means "mặn".
    """
    letters, tone = _parts(typed)
    full_letters, full_tone = _parts(full)
    if len(letters) != len(full_letters) or tone not in ("", full_tone):
        return False
    return all(mark in (other, fold(other)) for mark, other in zip(letters, full_letters, strict=True))


def _parts(exact: str) -> tuple[str, str]:
    if exact[-1:].isdigit() and not exact[:1].isdigit():
        return exact[:-1], exact[-1]
    return exact, ""


_SIGNS = {digit: sign for sign, digit in _TONES.items()}
_VOWELS = "aăâeêioôơuưy"


def spelled(exact: str) -> str:
    """An exact key written as people write it, the tone on its vowel: "thuy3" is "thủy"."""
    letters, tone = _parts(exact)
    vowels = [i for i, letter in enumerate(letters) if letter in _VOWELS]
    # The u of qu and the i of gi belong to the consonant where another vowel follows.
    if len(vowels) > 1 and letters[:2] in ("qu", "gi"):
        vowels = vowels[1:]
    if not tone or not vowels:
        return letters
    marked = [i for i in vowels if letters[i] in "ăâêôơư"]
    open_end = vowels[-1] == len(letters) - 1
    place = marked[-1] if marked else vowels[-2] if open_end and len(vowels) > 1 else vowels[-1]
    return unicodedata.normalize("NFC", letters[: place + 1] + _SIGNS[tone] + letters[place + 1 :])


def slug(text: str) -> str:
    """Folded words joined by hyphens, at most 120 characters, cut at a word."""
    words = fold(text).split()
    while words and len("-".join(words)) > 120:
        words.pop()
    return "-".join(words)


def province_key(text: str) -> str:
    """One key for every usual spelling of a province: "TP. Huế", "Thừa Thiên - Huế" → "hue"."""
    name = _PROVINCE_PREFIX.sub("", fold(text)).replace(" ", "")
    return _PROVINCE_SPELLINGS.get(name, name)


def clean(text: str) -> str:
    """NFC, control characters out, runs of white space to one space."""
    text = unicodedata.normalize("NFC", text)
    # Most texts are printable as they are: a whole list is cleaned in the time of a few.
    visible = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return " ".join(visible.split())
