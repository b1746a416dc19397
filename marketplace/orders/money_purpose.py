"""Payments for orders and their parts, as those who hear of money know them: what it is for, and what it does."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from ..payments.payments import Payment, lock_payment
from ..payments.purposes import Purpose
from .dispute_steps import follow_dispute
from .paybacks import paid_out, went_back
from .paying import arrived, hold_for_return, lock_parts


def _hold(session: Session, payments: Sequence[Payment]) -> None:
    parts = []
    # Always in the order of payments, so that two files at once never wait in a circle.
    for payment in payments:
        parts += lock_parts(session, payment.reference)
        lock_payment(session, payment.id)
    hold_for_return(session, parts)


ORDERS = Purpose(lock_parts, _hold, arrived, paid_out, went_back, follow_dispute)
