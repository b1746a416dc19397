"""Payments for tickets of visitors: by transfer to the organiser or by card, before the hold is over."""

from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, literal
from sqlalchemy.orm import Session

from catalog.records import Refused

from ..payments.card_pages import Wanted, page_wanted
from ..payments.gateway import Line
from ..payments.payments import UNPAID, Payment, PaymentMethod, PaymentState, lock_payment, payment_for
from .fair_money import call_off_unpaid, give_all_back
from .fairs import Fair
from .visitors import Visitor, VisitorState

TICKET = "ticket"


def reference(visitor_id: int) -> str:
    return f"{TICKET}:{visitor_id}"


def visitor_id_of(reference: str) -> int:
    """Raises LookupError for a payment that is for no ticket."""
    kind, _, id = reference.partition(":")
    if kind != TICKET:
        raise LookupError(reference)
    return int(id)


def reference_of_visitor() -> ColumnElement[str]:
    """The SQL of the reference of a visitor's payment: found by the index of references."""
    return literal(f"{TICKET}:") + cast(Visitor.id, String)


def payment_of(session: Session, visitor: Visitor) -> Payment | None:
    """What nobody has begun to pay has none."""
    return payment_for(session, reference(visitor.id))


def kept_of(payment: Payment | None) -> int:
    """Dong that came for a ticket that is not paid in full, and are not to go back."""
    return 0 if payment is None or payment.is_paid else payment.received - payment.surplus


def choose_method(
    session: Session, visitor: Visitor, method: PaymentMethod, account_id: int | None, now: datetime
) -> Payment:
    """Begin to pay the ticket; the fair's row is locked. `account_id`: where a transfer goes.

    Raises Refused where nothing is to be paid, for cash, and once money or a page of the gateway is under way.
    """
    if visitor.state != VisitorState.PENDING or not visitor.is_good(now):
        raise Refused("Nothing is to be paid for this ticket at the moment.")
    if method == PaymentMethod.VIETQR and account_id is None:
        raise Refused("The organiser has not given a bank account yet. Please ask them.")
    if method not in (PaymentMethod.VIETQR, PaymentMethod.CARD):
        raise Refused("A ticket is paid by bank transfer or by card.")
    known = payment_of(session, visitor)
    payment = lock_payment(session, known.id) if known else _new(visitor, now)
    if payment.id and payment.method != method and (payment.received or payment.tries):
        raise Refused("This payment is under way already: please finish it as you began.")
    by_transfer = method == PaymentMethod.VIETQR
    payment.method = method
    payment.bank_account_id = account_id if by_transfer else None
    if by_transfer:
        payment.expires_at = visitor.held_until
    elif not payment.tries:
        # Each page of the gateway has a time of its own.
        payment.expires_at = None
    if by_transfer and payment.state == PaymentState.CREATED:
        payment.move(PaymentState.PENDING)
    session.add(payment)
    session.flush()
    return payment


def _new(visitor: Visitor, now: datetime) -> Payment:
    facts = {"received": 0, "surplus": 0, "tries": 0, "state": PaymentState.CREATED, "created_at": now}
    return Payment(reference=reference(visitor.id), amount=visitor.amount, **facts)


def want_page(
    session: Session, fair: Fair, visitor: Visitor, language: str, now: datetime, forget: str | None
) -> Wanted:
    """The page of the gateway on which the ticket is paid; the fair's row is locked.

    Raises Refused where it is not to be paid by card.
    """
    found = payment_of(session, visitor)
    payment = lock_payment(session, found.id) if found else None
    waits = visitor.state == VisitorState.PENDING and visitor.is_good(now)
    if not waits or payment is None or payment.method != PaymentMethod.CARD or payment.state not in UNPAID:
        raise Refused("There is nothing left to pay by card for this ticket.")
    return page_wanted(payment, [Line(fair.name, payment.amount)], language, now, forget)


def call_off(session: Session, visitor: Visitor, now: datetime) -> None:
    """Nothing more is to be paid for it; what has come without paying for it goes back."""
    if payment := payment_of(session, visitor):
        call_off_unpaid(session, payment, now)


def give_ticket_back(session: Session, visitor: Visitor, now: datetime) -> None:
    """Nothing more is to be paid for it, and what was paid goes back in full, once."""
    if payment := payment_of(session, visitor):
        call_off_unpaid(session, payment, now)
        give_all_back(session, payment, now)
