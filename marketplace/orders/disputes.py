"""Card payments that a buyer disputes at the bank, as the gateway has told of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from catalog.days import day_of

from ..payments.dispute_rules import producer_bears
from ..payments.events import PaymentEvent, standing
from ..payments.payments import Payment, Receipt
from .orders import Order

_MOST = 500


@dataclass(frozen=True)
class Dispute:
    """`status` and `reason` are the gateway's words; `number` the order's, empty where the payment is not known here.

    `producer_bears` what is lost, or the market does: by the rule on the day it was paid, or told of where that is unknown.
    """

    id: str
    status: str
    amount: int
    number: str
    told_at: datetime
    reason: str = ""
    producer_bears: bool = False


def disputes(session: Session) -> list[Dispute]:
    """Each dispute as it stands by the newest of its events, that of which was told last first."""
    rows = session.execute(
        select(PaymentEvent, Payment.reference, Payment.succeeded_at)
        # What was told before the charge itself points at no payment.
        .outerjoin(Receipt, Receipt.source == literal("card:").concat(PaymentEvent.charge_id))
        .outerjoin(Payment, Payment.id == func.coalesce(PaymentEvent.payment_id, Receipt.payment_id))
        .where(PaymentEvent.type.contains(".dispute.", autoescape=True))
        .order_by(PaymentEvent.happened_at.desc(), PaymentEvent.id.desc())
        .limit(_MOST)
    ).all()
    numbers = _numbers(session, {reference for _event, reference, _paid_at in rows if reference})
    told: dict[str, list] = {}
    for event, reference, paid_at in rows:
        told.setdefault(event.payload["dispute"], []).append((event, numbers.get(reference, ""), paid_at))
    return [_dispute(of) for of in told.values()]


def _numbers(session: Session, references: Collection[str]) -> dict[str, str]:
    """The numbers of orders by what their card payments refer to. By id: a join over the text reads all orders."""
    ids = [int(one.removeprefix("order:")) for one in references if one.startswith("order:")]
    if not ids:
        return {}
    found = session.execute(select(Order.id, Order.number).where(Order.id.in_(ids)))
    return {f"order:{id}": number for id, number in found}


def _dispute(told: list) -> Dispute:
    """From what was told of it, the newest first."""
    event, number, paid_at = told[0]
    events = [one for one, _number, _paid in told]
    status = standing(one.payload["status"] for one in reversed(events))
    reason = next((one.payload["reason"] for one in events if one.payload.get("reason")), "")
    facts, day = event.payload, day_of(paid_at or events[-1].happened_at)
    bears = producer_bears(reason, day)
    return Dispute(facts["dispute"], status, facts["amount"], number, event.happened_at, reason, bears)
