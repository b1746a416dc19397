"""Card payments that a buyer disputes at the bank, as the gateway has told of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, func, literal, select
from sqlalchemy.orm import Session

from ..payments.events import PaymentEvent, standing
from ..payments.payments import Payment, Receipt
from .orders import Order

_MOST = 500


@dataclass(frozen=True)
class Dispute:
    """`status` is the gateway's word; `number` the order's, empty where the payment is not known here."""

    id: str
    status: str
    amount: int
    number: str
    told_at: datetime


def disputes(session: Session) -> list[Dispute]:
    """Each dispute as it stands by the newest of its events, that of which was told last first."""
    of_order = Payment.reference == literal("order:").concat(cast(Order.id, String))
    rows = session.execute(
        select(PaymentEvent, Order.number)
        # What was told before the charge itself points at no payment.
        .outerjoin(Receipt, Receipt.source == literal("card:").concat(PaymentEvent.charge_id))
        .outerjoin(Payment, Payment.id == func.coalesce(PaymentEvent.payment_id, Receipt.payment_id))
        .outerjoin(Order, of_order)
        .where(PaymentEvent.type.contains(".dispute.", autoescape=True))
        .order_by(PaymentEvent.happened_at.desc(), PaymentEvent.id.desc())
        .limit(_MOST)
    )
    told: dict[str, list] = {}
    for event, number in rows:
        told.setdefault(event.payload["dispute"], []).append((event, number))
    return [_dispute(of) for of in told.values()]


def _dispute(told: list) -> Dispute:
    """From what was told of it, the newest first."""
    event, number = told[0]
    status = standing(one.payload["status"] for one, _ in reversed(told))
    facts = event.payload
    return Dispute(facts["dispute"], status, facts["amount"], number or "", event.happened_at)
