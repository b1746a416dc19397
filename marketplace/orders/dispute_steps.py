"""What a dispute over a card payment does to the money: told in any order, any number of times, with one result.

The bank takes the money back while it decides. Won, it returns; lost, the buyer has got it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.money import shares

from ..payments.ledger import BUYER, DISPUTED, GATEWAY, Kind, moves_for, post, source_concerns
from ..payments.payments import Payment
from ..payments.refunds import Refund, ask_refund, refund_done
from .booking import will_come
from .disputed import LOST, TAKEN, WON, bear, name_of, undecided
from .orders import SubOrder, SubOrderState
from .paybacks import part_of
from .settlement import reference
from .transfers import claw_back, pass_on


def follow_dispute(
    session: Session, payment: Payment, parts: Sequence[SubOrder], type: str, facts: dict, now: datetime
) -> None:
    """The gateway has told of a dispute over this payment; parts and payment are locked."""
    dispute, status = facts["dispute"], facts["status"]
    # Whatever has been decided was taken before, also where that has not been told yet.
    if type.endswith(".funds_withdrawn") or status in ("won", "lost"):
        _take(session, payment, parts, dispute, facts["amount"], now)
    for part in parts:
        open_ = undecided(session, part, dispute)
        if open_ and status == "won":
            _win(session, payment, part, dispute, open_, now)
        if open_ and status == "lost":
            _lose(session, payment, part, dispute, open_, now)


def _take(
    session: Session, payment: Payment, parts: Sequence[SubOrder], dispute: str, amount: int, now: datetime
) -> None:
    if any(source_concerns(session, name_of(TAKEN, dispute, part)) for part in parts):
        return
    paid = [_paid(session, part) for part in parts]
    weights = paid if any(paid) else [1] * len(parts)
    for part, dong in zip(parts, shares(amount, weights), strict=True):
        _post(session, part, name_of(TAKEN, dispute, part), {GATEWAY: dong, DISPUTED: -dong}, now)
    payment.disputed += amount


def _paid(session: Session, part: SubOrder) -> int:
    """Dong that the buyer has paid for this part by card, less what has gone back."""
    moves = moves_for(session, reference(part), GATEWAY)
    return max(0, -sum(move.amount for move in moves if move.kind == Kind.PAYMENT))


def _win(
    session: Session, payment: Payment, part: SubOrder, dispute: str, amount: int, now: datetime
) -> None:
    _post(session, part, name_of(WON, dispute, part), {GATEWAY: -amount, DISPUTED: amount}, now)
    payment.disputed -= amount
    if part.state == SubOrderState.COMPLETED:
        pass_on(session, part, now)
    elif not will_come(part):
        _owe(session, payment, part, dispute, amount, now)


def _owe(
    session: Session, payment: Payment, part: SubOrder, dispute: str, amount: int, now: datetime
) -> None:
    """The part was given up meanwhile: what is back at the gateway goes on to the buyer, unless that was asked for."""
    reason = f"sub-order:{part.id}"
    asked = session.scalar(select(Refund.amount).where(Refund.reason == reason)) or 0
    if asked + amount <= part.total:
        ask_refund(session, payment, amount, name_of(WON, dispute, part), now)


def _lose(
    session: Session, payment: Payment, part: SubOrder, dispute: str, amount: int, now: datetime
) -> None:
    for refund in _due(session, payment, part):
        if refund.amount <= amount:
            amount -= refund.amount
            _refunded_by_bank(session, payment, part, refund, dispute, now)
    _post(session, part, name_of(LOST, dispute, part), {DISPUTED: amount, BUYER: -amount}, now)
    bear(session, payment, part, now)
    claw_back(session, part, name_of(LOST, dispute, part), now)


def _due(session: Session, payment: Payment, part: SubOrder) -> list[Refund]:
    mine = Refund.payment_id == payment.id, Refund.done_at.is_(None)
    due = session.scalars(select(Refund).where(*mine).order_by(Refund.id).with_for_update()).all()
    return [refund for refund in due if part_of(session, refund, payment).id == part.id]


def _refunded_by_bank(
    session: Session, payment: Payment, part: SubOrder, refund: Refund, dispute: str, now: datetime
) -> None:
    """What was to go back anyway the buyer has got from the bank: the gateway refunds no disputed charge."""
    source = f"refund:{refund.id}:{dispute}:{part.id}"
    _post(session, part, source, {DISPUTED: refund.amount, BUYER: -refund.amount}, now)
    payment.disputed -= refund.amount
    refund_done(session, refund, payment, now, f"{dispute}:{refund.id}")


def _post(session: Session, part: SubOrder, source: str, entries: dict[str, int], now: datetime) -> None:
    post(session, source, Kind.PAYMENT, day_of(now), entries, now=now, sub_order=reference(part))
