"""Where the words of a search stand in a name or a story, marked."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup, escape

from catalog.search.backend import Reading
from catalog.text import Word, fold, word_of, words

_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵð"
_BASE = str.maketrans({form: fold(letter) for letter in _LETTERS for form in (letter, letter.upper())})
# Characters before the first word, and how many words of a long story are looked at.
_LEAD, _LOOKED_AT = 40, 200


class Hit(NamedTuple):
    """A word of the search in a text, from `start` up to `end`."""

    start: int
    end: int
    folded: str


class Marked(NamedTuple):
    """A text with <mark> around the words that were searched for (neighbours share one), and whether it has them all."""

    text: Markup
    has_all: bool


def marked(text: str, reading: Reading) -> Marked:
    text = unicodedata.normalize("NFC", text)
    hits = list(_hits(text, reading))
    # Every hit is a word; a foreign letter may hide a word from them.
    has_all = bool(reading.wanted) and reading.wanted <= {hit.folded for hit in hits}
    return Marked(_marked(text, hits), has_all or holds(text, reading))


def marked_name(text: str, reading: Reading) -> Markup:
    return marked(text, reading).text


def passage(text: str, reading: Reading, length: int = 160) -> Markup | None:
    """The part of the text with the most different words that were searched for, None where it has none."""
    text = unicodedata.normalize("NFC", text)
    hits = list(islice(_hits(text, reading), _LOOKED_AT))
    if not hits:
        return None
    first, last = _densest(hits, length)
    start, end = _window(text, first, last, length)
    inside = [
        hit._replace(start=hit.start - start, end=hit.end - start)
        for hit in hits
        if start <= hit.start and hit.end <= end
    ]
    marked = _marked(text[start:end], inside)
    return ("…" if start else "") + marked + ("…" if end < len(text) else "")


def holds(text: str, reading: Reading) -> bool:
    """Whether all words that were searched for are in the text."""
    wanted = reading.wanted
    if not wanted or not wanted <= _folded(text):
        return False
    return not reading.only or wanted <= {word.folded for word in words(text) if _is_meant(word, reading)}


@lru_cache(maxsize=4096)
def _folded(text: str) -> frozenset[str]:
    return frozenset(word.folded for word in words(text))


def _hits(text: str, reading: Reading) -> Iterator[Hit]:
    if not reading.words:
        return
    # Letter for letter without diacritics, so that places are the same; a look at every word would take a page's time.
    for found in _pattern(reading.words).finditer(text.translate(_BASE)):
        start, end = found.span()
        word = word_of(text[start:end].lower())
        if word and _is_meant(word, reading) and not _goes_on(text, start, end):
            yield Hit(start, end, word.folded)


@lru_cache(maxsize=512)
def _pattern(folded: frozenset[str]) -> re.Pattern:
    # An i at the end of a folded word may be written y; see catalog.text.Word.
    written = (re.escape(word[:-1]) + "[iy]" if word.endswith("i") else re.escape(word) for word in folded)
    return re.compile("|".join(sorted(written, key=len, reverse=True)), re.IGNORECASE)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether this is only a part of a word, or of a number."""
    same = str.isdigit if text[start].isdigit() else str.isalpha
    return (start > 0 and same(text[start - 1])) or (end < len(text) and same(text[end]))


def _is_meant(word: Word, reading: Reading) -> bool:
    if word.folded not in reading.words:
        return False
    limited = reading.only.get(word.folded)
    return limited is None or word.exact in limited


def _marked(text: str, hits: list[Hit]) -> Markup:
    pieces, at = [], 0
    for start, end in _merged(text, hits):
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return Markup("".join([*pieces, escape(text[at:])]))


def _merged(text: str, hits: list[Hit]) -> list[tuple[int, int]]:
    """Spans of hits; those with nothing but a space between them are one."""
    spans: list[tuple[int, int]] = []
    for hit in hits:
        if spans and not text[spans[-1][1] : hit.start].strip():
            spans[-1] = (spans[-1][0], hit.end)
        else:
            spans.append((hit.start, hit.end))
    return spans


def _densest(hits: list[Hit], length: int) -> tuple[Hit, Hit]:
    """First and last hit of the stretch with the most different words, then the most words, then the earliest."""
    best, first, last = (0, 0), hits[0], hits[0]
    for i, begin in enumerate(hits):
        inside = [hit for hit in hits[i : i + length] if hit.end - begin.start <= length]
        value = len({hit.folded for hit in inside}), len(inside)
        if inside and value > best:
            best, first, last = value, begin, inside[-1]
    return first, last


def _window(text: str, first: Hit, last: Hit, length: int) -> tuple[int, int]:
    """About `length` characters around the hits, from a word's beginning to a word's end."""
    lead = min(_LEAD, max(0, length - (last.end - first.start)) // 2)
    end = min(len(text), max(0, first.start - lead) + length)
    start = max(0, end - length)
    if start:
        space = text.find(" ", start - 1, first.start)
        start = space + 1 if space >= 0 else first.start
    if end < len(text):
        space = text.rfind(" ", last.end, end + 1)
        end = space if space >= 0 else last.end
    return start, end
