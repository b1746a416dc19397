"""Days as lists write them: cell dates, serial numbers, three forms of text; a month or a year alone is told."""

import re
from datetime import date, timedelta

from catalog.text import clean

from .reading import Reading, Unreadable

_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 12, 31)
# Day 0 of the serial dates of spreadsheets (from March 1900 on).
_SERIAL_ZERO = date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?")
_DAY_FIRST = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_IN_WORDS = re.compile(r"(?:ngày\s*)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_MONTH = re.compile(r"(?:tháng\s*)?(\d{1,2})\s*[/.-]\s*(\d{4})")
_MONTH_IN_WORDS = re.compile(r"tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_YEAR = re.compile(r"(?:năm\s*)?(\d{4})")

# A day, or what of it is known: "2026-08", "2026".
Day = date | str


def read_day(cell: object) -> Reading[Day]:
    """The day in a cell. Raises Unreadable for what is none."""
    text = str(cell) if isinstance(cell, date) else clean(str(cell)).lower()
    if not text:
        raise Unreadable("missing")
    try:
        found = Reading(_likely(cell)) if isinstance(cell, date) else _whole_day(text) or _part(text)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise Unreadable("invalid_date", text=text[:40])
    return found


def _whole_day(text: str) -> Reading[Day] | None:
    if match := _ISO.fullmatch(text):
        return Reading(_likely(date(int(match[1]), int(match[2]), int(match[3]))))
    if match := _DAY_FIRST.fullmatch(text):
        short = len(match[4]) == 2
        year = int(match[4]) + (2000 if short else 0)
        day = _likely(date(year, int(match[3]), int(match[1])))
        return Reading(day, ("two_digit_year",) if short else ())
    if match := _IN_WORDS.fullmatch(text):
        return Reading(_likely(date(int(match[3]), int(match[2]), int(match[1]))))
    if text.isascii() and text.isdigit() and len(text) == 5:
        return Reading(_likely(_SERIAL_ZERO + timedelta(days=int(text))))
    return None


def _part(text: str) -> Reading[Day] | None:
    if match := _MONTH.fullmatch(text) or _MONTH_IN_WORDS.fullmatch(text):
        return Reading(f"{_likely(date(int(match[2]), int(match[1]), 1)):%Y-%m}", ("month_only",))
    if match := _YEAR.fullmatch(text):
        return Reading(f"{_likely(date(int(match[1]), 1, 1)):%Y}", ("year_only",))
    return None


def _likely(day: date) -> date:
    if not _EARLIEST <= day <= _LATEST:
        raise ValueError(day)
    return day
