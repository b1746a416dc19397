"""Writing many rows at once: batches with progress, fresh slugs and codes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Executable
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session

from catalog.text import slug
from marketplace.bulk import insert_for_ids, insert_rows

BATCH = 500
Item = TypeVar("Item")
Progress = Callable[[int, int], None]


def batches(items: Sequence[Item], size: int = BATCH) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


class Meter:
    """Reports `progress(done, total)` over two halves, reading the rows and writing them."""

    def __init__(self, progress: Progress, rows: int):
        self._progress = progress
        self._rows = rows
        self._steps = max(rows, 1)
        self._done = 0
        self._begin = 0

    def writing(self, steps: int) -> None:
        """The second half begins, with so many steps."""
        self._begin, self._done, self._steps = self._rows, 0, max(steps, 1)
        self._show()

    def step(self, count: int = 1) -> None:
        self._done += count
        if count > 1 or self._done % BATCH == 0:
            self._show()

    def each(self, items: Iterable[Item]) -> Iterator[Item]:
        """The same items; the meter moves with them."""
        for item in items:
            yield item
            self.step()

    def finish(self) -> None:
        self._progress(2 * self._rows, 2 * self._rows)

    def _show(self) -> None:
        share = min(self._done, self._steps) * self._rows // self._steps
        self._progress(self._begin + share, 2 * self._rows)


class Writer:
    """Sends rows in batches, each step of which moves the meter."""

    def __init__(self, session: Session, meter: Meter):
        self.session = session
        self.meter = meter

    def insert(
        self,
        table: type[DeclarativeBase],
        rows: Iterable[dict[str, Any]],
        same: dict[str, Any] | None = None,
    ) -> None:
        """Insert; `same` holds the columns that have one value in all rows."""
        rows = list(rows)
        insert_rows(self.session, table.__table__, rows, same)
        self.meter.step(len(rows))

    def insert_for_ids(
        self, key: InstrumentedAttribute, rows: Iterable[dict[str, Any]], same: dict[str, Any] | None = None
    ) -> dict[Any, int]:
        """Insert, and answer the new ids by the value of `key`, a unique column."""
        ids: dict[Any, int] = {}
        for part in insert_for_ids(self.session, key.class_.__table__.c[key.key], list(rows), same):
            ids |= part
            self.meter.step(len(part))
        return ids

    def each(self, statement: Executable, rows: Iterable[dict[str, Any]]) -> None:
        """Run a statement once for each row of parameters."""
        for batch in batches(list(rows)):
            self.session.execute(statement, batch)
            self.meter.step(len(batch))


class Slugs:
    """Slugs that nobody has: the name's own, else with a number behind it."""

    def __init__(self, taken: set[str], fallback: str):
        self._taken = taken
        self._fallback = fallback
        self._next: dict[str, int] = {}

    def fresh(self, name: str) -> str:
        base = slug(name) or self._fallback
        found = base
        while found in self._taken:
            number = self._next[base] = self._next.get(base, 1) + 1
            found = f"{base}-{number}"
        self._taken.add(found)
        return found


def fresh_code(draw: Callable[[], str], taken: set[str]) -> str:
    """A public code that nobody has."""
    code = draw()
    while code in taken:
        code = draw()
    taken.add(code)
    return code
