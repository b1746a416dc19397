"""What can be said of a whole order: it follows from its sub-orders and is kept nowhere."""

from collections.abc import Iterable
from enum import StrEnum

from .orders import SubOrderState

S = SubOrderState


class OrderStatus(StrEnum):
    WAITING = "waiting"
    IN_PROGRESS = "in_progress"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    PARTLY_DELIVERED = "partly_delivered"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    RETURNED = "returned"


# How far a part has come. One that came back has been on the whole way.
_WAY = {
    S.PENDING: 0,
    S.CONFIRMED: 1,
    S.PACKED: 1,
    S.SHIPPED: 2,
    S.DELIVERED: 3,
    S.COMPLETED: 4,
    S.RETURNED: 4,
}


def status_of(states: Iterable[str]) -> OrderStatus:
    """The status of an order whose parts are in these states; cancelled ones count only where all are."""
    live = {SubOrderState(state) for state in states} - {S.CANCELLED}
    if not live:
        return OrderStatus.CANCELLED
    if live == {S.RETURNED}:
        return OrderStatus.RETURNED
    first, last = min(_WAY[state] for state in live), max(_WAY[state] for state in live)
    if first >= 2:
        return _arriving(first, last)
    if last >= 2:
        return OrderStatus.PARTLY_SHIPPED
    return OrderStatus.IN_PROGRESS if last else OrderStatus.WAITING


def _arriving(first: int, last: int) -> OrderStatus:
    if first == 2:
        return OrderStatus.SHIPPED if last == 2 else OrderStatus.PARTLY_DELIVERED
    return OrderStatus.DELIVERED if first == 3 else OrderStatus.COMPLETED
