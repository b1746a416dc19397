"""The table that is printed, the aims beside it, and the JSON that is kept."""

import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Line:
    """One variant; times in milliseconds, `sql` and `html` are least and most, empty where they mean nothing."""

    name: str
    rate: float
    p50: float
    p95: float
    cpu: float
    sql: str = ""
    html: str = ""


@dataclass(frozen=True)
class Aim:
    """A figure beside what the issue asks of it; `met` is None where it asks nothing."""

    name: str
    figure: str
    aim: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        return {True: "met", False: "NOT MET", None: ""}[self.met]


@dataclass(frozen=True)
class Report:
    machine: dict[str, object]
    lines: list[Line]
    aims: list[Aim]


def machine() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "system": platform.platform(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def show(report: Report, print_line: Callable[[str], None]) -> None:
    facts = report.machine
    print_line(f"\n{facts['cores']} cores, Python {facts['python']}, load {facts['load']:.1f} at the end\n")
    head = ("", "per s", "p50 ms", "p95 ms", "CPU ms", "SQL", "HTML kB")
    rows = [
        (
            line.name,
            _number(line.rate),
            _number(line.p50),
            _number(line.p95),
            f"{line.cpu:.2f}",
            line.sql,
            line.html,
        )
        for line in report.lines
    ]
    table([head, *rows], print_line)
    print_line("")
    show_aims(report.aims, print_line)


def show_aims(aims: Sequence[Aim], print_line: Callable[[str], None]) -> None:
    table(
        [("", "figure", "aim", ""), *((aim.name, aim.figure, aim.aim, aim.verdict) for aim in aims)],
        print_line,
    )


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def table(rows: Sequence[tuple[str, ...]], print_line: Callable[[str], None]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *others = (
            text.ljust(width) if i == 0 else text.rjust(width)
            for i, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        print_line("  ".join([first, *others]).rstrip())


def keep(report: Any) -> Path:
    """`report` is any dataclass whose field `machine` is what `machine()` gave."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{report.machine['at']}.json".replace(":", "")
    path.write_text(json.dumps(asdict(report), ensure_ascii=False, indent=1))
    return path
