"""What producers have to do with money: transfers to wait for, and money to send back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import BindParameter, Integer, Select, bindparam, case, cast, func, select
from sqlalchemy.orm import Session

from ..payments.payments import UNPAID, Payment, PaymentMethod, PaymentState
from ..payments.refunds import Refund
from .orders import Order, Party, SubOrder

_MOST = 200
_PRODUCERS = bindparam("producers", expanding=True)
# How long a transfer that was not made in time may still turn up.
_MAY_COME = timedelta(days=14)


@dataclass(frozen=True)
class DueTransfer:
    """A payment with the part it is for; `refund` is money of it to be sent back."""

    payment: Payment
    part: SubOrder
    order: Order
    refund: Refund | None = None


def awaited_transfers(session: Session, producer_ids: Collection[int]) -> list[DueTransfer]:
    """Transfers that have not come, oldest first."""
    query = _awaited(producer_ids).order_by(Payment.id).limit(_MOST)
    return [DueTransfer(*row) for row in session.execute(query)]


def count_awaited(session: Session, producer_ids: Collection[int]) -> int:
    return session.scalar(_awaited_count(), {"producers": list(producer_ids)})


def late_transfers(session: Session, producer_ids: Collection[int], now: datetime) -> list[DueTransfer]:
    """Transfers that were not made in time and may still come, newest first."""
    lapsed = Payment.state == PaymentState.CANCELLED, SubOrder.cancelled_by == Party.TIMER
    query = _of(producer_ids, PaymentMethod.VIETQR).where(*lapsed, Payment.expires_at > now - _MAY_COME)
    return [DueTransfer(*row) for row in session.execute(query.order_by(Payment.id.desc()).limit(_MOST))]


def awaited_transfer(session: Session, producer_ids: Collection[int], code: str) -> Payment | None:
    """One payment to these producers that a person may confirm; a lapsed one may still have come."""
    found = session.execute(_of(producer_ids, PaymentMethod.VIETQR).where(Payment.code == code)).first()
    return found[0] if found else None


def refunds_to_send(session: Session, producer_ids: Collection[int]) -> list[DueTransfer]:
    """Money that has come to the producer, by transfer or in cash, and is to go back."""
    query = _to_send(producer_ids).add_columns(Refund).order_by(Refund.id).limit(_MOST)
    return [DueTransfer(*row) for row in session.execute(query)]


def count_to_send(session: Session, producer_ids: Collection[int]) -> int:
    return session.scalar(_to_send_count(), {"producers": list(producer_ids)})


# Made once: the desk asks a dozen such questions, and building one costs more than its answer.
@cache
def _awaited_count() -> Select:
    return _awaited(_PRODUCERS).with_only_columns(func.count())


@cache
def _to_send_count() -> Select:
    return _to_send(_PRODUCERS).with_only_columns(func.count())


def _part_of_payment():
    """The SQL of the part a payment is for. From the payment to the part: few payments are open, however many
    parts there are."""
    prefix = "sub-order:"
    number = cast(func.substr(Payment.reference, len(prefix) + 1), Integer)
    return case((Payment.reference.startswith(prefix), number))


def _awaited(producer_ids: Collection[int] | BindParameter) -> Select:
    return _of(producer_ids, PaymentMethod.VIETQR).where(Payment.state.in_(UNPAID))


def _to_send(producer_ids: Collection[int] | BindParameter) -> Select:
    query = _of(producer_ids, PaymentMethod.VIETQR, PaymentMethod.CASH_ON_DELIVERY)
    return query.join(Refund, Refund.payment_id == Payment.id).where(Refund.done_at.is_(None))


def _of(producer_ids: Collection[int] | BindParameter, *methods: PaymentMethod) -> Select:
    return (
        select(Payment, SubOrder, Order)
        .join(SubOrder, SubOrder.id == _part_of_payment())
        .join(Order, Order.id == SubOrder.order_id)
        .where(SubOrder.producer_id.in_(producer_ids), Payment.method.in_(methods))
    )
