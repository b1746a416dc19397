"""What the worker does for requests: says when the time for quotes is over, and which quotes are about to expire."""

from datetime import datetime, timedelta

from catalog.days import VIETNAM, day_of
from marketplace.sourcing.request_watch import note_expiring, note_over, over_at

from ..database import Database
from .registry import timer

# Of what expires in days a letter wakes nobody.
_WAKING_HOURS = range(7, 20)


@timer("requests that close", every=timedelta(minutes=5))
def close_requests(database: Database, now: datetime) -> None:
    with database.reading() as session:
        over = over_at(session, now)
    for request_id in over:
        with database.transaction() as session:
            session.info["now"] = now
            note_over(session, request_id, now)


@timer("quotes that expire", every=timedelta(hours=1))
def watch_quotes(database: Database, now: datetime) -> None:
    if now.astimezone(VIETNAM).hour not in _WAKING_HOURS:
        return
    with database.transaction() as session:
        session.info["now"] = now
        note_expiring(session, day_of(now))
