"""What payments are for: the kinds of references, each with those who let its money take effect.

Orders and fairs register theirs; whoever hears of money (a gateway, a bank statement) asks here and knows neither.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from .payments import Payment
from .refunds import Refund


@dataclass(frozen=True)
class Purpose:
    """How money changes one kind of thing. What a payment is for is always locked before the payment.

    `lock(session, reference)`: hold it, and return it.
    `hold(session, payments)`: the same for several, with the payments, read anew.
    `arrived(session, payment_id, dong, source, now)`: count money and let it take effect; False when known.
    `paid_out(session, refund, payment, now, provider_id)`: a refund is on its way; False when known.
    `went_back(session, payment, provider_id, dong, now)`: the gateway has given back, asked or not.
    `follow_dispute(session, payment, locked, type, facts, now)`: the gateway tells of a dispute.
    """

    lock: Callable[[Session, str], Any]
    hold: Callable[[Session, Sequence[Payment]], None]
    arrived: Callable[[Session, int, int, str, datetime], bool]
    paid_out: Callable[[Session, Refund, Payment, datetime, str | None], bool]
    went_back: Callable[[Session, Payment, str, int, datetime], None]
    follow_dispute: Callable[[Session, Payment, Any, str, dict, datetime], None]


_PURPOSES: dict[str, Purpose] = {}


def register(purpose: Purpose, *kinds: str) -> None:
    """These kinds of references ("order", "booth") are for this. Raises ValueError for a kind that has another."""
    for kind in kinds:
        if _PURPOSES.setdefault(kind, purpose) is not purpose:
            raise ValueError(f"payments for {kind} have two purposes")


def kind_of(reference: str) -> str:
    return reference.partition(":")[0]


def purpose_of(reference: str) -> Purpose:
    """Raises LookupError for a kind that nobody knows: its money must not change anything else."""
    return _PURPOSES[kind_of(reference)]
