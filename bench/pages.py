"""Pages looked at from within: SQL statements and bytes of each."""

import cProfile
import io
import pstats
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import Engine, event


@dataclass(frozen=True)
class Look:
    """Least and most over a kind of page."""

    statements: tuple[int, int]
    html_bytes: tuple[int, int]

    @property
    def constant(self) -> bool:
        return self.statements[0] == self.statements[1]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Every statement that goes through SQLAlchemy meanwhile, but BEGIN."""
    seen: list[str] = []

    def note(_connection, _cursor, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def look_at(app: Flask, addresses: Sequence[str]) -> Look:
    client = app.test_client()
    client.get(addresses[0])  # what is read once and kept in memory is no page's own
    statements, sizes = [], []
    for address in addresses:
        with counted(app.extensions["database"].engine) as seen:
            answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} was answered with {answer.status_code}")
        # The question for the catalogue's version goes straight to the driver, once a page.
        statements.append(len(seen) + 1)
        sizes.append(len(answer.data))
    return Look((min(statements), max(statements)), (min(sizes), max(sizes)))


def profiled(
    app: Flask, addresses: Sequence[str], print_line: Callable[[str], None], lines: int = 40
) -> None:
    """Where the time of these pages goes, by own and by cumulative time."""
    client = app.test_client()
    for address in addresses:
        client.get(address)
    profile(lambda: [client.get(address) for address in addresses], print_line, lines)


def profile(work: Callable[[], object], print_line: Callable[[str], None], lines: int = 40) -> None:
    profiler = cProfile.Profile()
    profiler.runcall(work)
    for order in ("tottime", "cumulative"):
        out = io.StringIO()
        pstats.Stats(profiler, stream=out).sort_stats(order).print_stats(lines)
        print_line(out.getvalue())
