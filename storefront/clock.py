"""The only reading of the wall clock; everything below gets the moment or the day passed in."""

from datetime import UTC, date, datetime

from flask import current_app, request

from catalog.days import VIETNAM


class Clock:
    """Tests pass in one that stands still."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        """The date in Vietnam: badges lapse at midnight there, wherever the server stands."""
        return self.now().astimezone(VIETNAM).date()


def clock() -> Clock:
    return current_app.extensions["clock"]


def now() -> datetime:
    return clock().now()


def today() -> date:
    """One day for the whole request: the one its page cache key was made of."""
    known = request.environ.get("chophien.today")
    return known or request.environ.setdefault("chophien.today", clock().today())
