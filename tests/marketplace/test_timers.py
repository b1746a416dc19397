"""Timers: each check is run by one worker, and again after its pause or after a death."""

from datetime import timedelta

from marketplace import timers
from tests.world import NOW

HOUR = timedelta(hours=1)


def due(session, now) -> bool:
    """What the reading question says must be what the taking one does."""
    asked = timers.is_due(session, "check", HOUR, now)
    taken = timers.take(session, "check", HOUR, now)
    session.expire_all()
    assert asked == taken
    return taken


def test_a_check_runs_once_in_its_span(session):
    assert due(session, NOW)
    assert not due(session, NOW)
    timers.finish(session, "check", NOW)
    session.expire_all()
    assert not due(session, NOW + HOUR - timedelta(seconds=1))
    assert due(session, NOW + HOUR)
    assert timers.last_runs(session) == {"check": NOW}


def test_a_check_whose_worker_died_is_begun_anew(session):
    assert due(session, NOW)
    assert not due(session, NOW + timers.LEASE - timedelta(seconds=1))
    assert due(session, NOW + timers.LEASE)
    # The first one wakes up and says it is done: that is not the run we wait for.
    timers.finish(session, "check", NOW)
    assert timers.last_runs(session) == {"check": None}


def test_checks_do_not_wait_for_one_another(session):
    assert timers.take(session, "one", HOUR, NOW)
    assert timers.take(session, "other", HOUR, NOW)
