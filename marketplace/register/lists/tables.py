"""Where the table is: the sheet, the row of its header, what each column holds, and what the title says."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from catalog.records import Refused
from catalog.text import clean, fold
from marketplace.cells import Cell
from marketplace.spreadsheets import Sheet

from .decisions import Decision, read_decision
from .fields import Column, Field, column_by_key, column_of
from .reading import Unreadable

# A header lies in the first rows: titles of decisions are never longer.
_DEEPEST_HEADER = 40
_MOST_COLUMNS = 60


@dataclass(frozen=True)
class ListTable:
    """A sheet read as a list: `names` are the header's texts by column, `columns` what they hold."""

    sheet: Sheet
    header_row: int
    names: list[str]
    columns: dict[int, Column]
    title: str
    rows: list[tuple[int, list[Cell]]] = field(repr=False)

    @property
    def shape(self) -> str:
        """The same for every list with this header: by it a mapping is remembered."""
        names = "\x1f".join(fold(name) for name in self.names)
        return hashlib.sha256(names.encode()).hexdigest()[:32]

    @property
    def decision(self) -> Decision | None:
        """The decision that the title names, as appendices do."""
        try:
            return read_decision(self.title).value if "quyet dinh" in fold(self.title) else None
        except Unreadable:
            return None

    def with_columns(self, mapping: dict[str, str]) -> "ListTable":
        """The same with columns as an officer has set them: place of the column → key, "" for none."""
        columns = dict(self.columns)
        for place, key in mapping.items():
            columns.pop(int(place), None)
            if column := column_by_key(key):
                columns[int(place)] = column
        return ListTable(self.sheet, self.header_row, self.names, columns, self.title, self.rows)


def find_table(sheets: Sequence[Sheet], sheet_name: str = "") -> ListTable:
    """The table of the named sheet, else of the one that looks most like a list. Raises Refused without one."""
    chosen = [sheet for sheet in sheets if sheet.name == sheet_name] or list(sheets)
    found = [table for sheet in chosen if (table := _table_of(sheet))]
    if not found:
        raise Refused("No sheet has a header with a column for products and one for producers.")
    return max(found, key=lambda table: (len(set(table.columns.values())), len(table.rows)))


def _table_of(sheet: Sheet) -> ListTable | None:
    rows = _carried(sheet)
    best: tuple[int, int, int, dict[int, Column], list[str]] | None = None
    for place, (number, cells) in enumerate(rows[:_DEEPEST_HEADER]):
        below = rows[place + 1] if place + 1 < len(rows) and rows[place + 1][0] == number + 1 else None
        for last, names, columns in _headers(number, cells, below):
            fields = {column.field for column in columns.values()}
            # A row alone before one with groups above it, if these bring no further column.
            score = 2 * len(columns) + (last == number)
            if {Field.PRODUCT, Field.PRODUCER} <= fields and (best is None or score > best[0]):
                best = score, number, last, columns, names
    if best is None:
        return None
    _, first, last, columns, names = best
    title = " ".join(_joined(cells) for number, cells in rows if number < first)
    data = [(number, cells) for number, cells in rows if number > last]
    return ListTable(sheet, last, names, columns, clean(title)[:2000], data)


def _headers(number: int, cells: list[Cell], below: tuple[int, list[Cell]] | None):
    """The header of this row alone, and of this row with groups over the next one."""
    own = [clean(str(cell)) for cell in cells[:_MOST_COLUMNS]]
    yield number, own, _columns(own, [""] * len(own))
    if below:
        lower = [clean(str(cell)) for cell in below[1][:_MOST_COLUMNS]]
        width = max(len(own), len(lower))
        own, lower = (row + [""] * (width - len(row)) for row in (own, lower))
        groups = _spread(own)
        names = [low or high for low, high in zip(lower, own, strict=True)]
        yield below[0], names, _columns(names, groups)


def _columns(names: list[str], groups: list[str]) -> dict[int, Column]:
    found: dict[int, Column] = {}
    for place, (name, group) in enumerate(zip(names, groups, strict=True)):
        column = column_of(name, group) if name else None
        if column is None:
            continue
        # A second column of one name is that of the second recognition; a third one is nothing we know.
        if column in found.values() and column.block == 1:
            second = column_by_key(f"{column.field}_2")
            column = second if second and second not in found.values() else None
        if column and column not in found.values():
            found[place] = column
    return found


def _spread(names: list[str]) -> list[str]:
    """A group's name stands in its first column and means all up to the next name."""
    spread, last = [], ""
    for name in names:
        last = name or last
        spread.append(last)
    return spread


def _joined(cells: list[Cell]) -> str:
    texts = [str(cell) for cell in cells if cell != ""]
    # A merged title has been carried into all of its cells.
    return " ".join(text for before, text in pairwise(["", *texts]) if text != before)


def _carried(sheet: Sheet) -> list[tuple[int, list[Cell]]]:
    """The rows with the text of cells that are merged downwards in each of their rows."""
    rows = {number: list(cells) for number, cells in sheet.rows}
    budget = 4 * len(rows) + 1000
    for top, left, bottom, right in sheet.merged:
        if bottom == top or left != right or top not in rows or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for number in range(top + 1, bottom + 1):
            budget -= 1
            if budget < 0:
                raise Refused("The sheet “%(sheet)s” has too many merged cells.", sheet=clean(sheet.name))
            cells = rows.get(number)
            if cells is not None and left < len(cells) and cells[left] == "":
                cells[left] = value
    return sorted(rows.items())
