"""What becomes of parcels and their money, told to the ledger: each thing in the transaction in which it happens."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.days import day_of

from ..payments.payments import Payment, PaymentMethod
from . import settlement
from .carriers import CarrierKey
from .orders import SubOrder, SubOrderState
from .shipments import Shipment
from .voucher_uses import discount_borne_by
from .vouchers import Bearer

# Whoever brings its parcel itself, or hands it over at its booth, keeps the cash: no carrier owes it.
TO_PRODUCER = "cash_to_producer"


def will_come(part: SubOrder) -> bool:
    """Whether the buyer gets this part, or has got it; not what was cancelled or came back from the door."""
    undelivered = part.state == SubOrderState.RETURNED and part.delivered_at is None
    return part.state != SubOrderState.CANCELLED and not undelivered


def method_of(session: Session, payment: Payment, part: SubOrder) -> str:
    """How this part is paid, in the words of the ledger."""
    if payment.method != PaymentMethod.CASH_ON_DELIVERY:
        return payment.method
    if part.point_source:
        return TO_PRODUCER
    carrier = session.scalar(select(Shipment.carrier).where(Shipment.sub_order_id == part.id))
    return TO_PRODUCER if carrier == CarrierKey.OWN_VEHICLE else payment.method


def book_sale(session: Session, part: SubOrder, now: datetime) -> None:
    """The part is delivered."""
    borne = discount_borne_by(session, part.id, Bearer.OPERATOR)
    settlement.settle_sale(session, part, day_of(now), now, operator_discount=borne)


def book_payment(session: Session, payment: Payment, parts: Sequence[SubOrder], now: datetime) -> None:
    """The buyer has paid these parts, which will come; a second time changes nothing."""
    for part in parts:
        method, source = method_of(session, payment, part), f"payment:{payment.id}:{part.id}"
        settlement.settle_payment(session, part, method, part.total, source, day_of(now), now)


def book_unwanted(
    session: Session, payment: Payment, part: SubOrder, amount: int, reason: str, now: datetime
) -> None:
    """The buyer has paid `amount` dong that pay for nothing and are to go back, for this reason of a refund.

    They stand with this part until then.
    """
    method = method_of(session, payment, part)
    settlement.settle_payment(session, part, method, amount, reason, day_of(now), now)


def book_remittance(session: Session, payment: Payment, amount: int, source: str, now: datetime) -> None:
    """A carrier has passed on `amount` dong of the cash for a parcel."""
    part = session.get_one(SubOrder, int(payment.reference.removeprefix("sub-order:")))
    if method_of(session, payment, part) != TO_PRODUCER:
        settlement.settle_remittance(session, part, amount, source, day_of(now), now)
