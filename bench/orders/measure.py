"""What is measured on one database: the rate of orders, placing one among readers, and placing one among many orders."""

import argparse
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from storefront.database import Database

from ..addresses import Addresses
from ..buyers import Pair, buy, order_bare, order_prepared, say_hello, shop_for
from ..load import Slice, ask
from ..rounds import Variant as Way
from ..rounds import measure
from ..servers import Server, serving
from .past import count_orders, fill_up

Say = Callable[[str], None]
BUYERS = (1, 8)
READERS = 16
PARTS = ("rates", "readers", "growth")
WHOLE, BARE, PREPARED, HELLO = (
    "basket to order",
    "one transaction",
    "one transaction, prepared",
    "an empty answer",
)


@dataclass
class Measured:
    """Ways by name; `alone` and `among` are turns of one buyer without and with readers, `aged` those by orders."""

    kind: str
    ways: dict[str, Way] = field(default_factory=dict)
    alone: list[Slice] = field(default_factory=list)
    among: list[Slice] = field(default_factory=list)
    read: list[Slice] = field(default_factory=list)
    aged: dict[int, list[Slice]] = field(default_factory=dict)

    def note(self, alone: Slice, among: Slice, read: Slice) -> None:
        self.alone.append(alone)
        self.among.append(among)
        self.read.append(read)


@dataclass(frozen=True)
class Shop:
    """What is there to be measured: the database, what buyers buy, and what readers read."""

    kind: str
    url: str
    folder: Path
    pairs: Sequence[Pair]
    addresses: Addresses

    @property
    def environment(self) -> dict[str, str]:
        common = {"DATA_DIR": str(self.folder), "DATABASE_URL": self.url, "RATE_LIMITS": "no"}
        return common | {"PAGE_CACHE_MB": "64", "PUBLIC_URL": "", "TRUSTED_PROXIES": "0"}


def measured(shop: Shop, options: argparse.Namespace, say: Say) -> Measured:
    with ExitStack() as stack:
        # The processes of the clients: one buys, the other reads.
        clients = stack.enter_context(ProcessPoolExecutor(2, mp_context=get_context("spawn")))

        def started(name: str, app: str, workers: int = 1) -> Server:
            return stack.enter_context(serving(name, app, shop.folder, shop.environment, workers))

        real = started("shop", "storefront:create_app()")
        result = Measured(shop.kind)
        # The first before anything else is bought.
        first, *later = options.orders if "growth" in options.parts else [None]
        if first is not None:
            result.aged[first] = _aged(shop, real, clients, first, options, say)
        if "rates" in options.parts:
            bare = started("bare", "bench.ceiling:orders_app()")
            result.ways = _rates(shop, real, bare, options, say)
        if "readers" in options.parts:
            busy = started("busy", "storefront:create_app()", workers=2)
            for number in range(options.rounds + 1):
                say(f"{shop.kind}: {READERS} readers, round {number} of {options.rounds}…")
                turns = _among_readers(shop, busy, clients, options.seconds)
                if number:
                    result.note(*turns)
        for orders in later:
            result.aged[orders] = _aged(shop, real, clients, orders, options, say)
    return result


def _rates(shop: Shop, real: Server, bare: Server, options: argparse.Namespace, say: Say) -> dict[str, Way]:
    ways = [
        Way(f"{name}, {buyers} at once", server, shop_for, (way, shop.pairs, options.seconds, buyers))
        for buyers in BUYERS
        for name, server, way in (
            (WHOLE, real, buy),
            (BARE, bare, order_bare),
            (PREPARED, bare, order_prepared),
            (HELLO, bare, say_hello),
        )
    ]
    measure(ways, options.rounds, lambda text: say(f"{shop.kind}: {text}"))
    return {way.name: way for way in ways}


def _among_readers(
    shop: Shop, busy: Server, clients: ProcessPoolExecutor, seconds: float
) -> tuple[Slice, Slice, Slice]:
    """A turn of one buyer alone, one among readers, and that of the readers."""
    alone = clients.submit(shop_for, busy.port, buy, shop.pairs, seconds, 1).result()
    pages = [*shop.addresses.listing, *shop.addresses.product]
    reading = clients.submit(ask, busy.port, pages, seconds, READERS)
    among = clients.submit(shop_for, busy.port, buy, shop.pairs, seconds, 1).result()
    return alone, among, reading.result()


def _aged(
    shop: Shop,
    server: Server,
    clients: ProcessPoolExecutor,
    orders: int,
    options: argparse.Namespace,
    say: Say,
) -> list[Slice]:
    """Turns of one buyer when so many orders are in the tables."""
    database = Database(shop.url)
    say(f"{shop.kind}: {orders} orders in the tables…")
    fill_up(database, orders, shop.pairs[-1])
    there = count_orders(database)
    database.engine.dispose()
    say(f"{shop.kind}: {there} orders are there")
    # The first turn is not measured: a database that has just grown has nothing in its memory.
    turns = [
        clients.submit(shop_for, server.port, buy, shop.pairs, options.seconds, 1).result()
        for _ in range(options.rounds + 1)
    ]
    return turns[1:]


def percentile(turns: Sequence[Slice], percent: int) -> float:
    """The median over the turns, in milliseconds."""
    return median(turn.percentile(percent) for turn in turns)
