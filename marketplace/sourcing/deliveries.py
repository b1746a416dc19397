"""Delivery notes: what a producer sends of a purchase order, at once or in several parts, and how stock follows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records import Refused
from catalog.text import clean

from .. import stock
from .goods import Delivery, DeliveryLine, DeliveryState
from .order_rows import check_dealing, check_seen, check_selling, lock_order
from .order_steps import free_promises
from .purchase_orders import PurchaseLine, PurchaseOrder, PurchaseOrderState

S = PurchaseOrderState
MOST_DELIVERIES = 60
LONGEST_WORDS = 1000


@dataclass(frozen=True)
class Way:
    """How the goods come: by whom, under which number, on which day."""

    carrier: str = ""
    tracking_number: str = ""
    expected_on: date | None = None
    remarks: str = ""


def sent_units(session: Session, order_ids: Collection[int]) -> dict[int, int]:
    """Units that are on their way or have come, by the id of the purchase line."""
    query = (
        select(DeliveryLine.purchase_line_id, func.sum(DeliveryLine.sent))
        .join(DeliveryLine.delivery)
        .where(Delivery.purchase_order_id.in_(order_ids))
        .group_by(DeliveryLine.purchase_line_id)
    )
    return {id: int(units) for id, units in session.execute(query)}


def send(
    session: Session,
    order: PurchaseOrder,
    seen: int,
    quantities: Mapping[int, int],
    way: Way,
    now: datetime,
) -> Delivery:
    """Write the note of units by the ids of purchase lines; their packs leave the stock. Raises Refused."""
    check_dealing(session, order.retailer_id)
    check_selling(session, order.producer_id)
    order = lock_order(session, order.id)
    check_seen(order, seen, S.ACKNOWLEDGED)
    sent = sent_units(session, [order.id])
    wanted = [(line, quantities.get(line.id, 0)) for line in order.lines]
    parts = [(line, units) for line, units in wanted if units]
    if not parts:
        raise Refused("Please write how much you send of at least one thing.")
    for line, units in parts:
        left = line.quantity - sent.get(line.id, 0)
        if units > left:
            raise Refused(
                "Of %(product)s only %(left)s are still to be sent.", product=line.product_name, left=left
            )
        packs_of(line, units)
    delivery = _note(session, order, way, now)
    for line, units in parts:
        _take_out(session, delivery, line, units, now)
    order.revision += 1
    delivery.note("delivery.sent", number=order.number, part=delivery.number)
    return delivery


def _note(session: Session, order: PurchaseOrder, way: Way, now: datetime) -> Delivery:
    if max(map(len, (way.carrier, way.tracking_number))) > 120 or len(way.remarks) > LONGEST_WORDS:
        raise Refused("Please write at most %(limit)s characters.", limit=120)
    last = select(func.max(Delivery.number)).where(Delivery.purchase_order_id == order.id)
    number = (session.scalar(last) or 0) + 1
    if number > MOST_DELIVERIES:
        raise Refused("An order is sent in at most %(most)s parts.", most=MOST_DELIVERIES)
    delivery = Delivery(
        purchase_order_id=order.id,
        number=number,
        carrier=clean(way.carrier),
        tracking_number=clean(way.tracking_number),
        expected_on=way.expected_on,
        remarks=clean(way.remarks),
        sent_at=now,
    )
    session.add(delivery)
    session.flush()
    return delivery


def packs_of(line: PurchaseLine, units: int) -> int:
    """Raises Refused for what is no whole number of packs."""
    packs = Fraction(line.packs * units, line.quantity)
    if packs.denominator != 1:
        raise Refused(
            "%(quantity)s is not a whole number of packs of %(pack)s.", quantity=units, pack=line.pack
        )
    return packs.numerator


def _take_out(session: Session, delivery: Delivery, line: PurchaseLine, units: int, now: datetime) -> None:
    """What is promised leaves first, then what else is on hand; the rest never stood in the shop's stock."""
    part = DeliveryLine(delivery_id=delivery.id, purchase_line_id=line.id, sent=units)
    session.add(part)
    session.flush()
    packs, source = packs_of(line, units), source_of_part(part)
    stock.hold(session, [line.variant_id])
    more = min(
        packs - min(packs, line.promised),
        max(0, stock.left(session, [line.variant_id]).get(line.variant_id, 0)),
    )
    if more:
        stock.reserve(session, line.variant_id, more, source, now)
    part.taken = min(packs, line.promised) + more
    if part.taken:
        stock.take_out(session, line.variant_id, part.taken, source, now)
    line.promised -= part.taken - more
    session.flush()


def source_of_part(part: DeliveryLine) -> str:
    """Its name in the movements of stock."""
    return f"delivery-line:{part.id}"


def finish(session: Session, order: PurchaseOrder, seen: int, now: datetime) -> None:
    """Nothing more is to come: what is still reserved is free again. Raises Refused while something is on its way."""
    order = lock_order(session, order.id)
    check_seen(order, seen, S.ACKNOWLEDGED)
    states = set(session.scalars(select(Delivery.state).where(Delivery.purchase_order_id == order.id)))
    if DeliveryState.SENT in states:
        raise Refused("A delivery is still on its way: the store has to receive it first.")
    if not states:
        raise Refused("Nothing was sent yet: please cancel the order instead.")
    end(session, order, now)


def end(session: Session, order: PurchaseOrder, now: datetime) -> None:
    """The locked order is delivered as far as it will be."""
    order.revision += 1
    order.move(S.DELIVERED)
    free_promises(session, order, now)
    order.note("purchase_order.delivered", number=order.number)
