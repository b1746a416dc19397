"""The worker is killed fifty times while products change: readers never fail, and in the end the index is right."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from catalog.search.whoosh_backend import WhooshBackend
from storefront.database import Database
from storefront.words import search_backend
from storefront.work import feeding
from tests.catalog.search.index.market import COMMON, Market
from tests.databases import own_database
from tests.processes import quick_processes

KILLS = 50


def work(url: str, folder: Path) -> None:
    """What `flask work` does for the index, without the rest of the shop and almost without a pause."""
    feeding._STEP = 0.005
    app = Flask("worker")
    app.extensions |= {"database": Database(url), "search": WhooshBackend(folder)}
    with app.app_context(), search_backend().writing():
        feeding._feed(search_backend(), lambda: True)


@pytest.fixture(params=["sqlite", "postgresql"])
def market(request, tmp_path) -> Iterator[Market]:
    with own_database(request.param, tmp_path, "crash") as database:
        made = Market(database, tmp_path / "search")
        made.fill(30)
        yield made


@contextmanager
def at_work(market: Market) -> Iterator[BaseProcess]:
    url = market.database.engine.url.render_as_string(hide_password=False)
    process = quick_processes().Process(target=work, args=(url, market.backend.store.folder))
    process.start()
    yield process
    assert process.is_alive(), "it has stopped by itself"
    process.kill()
    process.join()


@contextmanager
def in_threads(*tasks) -> Iterator[None]:
    """Each again and again until the end; the first error is raised then."""
    stop, errors = threading.Event(), []

    def run(task) -> None:
        try:
            while not stop.is_set():
                task()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    if errors:
        raise errors[0]


def test_fifty_deaths_of_the_worker(market):
    steady = dict(sorted(market.shown.items())[:10])
    # Of the answers by the index the versions it had reached; 0 stands for plain ones.
    versions: Counter[int] = Counter()

    def read() -> None:
        for id, word in steady.items():
            found, version = market.search_anyhow(word)
            assert found == [id]
            versions[version] += 1
        found, _ = market.search_anyhow(COMMON)
        assert len(found) == len(set(found))
        assert steady.keys() <= set(found)
        time.sleep(0.02)

    def change() -> None:
        market.step()
        time.sleep(0.01)

    moments = Random(3)
    with in_threads(read, change):
        for number in range(KILLS):
            with at_work(market) as process:
                if number % 5:
                    # It has begun to write: the others are killed while they look about.
                    wait_for_writing(market, process)
                time.sleep(moments.uniform(0, 0.05))
    with at_work(market), market.database.reading() as session:
        version = market.database.catalogue_version()
        wait_for(lambda: market.backend.health(session).version == version)
    market.assert_true()
    # It went on between the deaths, and answered nearly all the time.
    assert len(versions) > KILLS / 5
    assert versions[0] < versions.total() / 4


def wait_for_writing(market: Market, process: BaseProcess) -> None:
    before = market.backend.store.stamp()
    wait_for(lambda: market.backend.store.stamp() != before or not process.is_alive())


def wait_for(condition, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
