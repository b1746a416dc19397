"""What becomes of a return. Each step happens once: True when it was done now, False when it had been done before.

Every step locks the parcel's row, then the return, then its stock in the order of variants, then the payment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records import Refused
from catalog.text import clean

from .. import stock
from .life import take_back
from .orders import OrderLine, Party, SubOrder
from .refunds import Refundable, amount_of, asked_of, left_of, pay_back
from .returns import (
    AGREED,
    CHECKING_TERM,
    OBJECTION_TERM,
    OPEN,
    SENDING_TERM,
    Return,
    ReturnLine,
    ReturnState,
    Wanted,
)

S = ReturnState
LONGEST_REASON = 1000
_LOCKED = (
    "state",
    "moved_at",
    "due_at",
    "decided_by",
    "keeps_goods",
    "refund",
    "delivery_refund",
    "arrived_at",
)


@dataclass(frozen=True)
class Terms:
    """What is agreed: whether the goods stay with the buyer, and the dong that go back where that is not simply
    what was asked for; `with_delivery` gives the delivery back too."""

    keeps_goods: bool = False
    amount: int | None = None
    with_delivery: bool = False


AS_ASKED = Terms()


def accept(
    session: Session,
    asked: Return,
    by: Party,
    now: datetime,
    day: date,
    terms: Terms = AS_ASKED,
    text: str = "",
) -> bool:
    """Promise the money; where no goods have to come back it is to be paid at once.

    A producer may not promise less than was asked for: the two can't agree on that here, an officer may decide it.
    Raises Refused for too much, too little, or too late.
    """
    part = _lock(session, asked)
    if asked.state in AGREED:
        return False
    _check_turn(asked, by)
    lines = _lines(session, asked)
    agreed = _agreed(session, asked, part, lines, by, terms)
    for line in lines:
        line.refund = agreed.lines[line.order_line_id]
    asked.refund, asked.delivery_refund = agreed.total, agreed.delivery
    if asked.arrived_at is None:
        asked.keeps_goods = terms.keeps_goods or asked.wanted == Wanted.AMOUNT
    _say(asked, by, _text(text))
    _move(asked, S.ACCEPTED, now, by, now + SENDING_TERM)
    if asked.keeps_goods or asked.arrived_at is not None:
        _settle(session, asked, part, now, day, by)
    return True


def decline(session: Session, asked: Return, by: Party, text: str, now: datetime) -> bool:
    """Say no, and why. After a producer's no the buyer may turn to an officer; an officer's stays."""
    _lock(session, asked)
    if asked.state == S.DECLINED:
        return False
    _check_turn(asked, by)
    if by == Party.PRODUCER and asked.state == S.MEDIATION:
        raise Refused("An officer decides about this return now.")
    _say(asked, by, _reason(text))
    _move(asked, S.DECLINED, now, by, now + OBJECTION_TERM if by == Party.PRODUCER else None)
    return True


def object_to(session: Session, asked: Return, text: str, now: datetime) -> bool:
    """The buyer does not agree with the producer's no: an officer decides. Raises Refused when it is too late."""
    part = _lock(session, asked)
    if asked.state == S.MEDIATION:
        return False
    if not may_object(asked, now):
        raise Refused("This decision can't be changed any more.")
    others = Return.sub_order_id == part.id, Return.state.in_(OPEN)
    if session.scalar(select(Return.id).where(*others)):
        raise Refused("There is an open return of this parcel already.")
    _check_still_there(session, asked, part)
    asked.objection, asked.decided_by = _reason(text), None
    _move(asked, S.MEDIATION, now, Party.BUYER)
    return True


def may_object(asked: Return, now: datetime) -> bool:
    declined = asked.state == S.DECLINED and asked.decided_by == Party.PRODUCER
    return declined and asked.due_at is not None and now <= asked.due_at


def withdraw(session: Session, asked: Return, now: datetime, by: Party = Party.BUYER) -> bool:
    """The buyer keeps everything after all. Raises Refused once the goods are back or the money is promised for good."""
    _lock(session, asked)
    if asked.state == S.WITHDRAWN:
        return False
    if not may_withdraw(asked):
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    _move(asked, S.WITHDRAWN, now, by)
    return True


def may_withdraw(asked: Return) -> bool:
    return asked.state in (S.ASKED, S.MEDIATION, S.ACCEPTED) and asked.arrived_at is None


def take_goods(session: Session, asked: Return, sellable: Mapping[int, int], now: datetime) -> bool:
    """The goods have come back: `sellable` pieces, by the id of the return's line, go on the shelf again.

    Raises Refused for more than came back.
    """
    _lock(session, asked)
    if asked.arrived_at is not None:
        return False
    if asked.state != S.ACCEPTED:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    lines = _lines(session, asked)
    if not set(sellable) <= {line.id for line in lines}:
        raise Refused("Please write for each product how many pieces can be sold again.")
    asked.arrived_at = now
    for line, variant_id in _with_variants(session, lines):
        again = sellable.get(line.id, 0)
        if not 0 <= again <= line.quantity:
            raise Refused("Please write for each product how many pieces can be sold again.")
        line.sellable = again
        if again:
            stock.put_back(session, variant_id, again, line.source, now)
    _move(asked, S.ARRIVED, now, Party.PRODUCER, now + CHECKING_TERM)
    return True


