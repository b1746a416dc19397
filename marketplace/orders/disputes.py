"""Card payments that a buyer disputes at the bank, as the gateway has told of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, literal, select
from sqlalchemy.orm import Session

from ..payments.events import PaymentEvent
from ..payments.payments import Payment
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
        .outerjoin(Payment, Payment.id == PaymentEvent.payment_id)
        .outerjoin(Order, of_order)
        .where(PaymentEvent.type.contains(".dispute.", autoescape=True))
        .order_by(PaymentEvent.happened_at.desc(), PaymentEvent.id.desc())
        .limit(_MOST)
    )
    found: dict[str, Dispute] = {}
    for event, number in rows:
        facts = event.payload
        known = Dispute(facts["dispute"], facts["status"], facts["amount"], number or "", event.happened_at)
        found.setdefault(known.id, known)
    return list(found.values())
