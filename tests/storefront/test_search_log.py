"""Searches are counted in memory and written beside the requests; no request waits for it."""

import logging
import os
import subprocess
import sys
import threading
import time

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from catalog.search.searches import Search
from marketplace import migrations
from storefront import search_log
from storefront.database import Database
from storefront.search_log import SearchLog
from tests import world
from tests.conftest import ROOT, postgres_url
from tests.world import TODAY


def rows(database) -> set[tuple]:
    with database.reading() as session:
        return set(session.execute(select(Search.day, Search.words, Search.found, Search.count)).all())


@pytest.fixture
def log(app) -> SearchLog:
    return app.extensions["search_log"]


def test_searches_are_added_up_and_written_together(log, undone, clock):
    for text, found in (("Mắm  cá linh", False), ("mắm cá linh", False), ("chè", True), ("an@vidu.vn", True)):
        log.note(text, found)
    assert rows(undone) == set()
    log.flush()
    log.note("chè", True)
    log.flush()
    log.flush()
    assert rows(undone) == {(TODAY, "mắm cá linh", False, 2), (TODAY, "chè", True, 2)}


def test_a_search_belongs_to_its_day_whenever_it_is_written(log, undone, clock):
    clock.go_to(TODAY, 23, 59)
    log.note("chè", True)
    clock.go_to(TODAY.replace(day=22), 0, 1)
    log.note("chè", True)
    log.flush()
    assert {(day.day, count) for day, _, _, count in rows(undone)} == {(21, 1), (22, 1)}


def test_what_a_busy_database_refuses_waits_for_the_next_time(log, undone, monkeypatch, caplog):
    def busy(*_):
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    log.note("chè", True)
    with monkeypatch.context() as broken, caplog.at_level(logging.WARNING):
        broken.setattr(search_log, "record", busy)
        log.flush()
        assert "locked" in caplog.text
    log.note("chè", True)
    log.flush()
    assert rows(undone) == {(TODAY, "chè", True, 2)}


def test_nobody_fills_our_memory(log, undone, monkeypatch):
    monkeypatch.setattr(log, "most", 3)
    for number in range(10):
        log.note(f"chè {number}", False)
    log.note("chè 1", False)
    log.flush()
    assert {(words, count) for _, words, _, count in rows(undone)} == {
        ("chè 0", 1),
        ("chè 1", 2),
        ("chè 2", 1),
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def real(request, tmp_path):
    """A database of its own, which another thread may write to."""
    url = f"sqlite:///{tmp_path / 'own.db'}" if request.param == "sqlite" else postgres_url("search_log")
    made = Database(url)
    migrations.upgrade(made.engine)
    yield made
    made.engine.dispose()


def wait_for(condition) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "nothing was written"
        time.sleep(0.02)


def test_a_thread_writes_by_itself_and_ends(real, clock):
    log = SearchLog(real, clock, every=0.05)
    assert log._timer is None
    for expected in (1, 2):
        log.note("chè", True)
        wait_for(lambda expected=expected: rows(real) == {(TODAY, "chè", True, expected)})
    wait_for(lambda: log._timer is None)


def test_a_thread_tries_again_after_a_refusal(real, clock, monkeypatch):
    log = SearchLog(real, clock, every=0.05)
    refusals = iter([True, True])
    write = log._write

    def sometimes(counts):
        if next(refusals, False):
            raise OperationalError("INSERT", {}, Exception("locked"))
        write(counts)

    monkeypatch.setattr(log, "_write", sometimes)
    log.note("chè", True)
    wait_for(lambda: rows(real) == {(TODAY, "chè", True, 1)})


def test_of_searches_from_many_threads_none_is_lost(real, clock):
    log = SearchLog(real, clock, every=0.01)

    def search() -> None:
        for number in range(200):
            log.note(f"chè {'abcd'[number % 4]}", number % 2 == 0)

    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_for(lambda: log._timer is None)
    log.flush()
    # The last timer may still be writing what it has taken.
    wait_for(lambda: sum(count for *_, count in rows(real)) == 1600)


def test_two_processes_add_to_the_same_count(real, clock):
    logs = [SearchLog(real, clock, every=None) for _ in range(2)]
    for log in logs:
        log.note("chè", True)
    threads = [threading.Thread(target=log.flush) for log in logs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(real) == {(TODAY, "chè", True, 2)}


def test_what_was_counted_last_is_written_at_the_end(tmp_path):
    """A process that stops in good order loses nothing."""
    program = (
        "from storefront import create_app\n"
        "from marketplace import migrations\n"
        "app = create_app()\n"
        "migrations.upgrade(app.extensions['database'].engine)\n"
        "app.extensions['search_log'].note('chè', True)\n"
    )
    environment = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'end.db'}"}
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=True, timeout=120)
    ended = Database(f"sqlite:///{tmp_path / 'end.db'}")
    assert [row[1:] for row in rows(ended)] == [("chè", True, 1)]
    ended.engine.dispose()


# Pages from the cache


@pytest.fixture
def kept(client, session, log, undone):
    """Asks for an address three times and says what was counted by the page cache."""
    world.product(session, "Chè thử")
    session.commit()

    def ask(path: str) -> set[tuple]:
        client.get(path)
        log.flush()
        with undone.writing() as writing:
            writing.query(Search).delete()
            writing.commit()
        for _ in range(3):
            assert client.get(path).status_code == 200
        log.flush()
        return {(words, found, count) for _, words, found, count in rows(undone)}

    return ask


@pytest.mark.parametrize(
    "path",
    [
        "/products?q=ch%C3%A8",
        "/en/products?q=ch%C3%A8",
        "/products?stars=&q=+CH%C3%88+",
        "/products?q=ch%C3%A8&page=1",
    ],
)
def test_a_search_answered_from_the_cache_is_counted(kept, path):
    assert kept(path) == {("chè", True, 3)}


@pytest.mark.parametrize(
    "path",
    [
        "/products",
        "/products?q=",
        "/products?sort=newest",
        "/products?q=ch%C3%A8&page=2",
        "/products?seq=1",
        "/",
    ],
)
def test_other_pages_are_not(kept, path):
    assert kept(path) == set()


def test_what_only_the_filters_shut_out_is_no_miss(kept):
    """The list of misses says whom to recruit: this product is there."""
    assert kept("/products?q=ch%C3%A8&price_from=900000000") == {("chè", True, 3)}
    assert kept("/products?q=xyzxyz") == {("xyzxyz", False, 3)}


def test_a_search_never_writes_in_its_own_request(client, session, statements):
    world.product(session, "Chè thử")
    session.commit()
    for _ in range(2):
        statements.clear()
        client.get("/products?q=ch%C3%A8")
        assert not [statement for statement in statements if not statement.startswith("SELECT")]
