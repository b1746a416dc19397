"""What must always hold between the payments for booths and the ledger; asked every night, and by the tests."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..payments.ledger import ORGANISER, balances, organiser_account
from ..payments.payments import Payment, PaymentMethod
from .applications import Allotment, Application
from .booth_payments import BALANCE, DEPOSIT, allotment_id_of
from .fairs import Fair


class Finding(NamedTuple):
    """An account of an organiser on which other dong stand than came by card for its booths."""

    rule: str
    where: str


def check_booths(session: Session) -> list[Finding]:
    """Everything that does not hold, none where all is well."""
    held, owed = _held_for(session), balances(session, ORGANISER)
    wrong = sorted(account for account in {*held, *owed} if held[account] != owed.get(account, 0))
    return [Finding("not what came by card for booths", account) for account in wrong]


def _held_for(session: Session) -> Counter[str]:
    """Dong that the gateway holds for organisers, by account."""
    owners = dict(
        session.execute(
            select(Allotment.id, Fair.organiser_id)
            .join(Allotment.application)
            .join(Fair, Fair.id == Application.fair_id)
        ).all()
    )
    found: Counter[str] = Counter()
    for kind in (DEPOSIT, BALANCE):
        of_kind = Payment.reference.startswith(f"{kind}:"), Payment.method == PaymentMethod.CARD
        for payment in session.scalars(select(Payment).where(*of_kind)):
            account = organiser_account(owners[allotment_id_of(payment.reference)])
            found[account] += payment.received - payment.given_back - payment.disputed
    return found