def dispute(session: Session, asked: Return, text: str, now: datetime) -> bool:
    """What came back is not what was agreed, says the producer: an officer decides."""
    _lock(session, asked)
    if asked.state == S.MEDIATION:
        return False
    if asked.state != S.ARRIVED:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    asked.answer = _reason(text)
    _move(asked, S.MEDIATION, now, Party.PRODUCER)
    return True


def settle(session: Session, asked: Return, now: datetime, day: date, by: Party = Party.PRODUCER) -> bool:
    """What came back is in order: the money goes back. Raises Refused before it came."""
    part = _lock(session, asked)
    if asked.state == S.SETTLED:
        return False
    if asked.state != S.ARRIVED:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    _settle(session, asked, part, now, day, by)
    return True


def pass_time(session: Session, now: datetime, day: date, most: int = 20) -> int:
    """What happens because nobody did anything; the number of returns it happened to.

    A producer's silence brings the officer, goods that are never sent end the return, and goods
    that nobody complains of are paid for.
    """
    late = select(Return).where(Return.state.in_((S.ASKED, S.ACCEPTED, S.ARRIVED)), Return.due_at <= now)
    found = session.scalars(late.order_by(Return.sub_order_id).limit(most)).all()
    return sum(_time_is_up(session, asked, now, day) for asked in found)


def _time_is_up(session: Session, asked: Return, now: datetime, day: date) -> bool:
    part = _lock(session, asked)
    if asked.due_at is None or asked.due_at > now:
        return False
    if asked.state == S.ASKED:
        _move(asked, S.MEDIATION, now, Party.TIMER)
    elif asked.state == S.ACCEPTED:
        _move(asked, S.WITHDRAWN, now, Party.TIMER)
    elif asked.state == S.ARRIVED:
        _settle(session, asked, part, now, day, Party.TIMER)
    return True


def _settle(session: Session, asked: Return, part: SubOrder, now: datetime, day: date, by: Party) -> None:
    _move(asked, S.SETTLED, now, by)
    session.flush()
    pay_back(session, asked, part, now, day)
    left = left_of(session, part)
    if not asked.keeps_goods and not any(line.pieces for line in left.lines.values()):
        take_back(session, part, now, asked.number)


def _lock(session: Session, asked: Return) -> SubOrder:
    session.flush()
    part = session.scalars(select(SubOrder).where(SubOrder.id == asked.sub_order_id).with_for_update()).one()
    session.refresh(asked, _LOCKED, with_for_update=True)
    return part


def _check_turn(asked: Return, by: Party) -> None:
    turns = {Party.PRODUCER: (S.ASKED, S.MEDIATION), Party.OPERATOR: (S.MEDIATION,)}
    if asked.state not in turns[by]:
        raise Refused("This step is not possible any more: something has changed meanwhile.")


def _agreed(
    session: Session, asked: Return, part: SubOrder, lines: list[ReturnLine], by: Party, terms: Terms
) -> Refundable:
    _check_still_there(session, asked, part)
    left, pieces = left_of(session, part), {line.order_line_id: line.quantity for line in lines}
    usual = asked_of(left, asked, pieces, terms.with_delivery)
    if terms.amount is None:
        return usual
    chosen = amount_of(left, pieces, terms.amount, terms.with_delivery)
    if by == Party.PRODUCER and chosen.total < usual.total:
        raise Refused("You can't give back less than was asked for. Decline, and say what you offer instead.")
    if not chosen.total and usual.total:
        raise Refused("The buyer would get nothing. Write an amount above 0, or decide for the producer.")
    return chosen


def _check_still_there(session: Session, asked: Return, part: SubOrder) -> None:
    left = left_of(session, part)
    if any(line.quantity > left.lines[line.order_line_id].pieces for line in _lines(session, asked)):
        raise Refused("Another return of these pieces was agreed meanwhile.")


def _lines(session: Session, asked: Return) -> list[ReturnLine]:
    mine = ReturnLine.return_id == asked.id
    return list(session.scalars(select(ReturnLine).where(mine).order_by(ReturnLine.id)))


def _with_variants(session: Session, lines: list[ReturnLine]) -> list[tuple[ReturnLine, int]]:
    """In the order of variants, as everywhere where stock is locked."""
    ids = [line.order_line_id for line in lines]
    rows = session.execute(select(OrderLine.id, OrderLine.variant_id).where(OrderLine.id.in_(ids)))
    variants = dict(rows.all())
    return sorted(
        ((line, variants[line.order_line_id]) for line in lines), key=lambda pair: (pair[1], pair[0].id)
    )


def _say(asked: Return, by: Party, text: str) -> None:
    asked.decided_by = by
    if by == Party.OPERATOR:
        asked.verdict = text
    else:
        asked.answer = text or asked.answer


def _text(text: str) -> str:
    text = clean(text)
    if len(text) > LONGEST_REASON:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_REASON)
    return text


def _reason(text: str) -> str:
    text = _text(text)
    if not text:
        raise Refused("Please write why.")
    return text


def _move(asked: Return, to: ReturnState, now: datetime, by: Party, due_at: datetime | None = None) -> None:
    asked.move(to)
    asked.moved_at, asked.due_at = now, due_at
    asked.note(f"return.{to}", by=by)
