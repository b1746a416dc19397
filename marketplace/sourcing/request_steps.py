"""A retailer's steps on its request: send it out, ask more producers, answer, end it. The request's row is locked."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.producers import Producer, ProducerState
from catalog.records import Refused
from catalog.text import clean

from .matching import matching_producers
from .request_writing import add_recipients, check_deals, check_draft, check_producers
from .requests import (
    Audience,
    Recipient,
    RequestDelivery,
    RequestLine,
    RequestQuestion,
    RequestState,
    SourcingRequest,
)

S = RequestState
LONGEST_REASON, LONGEST_QUESTION, MOST_QUESTIONS = 2000, 1000, 20
# So many producers are asked by one request at most: each gets a letter.
MOST_ASKED = 1000
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=180)


class Lack(StrEnum):
    """What a draft is without that a request needs, by the step that writes it."""

    NEED = "need"
    LINES = "lines"
    DELIVERY = "delivery"
    PRODUCERS = "producers"


def missing(session: Session, request: SourcingRequest, now: datetime) -> list[Lack]:
    """In the order of the steps; one statement."""
    has_line, has_window, has_chosen = session.execute(
        select(
            exists().where(RequestLine.request_id == request.id),
            exists().where(RequestDelivery.request_id == request.id),
            exists().where(Recipient.request_id == request.id),
        )
    ).one()
    held = {
        Lack.NEED: bool(clean(request.title)),
        Lack.LINES: has_line,
        Lack.DELIVERY: has_window,
        Lack.PRODUCERS: request.closes_at is not None
        and SHORTEST <= request.closes_at - now <= LONGEST
        and (has_chosen or request.audience == Audience.MATCHING),
    }
    return [lack for lack, is_there in held.items() if not is_there]


def publish(session: Session, request: SourcingRequest, seen: int, now: datetime) -> int:
    """Send it to the producers chosen, or to all that it fits today. Returns how many are asked. Raises Refused."""
    check_draft(request, seen)
    check_deals(session, request.retailer_id)
    if missing(session, request, now):
        raise Refused("Something is still missing: please look at the steps above.")
    asked = _asked(session, request, day_of(now))
    session.execute(delete(Recipient).where(Recipient.request_id == request.id))
    add_recipients(session, request, asked, now)
    request.published_at = now
    step(request, S.OPEN, "request.published", asked=asked)
    return len(asked)


def _asked(session: Session, request: SourcingRequest, day: date) -> list[int]:
    """Raises Refused where there is nobody to ask, or there are too many."""
    if request.audience == Audience.MATCHING:
        asked = matching_producers(session, request, day)
    else:
        chosen = select(Recipient.producer_id).where(Recipient.request_id == request.id)
        asked = sorted(session.scalars(chosen))
        check_producers(session, asked)
    if not asked:
        raise Refused("No producer meets these conditions today. Please ask for less, or choose by name.")
    if len(asked) > MOST_ASKED:
        raise Refused("More than %(most)s producers match. Please narrow the request.", most=MOST_ASKED)
    return asked


def ask_more(
    session: Session, request: SourcingRequest, producer_ids: Collection[int], now: datetime
) -> list[int]:
    """Ask these producers too. Returns those who were not asked yet. Raises Refused once no quotes are taken."""
    check_deals(session, request.retailer_id)
    check_takes_quotes(request, now)
    check_producers(session, producer_ids)
    theirs = Recipient.request_id == request.id
    known = set(session.scalars(select(Recipient.producer_id).where(theirs)))
    new = sorted(set(producer_ids) - known)
    if not new:
        raise Refused("Please choose producers that have not been asked yet.")
    if len(known) + len(new) > MOST_ASKED:
        raise Refused("More than %(most)s producers match. Please narrow the request.", most=MOST_ASKED)
    add_recipients(session, request, new, now)
    request.note("request.asked_more", asked=new)
    return new


def check_takes_quotes(request: SourcingRequest, now: datetime) -> None:
    """Raises Refused."""
    if request.state != S.OPEN:
        raise Refused("This request has ended.")
    if not request.takes_quotes(now):
        raise Refused("The time for quotes is over: this request is closed.")


def end(
    session: Session, request: SourcingRequest, to: RequestState, reason: str, seen: int, now: datetime
) -> None:
    """End it without an award: CLOSED once its time is over, CANCELLED at any time. All who were asked read why."""
    if request.revision != seen or request.state != S.OPEN:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    check_deals(session, request.retailer_id)
    if to == S.CLOSED and request.takes_quotes(now):
        raise Refused("Quotes are still coming in. Before its time a request can be cancelled only.")
    if not clean(reason):
        raise Refused("Please write why: the other side reads it.")
    request.reason = reason.strip()[:LONGEST_REASON]
    request.ended_at = now
    step(request, to, f"request.{to}", reason=request.reason)


def step(request: SourcingRequest, to: RequestState, action: str, **facts: object) -> None:
    request.move(to)
    request.revision += 1
    request.note(action, **facts)


def ask_question(
    session: Session, request: SourcingRequest, recipient: Recipient, text: str, now: datetime
) -> RequestQuestion:
    """A producer's, read by all who are asked without its name. Raises Refused."""
    check_takes_quotes(request, now)
    check_deals(session, request.retailer_id)
    producer = session.get_one(Producer, recipient.producer_id)
    if producer.state != ProducerState.APPROVED:
        raise Refused("Only producers that are approved, and not suspended, can quote and ask.")
    if not clean(text):
        raise Refused("Please write your question.")
    mine = RequestQuestion.request_id == request.id, RequestQuestion.producer_id == producer.id
    if (session.scalar(select(func.count()).where(*mine)) or 0) >= MOST_QUESTIONS:
        raise Refused("You have asked many questions about this request already.")
    asked = RequestQuestion(
        request_id=request.id,
        producer_id=producer.id,
        question=text.strip()[:LONGEST_QUESTION],
        asked_at=now,
    )
    session.add(asked)
    session.flush()
    request.note("request.question_asked", question=asked.id)
    return asked


def answer_question(
    session: Session, request: SourcingRequest, question: RequestQuestion, text: str, now: datetime
) -> None:
    """Once; all who are asked read it. Raises Refused."""
    check_deals(session, request.retailer_id)
    if request.state != S.OPEN:
        raise Refused("This request has ended.")
    if question.answered_at is not None:
        raise Refused("This question was answered meanwhile.")
    if not clean(text):
        raise Refused("Please write the answer: all producers that were asked read it.")
    question.answer, question.answered_at = text.strip()[:LONGEST_REASON], now
    request.note("request.question_answered", question=question.id)


def decline_request(
    session: Session, request: SourcingRequest, recipient: Recipient, reason: str, now: datetime
) -> None:
    """The producer will not quote, and says why. It may still quote later: that takes the refusal back."""
    check_takes_quotes(request, now)
    if recipient.declined_at is not None:
        raise Refused("You have said already that you will not quote.")
    if not clean(reason):
        raise Refused("Please write why: the other side reads it.")
    recipient.declined_at, recipient.decline_reason = now, reason.strip()[:LONGEST_REASON]
    request.note("request.declined", producer=recipient.producer_id)
