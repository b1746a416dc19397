"""Shares of a card payment that go on to the producers' own accounts at the gateway."""

from datetime import datetime

from sqlalchemy.orm import Session

from ..jobs import enqueue
from ..payments.payments import PaymentMethod, receipts_of
from ..payments.terms import terms_of
from .orders import SubOrder
from .paying import payment_of


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
    return enqueue(session, "transfer_share", now, key=f"transfer:sub-order:{sub_order.id}", **facts)
