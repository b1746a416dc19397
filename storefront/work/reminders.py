"""Looks from time to time what of the producers lapses, and has them told."""

from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from catalog.days import VIETNAM, day_of
from marketplace.accounts.memberships import producer_addresses
from marketplace.letters import send
from marketplace.reminders import lapsing, remind

from ..database import Database
from .registry import timer

# A letter of this kind wakes nobody.
_WAKING_HOURS = range(7, 20)


@timer("reminders", every=timedelta(hours=1))
def remind_producers(database: Database, now: datetime) -> None:
    """One short transaction for each producer; run twice, it tells nobody twice."""
    if now.astimezone(VIETNAM).hour not in _WAKING_HOURS:
        return
    day = day_of(now)
    by_producer = attrgetter("producer_id")
    with database.reading() as session:
        found = sorted(lapsing(session, day), key=by_producer)
    for producer_id, lapses in groupby(found, key=by_producer):
        with database.transaction() as session:
            noted = remind(session, lapses, day, now)
            if noted:
                for address, language in producer_addresses(session, producer_id):
                    send(session, "papers_lapse", address, language, now, reminders=noted)
