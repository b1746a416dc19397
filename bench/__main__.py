"""`./run bench`: makes a large catalogue in a temporary folder, measures, prints a table (docs/benchmarks.md).

`./run bench search` measures search beside other engines, `orders` the placing of orders, `desks` the pages of officers
and producers, `lists` the import of recognition lists.
"""

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from storefront import create_app
from storefront.database import Database
from storefront.settings import Settings

from . import catalogue, report, weight
from .addresses import Addresses, choose
from .aims import aims_of
from .buyers import Pair, buy, order_bare, shop_for
from .load import ask
from .pages import look_at, profiled
from .rounds import Variant as Way
from .rounds import measure
from .servers import Server, serving

_begun = time.monotonic()


def say(text: str) -> None:
    print(f"[{time.monotonic() - _begun:4.0f} s] {text}", file=sys.stderr, flush=True)


def main() -> None:
    if sys.argv[1:2] == ["search"]:
        from .search.command import main as measure_search

        measure_search(sys.argv[2:], say)
    elif sys.argv[1:2] == ["orders"]:
        from .orders.command import main as measure_orders

        measure_orders(sys.argv[2:], say)
    elif sys.argv[1:2] == ["desks"]:
        from .desks.command import main as measure_desks

        measure_desks(sys.argv[2:], say)
    elif sys.argv[1:2] == ["lists"]:
        from .lists import main as measure_lists

        measure_lists(say)
    else:
        measure_pages()


def measure_pages() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="chophien-bench-") as temporary:
        folder = Path(temporary)
        settings = Settings(data_dir=folder, page_cache_mb=0, rate_limits=False).complete()
        say(f"Importing {options.products} generated products…")
        loaded = catalogue.load(Database(settings.database_url), folder, options.products, options.seed)
        app = create_app(settings)
        catalogue.index(app)
        with app.extensions["database"].reading() as session:
            addresses = choose(session, app.test_client(), options.seed, options.addresses)
            pairs = catalogue.pairs(session, 2000)
        if options.profile:
            profiled(app, getattr(addresses, options.profile), print)
            return
        looks = {name: look_at(app, getattr(addresses, name)) for name in ("listing", "search", "product")}
        looks["home"] = look_at(app, ["/"])
        say("Weighing the home page of the demo catalogue…")
        home = _home_weight(folder / "demo")
        ways = _measured(folder, addresses, pairs, options)
    lines = [
        report.Line(
            way.name, way.rate, way.percentile(50), way.percentile(95), way.cpu_ms, *_seen(looks, way.name)
        )
        for way in ways.values()
    ]
    result = report.Report(report.machine() | vars(options), lines, aims_of(ways, looks, home, loaded))
    report.show(result, print)
    say(f"Kept in {report.keep(result)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--products", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=1.2, help="of each turn in a round")
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--addresses", type=int, default=40, help="listings, and products, asked for in turn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", choices=("listing", "search", "product"), help="print a profile instead")
    return parser.parse_args()


def _home_weight(folder: Path) -> weight.Weight:
    settings = Settings(data_dir=folder, page_cache_mb=0).complete()
    database = Database(settings.database_url)
    catalogue.empty_shop(database)
    app = create_app(settings)
    weight.demo_shop(database, settings.pictures_dir, app)
    return weight.weigh(app)


def _measured(
    folder: Path, addresses: Addresses, pairs: list[Pair], options: argparse.Namespace
) -> dict[str, Way]:
    addresses.save(folder / "addresses.json")
    common = {"DATA_DIR": str(folder), "RATE_LIMITS": "no", "BENCH_ADDRESSES": str(folder / "addresses.json")}
    common |= {name: "" for name in ("DATABASE_URL", "PUBLIC_URL", "TRUSTED_PROXIES") if name in os.environ}
    with ExitStack() as stack:
        say("Starting the servers…")

        def started(name: str, app: str, **more: str) -> Server:
            return stack.enter_context(serving(name, app, folder, common | more))

        cold = started("cold", "storefront:create_app()", PAGE_CACHE_MB="0")
        warm = started("warm", "storefront:create_app()", PAGE_CACHE_MB="64")
        memory = started("memory", "bench.ceiling:memory_app()", PAGE_CACHE_MB="0")
        bare = started("bare", "bench.ceiling:bare_app()", PAGE_CACHE_MB="0")
        hello = started("hello", "bench.ceiling:hello_app()")
        turn = (options.seconds, options.connections)
        ways = [
            *(
                Way(f"{kind}, {name}", server, ask, (getattr(addresses, kind), *turn))
                for kind in ("listing", "search", "product")
                for name, server in (("cold", cold), ("from memory", memory), ("bare", bare))
            ),
            Way("listing, warm", warm, ask, (addresses.listing, *turn)),
            Way("product, warm", warm, ask, (addresses.product, *turn)),
            Way("hello, world", hello, ask, (["/"], *turn)),
            Way("basket to order", cold, shop_for, (buy, pairs, *turn)),
            Way("one transaction", bare, shop_for, (order_bare, pairs, *turn)),
        ]
        measure(ways, options.rounds, say)
    return {way.name: way for way in ways}


def _seen(looks: dict, name: str) -> tuple[str, str]:
    kind, _, how = name.partition(", ")
    if how != "cold":
        return "", ""
    look = looks[kind]
    return "–".join(map(str, sorted({*look.statements}))), "–".join(
        f"{size / 1000:.1f}" for size in look.html_bytes
    )


if __name__ == "__main__":
    main()
