"""Decisions as lists write them: number, day and authority out of one cell, the number in one spelling."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from catalog.text import clean, fold

from .dates import read_day
from .reading import Reading, Unreadable

_REFERENCE = re.compile(r"^\s*=")
_NUMBER = re.compile(
    r"(?P<number>\d{1,6}[a-zA-Z]?)\s*(?:/\s*(?P<year>(?:19|20)\d\d))?\s*/\s*(?P<act>QĐ|QD|Qđ|qđ|qd)"
    r"\s*[-–]\s*(?P<body>[A-Za-zĐđ][A-Za-zĐđ.\-&]*)"
)
_BARE = re.compile(r"(?:^|số\s*:?\s*|qđ\s*:?\s*)(?P<number>\d{1,6})(?=$|[\s,;(])", re.IGNORECASE)
_DAY = re.compile(
    r"(?:ngày\s*)?(\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|\d{1,2}\s*([/.-])\s*\d{1,2}\s*\2\s*(?:\d{4}|\d{2})(?!\d))",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(r"\bcủa\s+(.+)$", re.IGNORECASE)
# Whose decisions end in these letters, where it is one body of the whole country.
_BODIES = {
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNN": "Bộ Nông nghiệp và Phát triển nông thôn",
    "TTG": "Thủ tướng Chính phủ",
}
_SUFFIXES = {"bo nong nghiep va moi truong": "BNNMT", "bo nong nghiep va phat trien nong thon": "BNN"}


@dataclass(frozen=True, slots=True)
class Decision:
    number: str
    day: date | str | None = None
    authority: str = ""


@lru_cache(maxsize=5_000)
def read_decision(text: str) -> Reading[Decision]:
    """Number, and day and authority where the cell has them. Raises Unreadable for what names no decision."""
    text = clean(text)
    if not text:
        raise Unreadable("missing")
    if _REFERENCE.match(text):
        raise Unreadable("cell_reference", text=text[:40])
    authority = _authority(text)
    day, day_remarks = _day(text)
    number, authority, remarks = _number(text, authority)
    return Reading(Decision(number, day, authority), (*remarks, *day_remarks))


def _number(text: str, authority: str) -> tuple[str, str, tuple[str, ...]]:
    if match := _NUMBER.search(text):
        body = match["body"].upper().rstrip(".-&")
        year = f"/{match['year']}" if match["year"] else ""
        number = f"{match['number']}{year}/QĐ-{body}"
        remarks = ("normalised_D",) if match["act"].upper() == "QD" else ()
        return number, authority or _BODIES.get(body.replace("Đ", "D"), ""), remarks
    if match := _BARE.search(_DAY.sub(" ", text)):
        suffix = _SUFFIXES.get(fold(authority), "UBND")
        return f"{match['number']}/QĐ-{suffix}", authority, ("suffix_inferred",)
    raise Unreadable("no_decision", text=text[:60])


def _day(text: str) -> tuple[date | str | None, tuple[str, ...]]:
    match = _DAY.search(text)
    if match is None:
        return None, ()
    found = read_day(match[1])
    return found.value, found.remarks


def _authority(text: str) -> str:
    match = _AUTHORITY.search(text)
    return clean(match[1]).rstrip(".,;) ") if match else ""
