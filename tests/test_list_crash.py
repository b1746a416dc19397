"""A worker is killed while it writes a list: nothing of the list is there, or all of it, and the next worker ends it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import select

from catalog.recognition_terms import load_terms
from catalog.records import Base
from marketplace.jobs import Job
from marketplace.register.lists.imports import ImportState, ListImport
from marketplace.register.lists.progress import JOB, ask_writing
from storefront.clock import Clock
from storefront.database import Database
from storefront.work import jobs
from tests import people
from tests.databases import own_database
from tests.marketplace.register.lists.making import uploaded
from tests.marketplace.register.lists.test_writing import many
from tests.processes import quick_processes
from tests.test_worker_crash import wait_for

ROWS = 300
# Where the worker stands still until it is killed: nothing read, recognitions in but not what is noted of them,
# everything in but the proposal, and all of it with "done" before the commit.
MOMENTS = (
    "storefront.work.lists.prepare",
    "marketplace.register.lists.writing.ListWriter._notes",
    "storefront.work.lists.propose_release",
    "marketplace.jobs.Job.finish",
)
# A worker that is killed leaves its lease, and how far it was.
_OF_THE_WORKER = {"jobs", "list_writings"}


def work(url: str, stands_still_at: str | None, is_there: Event) -> None:
    """What the worker does for jobs of this sort, with a short lease."""
    database = Database(url)
    if stands_still_at:
        patch(stands_still_at, lambda *_, **__: stand_still(is_there)).start()
    with patch.object(jobs, "LEASE", timedelta(seconds=0.3)):
        while True:
            if not jobs.call_next(database, Clock()):
                threading.Event().wait(0.02)


def stand_still(is_there: Event) -> None:
    is_there.set()
    threading.Event().wait()


@contextmanager
def at_work(database: Database, stands_still_at: str | None = None) -> Iterator[Event]:
    context = quick_processes()
    is_there, url = context.Event(), database.engine.url.render_as_string(hide_password=False)
    process = context.Process(target=work, args=(url, stands_still_at, is_there))
    process.start()
    try:
        yield is_there
    finally:
        process.kill()
        process.join()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path: Path) -> Iterator[Database]:
    """With a list that an officer has asked to be written."""
    with own_database(request.param, tmp_path, "lists") as made:
        with made.writing() as session:
            load_terms(session)
            by = people.officer(session)
            ask_writing(session, uploaded(session, many(ROWS)), by.id, datetime.now(UTC))
            session.commit()
        yield made


def contents(database: Database) -> dict[str, list]:
    """All rows of all tables but the worker's own."""
    with database.reading() as session:
        return {
            table.name: sorted(session.execute(select(table)).all(), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in _OF_THE_WORKER
        }


def is_done(database: Database) -> Callable[[], bool]:
    def ask() -> bool:
        with database.reading() as session:
            return session.scalars(select(Job.done_at).where(Job.kind == JOB)).one() is not None

    return ask


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_amid_a_list(database, moment):
    before = contents(database)
    with at_work(database, moment) as is_there:
        assert is_there.wait(60)
    assert contents(database) == before
    with at_work(database):
        wait_for(is_done(database))
    assert_all_is_there_once(database)


def test_killed_again_and_again(database):
    for moment in MOMENTS * 2:
        with at_work(database, moment) as is_there:
            assert is_there.wait(60)
    with at_work(database):
        wait_for(is_done(database))
    assert_all_is_there_once(database)


def assert_all_is_there_once(database: Database) -> None:
    found = contents(database)
    tables = ("recognitions", "products", "imported_products", "producers", "batches", "proposals")
    assert {name: len(found[name]) for name in tables} == {
        "recognitions": ROWS,
        "products": ROWS,
        "imported_products": ROWS,
        "producers": ROWS // 2,
        "batches": 1,
        "proposals": 1,
    }
    with database.reading() as session:
        assert session.scalars(select(ListImport.state)).one() == ImportState.WAITING
    actions = [entry.action for entry in found["entries"]]
    assert actions.count("recognition.imported") == ROWS
    assert actions.count("list.committed") == 1
