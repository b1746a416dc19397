"""More time for quotes: a request closes later than was said, never earlier. The request's row is locked."""

from datetime import UTC, date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.records import Refused

from .quotes import Quote, QuoteState, QuoteVersion
from .request_steps import LONGEST, SHORTEST
from .request_writing import Stale, check_deals
from .requests import RequestDelivery, RequestState, SourcingRequest


class Untimely(Refused):
    """Says why the new closing time can't be that one."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why.message)


def extend(session: Session, request: SourcingRequest, until: datetime, seen: int, now: datetime) -> None:
    """Take quotes until then, as the request was read at revision `seen`; also once its time was over. Raises Refused.

    What holds no longer than the old closing time is not prolonged by it: a quote binds nobody for longer than was said.
    """
    if request.revision != seen:
        raise Stale
    if request.state != RequestState.OPEN or request.closes_at is None:
        raise Refused("This request has ended.")
    check_deals(session, request.retailer_id)
    if not may_extend(session, request, now):
        raise Refused(
            "The sealed quotes can be read since the request closed. More time now would not be fair to those who quoted."
        )
    _check_time(session, request, until, now)
    before, request.closes_at = request.closes_at, until.astimezone(UTC)
    request.revision += 1
    request.note("request.extended", before=before.isoformat(), until=request.closes_at.isoformat())


def may_extend(session: Session, request: SourcingRequest, now: datetime) -> bool:
    """While it is open, and unless sealed quotes were opened: from its closing on, everybody of the retailer reads them."""
    if request.state != RequestState.OPEN:
        return False
    if not request.sealed or request.takes_quotes(now):
        return True
    return not session.scalar(select(exists().where(Quote.request_id == request.id)))


def _check_time(session: Session, request: SourcingRequest, until: datetime, now: datetime) -> None:
    """Raises Refused."""
    if until <= request.closes_at:
        raise Untimely(
            Refused("Producers were promised the closing time so far: the new one has to be later.")
        )
    if not SHORTEST <= until - now <= LONGEST:
        raise Untimely(Refused("The new closing time is at least one hour and at most 180 days ahead."))
    last = session.scalar(
        select(func.max(RequestDelivery.until_day)).where(RequestDelivery.request_id == request.id)
    )
    if last is not None and day_of(until) > last:
        raise Untimely(
            Refused("The last delivery is wanted before that. Please choose an earlier closing time.")
        )


def quotes_ending_before(session: Session, request: SourcingRequest) -> list[int]:
    """Ids of producers whose quote on the table holds no longer than to a day before the request closes."""
    if request.closes_at is None:
        return []
    current = (QuoteVersion.quote_id == Quote.id) & (QuoteVersion.number == Quote.current)
    query = select(Quote.producer_id).join(QuoteVersion, current)
    ends: date = day_of(request.closes_at)
    short = Quote.request_id == request.id, Quote.state == QuoteState.OPEN, QuoteVersion.valid_until < ends
    return list(session.scalars(query.where(*short).order_by(Quote.producer_id)))
