"""Finding words in Vietnamese names, with or without their diacritics."""

import unicodedata


def plain(text: str) -> str:
    """The text without diacritics."""
    split = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in split if not unicodedata.combining(c))


def cleaned(name: str) -> str:
    """The name in lower case, words parted by single spaces."""
    small = unicodedata.normalize("NFC", name).lower()
    return " ".join("".join(c if c.isalnum() else " " for c in small).split())


def holds(name: str, words: str) -> bool:
    """Whether the cleaned name holds the words; diacritics count unless the name has none at all."""
    if name.isascii():
        words = plain(words)
    return f" {words} " in f" {name} "
