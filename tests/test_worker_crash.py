"""Workers are killed thirty times amid their work: each effect is there once, each letter came, and is kept once."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.search.searches import Search, record
from marketplace.jobs import Job, enqueue
from marketplace.letters import SentLetter, send
from storefront import assets, create_app
from storefront.database import Database
from storefront.letters import posting
from storefront.letters.order_views import OrderView
from storefront.letters.registry import LETTERS
from storefront.settings import Settings
from storefront.work import jobs, loop, registry
from tests.databases import own_database
from tests.inbox import Inbox, mail_server
from tests.processes import quick_processes

KILLS = 30
DAY = date(2026, 11, 21)


def count(session: Session, job: Job, now: datetime) -> None:
    """The effect inside the database, and a letter that follows: one goes out, the next is kept."""
    number = job.facts["number"]
    record(session, DAY, {(f"việc {number}", True): 1})
    if number % 2:
        send(session, "order_placed", f"{number}@vidu.vn", "vi", now, number=number)
    else:
        facts = {"letter": "order_placed", "to": f"{number}@vidu.vn", "language": "vi"}
        enqueue(session, "kept", now, **facts, facts={"number": number})


def content(session: Session, facts: dict) -> dict:
    order = OrderView(str(facts["number"]), "", datetime.now(UTC), "", "An", "", "", "", [], 0, 0, 0, 0)
    return {"order": order}


def work(settings: Settings, goes_out: bool, lease: float) -> None:
    """What `flask work` does, hastily; letters that go out and those that are kept are of two kinds here."""
    app = create_app(settings)
    calls = {"letter" if goes_out else "kept": posting.post}
    with (
        patch.dict(registry.HANDLERS, {"count": count}, clear=True),
        patch.dict(registry.CALLS, calls, clear=True),
        patch.dict(LETTERS, {"order_placed": content}),
        patch.multiple(loop, _STEP=0.01, _PAUSE=0.05),
        patch.object(jobs, "LEASE", timedelta(seconds=lease)),
    ):
        loop.run(app, None)


@dataclass
class Office:
    """A database with jobs, the inbox of a mail server, and what was wanted so far."""

    database: Database
    settings: dict[bool, Settings]
    inbox: Inbox
    wanted: list[int] = field(default_factory=list)

    def want(self, many: int) -> None:
        with self.database.transaction() as session:
            for _ in range(many):
                self.wanted.append(len(self.wanted) + 1)
                enqueue(session, "count", datetime.now(UTC), number=self.wanted[-1])

    @contextmanager
    def at_work(self, goes_out: bool, lease: float = 0.5) -> Iterator[BaseProcess]:
        args = (self.settings[goes_out], goes_out, lease)
        process = quick_processes().Process(target=work, args=args)
        process.start()
        try:
            yield process
            assert process.is_alive(), "it has stopped by itself"
        finally:
            process.kill()
            process.join()

    def done(self) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).where(Job.done_at.is_not(None)))

    def is_idle(self) -> bool:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).where(Job.done_at.is_(None))) == 0

    def assert_nothing_is_lost_or_done_twice(self) -> None:
        with self.database.reading() as session:
            counts = dict(session.execute(select(Search.words, Search.count)).all())
            assert counts == {f"việc {number}": 1 for number in self.wanted}
            assert session.scalars(select(Job.error).where(Job.tries > 0)).all() == []
            kept = session.scalars(select(SentLetter.to)).all()
            tokens = dict(session.execute(select(Job.facts["to"].as_string(), Job.token)).all())
        assert Counter(kept) == {f"{number}@vidu.vn": 1 for number in self.wanted if number % 2 == 0}
        assert set(self.inbox.recipients) == {f"{number}@vidu.vn" for number in self.wanted if number % 2}
        ids = {(message["To"], message["Message-ID"]) for message in self.inbox.got}
        assert ids == {(to, f"<{tokens[to]}@vidu.vn>") for to in set(self.inbox.recipients)}


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request, tmp_path: Path, data_dir: Path) -> Iterator[Office]:
    assets.build(data_dir)
    shutil.copytree(data_dir / "static", tmp_path / "static")
    with own_database(request.param, tmp_path, "work") as database, mail_server() as (inbox, smtp_url):
        common = {
            "data_dir": tmp_path,
            "database_url": database.engine.url.render_as_string(hide_password=False),
            "secret_key": "only-for-the-tests",
            "public_url": "https://chophien.example",
            "mail_from": "Chợ Phiên <shop@vidu.vn>",
        }
        settings = {
            True: Settings(**common, smtp_url=smtp_url).complete(),
            False: Settings(**common).complete(),
        }
        yield Office(database, settings, inbox)


def test_thirty_deaths(office):
    moments = Random(4)
    struck = 0
    for number in range(KILLS // 2):
        office.want(8)
        with office.at_work(goes_out=True), office.at_work(goes_out=False):
            if number % 5:
                # It has begun: the others are killed while they start.
                before = office.done()
                wait_for(lambda before=before: office.done() > before)
            time.sleep(moments.uniform(0, 0.2))
            struck += office.done() < 2 * len(office.wanted)
    # A death after all is done strikes nothing: most have to come amid the work.
    assert struck > KILLS // 4
    with office.at_work(goes_out=True), office.at_work(goes_out=False):
        wait_for(office.is_idle)
    office.assert_nothing_is_lost_or_done_twice()


def test_two_workers_of_a_sort_do_nothing_twice(office):
    office.want(120)
    with ExitStack() as stack:
        for goes_out in (True, True, False, False):
            stack.enter_context(office.at_work(goes_out, lease=60))
        wait_for(office.is_idle)
    office.assert_nothing_is_lost_or_done_twice()
    assert Counter(office.inbox.recipients).most_common(1)[0][1] == 1


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
