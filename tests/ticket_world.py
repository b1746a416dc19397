"""Makes what tests of paid tickets talk about: fairs that sell them, tickets that are held, and their money."""

from sqlalchemy.orm import Session

from marketplace.accounts.organisers import Organiser
from marketplace.fairs.fairs import Fair
from marketplace.fairs.registration import register
from marketplace.fairs.ticket_money import arrived
from marketplace.fairs.ticket_payments import choose_method
from marketplace.fairs.visitors import Visitor
from marketplace.payments.bank_accounts import present_account
from marketplace.payments.payments import Payment, PaymentMethod
from tests import booth_world, world
from tests.world import NOW

PRICE = 20_000


def fair(session: Session, quota: int = 10, price: int = PRICE, **facts) -> Fair:
    """With the bank account of its organiser."""
    made = world.fair(session, visitor_quota=quota, ticket_price=price, **facts)
    booth_world.account(session, made)
    return made


def ticket(
    session: Session, fair: Fair, contact: str | None = "an@vidu.vn", heads: int = 2, now=NOW, **facts
) -> Visitor:
    wanted = {"name": "Nguyễn An", "company": "", "user": None, "language": "en"} | facts
    return register(session, fair, contact=contact, heads=heads, now=now, **wanted)[0]


def payment(session: Session, of: Visitor, method=PaymentMethod.VIETQR, now=NOW) -> Payment:
    fair = session.get_one(Fair, of.fair_id)
    account = present_account(session, fair.organiser_id, now, Organiser)
    return choose_method(session, of, method, account.id if account else None, now)


def pay(session: Session, of: Payment, now=NOW, amount: int | None = None, source: str = "") -> None:
    assert arrived(session, of.id, amount or of.amount, source or f"bank:{of.code}:{of.received}", now)


def paid(session: Session, fair: Fair, contact: str | None = "an@vidu.vn", heads: int = 2) -> Visitor:
    """A ticket that was paid by transfer."""
    made = ticket(session, fair, contact, heads)
    pay(session, payment(session, made))
    return made
