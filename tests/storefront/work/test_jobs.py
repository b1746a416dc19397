"""One step of the worker: what is done is marked in the same transaction, what fails rests, others go on."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from catalog.producers import Producer
from marketplace.audit import Entry
from marketplace.jobs import PAUSES, Job, enqueue
from storefront.work.jobs import LEASE, call_next, handle_next
from storefront.work.loop import work_off
from tests import world
from tests.world import NOW

from .making import only


@pytest.fixture
def run(undone, clock):
    """Works everything off."""
    return lambda: work_off(undone, clock)


@pytest.fixture
def read(session):
    """Every job as it is now."""

    def read() -> list[Job]:
        session.expire_all()
        return list(session.scalars(select(Job).order_by(Job.id)))

    return read


def want(session, *kinds) -> None:
    for kind in kinds:
        enqueue(session, kind, NOW)
    session.commit()


def test_effect_and_mark_are_one(session, run, read):
    def handler(session, job, now):
        world.producer(session, "Hợp tác xã Việc").note("producer.added")

    want(session, "add")
    with only({"add": handler}):
        run()
        run()
    assert [job.done_at for job in read()] == [NOW]
    assert len(session.scalars(select(Producer)).all()) == 1
    assert [entry.at for entry in session.scalars(select(Entry))] == [NOW]


def test_of_what_fails_nothing_is_left_but_the_reason(session, run, read, clock, caplog):
    def handler(session, job, now):
        world.producer(session)
        raise LookupError("no such thing")

    done = []
    want(session, "fails", "works")
    with only({"fails": handler, "works": lambda session, job, now: done.append(job.id)}):
        run()
        failed, worked = read()
        assert (failed.tries, failed.due_at, failed.done_at) == (1, NOW + PAUSES[0], None)
        assert failed.error.endswith("LookupError: no such thing\n")
        assert "fails) failed, try 1" in caplog.text
        assert session.scalars(select(Producer)).all() == []
        assert done == [worked.id]
        clock.moment += PAUSES[0]
        run()
    assert read()[0].tries == 2


def test_jobs_that_follow_are_done_in_the_same_go(session, run, read):
    def first(session, job, now):
        enqueue(session, "second", now)

    def second(database, job, now):
        return lambda session: enqueue(session, "third", now)

    want(session, "first")
    with only({"first": first, "third": lambda *_: None}, {"second": second}):
        run()
    assert [(job.kind, job.done_at) for job in read()] == [("first", NOW), ("second", NOW), ("third", NOW)]


def test_a_call_is_made_under_a_lease_and_outside_of_any_transaction(session, undone, clock, read):
    seen = []

    def call(database, job, now):
        with database.reading() as other:
            kept = other.get(Job, job.id)
            seen.append((kept.leased_until, kept.done_at, job.token == kept.token, job.facts))
        return lambda session: world.producer(session)

    want(session, "call")
    with only(calls={"call": call}):
        assert call_next(undone, clock)
        assert not call_next(undone, clock)
    assert seen == [(NOW + LEASE, None, True, {})]
    assert [(job.done_at, job.leased_until) for job in read()] == [(NOW, None)]
    assert len(session.scalars(select(Producer)).all()) == 1


def test_a_call_that_fails_is_made_again_with_the_same_token(session, run, read, clock):
    tokens = []

    def call(database, job, now):
        tokens.append(job.token)
        if len(tokens) == 1:
            raise ConnectionRefusedError("nobody listens")

    want(session, "call")
    with only(calls={"call": call}):
        run()
        assert (read()[0].tries, read()[0].leased_until) == (1, None)
        clock.moment += PAUSES[0]
        run()
    assert len(tokens) == 2
    assert len(set(tokens)) == 1
    assert read()[0].done_at == NOW + PAUSES[0]


def test_an_effect_that_fails_leaves_the_job_open(session, run, read):
    def effect(session):
        world.producer(session)
        raise ValueError("can't be kept")

    want(session, "call")
    with only(calls={"call": lambda *_: effect}):
        run()
    assert (read()[0].tries, read()[0].done_at) == (1, None)
    assert session.scalars(select(Producer)).all() == []


def test_who_was_too_slow_changes_nothing_any_more(session, run, read, clock, caplog):
    """While the first worker calls, its lease ends and a second one does the job."""
    effects = []

    def slow(database, job, now):
        clock.moment += LEASE + timedelta(seconds=1)
        with only(calls={"call": lambda *_: lambda session: effects.append("quick")}):
            assert call_next(database, clock)
        return lambda session: effects.append("slow")

    want(session, "call")
    with only(calls={"call": slow}):
        run()
    assert effects == ["quick"]
    assert "took longer than its lease" in caplog.text
    assert read()[0].tries == 0


def test_a_database_that_is_gone_is_no_fault_of_a_job(session, undone, clock, monkeypatch, read):
    def gone(*_):
        raise OperationalError("BEGIN", {}, Exception("gone"))

    want(session, "add")
    with only({"add": lambda *_: None}):
        monkeypatch.setattr("storefront.work.jobs.take", gone)
        with pytest.raises(OperationalError):
            handle_next(undone, clock)
    assert (read()[0].tries, read()[0].error) == (0, "")


def test_an_idle_worker_writes_nothing(session, undone, clock, statements, run):
    with only({"add": lambda *_: None}, {"call": lambda *_: None}):
        run()
    assert statements
    assert all(statement.startswith("SELECT") and "FOR UPDATE" not in statement for statement in statements)
