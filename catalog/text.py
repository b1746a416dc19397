"""One Vietnamese folding for search, slugs and matching."""

import re
import unicodedata

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
    text = unicodedata.normalize("NFC", text).lower().replace("đ", "d").replace("ð", "d")
    letters = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", letters).strip()


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
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
