"""Quiet hours: what is not urgent reaches nobody at night; each person says when their night is."""

from datetime import datetime, time, timedelta

from catalog.days import VIETNAM
from catalog.records import Refused

from .users import User

HOURS = range(24)


def keep_quiet(user: User, start: int, end: int) -> None:
    """From the hour `start` to the hour `end` in Vietnam; the same hour twice means never. Raises Refused."""
    if start not in HOURS or end not in HOURS:
        raise Refused("Please choose hours from 0 to 23.")
    user.quiet_from, user.quiet_until = start, end
    user.note("user.quiet_hours_changed")


def quiet_until(user: User, now: datetime) -> datetime | None:
    """When the night ends for somebody for whom it is night; None by day."""
    there = now.astimezone(VIETNAM)
    start, end = user.quiet_from, user.quiet_until
    hour = there.hour
    is_night = start <= hour < end if start < end else start != end and (hour >= start or hour < end)
    if not is_night:
        return None
    day = there.date() + timedelta(days=1) if hour >= end else there.date()
    return datetime.combine(day, time(end), VIETNAM)
