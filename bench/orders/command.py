"""`./run bench orders`: orders per second on SQLite and PostgreSQL, beside one transaction with the same rows."""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import update

from marketplace.stock import Stock
from storefront import create_app
from storefront.database import Database
from storefront.settings import Settings

from .. import catalogue
from ..addresses import choose
from ..report import Report, keep, machine, show
from .aims import aims_of, lines_of
from .databases import KINDS, database_url
from .measure import PARTS, Measured, Say, Shop, measured

_PAIRS = 2000
_PLENTY = 1_000_000


def main(arguments: Sequence[str], say: Say) -> None:
    options = _options(arguments)
    report = Report(machine() | vars(options), [], [])
    for kind in options.databases:
        found = _on(kind, options, say)
        report.lines.extend(lines_of(found))
        report.aims.extend(aims_of(found))
    show(report, print)
    say(f"Kept in {keep(report)}")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench orders", description=__doc__)
    parser.add_argument("--databases", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="of what is measured")
    parser.add_argument("--products", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each turn in a round")
    parser.add_argument(
        "--addresses", type=int, default=40, help="listings, and products, that readers ask for"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--orders", type=int, nargs="+", default=[0, 50_000, 200_000], help="in the tables, from few to many"
    )
    options = parser.parse_args(arguments)
    if len(options.orders) < 2 or options.orders != sorted(options.orders):
        parser.error("--orders asks for two numbers or more, from few to many")
    return options


def _on(kind: str, options: argparse.Namespace, say: Say) -> Measured:
    with tempfile.TemporaryDirectory(prefix="chophien-bench-") as temporary:
        folder = Path(temporary)
        with database_url(kind, folder) as url:
            say(f"{kind}: importing {options.products} generated products…")
            settings = Settings(data_dir=folder, database_url=url, page_cache_mb=0, rate_limits=False)
            return measured(_shop(kind, settings.complete(), folder, options), options, say)


def _shop(kind: str, settings: Settings, folder: Path, options: argparse.Namespace) -> Shop:
    database = Database(settings.database_url)
    catalogue.load(database, folder, options.products, options.seed)
    app = create_app(settings)
    catalogue.index(app)
    with database.reading() as session:
        addresses = choose(session, app.test_client(), options.seed, options.addresses)
        pairs = catalogue.pairs(session, _PAIRS)
    with database.transaction() as session:
        # However often a pack is bought, it never sells out.
        session.execute(update(Stock).values(on_hand=_PLENTY))
    for engine in (database.engine, app.extensions["database"].engine):
        engine.dispose()
    return Shop(kind, settings.database_url, folder, pairs, addresses)
