"""How money changes an order: what is to be paid how, and the one function by which a payment takes effect."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session, selectinload

from catalog.records import Refused

from ..payments.bank_accounts import BankAccount, accounts_of
from ..payments.payments import (
    PREPAID,
    Payment,
    PaymentMethod,
    PaymentState,
    lock_payment,
    receipts_of,
    receive,
)
from ..payments.refunds import ask_refund, count_given_back
from ..stock import Wanted, hold, reserve_all
from .booking import book_payment, book_unwanted, will_come
from .orders import Order, Party, SubOrder, SubOrderState
from .voucher_uses import take_again

# Made once: building a statement costs more than running it.
_INSERT = insert(Payment.__table__)
_BY_REFERENCE = select(Payment).where(Payment.reference.in_(bindparam("references", expanding=True)))
# How long the goods wait for the money.
HOLD = {PaymentMethod.VIETQR: timedelta(hours=24), PaymentMethod.CARD: timedelta(hours=1)}


class PartToPay(Protocol):
    """A part of an order, written or loaded; `total` in dong."""

    @property
    def id(self) -> int: ...
    @property
    def producer_id(self) -> int: ...
    @property
    def total(self) -> int: ...


def start_payments(session: Session, order: Order, parts: Sequence[PartToPay], now: datetime) -> None:
    """What is to be paid for a new order: once by card, otherwise each producer's part by itself."""
    method = PaymentMethod(order.payment_method)
    accounts: Mapping[int, BankAccount] = {}
    if method == PaymentMethod.CARD:
        amounts = [(f"order:{order.id}", sum(part.total for part in parts), None)]
    else:
        if method == PaymentMethod.VIETQR:
            accounts = accounts_of(session, [part.producer_id for part in parts], now)
        amounts = [(f"sub-order:{part.id}", part.total, accounts.get(part.producer_id)) for part in parts]
    # What a voucher pays in full needs no payment.
    rows = [_row(reference, method, total, now, account) for reference, total, account in amounts if total]
    if rows:
        session.connection().execute(_INSERT, rows)


def _row(
    reference: str, method: PaymentMethod, amount: int, now: datetime, account: BankAccount | None
) -> dict:
    return {
        "reference": reference,
        "method": method,
        "amount": amount,
        "state": PaymentState.PENDING if method == PaymentMethod.VIETQR else PaymentState.CREATED,
        "created_at": now,
        "expires_at": now + HOLD[method] if method in HOLD else None,
        "bank_account_id": account and account.id,
    }


def payments_of(session: Session, parts: Iterable[SubOrder]) -> dict[int, Payment]:
    """The payment of each part, by the part's id; parts of one order may share one."""
    parts = list(parts)
    references = {f"sub-order:{part.id}" for part in parts} | {f"order:{part.order_id}" for part in parts}
    known = session.scalars(_BY_REFERENCE, {"references": list(references)})
    found = {payment.reference: payment for payment in known}
    paid = {
        part.id: found.get(f"sub-order:{part.id}") or found.get(f"order:{part.order_id}") for part in parts
    }
    return {id: payment for id, payment in paid.items() if payment}


def payment_of(session: Session, sub_order: SubOrder) -> Payment | None:
    """What pays for this part; none where nothing had to be paid."""
    return payments_of(session, [sub_order]).get(sub_order.id)


def is_paid(session: Session, sub_order: SubOrder) -> bool:
    payment = payment_of(session, sub_order)
    return payment is None or payment.is_paid


def unpaid_parts(session: Session, parts: Iterable[SubOrder]) -> set[int]:
    """The ids of those that wait for money which has to come first."""
    waiting = [part for part in parts if part.state == SubOrderState.PENDING]
    found = payments_of(session, waiting) if waiting else {}
    return {id for id, payment in found.items() if payment.method in PREPAID and not payment.is_paid}


def check_may_confirm(session: Session, sub_order: SubOrder) -> None:
    """Raises Refused while a part that is to be paid in advance is not."""
    payment = payment_of(session, sub_order)
    if payment and payment.method in PREPAID and not payment.is_paid:
        raise Refused("This order is to be paid in advance, and the money has not come yet.")


