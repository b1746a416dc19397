"""The checks that are due, each run by the worker that takes it."""

import logging
from datetime import datetime

from marketplace import timers

from ..clock import Clock
from ..database import Database
from .registry import TIMERS, Timed

_log = logging.getLogger(__name__)


def run_due(database: Database, clock: Clock) -> None:
    """Run every check whose time has come. One that fails is begun anew when its lease ends."""
    for name, timed in TIMERS.items():
        now = clock.now()
        if not _take(database, name, timed, now):
            continue
        try:
            timed.run(database, now)
        # The other checks must run, whatever is wrong with this one.
        except Exception:
            _log.exception("The check “%s” failed; it is begun anew in %s.", name, timers.LEASE)
        else:
            with database.transaction() as session:
                timers.finish(session, name, now)


def _take(database: Database, name: str, timed: Timed, now: datetime) -> bool:
    with database.reading() as session:
        if not timers.is_due(session, name, timed.every, now):
            return False
    with database.transaction() as session:
        return timers.take(session, name, timed.every, now)
