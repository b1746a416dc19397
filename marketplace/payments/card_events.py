"""What a gateway tells us and what it means for what was to be paid: in any order, any number of times, with one result."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .events import PaymentEvent, events_of_charge, hold_charge, record
from .gateway import Charge, Event
from .payments import (
    Payment,
    PaymentMethod,
    Receipt,
    find_payment,
    known_sources,
    lock_payment,
)
from .purposes import purpose_of


def take_event(session: Session, provider: str, event: Event, now: datetime) -> bool:
    """Write the event down and let it take effect, both or neither; False when it is known already."""
    charge_id = event.charge_id or (event.charge.id if event.charge else "")
    if charge_id:
        hold_charge(session, charge_id)
    payment, locked = _payment_of(session, event), None
    if payment:
        # Before the event points at the payment: what it is for is always locked before it.
        locked = purpose_of(payment.reference).lock(session, payment.reference)
        payment = lock_payment(session, payment.id)
    row = PaymentEvent(
        provider=provider,
        event_id=event.id,
        type=event.type,
        payment_id=payment.id if payment else None,
        charge_id=charge_id or None,
        payload=event.facts,
        happened_at=event.happened_at,
        received_at=now,
    )
    if not record(session, row):
        return False
    if event.charge:
        take_charge(session, event.charge, now)
    elif event.refund_id and payment:
        _went_back(session, payment, event.refund_id, event.refunded, now)
    if ".dispute." in event.type and payment:
        payment.note("payment.disputed", **event.facts)
        _announce(session, payment, charge_id, event.facts)
        purpose_of(payment.reference).follow_dispute(session, payment, locked, event.type, event.facts, now)
    return True


def take_charge(session: Session, charge: Charge, now: datetime) -> bool:
    """Money has come by card; False when it is known, or is not for a payment of ours."""
    hold_charge(session, charge.id)
    payment = find_payment(session, charge.code)
    if payment is None or payment.method != PaymentMethod.CARD:
        return False
    purpose = purpose_of(payment.reference)
    if not purpose.arrived(session, payment.id, charge.amount, charge.source, now):
        return False
    announced = set()
    # What was told of this charge before the charge itself.
    for earlier in events_of_charge(session, charge.id):
        facts = earlier.payload
        if "refund" in facts:
            _went_back(session, payment, facts["refund"], facts["amount"], now)
        elif "dispute" in facts:
            locked = purpose.lock(session, payment.reference)
            if facts["dispute"] not in announced:
                announced.add(facts["dispute"])
                payment.note("payment.dispute_opened", dispute=facts["dispute"], amount=facts["amount"])
            purpose.follow_dispute(session, payment, locked, earlier.type, facts, now)
    return True


def unknown_charges(session: Session, charges: list[Charge]) -> list[Charge]:
    """Those that have not been counted."""
    known = known_sources(session, [charge.source for charge in charges])
    return [charge for charge in charges if charge.source not in known]


def _payment_of(session: Session, event: Event) -> Payment | None:
    if event.code:
        return find_payment(session, event.code)
    counted = select(Receipt.payment_id).where(Receipt.source == f"card:{event.charge_id}")
    return session.scalar(select(Payment).where(Payment.id.in_(counted)))


def _announce(session: Session, payment: Payment, charge_id: str, facts: dict) -> None:
    """The first that is told of a dispute opens it, whichever of its events comes first."""
    told = [event.payload.get("dispute") for event in events_of_charge(session, charge_id)]
    if told.count(facts["dispute"]) == 1:
        payment.note("payment.dispute_opened", dispute=facts["dispute"], amount=facts["amount"])


def _went_back(session: Session, payment: Payment, refund_id: str, amount: int, now: datetime) -> None:
    locked = lock_payment(session, payment.id)
    purpose_of(locked.reference).went_back(session, locked, refund_id, amount, now)