def lock_parts(session: Session, reference: str) -> list[SubOrder]:
    """The parts a payment is for, with their lines, held until the transaction ends.

    Whoever locks parts and their payment locks the parts first, in the order of their ids. Raises LookupError for a
    reference that is of no order.
    """
    kind, _, id = reference.partition(":")
    # Anything else would lock, and change, a part that only happens to have the same number.
    column = {"order": SubOrder.order_id, "sub-order": SubOrder.id}[kind]
    query = (
        select(SubOrder)
        .where(column == int(id))
        .order_by(SubOrder.id)
        .options(selectinload(SubOrder.lines))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def arrived(session: Session, payment_id: int, amount: int, source: str, now: datetime) -> bool:
    """Count `amount` dong from `source` for a payment and let it take effect; False when known already."""
    reference = session.scalars(select(Payment.reference).where(Payment.id == payment_id)).one()
    lock_parts(session, reference)
    payment = lock_payment(session, payment_id)
    paid_before = payment.is_paid
    if not receive(session, payment, amount, source, now):
        return False
    finalise(session, payment, now, paid_before=paid_before)
    return True


def finalise(session: Session, payment: Payment, now: datetime, *, paid_before: bool = False) -> None:
    """Let a payment take effect on its order. Doing it again changes nothing.

    Parts that lapsed while the money was on its way come back where the goods are still there. What the
    buyer paid for parts that don't come, or paid in excess, is to be refunded.
    """
    parts = lock_parts(session, payment.reference)
    payment = lock_payment(session, payment.id)
    if payment.is_paid:
        _take_effect(session, payment, parts, now, paid_before)
    send_surplus_back(session, payment, parts, now)


def _take_effect(
    session: Session, payment: Payment, parts: list[SubOrder], now: datetime, paid_before: bool
) -> None:
    if payment.method == PaymentMethod.CASH_ON_DELIVERY:
        count_given_back(session, payment, now)
    if paid_before:
        return
    hold_for_return(session, parts)
    for part in parts:
        if part.state != SubOrderState.CANCELLED or _comes_back(session, part, now):
            part.note("sub_order.paid", amount=part.total, method=payment.method)
    coming = [part for part in parts if will_come(part)]
    book_payment(session, payment, coming, now)
    unwanted = payment.amount - sum(part.total for part in coming)
    _give_back(session, payment, parts, unwanted, f"unwanted:{payment.code}", now)


def send_surplus_back(session: Session, payment: Payment, parts: list[SubOrder], now: datetime) -> None:
    """Have go back what came and pays for nothing; parts and payment are locked.

    Cash beyond the price is between the carrier and the producer.
    """
    surplus = payment.unneeded
    if payment.method not in PREPAID or not surplus:
        return
    payment.surplus += surplus
    newest = receipts_of(session, payment)[-1].source
    # What came in all only grows, so each surplus has a reason of its own.
    _give_back(session, payment, parts, surplus, f"surplus:{payment.code}:{payment.received}", now, newest)


def _give_back(
    session: Session,
    payment: Payment,
    parts: list[SubOrder],
    amount: int,
    reason: str,
    now: datetime,
    source: str = "",
) -> None:
    """Have dong that pay for nothing go back. In the ledger they stand with a part that will not come, if there is one."""
    if amount > 0:
        part = next((part for part in parts if not will_come(part)), parts[0])
        book_unwanted(session, payment, part, amount, reason, now)
        ask_refund(session, payment, amount, reason, now, source)


def hold_for_return(session: Session, parts: Iterable[SubOrder]) -> None:
    """Lock the stock of parts that may come back, all of it before the first voucher: as an order is placed."""
    lapsed = [part for part in parts if part.cancelled_by == Party.TIMER]
    hold(session, [line.variant_id for part in lapsed for line in part.lines])


def _comes_back(session: Session, part: SubOrder, now: datetime) -> bool:
    """A part that lapsed unpaid is pending again, if all of its lines can be reserved once more."""
    if part.cancelled_by != Party.TIMER:
        return False
    with session.begin_nested() as attempt:
        for line in part.lines:
            line.reservations += 1
        wanted = [Wanted(line.variant_id, line.quantity, line.source) for line in part.lines]
        if reserve_all(session, wanted, now):
            attempt.rollback()
            return False
    # Stock first, then vouchers, as when an order is placed.
    take_again(session, part)
    part.move(SubOrderState.PENDING)
    part.cancelled_by, part.moved_at = None, now
    part.note("sub_order.revived")
    return True
