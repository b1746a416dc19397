"""A result page whose search, facets and cards come from SQL: FTS5 and GROUP BY, then the rows of 24 products.

It renders the shop's template from the context that the shop's own view made for the address, held in memory:
so both sides print the same page, and this one is spared all view code.
"""

import os
import sqlite3
import threading
from pathlib import Path

from flask import Flask, request

from catalog.listing import Filters

from ..ceiling import memory_app
from .engines.fts5 import Fts5
from .queries import Ask, Kind

_CARDS = """
    SELECT products.id, products.slug, products.name, products.name_en, producers.slug, producers.name, sample,
        communes.name, provinces.name, min(price), max(price), max(available), net, unit
    FROM products
    JOIN producers ON producers.id = producer_id
    JOIN places AS communes ON communes.code = commune_code
    JOIN places AS provinces ON provinces.code = communes.province_code
    JOIN variants ON product_id = products.id
    WHERE products.id IN ({ids}) GROUP BY products.id
"""
_STARS = (
    "SELECT product_id, stars, decided_on, expires_on, code FROM recognitions WHERE product_id IN ({ids})"
)
_MARKS = """
    SELECT product_id, kind, name, valid_until, code FROM authorisations JOIN marks ON marks.id = mark_id
    WHERE product_id IN ({ids})
"""
_PICTURES = "SELECT product_id, digest, alt, color, widths, formats FROM pictures WHERE product_id IN ({ids})"


class SqlShop(threading.local):
    """The two connections of one thread: to the words and to the shop's own tables."""

    def __init__(self, words: Path, shop: Path):
        self.engine = Fts5()
        self.engine.open(words)
        self.database = sqlite3.connect(shop)

    def look_up(self, ask: Ask) -> int:
        """Everything a result page needs; answers the number of rows for its cards."""
        ids = ", ".join(map(str, self.engine.query(ask).ids))
        statements = (_CARDS, _STARS, _MARKS, _PICTURES)
        return sum(len(self.database.execute(sql.format(ids=ids)).fetchall()) for sql in statements)


def sql_app() -> Flask:
    """Words in the file BENCH_WORDS, the shop's database in BENCH_SHOP, addresses in BENCH_ADDRESSES."""
    app = memory_app()
    shop = SqlShop(Path(os.environ["BENCH_WORDS"]), Path(os.environ["BENCH_SHOP"]))
    from_memory = app.view_functions["shop.products"]

    def from_sql() -> str:
        if not shop.look_up(_asked()):
            raise RuntimeError("nothing found by SQL")
        return from_memory()

    app.view_functions["shop.products"] = from_sql
    return app


def _asked() -> Ask:
    """The parameters that the addresses of `result_page` have."""
    filters = Filters(
        provinces=frozenset(request.args.getlist("province")),
        stars=frozenset(map(int, request.args.getlist("stars"))),
    )
    return Ask(Kind.FILTERED, request.args["q"], filters)
