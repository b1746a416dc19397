"""What the clock brings: requests whose time for quotes is over, and quotes that are about to expire; each noted once."""

from datetime import date, datetime, timedelta

from sqlalchemy import Exists, exists, select
from sqlalchemy.orm import Session, aliased

from ..audit import Entry
from .quotes import Quote, QuoteState, QuoteVersion
from .request_writing import lock_request
from .requests import RequestState, SourcingRequest

# So many days before a quote expires both sides are told.
SOON = 2


def over_at(session: Session, now: datetime) -> list[int]:
    """Ids of open requests whose time is over and of which that was not noted since they were last extended."""
    over = SourcingRequest.state == RequestState.OPEN, SourcingRequest.closes_at <= now
    return list(
        session.scalars(select(SourcingRequest.id).where(*over, ~_noted()).order_by(SourcingRequest.id))
    )


def _noted() -> Exists:
    """Entries follow one another in the order of their ids: what notes them holds the request's row."""
    said, later = aliased(Entry), aliased(Entry)
    extended = exists().where(
        later.subject == SourcingRequest.__tablename__,
        later.subject_id == said.subject_id,
        later.action == "request.extended",
        later.id > said.id,
    )
    return exists().where(
        said.subject == SourcingRequest.__tablename__,
        said.subject_id == SourcingRequest.id,
        said.action == "request.time_over",
        ~extended,
    )


def note_over(session: Session, request_id: int, now: datetime) -> None:
    """Once, unless it has ended meanwhile."""
    request = lock_request(session, request_id)
    if request_id in over_at(session, now):
        request.note("request.time_over")


def note_expiring(session: Session, today: date) -> int:
    """Of quotes that nobody has decided on; once for each version. Returns how many."""
    on_table = QuoteVersion.quote_id == Quote.id, QuoteVersion.number == Quote.current
    query = (
        select(Quote)
        .join(Quote.request)
        .join(QuoteVersion, on_table[0] & on_table[1])
        .where(
            Quote.state == QuoteState.OPEN,
            SourcingRequest.state == RequestState.OPEN,
            QuoteVersion.valid_until.between(today, today + timedelta(days=SOON)),
        )
        .order_by(Quote.id)
        # Of two workers the second reads what the first has noted.
        .with_for_update(of=Quote)
    )
    found = session.scalars(query).all()
    told = Entry.subject == Quote.__tablename__, Entry.action == "quote.expiring"
    entries = session.scalars(select(Entry).where(*told, Entry.subject_id.in_([one.id for one in found])))
    known = {(entry.subject_id, entry.facts["version"]) for entry in entries}
    new = [one for one in found if (one.id, one.current) not in known]
    for quote in new:
        quote.note("quote.expiring", version=quote.current)
    return len(new)
