"""Telephone numbers as lists write them: several in a cell, zeros lost, turned into numbers."""

import re

from marketplace.phones import read_phone

from .reading import Reading, Unreadable

_BETWEEN = re.compile(r"\s+-\s+|[;/,]|\s+–\s+|\bhoặc\b", re.IGNORECASE)
_FLOAT = re.compile(r"(\d+)\.0+")


def read_phones(text: str) -> Reading[tuple[str, ...]]:
    """The numbers in international form. Raises Unreadable where one can't be called."""
    remarks: list[str] = []
    if match := _FLOAT.fullmatch(text.strip()):
        text = match[1]
        remarks.append("float_cell")
    numbers = [_one(part, remarks) for part in _BETWEEN.split(text) if part.strip()]
    if not numbers:
        raise Unreadable("missing")
    return Reading(tuple(numbers), tuple(dict.fromkeys(remarks)))


def _one(text: str, remarks: list[str]) -> str:
    digits = re.sub(r"\D", "", text)
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = f"+{digits}"
    elif not digits.startswith("0") and len(digits) == 9:
        digits = f"0{digits}"
        if "float_cell" not in remarks:
            remarks.append("leading_zero_lost")
    try:
        return read_phone(digits)
    except ValueError:
        raise Unreadable("no_phone", text=text.strip()[:40]) from None
