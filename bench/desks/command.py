"""`./run bench desks`: every page of officers and producers beside the public listing (docs/benchmarks.md)."""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storefront import create_app
from storefront.clock import Clock
from storefront.database import Database
from storefront.settings import Settings

from .. import catalogue
from ..addresses import choose
from ..orders.past import fill_up
from ..report import Aim, keep, machine, show_aims, table
from ..search.measure import percentile
from . import people, trade
from .measure import Desk, addresses, measured
from .quotes import take_quotes
from .sales import let_arrive, own_pair
from .wholesale import offer_all

# Of all orders, those at the producer whose desk is opened: half of them have arrived.
_OWN = 2_000
# The retailers' catalogue as it is narrowed and sorted.
CATALOGUE = (
    "/retailer/catalogue?sort=price&priced=1",
    "/retailer/catalogue?minimum=40&capacity=500&shelf_life=90&storage=ambient&price_to=200000",
    "/retailer/catalogue?q=mat+ong&sort=soonest",
)
# Where an order, a contract or a sample begins: a product or a producer by a few words.
SEARCHES = tuple(
    f"/retailer/{page}?q={words}"
    for page in ("orders/new", "contracts/new", "samples/new")
    for words in ("mat", "zzz")
)
# The p95 of a desk's page in that of the public listing.
TIMES_LISTING = 3


@dataclass(frozen=True)
class Report:
    machine: dict[str, object]
    pages: dict[str, dict[str, float]] = field(default_factory=dict)
    aims: list[Aim] = field(default_factory=list)


def main(arguments: Sequence[str], say: Callable[[str], None]) -> None:
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="chophien-bench-") as temporary:
        folder = Path(temporary)
        settings = Settings(data_dir=folder, page_cache_mb=0, rate_limits=False).complete()
        database = Database(settings.database_url)
        say(f"Importing {options.products} generated products…")
        catalogue.load(database, folder, options.products, options.seed)
        app = create_app(settings)
        catalogue.index(app)
        with database.reading() as session:
            listings = choose(session, app.test_client(), options.seed, 40).listing
            pair = catalogue.pairs(session, 1)[0]
            own = own_pair(session, people.largest(session), pair)
        say(f"Filling up to {options.orders} orders…")
        own_orders = min(_OWN, options.orders // 2)
        fill_up(database, options.orders - own_orders, pair)
        fill_up(database, options.orders, own)
        with database.transaction() as session:
            let_arrive(session, people.largest(session))
        with database.transaction() as session:
            now = Clock().now()
            offer_all(session)
            users = [make(session, now) for make in (people.officer, people.owner, people.buyer)]
            trade.file_papers(session, now)
            trade.deliver_orders(session, users[-1], now)
            grid = f"/retailer/requests/{take_quotes(session, users[-1], now).code}/comparison"
            clients = [people.browser(app, user) for user in users]
        visits = [
            (client, address)
            for client, start in zip(clients, ("/office", "/producer", "/retailer"), strict=True)
            for address in addresses(app, start)
            if not address.startswith("/producers") and options.only in address
        ]
        if "/retailer" in options.only or not options.only:
            visits += [(clients[-1], address) for address in (*CATALOGUE, *SEARCHES, grid, f"{grid}?page=10")]
        say(f"Opening {len(visits)} pages, {options.rounds} times each…")
        desk = measured(app, visits, listings, options.rounds, options.seed)
    _show(desk, options, say)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench desks", description=__doc__)
    parser.add_argument("--products", type=int, default=34_000, help="by 10,000 producers")
    parser.add_argument("--orders", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="pages with this in their address")
    return parser.parse_args(arguments)


def _show(desk: Desk, options: argparse.Namespace, say: Callable[[str], None]) -> None:
    usual = percentile(desk.listing, 95)
    figures = {
        address: {
            "p50": 1000 * percentile(times, 50),
            "p95": 1000 * percentile(times, 95),
            "times": percentile(times, 95) / usual,
            "sql": desk.statements[address],
        }
        for address, times in sorted(desk.pages.items())
    }
    rows = [
        (address, f"{page['p50']:.1f}", f"{page['p95']:.1f}", f"{page['times']:.2f} ×", str(page["sql"]))
        for address, page in figures.items()
    ]
    listing = (
        "public listing",
        f"{1000 * percentile(desk.listing, 50):.1f}",
        f"{1000 * usual:.1f}",
        "1 ×",
        "",
    )
    table([("", "p50 ms", "p95 ms", "to the listing's p95", "SQL"), listing, *rows], print)
    slowest = max(figures, key=lambda address: figures[address]["times"])
    most = figures[slowest]["times"]
    aim = Aim(
        "slowest page to the listing, p95",
        f"{most:.2f} × ({slowest})",
        f"≤ {TIMES_LISTING} ×",
        most <= TIMES_LISTING,
    )
    print("")
    show_aims([aim], print)
    say(f"Kept in {keep(Report(machine() | vars(options), figures, [aim]))}")
