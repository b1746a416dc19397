"""Which pages are asked for: full listings under many combinations of filters, searches, and products."""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.categories import Category
from catalog.places import provinces
from catalog.products import Product

from .words import GOODS

_CARD = '<li class="card">'


@dataclass(frozen=True)
class Addresses:
    listing: list[str]
    search: list[str]
    product: list[str]

    def every(self) -> list[str]:
        return [*self.listing, *self.search, *self.product]

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> Self:
        return cls(**json.loads(path.read_text()))


def choose(session: Session, client: FlaskClient, seed: int, each: int) -> Addresses:
    """`each` listings, a quarter as many searches, `each` products. Only listings of 24 cards are taken:
    a page with few cards would flatter either side."""
    chance = random.Random(seed)
    listings = full_pages(client, _filtered(session, chance), each)
    searches = full_pages(client, word_searches(chance), max(1, each // 4))
    slugs = chance.sample(session.scalars(select(Product.slug).order_by(Product.id)).all(), each)
    return Addresses(listings, searches, [f"/products/{slug}" for slug in slugs])


def full_pages(client: FlaskClient, queries: Iterator[list[tuple[str, str]]], wanted: int) -> list[str]:
    taken: dict[str, None] = {}
    for tries, query in enumerate(queries):
        address = f"/products?{urlencode(query)}" if query else "/products"
        if address not in taken and client.get(address).text.count(_CARD) == 24:
            taken[address] = None
        if len(taken) == wanted:
            return [*taken]
        if tries == 40 * wanted:
            raise SystemExit("The catalogue is too small for full listings; take more --products.")
    raise AssertionError("there is always another query")


def _filtered(session: Session, chance: random.Random) -> Iterator[list[tuple[str, str]]]:
    """One to three filters, now and then another order or a later page."""
    choices = {
        "category": list(session.scalars(select(Category.slug).order_by(Category.code))),
        "province": [place.code for place in session.scalars(provinces())],
        "stars": ["3", "4", "5"],
        "mark": ["gi", "collective", "certification", "trademark"],
        "kind": ["cooperative", "enterprise", "household"],
        "price_from": ["50000", "100000"],
        "price_to": ["300000", "500000"],
        "in_stock": ["1"],
    }
    while True:
        names = chance.sample(list(choices), chance.choice((1, 1, 2, 2, 3)))
        query = [(name, chance.choice(choices[name])) for name in choices if name in names]
        if chance.random() < 0.3:
            query.append(("sort", chance.choice(("newest", "price", "price-desc", "stars"))))
        if chance.random() < 0.3:
            query.append(("page", str(chance.randint(2, 4))))
        yield query


def word_searches(chance: random.Random) -> Iterator[list[tuple[str, str]]]:
    names = [name for goods, _ in GOODS.values() for name in goods]
    while True:
        yield [("q", " ".join(chance.choice(names).split()[: chance.choice((1, 2, 3))]))]
