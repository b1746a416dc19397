"""Letters about one parcel: how far it has come, for the buyer; that it is not wanted any more, for the producer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.memberships import producer_addresses
from marketplace.audit import Entry
from marketplace.orders.life import RETURN_WINDOW
from marketplace.orders.orders import Order, Party, SubOrder, SubOrderState, order_with_parts
from marketplace.orders.producer_orders import WAITING
from marketplace.orders.shipments import shipments_of
from marketplace.payments.refunds import asked_for

from ..clock import VIETNAM
from ..shop.progress import tracking_view
from .buyers import tell_buyer
from .order_views import view_of
from .quiet import send
from .registry import announces, letter

_TO_BUYER = {
    "sub_order.confirmed": "part_confirmed",
    "sub_order.shipped": "part_shipped",
    "sub_order.delivered": "part_delivered",
    "sub_order.cancelled": "part_cancelled",
    "sub_order.returned": "part_returned",
}
# What who has left a telephone number alone is told.
_IN_SHORT = frozenset({"part_shipped", "part_cancelled"})


def _tell_buyer(name: str) -> Callable[[Session, Entry, datetime], None]:
    def tell(session: Session, entry: Entry, now: datetime) -> None:
        order = _order_of(session, entry.subject_id)
        # Whoever sends things back gets the letters of the return.
        if "return_number" not in entry.facts:
            tell_buyer(session, order, name, now, in_short=name in _IN_SHORT, part=entry.subject_id)

    return tell


for _action, _name in _TO_BUYER.items():
    announces(_action)(_tell_buyer(_name))


@announces("sub_order.cancelled")
def tell_producer(session: Session, entry: Entry, now: datetime) -> None:
    """Unless it was the producer who cancelled."""
    if entry.facts["by"] == Party.PRODUCER:
        return
    part = session.get_one(SubOrder, entry.subject_id)
    for address, language in producer_addresses(session, part.producer_id):
        send(session, "part_given_up", address, language, now, part=part.id)


@letter("part_confirmed")
def part_confirmed(session: Session, facts: dict) -> dict | None:
    content = _content(session, facts["part"])
    # Who collects it may have it already.
    return None if content["state"] in (SubOrderState.CANCELLED, SubOrderState.DELIVERED) else content


@letter("part_shipped")
def part_shipped(session: Session, facts: dict) -> dict:
    shipment = shipments_of(session, [facts["part"]])[facts["part"]]
    tracking = tracking_view(shipment)
    return _content(session, facts["part"]) | {"tracking": tracking, "cash": shipment.cash_to_collect}


@letter("part_delivered")
def part_delivered(session: Session, facts: dict) -> dict:
    delivered_at = session.get_one(SubOrder, facts["part"]).delivered_at
    until = (delivered_at + RETURN_WINDOW).astimezone(VIETNAM).date() if delivered_at else None
    return _content(session, facts["part"]) | {"until": until}


@letter("part_cancelled")
def part_cancelled(session: Session, facts: dict) -> dict | None:
    return _cancelled(session, facts)


@letter("part_given_up")
def part_given_up(session: Session, facts: dict) -> dict | None:
    return _cancelled(session, facts)


@letter("part_returned")
def part_returned(session: Session, facts: dict) -> dict:
    return _content(session, facts["part"]) | {"back": _goes_back(session, facts["part"])}


def _cancelled(session: Session, facts: dict) -> dict | None:
    part = session.get_one(SubOrder, facts["part"])
    if part.state != SubOrderState.CANCELLED:
        return None
    said = {"by": part.cancelled_by, "reason": part.cancel_reason, "back": _goes_back(session, part.id)}
    return _content(session, part.id) | said


def _goes_back(session: Session, id: int) -> int:
    """What was paid for a parcel that does not come."""
    return asked_for(session, f"sub-order:{id}")


def _content(session: Session, id: int) -> dict[str, Any]:
    order = _order_of(session, id)
    place, part = next((i, part) for i, part in enumerate(order.sub_orders) if part.id == id)
    view = view_of(order)
    parcel = view.parts[place] if part.state in WAITING else view.parts[place]._replace(arrival="")
    return {"order": view, "part": parcel, "state": part.state}


def _order_of(session: Session, sub_order_id: int) -> Order:
    of_part = select(SubOrder.order_id).where(SubOrder.id == sub_order_id).scalar_subquery()
    return session.scalars(order_with_parts().where(Order.id == of_part)).one()
