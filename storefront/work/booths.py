"""What the worker does for fairs: holds that lapse, who moves up, and badges that will not hold on a fair's days."""

from datetime import datetime, timedelta

from catalog.days import day_of
from marketplace.fairs.badge_watch import coming_fairs, note_lapsing
from marketplace.fairs.places import settle, to_settle
from marketplace.fairs.planning import lock_fair
from marketplace.fairs.ticket_life import fairs_with_lapsed_tickets, lapse_tickets

from ..database import Database
from .registry import timer


@timer("booths", every=timedelta(minutes=1))
def settle_booths(database: Database, now: datetime) -> None:
    """Free what was not paid in time and let who waits move up, each fair in a transaction of its own."""
    with database.reading() as session:
        fairs = to_settle(session, now)
    for fair_id in fairs:
        with database.transaction() as session:
            session.info["now"] = now
            settle(session, lock_fair(session, fair_id), now)


@timer("tickets", every=timedelta(minutes=1))
def free_unpaid_tickets(database: Database, now: datetime) -> None:
    """Places of tickets that were not paid in time, each fair in a transaction of its own."""
    with database.reading() as session:
        fairs = fairs_with_lapsed_tickets(session, now)
    for fair_id in fairs:
        with database.transaction() as session:
            session.info["now"] = now
            lapse_tickets(session, lock_fair(session, fair_id), now)


@timer("badges at fairs", every=timedelta(days=1))
def watch_badges(database: Database, now: datetime) -> None:
    with database.reading() as session:
        fairs = coming_fairs(session, day_of(now))
    for fair_id in fairs:
        with database.transaction() as session:
            session.info["now"] = now
            note_lapsing(session, fair_id, day_of(now), now)
