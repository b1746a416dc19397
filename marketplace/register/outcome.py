"""What came of an import: counts of what it wrote, or every error with its row and column."""

from dataclasses import dataclass, field
from typing import Any

from catalog.records import Refused
from marketplace.cells import Cell

from .columns import COLUMNS


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong in one cell.

    `row` counts as a spreadsheet does (the header is 1), `column` is the column's name ("" where there
    is none), `text` what stands there; `message` is an English sentence of the catalogue of
    translations with `facts` for its placeholders.
    """

    row: int
    column: str
    text: str
    message: str
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.facts if self.facts else self.message


@dataclass
class Outcome:
    """Rows added and values changed; all zero when there are `errors`, for then nothing is written."""

    rows: int = 0
    producers: int = 0
    products: int = 0
    variants: int = 0
    recognitions: int = 0
    authorisations: int = 0
    changed_prices: int = 0
    changed_stock: int = 0
    changed_stories: int = 0
    errors: list[CellError] = field(default_factory=list)

    @property
    def changed(self) -> int:
        """How many rows were added or changed in all."""
        added = self.producers + self.products + self.variants + self.recognitions + self.authorisations
        return added + self.changed_prices + self.changed_stock + self.changed_stories


class Complaints:
    """Gathers the errors of a file, each cell's first one, in order of rows and columns."""

    def __init__(self) -> None:
        self._errors: dict[tuple[int, str], CellError] = {}

    def add(self, row: int, column: str, cell: Cell, why: Refused) -> None:
        error = CellError(row, column, str(cell)[:80], why.message, why.facts)
        self._errors.setdefault((row, column), error)

    def sorted(self) -> list[CellError]:
        return sorted(self._errors.values(), key=lambda error: (error.row, _position(error.column)))

    def __len__(self) -> int:
        return len(self._errors)


def _position(column: str) -> int:
    return COLUMNS.index(column) if column in COLUMNS else len(COLUMNS)
