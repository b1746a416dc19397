"""How far the sheets of an XLSX reach, read from their XML: a far cell is refused before memory is spent on it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from catalog.records import Refused

MAX_UNPACKED = 300_000_000
MAX_COLUMNS = 1_000
# calamine holds a sheet as a full rectangle, so one far cell costs as much as all cells before it.
MAX_CELLS = 6_000_000
TOO_LARGE = "The sheet is too large: it reaches to row %(row)s, column %(column)s."

_SLICE = 1_000_000
# "<" ends every run, so that no hostile text makes these expressions slow.
_CELL = re.compile(rb"<(?:\w+:)?(c|row)\b([^<>]*)>(?:\s*<(?:\w+:)?v\b[^<>]*>(\d{1,9})<)?")
_POSITION = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,9})(\d{1,9})["']""")
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["']""")
_STRING = re.compile(rb"<(?:\w+:)?si\b")
# The same places without anything else of a cell, which the search gives all at once.
_PLACES = re.compile(rb"""<(?:\w+:)?(?:c|row)\b(?:[^<>]*?\br\s*=\s*["']([A-Za-z]{0,9})(\d{1,9})["'])?""")


def check_extent(parts: dict[str, bytes]) -> None:
    """Refuse a sheet whose rectangle, or whose texts written out, would not fit in memory."""
    shared = [length for name, part in parts.items() if "shared" in name.lower() for length in _lengths(part)]
    longest = max(shared, default=0)
    for part in parts.values():
        if _is_small(part, longest):
            continue
        rows = columns = 1
        row = column = written_out = 0
        for seen, match in enumerate(_CELL.finditer(part), 1):
            kind, attributes, index = match.groups()
            position = _POSITION.search(attributes)
            if kind == b"row":
                row, column = int(position[2]) if position else row + 1, 0
                continue
            row = int(position[2]) if position else row
            column = _column(position[1]) if position else column + 1
            if not attributes.endswith(b"/"):
                rows, columns = max(rows, row), max(columns, column)
            if index and _SHARED.search(attributes) and int(index) < len(shared):
                written_out += shared[int(index)]
            if max(seen, rows * columns) > MAX_CELLS or columns > MAX_COLUMNS or written_out > MAX_UNPACKED:
                raise Refused(TOO_LARGE, row=rows, column=columns)


def _is_small(part: bytes, longest: int) -> bool:
    """Whether a sheet stays within all limits even if every cell without a place enlarges it by a row and a column,
    and every cell holds the longest text: so it is with nearly all, and costs a fraction of looking at each cell."""
    cells = unplaced = rows = columns = 0
    for start, end in _slices(part):
        places = _PLACES.findall(part, start, end)
        cells += len(places)
        unplaced += sum(not number for _, number in places)
        rows = max(rows, *(int(number or 0) for number in {number for _, number in places} | {b""}))
        columns = max(columns, *(_column(letters) for letters in {letters for letters, _ in places} | {b""}))
        if columns + unplaced > MAX_COLUMNS or cells > MAX_CELLS or cells * longest > MAX_UNPACKED:
            return False
    return max(rows + unplaced, 1) * max(columns + unplaced, 1) <= MAX_CELLS


def _slices(part: bytes) -> Iterator[tuple[int, int]]:
    """Places of the part in pieces, none of which ends inside a tag: what is found at once stays in bounds."""
    start = 0
    while start < len(part):
        end = start + _SLICE
        if end < len(part):
            end = part.rfind(b"<", start + 1, end)
            end = part.find(b"<", start + _SLICE) if end < 0 else end
        end = len(part) if end < 0 else end
        yield start, end
        start = end


def _lengths(strings: bytes) -> list[int]:
    """The length of each shared text in bytes, its markup included."""
    starts = [match.start() for match in _STRING.finditer(strings)]
    return [end - start for start, end in pairwise([*starts, len(strings)])]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
