"""Accepting quotes: several producers at once, each for a part, saved whole or not at all. The request's row is locked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.days import day_of
from catalog.producers import Producer, ProducerState
from catalog.products import ProductState, Variant
from catalog.records import Refused

from ..accounts.users import User
from .quote_steps import check_unsealed
from .quotes import Award, AwardLine, Quote, QuoteLine, QuoteState, QuoteVersion, Side
from .request_steps import step
from .request_writing import check_deals
from .requests import RequestLine, RequestState, SourcingRequest


class Fit(StrEnum):
    """How the quantities awarded for a line stand to what the request asks for."""

    BELOW = "below"
    MEETS = "meets"
    ABOVE = "above"


@dataclass(frozen=True)
class Pick:
    """So many units of a quote's line, as read in the quote's version `version`."""

    quote_id: int
    version: int
    request_line_id: int
    quantity: int


def fit(line: RequestLine, quantity: int) -> Fit:
    if quantity < line.quantity_from:
        return Fit.BELOW
    return Fit.ABOVE if quantity > line.quantity_to else Fit.MEETS


def sums_of(picks: Sequence[Pick]) -> dict[int, int]:
    """Units by the line of the request."""
    sums: dict[int, int] = defaultdict(int)
    for pick in picks:
        sums[pick.request_line_id] += pick.quantity
    return dict(sums)


def check_picks(session: Session, request: SourcingRequest, picks: Sequence[Pick], now: datetime) -> None:
    """Raises Refused for what can't be awarded, with the producer's name; writes nothing."""
    _check(session, request, picks, day_of(now), now)


def award(
    session: Session,
    request: SourcingRequest,
    user: User,
    picks: Sequence[Pick],
    seen: int,
    now: datetime,
) -> list[Award]:
    """Accept these parts of quotes, as the request was read at revision `seen`, and end the request.

    What a quote says goes before the catalogue from now on. Raises Refused, and has written nothing then: of two who
    award at once the second is told.
    """
    if request.revision != seen or request.state != RequestState.OPEN:
        raise Refused("This was decided or changed meanwhile. Nothing of it was overwritten.")
    quotes = _check(session, request, picks, day_of(now), now)
    made = [
        _accept(session, quotes[id], user, [pick for pick in picks if pick.quote_id == id], now)
        for id in dict.fromkeys(pick.quote_id for pick in picks)
    ]
    request.ended_at = now
    step(request, RequestState.AWARDED, "request.awarded", quotes=[one.quote_id for one in made])
    session.flush()
    return made


def _check(
    session: Session, request: SourcingRequest, picks: Sequence[Pick], day: date, now: datetime
) -> Mapping[int, Quote]:
    """The quotes by id, with all that a refusal names."""
    if request.state != RequestState.OPEN:
        raise Refused("This request has ended.")
    check_unsealed(request, now)
    check_deals(session, request.retailer_id)
    if not picks:
        raise Refused("Please write how much each producer is to supply.")
    if len({(pick.quote_id, pick.request_line_id) for pick in picks}) != len(picks):
        raise Refused("There is one quantity for each producer and line.")
    quotes = _locked(session, request.id, {pick.quote_id for pick in picks})
    for pick in picks:
        quote = quotes.get(pick.quote_id)
        if quote is None:
            raise Refused("One of these quotes is not there any more.")
        _check_quote(quote, pick, day)
        _check_quantity(quote, pick)
    return quotes


def _locked(session: Session, request_id: int, ids: set[int]) -> Mapping[int, Quote]:
    """By id, of this request; their producers are held too, so that nobody suspends one meanwhile."""
    query = (
        select(Quote)
        .where(Quote.request_id == request_id, Quote.id.in_(ids))
        .options(
            joinedload(Quote.producer),
            selectinload(Quote.versions)
            .selectinload(QuoteVersion.lines)
            .joinedload(QuoteLine.variant)
            .joinedload(Variant.product),
        )
        .execution_options(populate_existing=True)
    )
    found = {quote.id: quote for quote in session.scalars(query)}
    producers = sorted(quote.producer_id for quote in found.values())
    held = select(Producer).where(Producer.id.in_(producers)).order_by(Producer.id)
    session.scalars(held.with_for_update(read=True).execution_options(populate_existing=True)).all()
    return found


def _check_quote(quote: Quote, pick: Pick, day: date) -> None:
    """Raises Refused."""
    name = quote.producer.name
    if quote.producer.state != ProducerState.APPROVED:
        raise Refused("%(producer)s is suspended or closed: it can't be awarded anything.", producer=name)
    if quote.state == QuoteState.WITHDRAWN:
        raise Refused("%(producer)s has withdrawn its quote.", producer=name)
    if quote.state != QuoteState.OPEN:
        raise Refused("The quote of %(producer)s was declined.", producer=name)
    if quote.turn != Side.RETAILER:
        raise Refused("%(producer)s has not answered your counter-offer yet.", producer=name)
    if quote.current != pick.version:
        raise Refused(
            "%(producer)s has made a newer offer than the one you have read. Please read it first.",
            producer=name,
        )
    if _current(quote).valid_until < day:
        raise Refused("The quote of %(producer)s has expired. Please ask for a new one.", producer=name)


def _check_quantity(quote: Quote, pick: Pick) -> None:
    """Raises Refused."""
    name = quote.producer.name
    line = _line_of(quote, pick)
    if line is None:
        raise Refused("%(producer)s has offered nothing for one of these lines.", producer=name)
    if line.variant.product.state != ProductState.PUBLISHED:
        raise Refused(
            "%(product)s of %(producer)s is not on sale any more.",
            product=line.variant.product.name,
            producer=name,
        )
    if pick.quantity > line.quantity:
        raise Refused(
            "%(producer)s offers %(most)s at most, not %(quantity)s.",
            producer=name,
            most=line.quantity,
            quantity=pick.quantity,
        )
    if pick.quantity < line.minimum:
        raise Refused(
            "%(producer)s supplies %(least)s at least, not %(quantity)s.",
            producer=name,
            least=line.minimum,
            quantity=pick.quantity,
        )
    if pick.quantity * line.packs_numerator % line.packs_denominator:
        raise Refused(
            "%(quantity)s of %(producer)s is not a whole number of packs.",
            producer=name,
            quantity=pick.quantity,
        )


def _current(quote: Quote) -> QuoteVersion:
    return next(one for one in quote.versions if one.number == quote.current)


def _line_of(quote: Quote, pick: Pick) -> QuoteLine | None:
    return next((one for one in _current(quote).lines if one.request_line_id == pick.request_line_id), None)


def _accept(session: Session, quote: Quote, user: User, picks: Sequence[Pick], now: datetime) -> Award:
    lines = [(line, pick.quantity) for pick in picks if (line := _line_of(quote, pick))]
    made = Award(
        quote_id=quote.id,
        version_number=quote.current,
        user_id=user.id,
        awarded_at=now,
        lines=[AwardLine(quote_line_id=line.id, quantity=quantity) for line, quantity in lines],
    )
    session.add(made)
    quote.decided_at = now
    quote.move(QuoteState.ACCEPTED)
    quote.note("quote.awarded", version=quote.current)
    return made
