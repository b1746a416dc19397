"""How money changes a visitor's ticket: the one way by which a payment for it takes effect."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records import Refused

from ..payments.payments import Payment, lock_payment
from ..payments.purposes import Purpose
from .fair_money import FairMoney
from .fairs import Fair, FairState
from .planning import lock_fair
from .ticket_life import check_place, confirm
from .ticket_payments import visitor_id_of
from .visitors import OPEN, Visitor


def lock_ticket(session: Session, reference: str) -> Visitor:
    """The visitor a payment is for; the fair's row is held."""
    id = visitor_id_of(reference)
    lock_fair(session, session.scalars(select(Visitor.fair_id).where(Visitor.id == id)).one())
    return session.get_one(Visitor, id, populate_existing=True)


def hold_tickets(session: Session, payments: Sequence[Payment]) -> None:
    """Lock these payments and what they are for; fairs first, in the order of their ids."""
    ids = {visitor_id_of(payment.reference) for payment in payments}
    fairs = session.scalars(select(Visitor.fair_id).where(Visitor.id.in_(ids)).distinct()).all()
    for fair_id in sorted(fairs):
        lock_fair(session, fair_id)
    for payment in payments:
        lock_payment(session, payment.id)


def arrived(session: Session, payment_id: int, amount: int, source: str, now: datetime) -> bool:
    """Count `amount` dong from `source` for a payment and let it take effect; False when known already."""
    reference = session.scalars(select(Payment.reference).where(Payment.id == payment_id)).one()
    visitor = lock_ticket(session, reference)
    payment = lock_payment(session, payment_id)
    return _MONEY.count(session, payment, amount, source, now, lambda: _pays(session, payment, visitor, now))


def _pays(session: Session, payment: Payment, visitor: Visitor, now: datetime) -> bool:
    """Whether the money finds its place: still held, or lapsed and free again."""
    try:
        check_place(session, _fair(session, visitor), visitor, now)
    except Refused:
        return False
    confirm(visitor, payment.amount)
    return True


def _visitor(session: Session, payment: Payment) -> Visitor:
    return session.get_one(Visitor, visitor_id_of(payment.reference))


def _organiser_of(session: Session, payment: Payment) -> int:
    return _fair(session, _visitor(session, payment)).organiser_id


def _is_given_up(session: Session, payment: Payment) -> bool:
    visitor = _visitor(session, payment)
    return visitor.state not in OPEN or _fair(session, visitor).state == FairState.CANCELLED


def _fair(session: Session, visitor: Visitor) -> Fair:
    return session.get_one(Fair, visitor.fair_id)


_MONEY = FairMoney(_organiser_of, _is_given_up)
TICKETS = Purpose(
    lock_ticket, hold_tickets, arrived, _MONEY.paid_out, _MONEY.went_back, _MONEY.follow_dispute
)
