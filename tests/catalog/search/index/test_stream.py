"""A stream of commits beside readers: no product is stale, missing or doubled, and the index stays in shape."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import pytest

from catalog.producers import Producer
from catalog.products import Product
from catalog.search.feeding import catch_up
from catalog.search.index.writer import MOST_SEGMENTS
from catalog.search.whoosh_backend import WhooshBackend
from storefront.database import Database
from tests.catalog.search.index.making import ids_with, silent
from tests.catalog.search.index.market import COMMON, Market, new_word
from tests.databases import own_database

COMMITS, READERS = 200, 2


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def committing(request, tmp_path_factory) -> Iterator[Database]:
    with own_database(request.param, tmp_path_factory.mktemp("stream"), "stream") as database:
        yield database


@pytest.fixture
def market(committing, tmp_path) -> Market:
    return Market(committing, tmp_path / "search")


@contextmanager
def readers(market: Market) -> Iterator[list[int]]:
    """Threads that search all the time; gives the number of searches of each. Their errors are raised at the end."""
    stop = threading.Event()
    steady = dict(sorted(market.shown.items())[:10])
    searches = [0] * READERS

    def read(own: int) -> None:
        while not stop.is_set():
            for id, word in steady.items():
                assert market.search(word) == [id]
            found = market.search(COMMON)
            assert len(found) == len(set(found))
            assert steady.keys() <= set(found)
            searches[own] += 1
            # Leave the writer, which shares the interpreter with us, its turn.
            time.sleep(0.02)

    with ThreadPoolExecutor(READERS) as threads:
        reading = [threads.submit(read, own) for own in range(READERS)]
        try:
            yield searches
        finally:
            stop.set()
            for each in reading:
                each.result()


def test_a_stream_of_commits_beside_readers(market):
    market.fill(40)
    seen_segments = set()
    with readers(market) as searches:
        for number in range(COMMITS):
            market.step()
            if market.random.random() < 0.6 or number == COMMITS - 1:
                market.catch_up()
                market.assert_true()
                seen_segments.add(len(market.segments))
    assert min(searches) > 0
    assert max(seen_segments) <= MOST_SEGMENTS
    assert market.catch_up() is False


def test_what_is_no_word_makes_no_segment(market):
    market.fill(12)
    segments, state = market.segments, market.backend.store.state()
    for _ in range(3):
        market.reprice()
        assert market.catch_up()
    now = market.backend.store.state()
    assert market.segments == segments
    assert (now.toc, now.files) == (state.toc, state.files)
    assert now.version == state.version + 3
    market.assert_true()


def test_a_renamed_producer_rewrites_its_products_only(market):
    market.fill(24)
    before = market.segments
    maker, word = market.makers[0], new_word()
    with market.database.transaction() as session:
        session.get(Producer, maker).name = f"Hợp tác xã {word}"
        own = sorted(
            id for (id,) in session.query(Product.id).filter_by(producer_id=maker) if id in market.shown
        )
    assert own
    assert market.catch_up()
    snapshot = market.backend.snapshots.at_present()
    assert ids_with(snapshot, word) == own
    (added,) = snapshot.segments.keys() - set(before)
    assert np.sort(snapshot.segments[added].product_ids).tolist() == own
    market.assert_true()


def test_a_suspended_producer_takes_its_products_with_it(market):
    market.fill(16)
    with market.database.transaction() as session:
        maker = session.get(Producer, market.makers[1])
        maker.state = "suspended"
        own = [
            id for (id,) in session.query(Product.id).filter_by(producer_id=maker.id) if id in market.shown
        ]
    market.gone += [market.shown.pop(id) for id in own]
    assert market.catch_up()
    market.assert_true()


def test_small_segments_become_one(market):
    market.fill(60)
    numbers = []
    for _ in range(2 * MOST_SEGMENTS):
        market.rename()
        market.catch_up()
        numbers.append(len(market.segments))
    assert numbers[: MOST_SEGMENTS - 1] == [*range(2, MOST_SEGMENTS + 1)]
    assert numbers[MOST_SEGMENTS - 1] == 1
    assert max(numbers) <= MOST_SEGMENTS
    market.assert_true()


def test_a_worn_index_is_made_anew(market):
    market.fill(60)
    folder = market.backend.store.state().folder
    for id in market.changing:
        market.reword(id, name=new_word())
    assert market.catch_up()
    assert market.backend.store.state().folder == folder
    market.assert_true()
    # Half of its documents are dead ones by now.
    assert market.catch_up()
    assert market.backend.store.state().folder != folder
    assert len(market.segments) == 1
    market.assert_true()
    assert market.catch_up() is False


def test_an_index_from_the_future_is_that_of_another_database(market):
    market.fill(3)
    state = market.backend.store.state()
    with market.backend.writing():
        market.backend.store.reach(state, state.version + 1000)
    assert market.catch_up()
    assert market.backend.store.state().folder != state.folder
    market.assert_true()
    assert market.catch_up() is False


def test_what_was_published_while_nobody_wrote_is_caught_up_with(market):
    market.fill(5)
    for _ in range(9):
        market.insert()
    market.rename()
    market.hide()
    another = WhooshBackend(market.backend.store.folder)
    with another.writing(), market.database.reading() as session:
        assert catch_up(session, another, silent)
    market.assert_true()
