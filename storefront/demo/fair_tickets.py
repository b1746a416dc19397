"""Tickets of the demo's fairs that have a price: paid by transfer and at the gate, and one that still waits for its money."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from catalog.days import day_of
from marketplace.accounts.users import User
from marketplace.fairs.fairs import Fair, FairPhase
from marketplace.fairs.registration import register
from marketplace.fairs.ticket_life import take_cash
from marketplace.fairs.ticket_money import arrived
from marketplace.fairs.ticket_payments import choose_method
from marketplace.fairs.visitors import Visitor
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.payments import PaymentMethod

_PAID = 9


def sell_tickets(session: Session, fair: Fair, account: BankAccount, buyer: User, now: datetime) -> None:
    """The demo's visitor has a paid one and one that waits; nobody leaves a contact, so nobody gets a letter."""
    if not fair.ticket_price or fair.phase(day_of(now)) != FairPhase.COMING:
        return
    for number in range(1, _PAID + 1):
        then = now - timedelta(hours=3 * number + 24)
        visitor = _registered(session, fair, number, 1 + number % 4, then, buyer if number == 1 else None)
        payment = choose_method(session, visitor, PaymentMethod.VIETQR, account.id, then)
        arrived(session, payment.id, payment.amount, f"demo:{payment.reference}", then + timedelta(hours=1))
    at_office = _registered(session, fair, _PAID + 1, 2, now - timedelta(hours=2), None)
    take_cash(session, fair, at_office, now - timedelta(hours=2))
    waits = _registered(session, fair, _PAID + 2, 3, now - timedelta(hours=1), buyer)
    choose_method(session, waits, PaymentMethod.VIETQR, account.id, now - timedelta(hours=1))


def _registered(
    session: Session, fair: Fair, number: int, heads: int, then: datetime, user: User | None
) -> Visitor:
    who = {"name": f"Khách mẫu {number}", "contact": None, "company": "", "user": user, "language": "vi"}
    return register(session, fair, heads=heads, now=then, **who)[0]
