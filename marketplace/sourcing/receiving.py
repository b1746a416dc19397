"""Goods received at the ramp of a store: how much came of what was sent, and how much of it goes back at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from catalog.records import Refused
from catalog.text import clean

from .. import stock
from .amounts import Amounts, Counted, amounts_of
from .deliveries import end, sent_units, source_of_part
from .goods import Delivery, DeliveryLine, DeliveryState
from .order_rows import check_dealing, lock_order, retailer_of
from .purchase_orders import PurchaseOrder, PurchaseOrderState

LOWEST, HIGHEST = -500, 1000


@dataclass(frozen=True)
class Came:
    """Of a line of the note: units that came, and those of them that go back; what is printed on the goods."""

    received: int
    rejected: int = 0
    batch: str = ""
    best_before: date | None = None
    remarks: str = ""


def receive(
    session: Session,
    delivery: Delivery,
    user_id: int,
    came: Mapping[int, Came],
    temperature: int | None,
    remarks: str,
    now: datetime,
) -> None:
    """Write down what came by the ids of the note's lines, once. `temperature` in tenths of a degree Celsius.

    What goes back is on the producer's shelf again. Raises Refused.
    """
    check_dealing(session, retailer_of(session, delivery.purchase_order_id))
    order = lock_order(session, delivery.purchase_order_id)
    delivery = _lock(session, delivery.id)
    if delivery.state != DeliveryState.SENT:
        raise Refused("This delivery was received already.")
    if temperature is not None and not LOWEST <= temperature <= HIGHEST:
        raise Refused("Goods are between −50 and 100 degrees Celsius.")
    for line in delivery.lines:
        _take(line, came.get(line.id))
    delivery.temperature, delivery.receipt_remarks = temperature, _words(remarks)
    delivery.received_at, delivery.received_by = now, user_id
    delivery.move(DeliveryState.RECEIVED)
    _put_back(session, order, delivery, now)
    delivery.note("delivery.received", number=order.number, **_totals(delivery))
    order.revision += 1
    if order.state == PurchaseOrderState.ACKNOWLEDGED and _is_complete(session, order):
        end(session, order, now)


def _lock(session: Session, delivery_id: int) -> Delivery:
    query = select(Delivery).where(Delivery.id == delivery_id).options(selectinload(Delivery.lines))
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def _take(line: DeliveryLine, came: Came | None) -> None:
    if came is None:
        raise Refused("Please write for every line how much came.")
    if not 0 <= came.rejected <= came.received <= line.sent:
        raise Refused("At most what was sent can have come, and at most what came can go back.")
    line.received, line.rejected = came.received, came.rejected
    line.batch, line.best_before = clean(came.batch)[:60], came.best_before
    line.remarks = _words(came.remarks)


def _words(text: str) -> str:
    return clean(text)[:1000]


def _put_back(session: Session, order: PurchaseOrder, delivery: Delivery, now: datetime) -> None:
    lines = {line.id: line for line in order.lines}
    parts = sorted(delivery.lines, key=lambda part: (lines[part.purchase_line_id].variant_id, part.id))
    for part in parts:
        line = lines[part.purchase_line_id]
        # A part of a pack is none that anybody could sell.
        packs = min(part.taken, Fraction(line.packs * part.rejected, line.quantity).__floor__())
        if packs:
            stock.put_back(session, line.variant_id, packs, source_of_part(part), now)


def _totals(delivery: Delivery) -> dict[str, int]:
    return {
        "short": sum(line.sent - (line.received or 0) for line in delivery.lines),
        "rejected": sum(line.rejected for line in delivery.lines),
    }


def _is_complete(session: Session, order: PurchaseOrder) -> bool:
    """Whether everything ordered was sent, and all of it received."""
    mine = Delivery.purchase_order_id == order.id, Delivery.state == DeliveryState.SENT
    if session.scalar(select(Delivery.id).where(*mine).limit(1)) is not None:
        return False
    sent = sent_units(session, [order.id])
    return all(sent.get(line.id, 0) >= line.quantity for line in order.lines)


def good_units(session: Session, order_ids: Sequence[int]) -> dict[int, int]:
    """Units that came and did not go back, by the id of the purchase line."""
    query = (
        select(DeliveryLine)
        .join(DeliveryLine.delivery)
        .where(Delivery.purchase_order_id.in_(order_ids), Delivery.state == DeliveryState.RECEIVED)
    )
    found: dict[int, int] = {}
    for part in session.scalars(query):
        units = (part.received or 0) - part.rejected
        found[part.purchase_line_id] = found.get(part.purchase_line_id, 0) + units
    return found


def amounts_received(session: Session, order: PurchaseOrder) -> Amounts:
    """What is to be paid for: the good units of each line of the order, in their order; the lines are loaded."""
    good = good_units(session, [order.id])
    counted = [Counted(good.get(line.id, 0), line.price, line.vat_percent) for line in order.lines]
    return amounts_of(counted, order.discount_bp)
