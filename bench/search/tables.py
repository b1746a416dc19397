"""What was measured at one size as tables, and as plain numbers to keep."""

from collections.abc import Callable, Sequence
from dataclasses import asdict

from ..report import Aim, show_aims, table
from .measure import Measured, Times, percentile

Print = Callable[[str], None]


def show(measured: Measured, aims: Sequence[Aim], print_line: Print) -> None:
    engines = list(measured.builds)
    print_line(f"\n{measured.products} products, p50/p95 in ms\n")
    rows = [(str(kind), *_cells(times, engines)) for kind, times in measured.queries.items()]
    rows.append(("changed to visible", *_cells(measured.changed, engines)))
    rows.append(("first query after that", *_cells(measured.first, engines)))
    builds = [measured.builds[engine] for engine in engines]
    rows.append(("build, s (CPU s)", *(f"{built.seconds:.1f} ({built.cpu_seconds:.1f})" for built in builds)))
    rows.append(("index, MB", *(f"{built.megabytes:.1f}" for built in builds)))
    table([("", *engines), *rows], print_line)
    print_line("")
    show_aims(aims, print_line)


def _cells(times: Times, engines: Sequence[str]) -> list[str]:
    return [_cell(times[engine]) if times.get(engine) else "–" for engine in engines]


def _cell(times: Sequence[float]) -> str:
    return "/".join(_short(percentile(times, percent)) for percent in (50, 95))


def _short(milliseconds: float) -> str:
    return f"{milliseconds:.2f}" if milliseconds < 10 else f"{milliseconds:.0f}"


def numbers(measured: Measured) -> dict:
    return {
        "products": measured.products,
        "queries": {str(kind): _percentiles(times) for kind, times in measured.queries.items()},
        "changed": _percentiles(measured.changed),
        "first": _percentiles(measured.first),
        "builds": {engine: asdict(built) for engine, built in measured.builds.items()},
        "memory": asdict(measured.memory) if measured.memory else None,
    }


def _percentiles(by_engine: Times) -> dict[str, dict]:
    return {
        engine: {"count": len(times), "p50": percentile(times, 50), "p95": percentile(times, 95)}
        for engine, times in by_engine.items()
    }
