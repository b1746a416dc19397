"""Pages of the gateway on which an order is paid: what stands on them, and until when they may be asked for."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.codes import grouped
from catalog.records import Refused

from ..payments.card_pages import PAGE_OPEN, Wanted, page_wanted
from ..payments.gateway import Line
from ..payments.payments import UNPAID, Payment, PaymentMethod, lock_payment
from .orders import Order, SubOrder, SubOrderState

# However often a new page is asked for, the goods don't wait longer than this.
LONGEST_HOLD = timedelta(hours=24)


def card_payment(session: Session, order: Order) -> Payment | None:
    mine = Payment.reference == f"order:{order.id}", Payment.method == PaymentMethod.CARD
    return session.scalar(select(Payment).where(*mine))


def want_page(session: Session, order: Order, now: datetime, forget: str | None = None) -> Wanted:
    """What to ask the gateway for; `forget` is a page that has ended.

    Raises Refused when nothing is to be paid by card, or it is too late.
    """
    found = card_payment(session, order)
    payment = lock_payment(session, found.id) if found else None
    if payment is None or payment.state not in UNPAID or _is_over(payment, now):
        raise Refused("There is nothing left to pay by card for this order.")
    return page_wanted(payment, _lines(session, order), order.language, now, forget)


def _is_over(payment: Payment, now: datetime) -> bool:
    return payment.expires_at <= now or now + PAGE_OPEN > payment.created_at + LONGEST_HOLD


def _lines(session: Session, order: Order) -> list[Line]:
    query = (
        select(SubOrder)
        .where(SubOrder.order_id == order.id, SubOrder.state != SubOrderState.CANCELLED)
        .order_by(SubOrder.position)
        .options(joinedload(SubOrder.producer))
    )
    return [
        Line(f"{part.producer.name} ({grouped(order.number)}-{part.position})", part.total)
        for part in session.scalars(query)
        if part.total
    ]
