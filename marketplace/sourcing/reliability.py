"""How reliably a producer delivers to retailers: on time, in full, and what was sent back at the ramp.

Counted over the last orders of a year, from what stores wrote down; no table holds it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from catalog.days import VIETNAM

from .goods import Delivery, DeliveryLine, DeliveryState
from .purchase_orders import PurchaseLine, PurchaseOrder, PurchaseOrderState

# The newest of each producer; more would only make the figure slow to change.
MOST_ORDERS = 50
_DAYS = 365
_DONE = (PurchaseOrderState.DELIVERED, PurchaseOrderState.INVOICED, PurchaseOrderState.CLOSED)


# The day, and what has happened until then.
_Stand = tuple[date, int, int]


@dataclass
class Reliability:
    """Of `orders` that were due, how many came by the agreed day and whole; of all packs that came (in whole packs),
    how many went back at once."""

    orders: int = 0
    on_time: int = 0
    in_full: int = 0
    received: int = 0
    rejected: int = 0

    @property
    def rejected_bp(self) -> int:
        """Rejected packs in hundredths of a per cent."""
        return round(10_000 * self.rejected / self.received) if self.received else 0


class ReliabilityIndex:
    """Keeps the figures of producers for a day, until a step of an order of theirs; one for the process."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[_Stand, Reliability]] = {}

    def of(self, session: Session, producer_ids: Collection[int], day: date) -> dict[int, Reliability]:
        """As reliability_of says; one statement where nothing has happened since."""
        stands = _stands(session, producer_ids, day)
        kept = {id: self._kept[id] for id in stands if id in self._kept}
        found = {id: figures for id, (stand, figures) in kept.items() if stand == stands[id]}
        read = reliability_of(session, stands.keys() - found.keys(), day)
        self._kept |= {id: (stands[id], figures) for id, figures in read.items()}
        return {id: Reliability() for id in producer_ids} | found | read


def _stands(session: Session, producer_ids: Collection[int], day: date) -> dict[int, _Stand]:
    """Of those with orders how many these are and the sum of their revisions: what was issued never goes away and each
    step moves a revision up, so nothing can have happened between two that are the same."""
    rows = session.connection().execute(_STANDS, {"producers": list(producer_ids), **_window(day)})
    return {id: (day, orders, int(steps)) for id, orders, steps in rows}


def _window(day: date) -> dict[str, date]:
    return {"day": day, "since": day - timedelta(days=_DAYS)}


def reliability_of(session: Session, producer_ids: Collection[int], day: date) -> dict[int, Reliability]:
    """By producer, in one statement; those who had no order yet have a row of zeros.

    An order counts when it was delivered, and when its last day has passed without.
    """
    found = {id: Reliability() for id in producer_ids}
    if not found:
        return found
    for order in session.execute(_ORDERS, {"producers": list(found), **_window(day)}):
        of = found[order.producer_id]
        of.orders += 1
        came = order.state in _DONE and order.arrived_at is not None
        of.on_time += came and order.arrived_at.astimezone(VIETNAM).date() <= order.deliver_until
        of.in_full += came and bool(order.whole)
        of.received += int(order.received or 0)
        of.rejected += int(order.rejected or 0)
    return found


def _recent() -> tuple[ColumnElement[bool], ...]:
    """Issued orders of these producers whose window ended less than a year ago."""
    P = PurchaseOrder
    mine = P.producer_id.in_(bindparam("producers", expanding=True))
    return mine, P.issued_at.is_not(None), P.deliver_until >= bindparam("since")


def _orders() -> Select:
    P = PurchaseOrder
    due = or_(
        P.state.in_(_DONE),
        and_(P.state == PurchaseOrderState.ACKNOWLEDGED, P.deliver_until < bindparam("day")),
    )
    place = func.row_number().over(partition_by=P.producer_id, order_by=(P.deliver_until.desc(), P.id.desc()))
    newest = (
        select(P.id, P.producer_id, P.deliver_until, P.state, place.label("place"))
        .where(*_recent(), due)
        .subquery()
    )
    lines = _lines(select(newest.c.id).where(newest.c.place <= MOST_ORDERS)).subquery()
    return (
        select(
            newest.c.producer_id,
            newest.c.deliver_until,
            newest.c.state,
            func.max(lines.c.arrived_at, type_=Delivery.received_at.type).label("arrived_at"),
            func.min(lines.c.whole).label("whole"),
            func.sum(lines.c.received).label("received"),
            func.sum(lines.c.rejected).label("rejected"),
        )
        .join(lines, lines.c.purchase_order_id == newest.c.id)
        .group_by(newest.c.id, newest.c.producer_id, newest.c.deliver_until, newest.c.state)
    )


def _lines(orders: Select) -> Select:
    """Each ordered line of these orders: when the last of it came, whether all of it did, and the packs."""
    L, D = PurchaseLine, DeliveryLine
    received, rejected = (func.coalesce(func.sum(column), 0) for column in (D.received, D.rejected))
    return (
        select(
            L.purchase_order_id,
            func.max(Delivery.received_at).label("arrived_at"),
            case((received - rejected >= L.quantity, 1), else_=0).label("whole"),
            _packs(received).label("received"),
            _packs(rejected).label("rejected"),
        )
        .outerjoin(D, D.purchase_line_id == L.id)
        .outerjoin(Delivery, and_(Delivery.id == D.delivery_id, Delivery.state == DeliveryState.RECEIVED))
        .where(L.purchase_order_id.in_(orders))
        .group_by(L.id, L.purchase_order_id, L.quantity, L.packs)
    )


def _packs(units: ColumnElement[int]) -> ColumnElement[int]:
    """Units of a line in packs: the line says how many packs its quantity is."""
    return units * PurchaseLine.packs // PurchaseLine.quantity


# Made once: building them costs as much as running them.
_ORDERS = _orders()
_STANDS = (
    select(PurchaseOrder.producer_id, func.count(), func.sum(PurchaseOrder.revision))
    .where(*_recent())
    .group_by(PurchaseOrder.producer_id)
)
