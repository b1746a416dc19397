"""Looks from time to time which papers of signed contracts lapse, and has both sides told."""

from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from catalog.days import VIETNAM, day_of
from marketplace.letters import send
from marketplace.sourcing.contracts import Contract
from marketplace.sourcing.paper_watch import concerns, note_concerns
from marketplace.sourcing.quotes import Side

from ..database import Database
from ..letters.contracts import people_of
from .registry import timer

# A letter of this kind wakes nobody.
_WAKING_HOURS = range(7, 20)


@timer("papers of contracts", every=timedelta(hours=1))
def watch_papers(database: Database, now: datetime) -> None:
    """One short transaction for each contract; run twice, it tells nobody twice."""
    if now.astimezone(VIETNAM).hour not in _WAKING_HOURS:
        return
    with database.reading() as session:
        found = concerns(session, day_of(now))
    for contract_id, concerned in groupby(found, key=attrgetter("contract_id")):
        with database.transaction() as session:
            noted = note_concerns(session, concerned, now)
            contract = session.get_one(Contract, contract_id)
            for side in Side if noted else ():
                for person in people_of(session, contract, side):
                    if person.contact:
                        facts = {"notices": noted, "side": side}
                        send(session, "contract_papers", person.contact, person.language, now, **facts)
