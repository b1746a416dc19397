"""What must always hold between the payments for booths and the ledger; asked every night, and by the tests."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..payments.ledger import ORGANISER, balances, organiser_account
from ..payments.payments import Payment, PaymentMethod
from .applications import Allotment, Application
from .booth_payments import allotment_of_payment
from .fairs import Fair


class Finding(NamedTuple):
    """An account of an organiser on which other dong stand than came by card for its booths."""

    rule: str
    where: str


def check_booths(session: Session) -> list[Finding]:
    """Everything that does not hold, none where all is well."""
    held, owed = _held_for(session), balances(session, ORGANISER)
    wrong = sorted(account for account in {*held, *owed} if held.get(account, 0) != owed.get(account, 0))
    return [Finding("not what came by card for booths", account) for account in wrong]


def _held_for(session: Session) -> dict[str, int]:
    """Dong that the gateway holds for organisers, by account."""
    held = func.sum(Payment.received - Payment.given_back - Payment.disputed)
    query = (
        select(Fair.organiser_id, held.cast(Payment.received.type))
        .join(Application, Application.fair_id == Fair.id)
        .join(Application.allotments)
        .join(Payment, Allotment.id == allotment_of_payment())
        .where(Payment.method == PaymentMethod.CARD)
        .group_by(Fair.organiser_id)
    )
    return {organiser_account(id): dong for id, dong in session.execute(query)}
