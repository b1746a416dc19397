"""How long a shopper waits for a change: from the commit until a search on the running shop shows it."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import select

from catalog.products import Product
from storefront.database import Database

from ..buyers import Visitor
from ..servers import ROOT

_GIVE_UP = 30


@contextmanager
def worker(environment: Mapping[str, str]) -> Iterator[None]:
    """The process that feeds the index, as ./run starts it."""
    command = [sys.executable, "-m", "flask", "--app", "storefront", "work"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | dict(environment))
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def waits(database: Database, port: int, changes: int, seed: int) -> list[float]:
    """Seconds for each of so many changes of a product's summary."""
    chance = random.Random(seed)
    with database.reading() as session:
        slugs = chance.sample(session.scalars(select(Product.slug).order_by(Product.id)).all(), changes + 1)
    visitor = Visitor(port)
    # The first one waits for the worker to start.
    return [_wait(database, visitor, slug, number) for number, slug in enumerate(slugs)][1:]


def _wait(database: Database, visitor: Visitor, slug: str, number: int) -> float:
    word = "zzq" + "abcdefghij"[number // 10] + "abcdefghij"[number % 10]
    with database.transaction() as session:
        product = session.scalars(select(Product).where(Product.slug == slug)).one()
        product.summary = f"{product.summary} {word}"
    begun = time.perf_counter()
    while f"/products/{slug}" not in visitor.get(f"/products?q={word}"):
        if time.perf_counter() > begun + _GIVE_UP:
            raise RuntimeError(f"{slug} is not found by {word}")
        time.sleep(0.02)
    return time.perf_counter() - begun
