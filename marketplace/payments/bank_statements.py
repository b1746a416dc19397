"""Bank statements: incoming money line by line, from the CSV and XLSX files that banks give out."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

from catalog.money import parse_dong
from catalog.records import Refused
from catalog.text import fold

from ..cells import NAMELESS, Cell, Row
from ..spreadsheets import Table

MAX_LINES = 20_000
# Headers without diacritics and small; the first one that is there counts.
_NAMES = {
    "day": ("ngay giao dich", "ngay gd", "ngay hieu luc", "ngay", "thoi gian", "transaction date", "date"),
    "amount": (
        "so tien ghi co",
        "phat sinh co",
        "ghi co",
        "so tien co",
        "tien vao",
        "co",
        "so tien",
        "credit amount",
        "credit",
        "amount",
    ),
    "text": (
        "noi dung giao dich",
        "noi dung chi tiet",
        "noi dung",
        "dien giai",
        "mo ta",
        "chi tiet",
        "description",
        "details",
        "remark",
    ),
    "number": (
        "so tham chieu",
        "ma giao dich",
        "so giao dich",
        "so but toan",
        "so ct",
        "reference",
        "ref no",
        "transaction id",
    ),
}
_NEEDED = ("amount", "text")
_DAYS = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d/%m/%y", "%d.%m.%Y")
# O, I and L are read as the digits they look like, as in every code of ours.
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE = re.compile(r"(?=(CP[0-9A-HJKMNP-TV-Z]{10}))")
_LONGEST = 2000


@dataclass(frozen=True)
class StatementLine:
    """Money that came, in dong; `source` names the line for good, in whatever file it is found again."""

    row: int
    day: date | None
    amount: int
    text: str
    source: str

    @property
    def codes(self) -> list[str]:
        return codes_in(self.text)


@dataclass(frozen=True)
class LineError:
    """What can't be read, where, and why."""

    row: int
    column: str
    problem: Refused
    text: str = ""


@dataclass(frozen=True)
class Statement:
    lines: list[StatementLine]
    errors: list[LineError]


def is_header(names: list[str]) -> bool:
    """Whether a row of a file names the columns of a statement; above it stand titles."""
    folded = {fold(name) for name in names}
    amounts, texts = ({key for key in folded if _names(key, _NAMES[kind])} for kind in _NEEDED)
    # A line that nothing parts holds both names and is no row of them.
    return bool(amounts) and bool(texts) and len(amounts | texts) > 1


def read_statement(table: Table, account: str) -> Statement:
    """The incoming lines of a statement of this account (its number).

    Lines without incoming money are passed over. Raises nothing: what is wrong is among the errors.
    """
    columns = {name: _column(table, candidates) for name, candidates in _NAMES.items()}
    missing = [_NAMES[name][0] for name in _NEEDED if columns[name] is None]
    if missing:
        return Statement([], [LineError(1, name, Refused("This column is missing.")) for name in missing])
    if len(table.rows) > MAX_LINES:
        return Statement([], [LineError(MAX_LINES, NAMELESS, Refused("The statement has too many lines."))])
    lines, errors, seen = [], [], {}
    for row in table.rows:
        read = _line(row, columns, account, seen)
        if isinstance(read, LineError):
            errors.append(read)
        elif read:
            lines.append(read)
    return Statement(lines, errors)


def codes_in(text: str) -> list[str]:
    """The codes of payments in what a bank makes of a message: spaces, small letters, words around it."""
    tight = fold(text[:_LONGEST]).replace(" ", "").upper().translate(_LOOK_ALIKE)
    # Looked for at every place: a code may begin inside what looks like another one.
    return list(dict.fromkeys(match[1] for match in _CODE.finditer(tight)))


def _column(table: Table, candidates: tuple[str, ...]) -> str | None:
    known = {fold(name): name for name in table.header}
    exact = (known[name] for name in candidates if name in known)
    loose = (name for wanted in candidates for key, name in known.items() if _names(key, (wanted,)))
    return next(exact, None) or next(loose, None)


def _names(key: str, candidates: tuple[str, ...]) -> bool:
    """ "Số tiền ghi có (VND)" is found by what it begins with or holds; a word of two letters is not."""
    return any(wanted == key or (len(wanted) > 3 and wanted in key) for wanted in candidates)


def _line(
    row: Row, columns: dict[str, str | None], account: str, seen: dict[str, int]
) -> StatementLine | LineError | None:
    number, cells = row
    value = {name: cells.get(column, "") if column else "" for name, column in columns.items()}
    try:
        amount = _amount(value["amount"])
    except ValueError:
        return LineError(
            number, columns["amount"] or "", Refused("This is no amount in dong."), str(value["amount"])
        )
    if amount <= 0:
        return None
    try:
        day = read_day(value["day"])
    except ValueError:
        return LineError(number, columns["day"] or "", Refused("This is no date."), str(value["day"]))
    text = str(value["text"])
    # Two lines that are alike in one file are two payments; the same file again has them in the same order.
    facts = "|".join([account, str(day or ""), str(amount), " ".join(text.split()), str(value["number"])])
    seen[facts] = seen.get(facts, 0) + 1
    mark = hashlib.sha256(f"{facts}|{seen[facts]}".encode()).hexdigest()[:32]
    return StatementLine(number, day, amount, text, f"bank:{account}:{mark}")


def _amount(value: Cell) -> int:
    if isinstance(value, date | float):
        raise ValueError(value)
    text = value.strip().replace("\u00a0", " ")
    if text in ("", "-"):
        return 0
    if text.startswith("-"):
        # Money that went out; it must still be an amount.
        return -parse_dong(re.sub(r"[.,]00$", "", text[1:].strip()))
    # Some banks write the cents the dong does not have.
    return parse_dong(re.sub(r"[.,]00$", "", text.removeprefix("+").strip()))


def read_day(value: Cell) -> date | None:
    """The day in a cell, None where it is empty. Raises ValueError."""
    if isinstance(value, float):
        raise ValueError(value)
    if isinstance(value, date):
        return value
    text = value.split(" ")[0] if value else ""
    if not text:
        return None
    for pattern in _DAYS:
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise ValueError(value)
