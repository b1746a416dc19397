"""The cells of tables that people made, and how much of them is taken."""

import re
from datetime import date, datetime
from typing import Any

from catalog.records import Refused
from catalog.text import clean

MAX_BYTES = 50_000_000
MAX_ROWS = 200_000
MAX_CELL_LENGTH = 100_000
# The name for cells which stand under no column name.
NAMELESS = ""

# Text as written; a date comes from XLSX only, a float is a number that is not whole.
Cell = str | date | float
Row = tuple[int, dict[str, Cell]]

_SURROGATE = re.compile("[\ud800-\udfff]")


def cell_of(value: Any) -> Cell:
    """A value of a file as a Cell: whole numbers as text without ".0", days without their midnight."""
    if isinstance(value, str):
        text = value.strip()
        if text.isprintable() and len(text) <= MAX_CELL_LENGTH:
            return text
        # Lone surrogates (from JSON escapes) and over-long cells fit in no database.
        if _SURROGATE.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
        if len(text) > MAX_CELL_LENGTH:
            raise Refused("A cell holds more than %(limit)s characters.", limit=MAX_CELL_LENGTH)
        # A cell of invisible characters only looks empty, and so it is.
        return text if len(text) > 10 or clean(text) else ""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and not value.is_integer():
        return value
    if isinstance(value, float):
        value = int(value)
    return str(value)


def name_of(cell: Cell) -> str:
    """A cell as the name of a column."""
    return clean(str(cell)).lower()[:100]


def check_count(rows: list[Row]) -> None:
    """Raises Refused where there are too many."""
    if len(rows) > MAX_ROWS:
        raise Refused("The file has more than %(limit)s rows.", limit=MAX_ROWS)
