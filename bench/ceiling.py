"""What to compare with: the least that Flask, Jinja and one transaction can do for the same page or order.

`memory_app` is the shop with its two views replaced: they render the same templates from the contexts of
real requests, held in memory; what the shop does around every page (headers, cookies, limits) stays.
`bare_app` has that taken off too, so it is Flask and Jinja alone. `hello_app` is Flask's first example.
`orders_app` is Flask and one transaction.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flask import Flask, render_template, request

from catalog.listing import ListingIndex
from storefront import create_app
from storefront.database import Database
from storefront.settings import Settings
from storefront.shop import pages

from .addresses import Addresses
from .order_rows import insert_order, insert_order_prepared

Pages = dict[str, tuple[str, dict[str, Any]]]


def hello_app() -> Flask:
    app = Flask("hello")
    app.get("/")(lambda: "Hello, World!")
    return app


def orders_app() -> Flask:
    """Nothing but the rows of an order, in the shop's database."""
    app = Flask("orders")
    database = Database(Settings.from_environment().database_url)
    app.post("/orders", endpoint="orders")(_bare_order(database))
    app.post("/orders/prepared", endpoint="prepared")(_bare_order(database, insert_order_prepared))
    app.get("/")(lambda: "")
    return app


def _bare_order(database: Database, write: Callable[..., str] = insert_order) -> Callable[[], str]:
    def bare_order() -> str:
        with database.transaction() as session:
            return write(session, [int(text) for text in request.form.getlist("variant")])

    return bare_order


def bare_app() -> Flask:
    """The pages of `memory_app` without anything around the views."""
    app = memory_app()
    app.wsgi_app = Flask.wsgi_app.__get__(app)  # type: ignore[method-assign]
    for hooks in (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs):
        hooks.clear()
    app.teardown_appcontext_funcs.clear()
    return app


def memory_app() -> Flask:
    """The shop's templates fed from memory for the addresses in the file BENCH_ADDRESSES, and the bare order."""
    app = create_app()
    database = app.extensions["database"]
    kept = remember_pages(app, Addresses.read(Path(os.environ["BENCH_ADDRESSES"])).every())

    def from_memory(**_: str) -> str:
        template, context = kept[request.full_path.rstrip("?")]
        return render_template(template, **context)

    app.view_functions |= {
        "shop.products": from_memory,
        "shop.product": from_memory,
        "shop.place_order": _bare_order(database),
    }
    # Nothing asks the database any more, not even for the catalogue's version.
    app.extensions["page_cache"].key = lambda environ: ()
    # The listing's arrays would only lengthen this process's garbage collections.
    app.extensions["listing_index"] = ListingIndex()
    return app


def remember_pages(app: Flask, addresses: list[str]) -> Pages:
    """Template and context of each address, as a real request has them."""
    client = app.test_client()
    kept: Pages = {}
    for address in addresses:
        with rendered() as calls:
            client.get(address)
        kept[address] = calls[-1]
    return kept


@contextmanager
def rendered() -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """What the shop's views hand to their templates meanwhile."""
    calls: list[tuple[str, dict[str, Any]]] = []

    def note(template: str, **context: Any) -> str:
        calls.append((template, context))
        return render_template(template, **context)

    with patch.object(pages, "render_template", note):
        yield calls
