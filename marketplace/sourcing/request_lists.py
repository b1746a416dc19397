"""Lists of requests and quotes for both sides, each in a constant number of statements."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from catalog.producers import Producer
from catalog.products import Variant
from catalog.records import UtcDateTime

from .quotes import Award, AwardLine, Quote, QuoteLine, QuoteState, QuoteVersion, Side
from .requests import (
    Recipient,
    RequestDelivery,
    RequestLine,
    RequestQuestion,
    RequestState,
    SourcingRequest,
)

PER_PAGE = 30
# So many producers are shown by name on a request's page; of more it says how many.
SHOWN_RECIPIENTS = 200
S = RequestState


def count_by_state(session: Session, retailer_ids: Collection[int]) -> dict[RequestState, int]:
    mine = SourcingRequest.retailer_id.in_(retailer_ids)
    query = select(SourcingRequest.state, func.count()).where(mine).group_by(SourcingRequest.state)
    return {RequestState(state): count for state, count in session.execute(query)}


def requests_of(
    session: Session, retailer_ids: Collection[int], state: RequestState, page: int
) -> Sequence[tuple[SourcingRequest, int, int]]:
    """`PER_PAGE` in this state, each with how many are asked and how many quotes stand; pages count from 1."""
    asked = select(func.count()).where(Recipient.request_id == SourcingRequest.id).scalar_subquery()
    standing = Quote.request_id == SourcingRequest.id, Quote.state.in_((QuoteState.OPEN, QuoteState.ACCEPTED))
    quotes = select(func.count()).where(*standing).scalar_subquery()
    mine = SourcingRequest.retailer_id.in_(retailer_ids), SourcingRequest.state == state
    order = SourcingRequest.closes_at if state == S.OPEN else SourcingRequest.id.desc()
    query = select(SourcingRequest, asked, quotes).where(*mine).order_by(order, SourcingRequest.id)
    query = query.options(joinedload(SourcingRequest.retailer))
    return session.execute(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()


def find_request(session: Session, code: str, *conditions) -> SourcingRequest | None:
    """With all that its pages show; `conditions` say whose it must be."""
    return session.scalar(_loaded().where(SourcingRequest.code == code, *conditions))


def find_head(session: Session, code: str, *conditions) -> SourcingRequest | None:
    """The request alone, for pages that read its lines themselves."""
    return session.scalar(select(SourcingRequest).where(SourcingRequest.code == code, *conditions))


def _loaded() -> Select[tuple[SourcingRequest]]:
    return select(SourcingRequest).options(
        joinedload(SourcingRequest.retailer),
        selectinload(SourcingRequest.lines).joinedload(RequestLine.product),
        selectinload(SourcingRequest.lines).joinedload(RequestLine.category),
        selectinload(SourcingRequest.deliveries).joinedload(RequestDelivery.store),
    )


def recipients_of(session: Session, request_id: int) -> tuple[int, Sequence[Recipient]]:
    """How many are asked, and the first of them by name."""
    theirs = Recipient.request_id == request_id
    total = session.scalar(select(func.count()).where(theirs)) or 0
    query = select(Recipient).join(Recipient.producer).where(theirs)
    query = query.options(contains_eager(Recipient.producer)).order_by(Producer.name, Producer.id)
    return total, session.scalars(query.limit(SHOWN_RECIPIENTS)).all()


def questions_of(session: Session, request_id: int) -> Sequence[RequestQuestion]:
    """Oldest first."""
    query = select(RequestQuestion).where(RequestQuestion.request_id == request_id)
    return session.scalars(query.order_by(RequestQuestion.id)).all()


def find_quote(session: Session, code: str, *conditions) -> Quote | None:
    """With its versions, what they offer, and its producer; `conditions` are about Quote and SourcingRequest."""
    variant = selectinload(Quote.versions).selectinload(QuoteVersion.lines).joinedload(QuoteLine.variant)
    query = (
        select(Quote)
        .join(Quote.request)
        .where(Quote.code == code, SourcingRequest.state != S.DRAFT, *conditions)
        .options(joinedload(Quote.producer), contains_eager(Quote.request))
        .options(variant.joinedload(Variant.product))
    )
    return session.scalar(query)


def awarded_lines(session: Session, quote_id: int) -> Sequence[AwardLine]:
    """What was awarded of a quote."""
    query = select(AwardLine).join(AwardLine.award).where(Award.quote_id == quote_id)
    return session.scalars(query.order_by(AwardLine.id)).all()


def chosen_quotes(session: Session, request_id: int) -> Sequence[Quote]:
    """The quotes of a request that were awarded something, each with its producer."""
    won = Quote.request_id == request_id, Quote.state == QuoteState.ACCEPTED
    query = select(Quote).where(*won).options(joinedload(Quote.producer)).order_by(Quote.id)
    return session.scalars(query).all()


# A producer's side.


def received_by(
    session: Session, producer_ids: Collection[int], page: int
) -> Sequence[tuple[Recipient, Quote | None]]:
    """What these producers were asked, the last first, each with their quote; `PER_PAGE`, pages count from 1."""
    mine = Quote.request_id == Recipient.request_id, Quote.producer_id == Recipient.producer_id
    query = (
        select(Recipient, Quote)
        .join(Recipient.request)
        .outerjoin(Quote, mine[0] & mine[1])
        .where(Recipient.producer_id.in_(producer_ids), SourcingRequest.state != S.DRAFT)
        .options(
            contains_eager(Recipient.request).joinedload(SourcingRequest.retailer),
            joinedload(Recipient.producer),
        )
        .order_by(Recipient.asked_at.desc(), Recipient.request_id.desc(), Recipient.producer_id)
    )
    return session.execute(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()


def count_received(session: Session, producer_ids: Collection[int]) -> int:
    query = select(func.count()).select_from(Recipient).join(Recipient.request)
    mine = Recipient.producer_id.in_(producer_ids), SourcingRequest.state != S.DRAFT
    return session.scalar(query.where(*mine)) or 0


def find_received(session: Session, code: str, producer_ids: Collection[int]) -> list[Recipient]:
    """What these producers were asked by the request of this code; with all that its page shows. No draft."""
    request = joinedload(Recipient.request)
    query = (
        select(Recipient)
        .join(Recipient.request)
        .where(
            SourcingRequest.code == code,
            SourcingRequest.state != S.DRAFT,
            Recipient.producer_id.in_(producer_ids),
        )
        .options(
            request.joinedload(SourcingRequest.retailer),
            request.selectinload(SourcingRequest.lines).joinedload(RequestLine.product),
            request.selectinload(SourcingRequest.lines).joinedload(RequestLine.category),
            request.selectinload(SourcingRequest.deliveries).joinedload(RequestDelivery.store),
            joinedload(Recipient.producer),
        )
        .order_by(Recipient.producer_id)
    )
    return list(session.scalars(query))


# Made once: building a statement costs more than running it.
_OPEN = SourcingRequest.state == S.OPEN
_MINE = bindparam("producers", expanding=True)
_UNANSWERED = (
    select(func.count())
    .select_from(Recipient)
    .join(Recipient.request)
    .outerjoin(
        Quote, (Quote.request_id == Recipient.request_id) & (Quote.producer_id == Recipient.producer_id)
    )
    .where(
        Recipient.producer_id.in_(_MINE),
        Recipient.declined_at.is_(None),
        _OPEN,
        SourcingRequest.closes_at > bindparam("now", type_=UtcDateTime()),
        Quote.id.is_(None),
    )
    .scalar_subquery()
)
_TURNS = (
    select(func.count())
    .select_from(Quote)
    .join(Quote.request)
    .where(Quote.producer_id.in_(_MINE), _OPEN, Quote.state == QuoteState.OPEN, Quote.turn == Side.PRODUCER)
    .scalar_subquery()
)
_TO_ANSWER = select(_UNANSWERED, _TURNS)


def count_to_quote(session: Session, producer_ids: Collection[int], now: datetime) -> tuple[int, int]:
    """How many requests these producers have not answered, and how many counter-offers wait for them."""
    unanswered, turns = session.execute(_TO_ANSWER, {"producers": list(producer_ids), "now": now}).one()
    return unanswered, turns
