"""Pages of the gateway on which an order is paid: one open page a payment, however often the button is pressed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.codes import grouped
from catalog.records import Refused

from ..payments.gateway import Checkout, Line
from ..payments.payments import UNPAID, Payment, PaymentMethod, PaymentState, lock_payment
from .orders import Order, SubOrder, SubOrderState

# The gateway keeps a page open for half an hour at least; typing a card takes some minutes more.
PAGE_OPEN = timedelta(minutes=35)
# However often a new page is asked for, the goods don't wait longer than this.
LONGEST_HOLD = timedelta(hours=24)


@dataclass(frozen=True)
class Wanted:
    """The page to ask the gateway for: the same `key` while nothing has changed. `open_id` is the last page."""

    payment_id: int
    code: str
    lines: list[Line]
    expires_at: datetime
    language: str
    tries: int
    open_id: str | None

    @property
    def key(self) -> str:
        return f"{self.code}-{self.tries}"


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
    if forget and payment.provider_id == forget:
        payment.provider_id, payment.tries = None, payment.tries + 1
    if payment.provider_id is None and payment.expires_at < now + PAGE_OPEN:
        payment.expires_at = now + PAGE_OPEN
        payment.tries += 1
    return Wanted(
        payment.id,
        payment.code,
        _lines(session, order),
        payment.expires_at,
        order.language,
        payment.tries,
        payment.provider_id,
    )


def page_opened(session: Session, wanted: Wanted, checkout: Checkout) -> None:
    """The gateway has opened the page that was wanted."""
    payment = lock_payment(session, wanted.payment_id)
    if payment.tries == wanted.tries and payment.state in UNPAID:
        payment.provider_id = checkout.id
        if payment.state != PaymentState.PENDING:
            payment.move(PaymentState.PENDING)


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
