"""`flask work` as a process of its own: what is committed is soon found, whoever comes and goes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from catalog.search.backend import Busy
from catalog.search.whoosh_backend import WhooshBackend
from storefront import assets
from storefront.work.feeding import keep_feeding
from tests.catalog.search.index.making import ids_with
from tests.catalog.search.index.market import Market
from tests.databases import own_database

ROOT = Path(__file__).parents[3]


class Shop:
    """A data folder with a catalogue, and processes of `flask --app storefront` in it."""

    def __init__(self, market: Market, folder: Path, stack: ExitStack):
        self.market = market
        self.folder = folder
        self.stack = stack

    def flask(self, *words: str) -> subprocess.Popen:
        url = self.market.database.engine.url.render_as_string(hide_password=False)
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "storefront", *words],
            cwd=ROOT,
            env=os.environ | {"DATA_DIR": str(self.folder), "DATABASE_URL": url},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.stack.callback(end, process)
        return process

    @property
    def folder_of_index(self) -> str:
        return self.market.backend.store.state().folder

    def shows(self, id: int) -> bool:
        snapshot = self.market.backend.snapshots.at_present()
        return snapshot is not None and ids_with(snapshot, self.market.shown[id]) == [id]

    def is_being_written(self) -> bool:
        try:
            with self.market.backend.writing():
                return False
        except Busy:
            return True


def end(process: subprocess.Popen) -> str:
    """Kill it if it still lives; what it has said."""
    process.kill()
    return process.communicate()[0] if process.stdout and not process.stdout.closed else ""


def wait_for(condition, seconds: float = 60) -> float:
    """How long it took."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() < start + seconds
        time.sleep(0.05)
    return time.monotonic() - start


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(request, tmp_path, data_dir) -> Iterator[Shop]:
    assets.build(data_dir)
    shutil.copytree(data_dir / "static", tmp_path / "static")
    with own_database(request.param, tmp_path, "worker") as database, ExitStack() as stack:
        made = Market(database, tmp_path / "search")
        for _ in range(12):
            made.insert()
        yield Shop(made, tmp_path, stack)


def test_a_day_of_the_worker(shop):
    market = shop.market
    first = shop.flask("work")
    wait_for(lambda: shop.shows(max(market.shown)))
    # A change is soon there. Two seconds are the aim on a quiet machine; this one may be busy.
    waited = []
    for _ in range(3):
        added = market.insert()
        waited.append(wait_for(lambda id=added: shop.shows(id)))
    assert min(waited) < 2

    # A second one waits for its turn, and takes over when the first is gone.
    second = shop.flask("work")
    before = shop.folder_of_index
    said = shop.flask("reindex").communicate(timeout=60)[0]
    assert "The worker is running" in said
    wait_for(lambda: shop.folder_of_index != before)
    wait_for(lambda: shop.shows(max(market.shown)))
    assert (first.poll(), second.poll()) == (None, None)
    first.send_signal(signal.SIGKILL)
    first.wait()
    market.rename()
    market.hide()
    market.delete()
    added = market.insert()
    wait_for(lambda: shop.shows(added))
    assert second.poll() is None
    market.assert_true()
    second.send_signal(signal.SIGTERM)
    second.wait(timeout=30)
    assert "Traceback" not in end(second)
    assert not shop.is_being_written()


def test_it_goes_with_the_server(shop):
    server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    shop.stack.callback(server.kill)
    worker = shop.flask("work", "--while", str(server.pid))
    wait_for(lambda: shop.shows(max(shop.market.shown)))
    assert worker.poll() is None
    server.kill()
    server.wait()
    assert worker.wait(timeout=30) == 0
    assert end(worker) == ""
    assert not shop.is_being_written()


def test_reindex_without_a_worker_does_it_itself_with_a_bar(shop):
    market = shop.market
    market.catch_up()
    before = shop.folder_of_index
    process = shop.flask("reindex")
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 0
    assert "search index" in said
    assert shop.folder_of_index != before
    market.assert_true()


@pytest.fixture
def feed(app, tmp_path, monkeypatch):
    """The feeding in this process for some of its steps, each of which may meet with a trouble."""

    def feed(*steps) -> None:
        todo = list(steps)

        def step(backend) -> None:
            current = todo.pop(0)
            if isinstance(current, Exception):
                raise current

        monkeypatch.setitem(app.extensions, "search", WhooshBackend(tmp_path / "search"))
        monkeypatch.setattr("storefront.work.feeding.index_once", step)
        monkeypatch.setattr("storefront.work.feeding._STEP", 0)
        monkeypatch.setattr("storefront.work.feeding._TURN", 0)
        with app.app_context():
            keep_feeding(lambda: bool(todo))
        assert todo == []

    return feed


def test_troubles_pass(feed, caplog):
    feed(
        None,
        OperationalError("SELECT", None, Exception("gone")),
        OSError(28, "No space left on device"),
        None,
    )
    told = [record.getMessage() for record in caplog.records if record.name == "storefront.work.feeding"]
    assert len(told) == 2
    assert "gone" in told[0]
    assert "No space left" in told[1]
