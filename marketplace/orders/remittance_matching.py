"""Matching a carrier's remittance with the parcels that were to be paid in cash."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, literal, select
from sqlalchemy.orm import Session

from catalog.codes import read_code

from ..payments.bank_matching import COUNTED, Match
from ..payments.payments import Payment, PaymentMethod, PaymentState, known_sources
from ..payments.remittances import RemittanceLine
from .booking import book_remittance
from .orders import Order, SubOrder
from .paying import arrived
from .shipments import Shipment

# By what a file calls a parcel and by its carrier ("" while it has not left): numbers of two carriers may be alike.
_Found = dict[str, dict[str, Payment]]


@dataclass(frozen=True)
class MatchedParcel:
    line: RemittanceLine
    match: Match
    payment: Payment | None = None


def payment_reference():
    """The SQL of what a payment of a sub-order refers to."""
    return literal("sub-order:").concat(cast(SubOrder.id, String))


def match_parcels(session: Session, lines: Iterable[RemittanceLine]) -> list[MatchedParcel]:
    """What each line would do. Writes nothing."""
    lines = list(lines)
    known = known_sources(session, [line.source for line in lines])
    payments = _payments(session, {line.parcel for line in lines})
    to_come = {payment.id: payment.to_come for found in payments.values() for payment in found.values()}
    seen: set[str] = set()
    matched = []
    for line in lines:
        matched.append(_matched(line, known | seen, payments, to_come))
        seen.add(line.source)
    return matched


def take_parcels(session: Session, matched: Iterable[MatchedParcel], now: datetime) -> int:
    """Count what the carrier has paid out, all in this transaction. Returns the number of lines counted."""
    counted = [one for one in matched if one.payment and one.match in COUNTED]
    counted.sort(key=lambda one: (one.payment.id, one.line.row))
    return sum(_take(session, one, now) for one in counted)


def _take(session: Session, one: MatchedParcel, now: datetime) -> bool:
    line = one.line
    if one.payment is None or not arrived(session, one.payment.id, line.amount, line.source, now):
        return False
    book_remittance(session, one.payment, line.amount, line.source, now)
    return True


def _payments(session: Session, parcels: set[str]) -> _Found:
    found: _Found = defaultdict(dict)
    wanted = sorted(parcels)
    numbers = {parcel: _part_number(parcel) for parcel in wanted}
    for start in range(0, len(wanted), 400):
        some = wanted[start : start + 400]
        query = (
            select(Payment, Shipment.carrier, Shipment.tracking_no, Order.number, SubOrder.position)
            .join(SubOrder, Payment.reference == payment_reference())
            .join(Order, Order.id == SubOrder.order_id)
            .outerjoin(Shipment, Shipment.sub_order_id == SubOrder.id)
            .where(Payment.method == PaymentMethod.CASH_ON_DELIVERY)
        )
        by_tracking = query.where(Shipment.tracking_no.in_(some))
        by_number = query.where(Order.number.in_([numbers[parcel][0] for parcel in some if numbers[parcel]]))
        for payment, carrier, tracking, _number, _position in session.execute(by_tracking):
            found[tracking][carrier] = payment
        for payment, carrier, _tracking, number, position in session.execute(by_number):
            for parcel in (parcel for parcel in some if numbers[parcel] == (number, position)):
                found[parcel][carrier or ""] = payment
    return found


def _part_number(text: str) -> tuple[str, int] | None:
    """Order number and position from "K7M2-9QXD-AB-1"."""
    number, _, position = text.rpartition("-")
    if not number or not (position.isascii() and position.isdigit()) or len(position) > 3:
        return None
    return read_code(number), int(position)


def _matched(
    line: RemittanceLine, known: set[str], payments: _Found, to_come: dict[int, int]
) -> MatchedParcel:
    carried = payments.get(line.parcel, {})
    payment = carried.get(line.carrier) or carried.get("")
    if line.source in known:
        return MatchedParcel(line, Match.KNOWN, payment)
    if payment is None:
        return MatchedParcel(line, Match.ELSEWHERE if carried else Match.UNKNOWN)
    missing = to_come[payment.id]
    to_come[payment.id] -= line.amount
    if payment.state == PaymentState.CANCELLED:
        return MatchedParcel(line, Match.LATE, payment)
    if line.amount < missing:
        return MatchedParcel(line, Match.TOO_LITTLE, payment)
    return MatchedParcel(line, Match.MATCHED if line.amount == missing else Match.TOO_MUCH, payment)
