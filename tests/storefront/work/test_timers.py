"""Periodic checks: run when due, one not stopped by another."""

from datetime import timedelta

import pytest

from marketplace import timers
from storefront.work.registry import Timed
from storefront.work.timers import run_due
from tests.world import NOW

from .making import only

HOUR = timedelta(hours=1)


@pytest.fixture
def pass_time(undone, clock):
    """Look for due checks, after some time has passed."""

    def pass_time(span: timedelta = timedelta()) -> None:
        clock.moment += span
        run_due(undone, clock)

    return pass_time


def test_each_runs_in_its_own_time(pass_time, clock):
    runs = []
    hourly = Timed(HOUR, lambda database, now: runs.append(("hourly", now)))
    daily = Timed(24 * HOUR, lambda database, now: runs.append(("daily", now)))
    with only(timers={"hourly": hourly, "daily": daily}):
        pass_time()
        pass_time(HOUR / 2)
        assert runs == [("hourly", NOW), ("daily", NOW)]
        pass_time(HOUR / 2)
        assert runs[2:] == [("hourly", NOW + HOUR)]


def test_one_that_fails_stops_no_other_and_is_begun_anew(pass_time, caplog):
    runs = []

    def fails(database, now):
        runs.append("fails")
        raise RuntimeError("a bad day")

    with only(timers={"fails": Timed(HOUR, fails), "works": Timed(HOUR, lambda *_: runs.append("works"))}):
        pass_time()
        assert runs == ["fails", "works"]
        assert "“fails” failed" in caplog.text
        assert "a bad day" in caplog.text
        pass_time(timers.LEASE)
        assert runs == ["fails", "works", "fails"]


def test_idle_checks_write_nothing(pass_time, statements):
    with only(timers={"hourly": Timed(HOUR, lambda *_: None)}):
        pass_time()
        del statements[:]
        pass_time(HOUR / 2)
    assert len(statements) == 1
    assert statements[0].startswith("SELECT")
