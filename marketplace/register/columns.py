"""The columns of an import and what people write in them: a cell becomes a value, or Refused says why not."""

import re
import unicodedata
from datetime import date, timedelta

from catalog.money import parse_dong
from catalog.records import Refused
from catalog.text import clean, fold
from marketplace.cells import Cell

COLUMNS = (
    "product_name",
    "name_en",
    "producer",
    "producer_kind",
    "commune_code",
    "province",
    "category_set",
    "stars",
    "decision_no",
    "decided_on",
    "expires_on",
    "issuer",
    "marks",
    "sku",
    "pack",
    "net_weight_g",
    "price",
    "stock",
    "ships_to",
    "season",
    "only_in_season",
    "length_mm",
    "width_mm",
    "height_mm",
    "story",
)
REQUIRED = ("product_name", "producer", "commune_code", "category_set", "net_weight_g", "price", "stock")

MAX_STOCK = 1_000_000
MAX_GRAMS = 5_000_000
MAX_STORY = 50_000
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 12, 31)
# Day 0 of the serial dates of spreadsheets (from March 1900 on).
_SERIAL_ZERO = date(1899, 12, 30)

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?z?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4})")
_IN_WORDS = re.compile(r"(?:ngày\s*)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_STARS = re.compile(r"(?:ocop\s*)?(?:đạt\s*)?(?:hạng\s*)?(0?\d|ba|bốn|năm)(?:[.,]0)?\s*(?:sao|\*|★|stars?)?")
_STAR_SIGNS = re.compile(r"([★⭐*]+)[☆\s]*")
_NUMBER_WORDS = {"ba": 3, "bốn": 4, "năm": 5}
_WHOLE = re.compile(r"\d{1,15}|\d{1,3}(?:([., ])\d{3})(?:\1\d{3}){0,3}")


def read_line(cell: Cell, limit: int = 255) -> str:
    """One line of text without surrounding or doubled spaces. Raises Refused beyond `limit` characters,
    and for a date (Excel has then changed what was typed)."""
    if isinstance(cell, date):
        raise Refused("Excel has turned this text into a date. Format the cell as text and type it again.")
    text = clean(str(cell))
    if len(text) > limit:
        raise Refused("This text is longer than %(limit)s characters.", limit=limit)
    return text


def read_name(cell: Cell) -> str:
    """A name: one line that holds at least one letter or digit. Raises Refused otherwise."""
    name = read_line(cell)
    if name and not fold(name):
        raise Refused("This name has neither letters nor digits.")
    return name


def read_story(cell: Cell) -> str:
    """Markdown with plain line breaks and nothing invisible. Raises Refused beyond 50,000 characters."""
    text = unicodedata.normalize("NFC", str(cell)).replace("_x000D_", "")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").split("\n")
    story = "\n".join(_visible(line).rstrip() for line in lines).strip()
    if len(story) > MAX_STORY:
        raise Refused("This text is longer than %(limit)s characters.", limit=MAX_STORY)
    return story


def _visible(line: str) -> str:
    return "".join(c for c in line if c.isprintable() or c == "\u00a0")


def read_date(cell: Cell) -> date | None:
    """A day from ISO, "5/8/2026", "5.8.2026", "ngày 05 tháng 8 năm 2026" or a spreadsheet's serial number.

    None for an empty cell. Raises Refused for what is no day between 2000 and 2100, a year of two
    digits, or a month alone.
    """
    if cell == "":
        return None
    try:
        day = cell if isinstance(cell, date) else _day(clean(str(cell)).lower())
    except (ValueError, OverflowError):
        day = None
    if day is None or not _EARLIEST <= day <= _LATEST:
        raise Refused("This is no full date. Write it like 05/08/2026 or 2026-08-05.")
    return day


def _day(text: str) -> date | None:
    if match := _ISO.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(text):
        return date(int(match[4]), int(match[3]), int(match[1]))
    if match := _IN_WORDS.fullmatch(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if text.isascii() and text.isdigit() and len(text) == 5:
        return _SERIAL_ZERO + timedelta(days=int(text))
    return None


def read_stars(cell: Cell) -> int | None:
    """3, 4 or 5 from "4", "4 sao", "Hạng 4 sao", "★★★★"; None for an empty cell. Raises Refused otherwise."""
    text = read_line(cell).lower()
    if not text:
        return None
    if match := _STAR_SIGNS.fullmatch(text):
        stars = len(match[1])
    elif match := _STARS.fullmatch(text):
        stars = _NUMBER_WORDS.get(match[1]) or int(match[1])
    else:
        raise Refused("Stars are written like “4”, “4 sao” or “★★★★”.")
    if stars not in (3, 4, 5):
        raise Refused("Only 3, 4 or 5 stars are a recognition. Leave the cell empty where there is none.")
    return stars


def read_price(cell: Cell) -> int:
    """Whole dong above zero. Raises Refused otherwise."""
    try:
        price = parse_dong(_written(cell))
    except ValueError:
        price = 0
    if price <= 0:
        raise Refused("This is no price in whole đồng above zero. Write it like 250000, 250.000 or 250k.")
    return price


def read_stock(cell: Cell) -> int:
    """Pieces on hand, 0 to 1,000,000. Raises Refused otherwise."""
    pieces = _whole(_written(cell))
    if pieces is None or pieces > MAX_STOCK:
        raise Refused("The stock is a whole number from 0 to %(limit)s.", limit=MAX_STOCK)
    return pieces


def read_grams(cell: Cell) -> int | None:
    """Net weight in whole grams, None for an empty cell. Raises Refused for anything but 1 to 5,000,000."""
    text = _written(cell).lower()
    if not text:
        return None
    grams = _whole(re.sub(r"\s*(g|gr|gram|gam)$", "", text))
    if not grams or grams > MAX_GRAMS:
        raise Refused("The net weight is a whole number of grams from 1 to %(limit)s.", limit=MAX_GRAMS)
    return grams


def _written(cell: Cell) -> str:
    # A number with a fraction from a numeric cell must not be read as if its point grouped thousands.
    return clean(cell) if isinstance(cell, str) else "?"


def _whole(text: str) -> int | None:
    """A whole number, plain or in groups of three; None for anything else."""
    if text.isascii() and _WHOLE.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    return None
