"""Parcels that have arrived and are paid for, to send something of them back."""

from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.orders import life
from marketplace.orders.orders import Order, SubOrder
from marketplace.orders.paying import arrived, payment_of, start_payments
from marketplace.orders.return_requests import Wish, ask
from marketplace.orders.returns import Return, ReturnReason, Wanted
from marketplace.payments.payments import PaymentMethod
from tests.marketplace.orders.making import place
from tests.world import NOW

ACCOUNT = ("970436", "0123 456 789", "Nguyễn Thử")


def delivered(
    session: Session,
    *products,
    quantity: int = 2,
    method=PaymentMethod.VIETQR,
    discount: int = 0,
    commission: int = 0,
    withholding: int = 0,
    **facts,
) -> SubOrder:
    """The first part of a new order, paid as the method has it and delivered now."""
    order = place(session, *products, quantity=quantity, payment_method=method, **facts)
    part = order.sub_orders[0]
    part.discount, part.commission, part.withholding = discount, commission, withholding
    start_payments(session, order, order.sub_orders, NOW)
    session.flush()
    return hand_over(session, order)


def hand_over(session: Session, order: Order, now: datetime = NOW) -> SubOrder:
    part = order.sub_orders[0]
    payment = payment_of(session, part)
    if payment and payment.method != PaymentMethod.CASH_ON_DELIVERY:
        arrived(session, payment.id, payment.amount, f"paid:{payment.code}", now)
    life.confirm(session, part, now)
    life.pack(session, part, now)
    life.ship(session, part, "ghn", "GHN1234", now)
    life.deliver(session, part, now)
    session.commit()
    return part


def wish(pieces: dict[int, int] | None = None, **facts) -> Wish:
    """Everything, or these pieces by the id of the line."""
    wanted = Wanted.PIECES if pieces else Wanted.EVERYTHING
    usual = {"reason": ReturnReason.DAMAGED, "wanted": wanted, "pieces": pieces or {}, "account": ACCOUNT}
    return Wish(**usual | facts)


def asked(session: Session, part: SubOrder, pieces: dict[int, int] | None = None, now=NOW, **facts) -> Return:
    made = ask(session, part, wish(pieces, **facts), [], now)
    session.commit()
    return made
