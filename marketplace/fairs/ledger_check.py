"""What must always hold between the payments for fairs and the ledger; asked every night, and by the tests."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..payments.ledger import ORGANISER, balances, organiser_account
from ..payments.payments import Payment, PaymentMethod
from .applications import Allotment, Application
from .booth_payments import allotment_of_payment
from .fairs import Fair
from .ticket_payments import reference_of_visitor
from .visitors import Visitor


class Finding(NamedTuple):
    """An account of an organiser on which other dong stand than came by card for its fairs."""

    rule: str
    where: str


def check_fairs(session: Session) -> list[Finding]:
    """Everything that does not hold, none where all is well."""
    held, owed = _held_for(session), balances(session, ORGANISER)
    wrong = sorted(account for account in {*held, *owed} if held.get(account, 0) != owed.get(account, 0))
    return [Finding("not what came by card for fairs", account) for account in wrong]


def _held_for(session: Session) -> Counter[str]:
    """Dong that the gateway holds for organisers, by account."""
    of_booths = (
        select(Fair.organiser_id, _held())
        .join(Application, Application.fair_id == Fair.id)
        .join(Application.allotments)
        .join(Payment, Allotment.id == allotment_of_payment())
    )
    of_tickets = (
        select(Fair.organiser_id, _held())
        .join(Visitor, Visitor.fair_id == Fair.id)
        .join(Payment, Payment.reference == reference_of_visitor())
    )
    held: Counter[str] = Counter()
    for query in (of_booths, of_tickets):
        by_card = query.where(Payment.method == PaymentMethod.CARD).group_by(Fair.organiser_id)
        for id, dong in session.execute(by_card):
            held[organiser_account(id)] += dong
    return held


def _held():
    return func.sum(Payment.received - Payment.given_back - Payment.disputed).cast(Payment.received.type)
