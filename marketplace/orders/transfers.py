"""Shares of card payments that go on to the producers' own accounts at the gateway, once a sale is final."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalog.days import day_of

from ..jobs import enqueue
from ..payments.ledger import GATEWAY, moves_for, producer_account
from ..payments.payments import PaymentMethod, receipts_of
from ..payments.terms import terms_of
from .orders import SubOrder
from .paying import payment_of
from .settlement import reference, settle_transfer


def pass_on(session: Session, sub_order: SubOrder, now: datetime) -> bool:
    """Ask for the transfer of what the producer has earned with this part: the price less commission, withheld
    tax and refunds, and no more than the gateway has of it. What is missing then is settled as dues."""
    return ask_transfer(session, sub_order, min(_earned(session, sub_order), _there(session, sub_order)), now)


def transferred(session: Session, sub_order_id: int, amount: int, now: datetime) -> bool:
    """The gateway has passed `amount` dong on; False when that is known already."""
    part = session.get_one(SubOrder, sub_order_id)
    source = f"transfer:{reference(part)}"
    return settle_transfer(session, part, amount, source, day_of(now), now)


def _earned(session: Session, sub_order: SubOrder) -> int:
    account = producer_account(sub_order.producer_id)
    return sum(move.amount for move in moves_for(session, reference(sub_order), account))


def _there(session: Session, sub_order: SubOrder) -> int:
    return -sum(move.amount for move in moves_for(session, reference(sub_order), GATEWAY))


def ask_transfer(session: Session, sub_order: SubOrder, amount: int, now: datetime) -> bool:
    """Pass `amount` dong, the producer's share of this part, on once; False where there is nothing to pass on:
    not paid by card, no account at the gateway, or done before."""
    payment = payment_of(session, sub_order)
    terms = terms_of(session, [sub_order.producer_id]).get(sub_order.producer_id)
    if payment is None or payment.method != PaymentMethod.CARD or not payment.is_paid or amount <= 0:
        return False
    if terms is None or not terms.connected_account:
        return False
    charge = receipts_of(session, payment)[0].source.removeprefix("card:")
    facts = {"charge": charge, "amount": amount, "account": terms.connected_account, "code": payment.code}
    facts |= {"sub_order": sub_order.id}
    return enqueue(session, "transfer_share", now, key=f"transfer:sub-order:{sub_order.id}", **facts)
