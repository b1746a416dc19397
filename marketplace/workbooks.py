"""The door to openpyxl: writes tables as workbooks whose texts are never taken for formulas."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

# What XML can't hold at all.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The most characters that a cell holds.
LONGEST_CELL = 32_767
_WIDEST = 60


def workbook_bytes(
    title: str, header: Sequence[str], rows: Iterable[Sequence[object]], made_at: datetime
) -> bytes:
    """An XLSX file of one sheet: numbers and dates as such, everything else as text, whatever it begins with."""
    from openpyxl import Workbook  # slow to load, and needed only when somebody downloads a table
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", _text(title))[:31].strip() or "1"
    sheet.append([])
    widths = [len(name) for name in header]
    for number, row in enumerate([header, *rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            _fill(cell, value)
            widths[column - 1] = max(widths[column - 1], len(str(value)))
            if number == 1:
                cell.font = Font(bold=True)
    for column, width in zip(sheet.iter_cols(1, len(header), 1, 1), widths, strict=True):
        sheet.column_dimensions[column[0].column_letter].width = min(width, _WIDEST) + 2
    sheet.freeze_panes = "A2"
    # Files have no time zones.
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(cell, value: object) -> None:
    if isinstance(value, int | float | date):
        cell.value = value
        cell.number_format = _format_of(value, cell.number_format)
    else:
        cell.value = _text(str(value))
        cell.data_type = "s"


def _format_of(value: int | float | date, usual: str) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return "dd/mm/yyyy"
    return "#,##0" if isinstance(value, int) else usual


def _text(value: str) -> str:
    return _FORBIDDEN.sub("", value)[:LONGEST_CELL]
