"""Tables that came as text: CSV in the encodings of Vietnamese offices, and JSON Lines."""

import codecs
import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from catalog.records import Refused

from .cells import MAX_BYTES, NAMELESS, Row, cell_of, check_count, name_of
from .legacy_text import decode_legacy
from .xlsx_extent import MAX_COLUMNS

_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DELIMITERS = ",;\t"
# How far down the names of columns are looked for, below titles.
_TITLES = 50

IsHeader = Callable[[list[str]], bool]


def decoded(data: bytes) -> str:
    """The text in whatever encoding it came. Raises Refused for what is none."""
    text = unicodedata.normalize("NFC", _decode(data))
    if _BINARY.search(text):
        raise Refused("The file is neither a workbook (XLSX) nor text (CSV, JSON Lines).")
    return text


def _decode(data: bytes) -> str:
    encoding = _encoding(data)
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeError:
        text = decode_legacy(data) if encoding == "utf-8" else None
    if text is None:
        raise Refused("The text is in none of these encodings: UTF-8, UTF-16, Windows-1258, TCVN3, VNI.")
    return text


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = data[:1000]
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le"
    if start[0::2].count(0) > len(start) // 4:
        return "utf-16-be"
    return "utf-8"


def csv_rows(text: str, is_header: IsHeader = lambda names: True) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number, whatever parts the cells. Raises Refused where quotation marks do not close.

    `is_header` knows the names of columns: titles above them say nothing of what parts the cells.
    """
    csv.field_size_limit(MAX_BYTES)
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=_delimiter(text, is_header), strict=True)
    number = 0
    try:
        for number, values in enumerate(reader, 1):
            if len(values) > MAX_COLUMNS:
                raise Refused("Row %(row)s has more than %(limit)s cells.", row=number, limit=MAX_COLUMNS)
            yield number, values
    except csv.Error as error:
        raise Refused(
            "Row %(row)s is no proper CSV: look for a missing quotation mark.", row=number + 1
        ) from error


def _delimiter(text: str, is_header: IsHeader) -> str:
    first = next((line for line in text[:10_000].splitlines() if line.strip()), "")
    likely = sorted(_DELIMITERS, key=first.count, reverse=True)
    return next((one for one in likely if _has_header(text, one, is_header)), likely[0])


def _has_header(text: str, delimiter: str, is_header: IsHeader) -> bool:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return any(is_header([name_of(cell_of(cell)) for cell in row]) for row in islice(rows, _TITLES))
    except (csv.Error, Refused):
        return False


def objects(text: str) -> tuple[list[str], list[Row]]:
    """Header and rows of JSON Lines. Raises Refused for a line that is no plain object."""
    header: dict[str, None] = {}
    rows: list[Row] = []
    for number, line in enumerate(io.StringIO(text), 1):
        if not line.strip():
            continue
        row = {name_of(name): cell_of(value) for name, value in _object(line, number)}
        header.update(dict.fromkeys(row))
        if len(header) > MAX_COLUMNS:
            raise Refused("Row %(row)s has more than %(limit)s cells.", row=number, limit=MAX_COLUMNS)
        if any(cell != "" for cell in row.values()):
            rows.append((number, row))
            check_count(rows)
    return [name for name in header if name != NAMELESS], rows


def _object(line: str, number: int) -> list[tuple[str, Any]]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Refused("Line %(row)s is no JSON object.", row=number) from error
    if not isinstance(value, dict) or any(isinstance(item, list | dict) for item in value.values()):
        raise Refused("Line %(row)s is no JSON object of plain texts and numbers.", row=number)
    return list(value.items())
