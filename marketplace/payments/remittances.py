"""A carrier's remittance file: the cash it has collected, parcel by parcel."""

from dataclasses import dataclass

from catalog.money import parse_dong
from catalog.records import Refused
from catalog.text import clean, fold

from ..cells import Cell
from ..spreadsheets import Table
from .bank_statements import LineError, read_day

MAX_LINES = 20_000
_NAMES = {
    "parcel": (
        "ma van don",
        "so van don",
        "van don",
        "ma don hang",
        "ma don",
        "so don hang",
        "tracking number",
        "tracking",
        "order number",
    ),
    "amount": ("tien thu ho", "so tien thu ho", "thu ho", "cod", "so tien", "cod amount", "amount"),
    "day": ("ngay doi soat", "ngay", "date"),
}
_NEEDED = ("parcel", "amount")


@dataclass(frozen=True)
class RemittanceLine:
    """`parcel` is a tracking number or the number of a part of an order; `amount` in dong."""

    row: int
    parcel: str
    amount: int
    source: str

    @property
    def carrier(self) -> str:
        """Whose file it stands in: "remittance:ghn:…"."""
        return self.source.split(":")[1]


@dataclass(frozen=True)
class Remittance:
    lines: list[RemittanceLine]
    errors: list[LineError]


def is_header(names: list[str]) -> bool:
    folded = {fold(name) for name in names}
    return all(any(name in folded for name in _NAMES[kind]) for kind in _NEEDED)


def read_remittance(table: Table, carrier: str) -> Remittance:
    """The lines of a file of this carrier; what is wrong is among the errors."""
    if len(table.rows) > MAX_LINES:
        return Remittance([], [LineError(MAX_LINES, "", Refused("The file has too many lines."))])
    columns = {kind: _column(table, names) for kind, names in _NAMES.items()}
    lines, errors = [], []
    for number, cells in table.rows:
        value = {kind: cells.get(column, "") for kind, column in columns.items()}
        if not any(value.values()):
            continue
        read = _line(number, value, columns, carrier)
        (lines if isinstance(read, RemittanceLine) else errors).append(read)
    return Remittance(lines, errors)


def _column(table: Table, names: tuple[str, ...]) -> str:
    known = {fold(name): name for name in table.header}
    return next((known[name] for name in names if name in known), "")


def _line(
    row: int, value: dict[str, Cell], columns: dict[str, str], carrier: str
) -> RemittanceLine | LineError:
    parcel = clean(str(value["parcel"])).upper()
    if not 3 <= len(parcel) <= 60:
        return LineError(
            row, columns["parcel"], Refused("Here a tracking or order number is needed."), parcel[:60]
        )
    try:
        amount = parse_dong(value["amount"] if isinstance(value["amount"], str) else "")
    except ValueError:
        return LineError(
            row, columns["amount"], Refused("This is no amount in dong."), str(value["amount"])[:60]
        )
    if not amount:
        return LineError(row, columns["amount"], Refused("This is no amount in dong."), "0")
    return RemittanceLine(row, parcel, amount, f"remittance:{carrier}:{parcel}:{_day(value['day'])}:{amount}")


def _day(value: Cell) -> str:
    """The same for one day, however a file writes it; what is no day stays as it stands."""
    try:
        return str(read_day(value) or "")
    except ValueError:
        return clean(str(value))[:20]
