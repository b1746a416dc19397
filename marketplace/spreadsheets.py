"""The door to calamine: reads tables people made (XLSX, XLS, or the texts of text_tables), refuses hostile files."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from catalog.records import Refused
from catalog.text import clean

from .cells import MAX_BYTES, MAX_ROWS, NAMELESS, Cell, Row, cell_of, check_count, name_of
from .legacy_text import mender_of
from .text_tables import csv_rows, decoded, objects
from .xls_extent import Damaged, Protected, extents
from .xlsx_extent import MAX_CELLS, MAX_UNPACKED, TOO_LARGE, check_extent

MAX_RATIO = 200

Read = TypeVar("Read")

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_PARTS = (
    "[content_types].xml",
    "_rels/",
    "xl/_rels/",
    "xl/workbook",
    "xl/worksheets/",
    "xl/shared",
    "xl/styles",
)


@dataclass(frozen=True)
class Table:
    """Rows under their column names (lower case), each with its number as a spreadsheet shows it.

    Empty rows are left out. Cells under no name are joined under `NAMELESS`. `sha256` is that of
    the file's bytes, in hexadecimal.
    """

    header: list[str]
    rows: list[Row]
    sha256: str = ""


@dataclass(frozen=True)
class Sheet:
    """All rows of a sheet as they stand, each with its number; empty ones are left out.

    `merged` holds the corners of merged cells: first row, first column, last row, last column, rows as
    numbered, columns from 0.
    """

    name: str
    rows: list[tuple[int, list[Cell]]]
    merged: list[tuple[int, int, int, int]]


def read_sheets(data: bytes, name: str = "") -> list[Sheet]:
    """The visible sheets of a workbook, or the one table of a text; `name` is that of the file.

    Raises Refused for what is empty, too large, protected, damaged or of another kind.
    """
    _check_size(data)
    return _guarded(lambda: _sheets(data, Path(name).suffix.lower()))


def _sheets(data: bytes, suffix: str) -> list[Sheet]:
    if data.startswith((_OLE, _ZIP)):
        workbook = _xls(data) if data.startswith(_OLE) else _xlsx(data)
        found = [
            Sheet(sheet.name, _filled(enumerate(sheet.to_python(skip_empty_area=False), 1)), _merged(sheet))
            for sheet in _visible_sheets(workbook)
        ]
        if not found:
            raise Refused("The workbook has no visible sheet.")
        return [_mended(sheet) for sheet in found]
    if suffix in (".xlsx", ".xlsm", ".xls"):
        raise Refused("The file is named like a workbook but is none.")
    return [_mended(Sheet("", _filled(csv_rows(decoded(data))), []))]


def _filled(rows: Iterable[tuple[int, list[Any]]]) -> list[tuple[int, list[Cell]]]:
    found: list[tuple[int, list[Cell]]] = []
    for number, values in rows:
        if any(value not in ("", None) for value in values):
            found.append((number, [cell_of(value) for value in values]))
            if len(found) > MAX_ROWS:
                raise Refused("The file has more than %(limit)s rows.", limit=MAX_ROWS)
    return found


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    ranges = sheet.merged_cell_ranges or []
    if len(ranges) > MAX_ROWS:
        raise Refused("The sheet “%(sheet)s” has too many merged cells.", sheet=clean(sheet.name))
    return [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges]


def _mended(sheet: Sheet) -> Sheet:
    """The sheet with texts of an old font as Unicode."""
    sample = " ".join(cell for _, cells in sheet.rows[:400] for cell in cells if isinstance(cell, str))
    mend = mender_of(sample[:20_000])
    if mend is None:
        return sheet
    rows = [(n, [mend(cell) if isinstance(cell, str) else cell for cell in cells]) for n, cells in sheet.rows]
    return Sheet(sheet.name, rows, sheet.merged)


def _check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise Refused("The file is larger than %(limit)s MB.", limit=MAX_BYTES // 1_000_000)
    if not data.strip():
        raise Refused("The file is empty.")


def _guarded(read: Callable[[], Read]) -> Read:
    """What `read` gives; whatever a parser stumbles over is a damaged file."""
    try:
        return read()
    except Refused:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # A panic inside calamine is no Exception; whatever a parser stumbles over, the file is at fault.
        raise Refused("The file is damaged and cannot be read.") from error


def read_table(path: Path | str, is_header: Callable[[list[str]], bool] = lambda names: True) -> Table:
    """The table in a file, told by its content: XLSX or XLS (first visible sheet), JSON Lines, else CSV.

    Its header is the first row whose names (lower case) `is_header` takes for one; what stands above is a title.
    Raises Refused for a file that is missing, empty, too large, protected, damaged or of another kind.
    """
    data = _bytes(Path(path))
    header, rows = _guarded(lambda: _read(data, Path(path).suffix.lower(), is_header))
    return Table(header, rows, hashlib.sha256(data).hexdigest())


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused("The file is larger than %(limit)s MB.", limit=MAX_BYTES // 1_000_000)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise Refused("The file “%(name)s” cannot be opened.", name=clean(path.name)) from error
    _check_size(data)
    return data


def _read(data: bytes, suffix: str, is_header: Callable[[list[str]], bool]) -> tuple[list[str], list[Row]]:
    if data.startswith(_OLE):
        return _under_header(_first_visible(_xls(data)), is_header)
    if data.startswith(_ZIP):
        return _under_header(_first_visible(_xlsx(data)), is_header)
    if suffix in (".xlsx", ".xlsm"):
        raise Refused("The file is named like a workbook but is none.")
    text = decoded(data)
    if suffix in (".jsonl", ".ndjson") or text.lstrip().startswith("{"):
        header, rows = objects(text)
        if rows and not is_header(header):
            raise _no_names()
        return header, rows
    return _under_header(csv_rows(text, is_header), is_header)


# Rows under a header


def _under_header(
    rows: Iterable[tuple[int, list[Any]]], is_header: Callable[[list[str]], bool]
) -> tuple[list[str], list[Row]]:
    header: list[str] | None = None
    found: list[Row] = []
    above = False
    for number, values in rows:
        if not any(value not in ("", None) for value in values):
            continue
        cells = [cell_of(value) for value in values]
        if all(cell == "" for cell in cells):
            continue
        if header is None:
            above = True
            if is_header([name_of(cell) for cell in cells]):
                header = _header(cells)
        else:
            found.append((number, _by_name(header, cells)))
            check_count(found)
    if header is None:
        raise _no_names() if above else Refused("The file is empty.")
    return [name for name in header if name != NAMELESS], found


def _no_names() -> Refused:
    return Refused("No row of this file names the columns that are needed.")


def _header(cells: list[Cell]) -> list[str]:
    names = [name_of(cell) for cell in cells]
    twice = sorted({name for name in names if name != NAMELESS and names.count(name) > 1})
    if twice:
        raise Refused("These columns stand there twice: %(columns)s.", columns=", ".join(twice))
    return names


def _by_name(header: list[str], cells: list[Cell]) -> dict[str, Cell]:
    row: dict[str, Cell] = {}
    for i, cell in enumerate(cells):
        name = header[i] if i < len(header) else NAMELESS
        if name != NAMELESS:
            row[name] = cell
        elif cell != "":
            row[NAMELESS] = f"{row[NAMELESS]}, {cell}" if NAMELESS in row else str(cell)
    return row


# XLSX


def _xlsx(data: bytes) -> CalamineWorkbook:
    parts = _parts(data)
    check_extent(parts)
    return CalamineWorkbook.from_filelike(io.BytesIO(_repacked(parts)))


def _xls(data: bytes) -> CalamineWorkbook:
    try:
        reach = extents(data)
    except Protected as error:
        raise Refused("The workbook is protected by a password.") from error
    except Damaged as error:
        raise Refused("The file is damaged and cannot be read.") from error
    for rows, columns in reach:
        if rows * columns > MAX_CELLS:
            raise Refused(TOO_LARGE, row=rows, column=columns)
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def _visible_sheets(workbook: CalamineWorkbook) -> Iterator[CalamineSheet]:
    for i, sheet in enumerate(workbook.sheets_metadata):
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
            yield workbook.get_sheet_by_index(i)


def _first_visible(workbook: CalamineWorkbook) -> Iterator[tuple[int, list[Any]]]:
    for sheet in _visible_sheets(workbook):
        return enumerate(sheet.to_python(skip_empty_area=False), 1)
    raise Refused("The workbook has no visible sheet.")


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook that make its table, unpacked within limits."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if (
            len(entries) > 10_000
            or unpacked > MAX_UNPACKED
            or unpacked > max(20_000_000, MAX_RATIO * len(data))
        ):
            raise Refused("The workbook is far larger than it looks once unpacked; it is not opened.")
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refused("The workbook is protected by a password.")
        kept = [entry for entry in entries if entry.filename.lower().startswith(_PARTS)]
        parts = {entry.filename: archive.read(entry) for entry in kept}
    if not any(name.lower() == "xl/workbook.xml" for name in parts):
        raise Refused("The file is packed like a workbook but is none.")
    return parts


def _repacked(parts: dict[str, bytes]) -> bytes:
    """A workbook of exactly the bytes that were measured: what a forged directory hides is gone."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()
