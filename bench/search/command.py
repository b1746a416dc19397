"""`./run bench search`: every size in turn, then the result page over HTTP; prints tables and keeps the numbers."""

import argparse
import gc
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..pages import profile
from ..report import Aim, Line, Report, keep, machine, show
from . import tables
from .aims import aims_of
from .corpus import make
from .engines.base import Engine, answer
from .engines.fts5 import Fts5
from .engines.ours import Ours
from .engines.stock_whoosh import StockWhoosh
from .engines.tantivy_index import Tantivy
from .measure import Measured, build, change, compare, one_core, warm_up
from .memory import weigh
from .queries import Asker, Kind
from .result_page import measured_page

Say = Callable[[str], None]
OTHERS = {engine.key: engine for engine in (Fts5, Tantivy, StockWhoosh)}
_WEIGHED_QUERIES = 500


@dataclass
class SearchReport:
    machine: dict[str, object]
    sizes: list[dict]
    aims: dict[str, list[Aim]]
    page: list[Line]


def main(arguments: Sequence[str], say: Say) -> None:
    options = _options(arguments)
    if options.profile:
        return _profile(options, say)
    report = SearchReport(machine() | vars(options), [], {}, [])
    for products in options.products:
        with one_core():
            measured = _at_size(products, options, say)
        aims = report.aims[str(products)] = aims_of(measured)
        tables.show(measured, aims, print)
        report.sizes.append(tables.numbers(measured))
    if options.page:
        _page(report, options, say)
    say(f"Kept in {keep(report)}")


def _page(report: SearchReport, options: argparse.Namespace, say: Say) -> None:
    with tempfile.TemporaryDirectory(prefix="chophien-bench-") as folder:
        report.page, report.aims["page"] = measured_page(
            Path(folder), options.page, options.page_rounds, options.seed, say
        )
    show(Report(report.machine, report.page, report.aims["page"]), print)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench search", description=__doc__)
    parser.add_argument("--products", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--queries", type=int, default=100, help="of each class in a round")
    parser.add_argument("--changes", type=int, default=30, help="of one product, to time until it is found")
    parser.add_argument("--beside", choices=OTHERS, nargs="*", default=[*OTHERS], help="the other engines")
    parser.add_argument(
        "--page", type=int, default=20_000, help="products behind the result page; 0: without it"
    )
    parser.add_argument("--page-rounds", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", choices=[kind.name.lower() for kind in Kind], help="of our search alone")
    return parser.parse_args(arguments)


def _profile(options: argparse.Namespace, say: Say) -> None:
    say(f"Making {options.products[0]} documents…")
    corpus = make(options.products[0], options.seed)
    ours, asker = Ours(), Asker(corpus, options.seed)
    with tempfile.TemporaryDirectory(prefix="chophien-bench-") as folder:
        ours.build(corpus, Path(folder))
        warm_up([ours], asker, options.queries)
        asks = asker.asks([Kind[options.profile.upper()]], options.queries)
        profile(lambda: [answer(ours, ask) for ask in asks], print)


def _at_size(products: int, options: argparse.Namespace, say: Say) -> Measured:
    say(f"Making {products} documents…")
    corpus = make(products, options.seed)
    engines: list[Engine] = [Ours(), *(OTHERS[name]() for name in options.beside)]
    measured = Measured(products)
    asker = Asker(corpus, options.seed)
    with tempfile.TemporaryDirectory(prefix="chophien-bench-") as temporary:
        folder = Path(temporary)
        build(engines, corpus, folder, measured, say)
        say("Warming up…")
        warm_up(engines, asker, max(5, options.queries // 4))
        for number in range(options.rounds):
            say(f"Round {number + 1} of {options.rounds}…")
            compare(engines, asker, options.queries, measured)
        say("Weighing a process…")
        asks = asker.asks([*Kind], _WEIGHED_QUERIES // len(Kind))
        measured.memory = weigh(folder / Ours.key, products, options.seed, asks)
        say("Changing products…")
        change(engines, corpus, asker, options.changes, measured)
    gc.unfreeze()
    return measured
