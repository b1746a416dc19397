"""Letters about an order as a whole: to the buyer, whose contract it is, and to each producer."""

from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.accounts.memberships import producer_addresses
from marketplace.audit import Entry
from marketplace.orders.orders import Order, order_with_parts

from .buyers import tell_buyer
from .order_views import OrderView, view_of
from .quiet import send
from .registry import announces, letter


@announces("order.placed")
def tell_buyer_and_producers(session: Session, entry: Entry, now: datetime) -> None:
    order = _find(session, entry.subject_id)
    tell_buyer(session, order, "order_placed", now, in_short=True, order=order.id, total=order.total)
    for part in order.sub_orders:
        for address, language in producer_addresses(session, part.producer_id):
            send(session, "order_received", address, language, now, order=order.id, position=part.position)


@letter("order_placed")
def order_placed(session: Session, facts: dict) -> dict:
    return {"order": view_of(_find(session, facts["order"]))}


@letter("order_received")
def order_received(session: Session, facts: dict) -> dict:
    view: OrderView = view_of(_find(session, facts["order"]))
    return {"order": view, "part": view.parts[facts["position"] - 1]}


def _find(session: Session, id: int) -> Order:
    return session.scalars(order_with_parts().where(Order.id == id)).one()
