"""Quiet hours, in Vietnam, wherever the server stands."""

from datetime import UTC, datetime

import pytest

from catalog.records import Refused
from marketplace.accounts.quiet_hours import keep_quiet, quiet_until
from marketplace.accounts.users import User
from tests import people


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end", "now", "until"),
    [
        (21, 7, "2026-11-21T20:59", None),
        (21, 7, "2026-11-21T21:00", "2026-11-22T07:00"),
        (21, 7, "2026-11-21T23:59", "2026-11-22T07:00"),
        (21, 7, "2026-11-22T00:00", "2026-11-22T07:00"),
        (21, 7, "2026-11-22T06:59", "2026-11-22T07:00"),
        (21, 7, "2026-11-22T07:00", None),
        (21, 7, "2026-12-31T22:00", "2027-01-01T07:00"),
        (12, 14, "2026-11-21T13:00", "2026-11-21T14:00"),
        (12, 14, "2026-11-21T14:00", None),
        (22, 0, "2026-11-21T23:00", "2026-11-22T00:00"),
        (0, 5, "2026-11-21T00:00", "2026-11-21T05:00"),
        (9, 9, "2026-11-21T09:00", None),
    ],
)
def test_the_night_ends_when_it_ends(start, end, now, until):
    found = quiet_until(User(quiet_from=start, quiet_until=end), at(now))
    assert found == (at(until) if until else None)


@pytest.mark.parametrize("hours", [(24, 7), (21, -1)])
def test_there_is_no_hour_beyond_the_clock(session, hours):
    with pytest.raises(Refused):
        keep_quiet(people.user(session), *hours)
