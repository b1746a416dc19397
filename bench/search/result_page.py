"""The result page over HTTP: the shop's own beside one whose search and facets come from SQL."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

from catalog.listing import ListingIndex
from catalog.search.documents import read_documents
from storefront import create_app
from storefront.database import Database
from storefront.settings import Settings

from .. import catalogue
from ..addresses import Addresses, full_pages, word_searches
from ..load import ask
from ..report import Aim, Line
from ..rounds import Variant, cpu_ratio, measure, rate_ratio
from ..servers import serving
from .corpus import DAY, Corpus
from .engines.fts5 import Fts5
from .shopper import waits, worker

_CHANGES = 20
_ADDRESSES, _CONNECTIONS, _SECONDS = 24, 4, 1.2
_PAGE_CACHE_OFF = {"PAGE_CACHE_MB": "0", "RATE_LIMITS": "no"}


def measured_page(
    folder: Path, products: int, rounds: int, seed: int, say: Callable[[str], None]
) -> tuple[list[Line], list[Aim]]:
    """Lines of a table, and the aims."""
    say(f"Importing {products} generated products…")
    settings = Settings(data_dir=folder, page_cache_mb=0, rate_limits=False).complete()
    database = Database(settings.database_url)
    catalogue.load(database, folder, products, seed)
    environment = _PAGE_CACHE_OFF | {"DATA_DIR": str(folder), "DATABASE_URL": "", "PUBLIC_URL": ""}
    app = create_app(settings)
    catalogue.index(app)
    (folder / "words").mkdir()
    Fts5().build(_corpus(database), folder / "words")
    addresses = _addresses(app.test_client(), seed)
    Addresses([], addresses, []).save(folder / "addresses.json")
    more = {
        "BENCH_ADDRESSES": str(folder / "addresses.json"),
        "BENCH_WORDS": str(folder / "words" / Fts5.FILE),
        "BENCH_SHOP": database.engine.url.database,
    }
    with ExitStack() as stack:
        ways = [
            Variant(name, server, ask, (addresses, _SECONDS, _CONNECTIONS))
            for name, app in (
                ("result page", "storefront:create_app()"),
                ("result page from SQL", "bench.search.sql_page:sql_app()"),
            )
            for server in [stack.enter_context(serving(name, app, folder, environment | more))]
        ]
        measure(ways, rounds, say)
        say("Changing products while a shopper looks…")
        with worker(environment):
            seconds = waits(database, ways[0].server.port, _CHANGES, seed)
    lines = [Line(way.name, way.rate, way.percentile(50), way.percentile(95), way.cpu_ms) for way in ways]
    return lines, [_page_aim(*ways), _shopper_aim(seconds)]


def _page_aim(own: Variant, from_sql: Variant) -> Aim:
    ratio = rate_ratio(own, from_sql)
    figure = f"{ratio:.0%} (by CPU time {cpu_ratio(own, from_sql):.0%})"
    return Aim("result page to the same page from SQL", figure, "≥ 100%", ratio >= 1)


def _shopper_aim(seconds: list[float]) -> Aim:
    figure = f"{median(seconds):.2f} s, at most {max(seconds):.2f} s"
    return Aim("one product changed to visible for a shopper", figure, "≤ 2 s", max(seconds) <= 2)


def _corpus(database: Database) -> Corpus:
    with database.reading() as session:
        return Corpus(read_documents(session), ListingIndex().at_present(session), DAY)


def _addresses(client: FlaskClient, seed: int) -> list[str]:
    """Searches with full pages, a third of them under a filter."""
    return full_pages(client, _narrowed(random.Random(seed)), _ADDRESSES)


def _narrowed(chance: random.Random) -> Iterator[list[tuple[str, str]]]:
    filters = [("stars", "3"), ("stars", "4"), ("province", "01"), ("province", "15")]
    for query in word_searches(chance):
        yield [*query, chance.choice(filters)] if chance.random() < 0.33 else query
