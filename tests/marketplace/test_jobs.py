"""Jobs: written with their reason, taken by one, retried with growing pauses, then left to an officer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import jobs
from marketplace.jobs import PAUSES, Job, enqueue
from tests.world import NOW

MINUTE = timedelta(minutes=1)
KINDS = ("count", "first", "second", "later")


def take(session, now) -> Job | None:
    """What the reading question says must be what the taking one does."""
    asked = jobs.is_any_due(session, KINDS, now)
    taken = jobs.take(session, KINDS, now)
    assert asked == (taken is not None)
    return taken


def all_jobs(session) -> list[Job]:
    return list(session.scalars(select(Job).order_by(Job.id)))


def test_a_job_is_there_when_its_reason_is(session):
    session.commit()
    enqueue(session, "count", NOW, of="tea")
    session.rollback()
    assert all_jobs(session) == []
    assert enqueue(session, "count", NOW, of="tea", quantity=3)
    session.commit()
    [job] = all_jobs(session)
    assert (job.kind, job.facts) == ("count", {"of": "tea", "quantity": 3})
    assert (job.due_at, job.tries, job.error, job.done_at) == (NOW, 0, "", None)


def test_a_key_is_good_for_one_job_even_when_that_is_done(session):
    assert enqueue(session, "count", NOW, key="tea")
    assert not enqueue(session, "count", NOW, key="tea")
    take(session, NOW).finish(NOW)
    session.flush()
    assert not enqueue(session, "count", NOW, key="tea")
    assert enqueue(session, "count", NOW, key="coffee")
    assert enqueue(session, "count", NOW)
    assert enqueue(session, "count", NOW)


def test_every_job_has_a_token_of_its_own(session):
    for _ in range(3):
        enqueue(session, "count", NOW)
    assert len({job.token for job in all_jobs(session)}) == 3


def test_a_job_waits_for_its_time_and_the_longest_due_comes_first(session):
    enqueue(session, "later", NOW, due_at=NOW + MINUTE)
    enqueue(session, "second", NOW)
    enqueue(session, "first", NOW - MINUTE)
    for kind in ("first", "second", None):
        job = take(session, NOW)
        assert (job.kind if job else None) == kind
        if job:
            job.finish(NOW)
    assert take(session, NOW + MINUTE).kind == "later"


def test_a_lease_keeps_others_away_until_it_ends(session):
    enqueue(session, "count", NOW)
    job = take(session, NOW)
    job.leased_until = NOW + MINUTE
    session.flush()
    assert take(session, NOW) is None
    assert jobs.hold(session, job.id, NOW + MINUTE) is job
    assert take(session, NOW + MINUTE) is job


def test_who_overslept_a_lease_has_lost_the_job(session):
    enqueue(session, "count", NOW)
    job = take(session, NOW)
    job.leased_until = NOW + 2 * MINUTE
    session.flush()
    assert jobs.hold(session, job.id, NOW + MINUTE) is None
    job.finish(NOW)
    session.flush()
    assert jobs.hold(session, job.id, NOW + 2 * MINUTE) is None


def test_pauses_grow_and_then_an_officer_is_asked(session):
    enqueue(session, "count", NOW)
    now = NOW
    for pause in PAUSES:
        job = take(session, now)
        job.fail("no answer", now)
        session.flush()
        assert take(session, now + pause - timedelta(seconds=1)) is None
        now += pause
    assert list(PAUSES) == sorted(PAUSES)
    take(session, now).fail("still no answer", now)
    session.flush()
    assert take(session, now + timedelta(days=1000)) is None
    [job] = jobs.left(session, 10)
    assert (job.error, job.tries) == ("still no answer", len(PAUSES) + 1)
    assert jobs.left_job(session, job.id) is job

    job.retry(now)
    session.flush()
    assert jobs.left(session, 10) == []
    assert jobs.left_job(session, job.id) is None
    assert take(session, now) is job


def test_of_a_long_error_the_end_is_kept(session):
    enqueue(session, "count", NOW)
    job = take(session, NOW)
    job.fail("x" * 5000 + "the reason", NOW)
    assert len(job.error) == 2000
    assert job.error.endswith("the reason")


def test_how_long_the_oldest_has_waited(session):
    assert jobs.oldest_due(session, NOW) is None
    enqueue(session, "count", NOW, due_at=NOW + MINUTE)
    assert jobs.oldest_due(session, NOW) is None
    enqueue(session, "count", NOW - MINUTE)
    assert jobs.oldest_due(session, NOW) == NOW - MINUTE
    # Somebody is at it: that is no reason to call it young.
    take(session, NOW).leased_until = NOW + MINUTE
    session.flush()
    assert jobs.oldest_due(session, NOW) == NOW - MINUTE


@pytest.mark.parametrize(("age", "kept"), [(29, 1), (31, 0)])
def test_what_is_done_is_forgotten_after_a_month(session, age, kept):
    enqueue(session, "count", NOW)
    enqueue(session, "never done", NOW - timedelta(days=400))
    done = session.scalar(select(Job).where(Job.kind == "count"))
    done.finish(NOW - timedelta(days=age))
    session.flush()
    assert jobs.forget_done(session, NOW) == 1 - kept
    assert len(all_jobs(session)) == 1 + kept


def test_a_kind_that_this_program_does_not_know_waits_for_one_that_does(session):
    enqueue(session, "of tomorrow", NOW - MINUTE)
    assert take(session, NOW) is None
    enqueue(session, "count", NOW)
    assert take(session, NOW).kind == "count"
    assert jobs.oldest_due(session, NOW) == NOW - MINUTE
