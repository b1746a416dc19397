"""What a parcel's way means for its money: given up, come back, or handed over."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..payments.cash_on_delivery import note_refusal
from ..payments.payments import UNPAID, PaymentMethod, call_off, lock_payment
from ..payments.refunds import ask_refund
from .booking import TO_PRODUCER, book_payment, book_sale, method_of
from .disputed import bear, taken
from .orders import Order, SubOrder
from .paying import arrived, payment_of, send_surplus_back


def called_off(session: Session, sub_order: SubOrder, now: datetime) -> None:
    """A part has been cancelled: it is not to be paid any more, or what was paid goes back.

    The part's row is locked, as life.cancel leaves it.
    """
    payment = payment_of(session, sub_order)
    # What a voucher pays in full has nothing to go back, also in an order that is paid by card.
    if payment is None or not sub_order.total:
        return
    payment = lock_payment(session, payment.id)
    if payment.is_paid:
        # What the buyer's bank has taken back, or decides about, does not go back a second time.
        amount = sub_order.total - taken(session, sub_order)
        if amount > 0:
            ask_refund(session, payment, amount, f"sub-order:{sub_order.id}", now)
    elif payment.reference.startswith("sub-order:") or payment.amount <= sub_order.total:
        call_off(payment)
        send_surplus_back(session, payment, [sub_order], now)
    elif payment.state in UNPAID:
        payment.amount -= sub_order.total
        # The page at the gateway asks for the old sum: the next try makes another one.
        payment.provider_id, payment.tries = None, payment.tries + 1


def parcel_came_back(session: Session, sub_order: SubOrder, now: datetime) -> None:
    """A parcel was not taken: where it was to be paid in cash, its telephone is remembered for that.

    What was paid for it goes back in full. The part's row is locked.
    """
    payment = payment_of(session, sub_order)
    if payment and payment.is_paid:
        called_off(session, sub_order, now)
    elif payment and payment.method == PaymentMethod.CASH_ON_DELIVERY:
        phone = session.scalars(select(Order.phone).where(Order.id == sub_order.order_id)).one()
        note_refusal(session, phone, payment.reference, now)
        call_off(lock_payment(session, payment.id))


def handed_over(session: Session, sub_order: SubOrder, now: datetime) -> None:
    """A parcel was delivered: it is sold, and what was to be paid at the door has been paid there.

    The part's row is locked. Cash that a producer collects itself has arrived; a carrier passes it on later.
    """
    book_sale(session, sub_order, now)
    payment = payment_of(session, sub_order)
    if payment and payment.method == PaymentMethod.CARD:
        bear(session, payment, sub_order, now)
    if payment is None or payment.method != PaymentMethod.CASH_ON_DELIVERY:
        return
    if payment.missing and method_of(session, payment, sub_order) == TO_PRODUCER:
        arrived(session, payment.id, payment.missing, f"at-the-door:{payment.code}", now)
    else:
        book_payment(session, payment, [sub_order], now)
