"""Letters about an order as a whole: to the buyer, whose contract it is, and to each producer."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.accounts.memberships import producer_addresses
from marketplace.audit import Entry
from marketplace.orders.orders import Order, PaymentMethod, SubOrder, SubOrderState, order_with_parts

from ..shop.pages import absolute_url, link
from .buyers import tell_buyer
from .notes import Note, note
from .order_views import order_of_part, view_of, with_awaited
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
    order = _find(session, facts["order"])
    return {"order": with_awaited(session, view_of(order), order.sub_orders)}


@letter("order_received")
def order_received(session: Session, facts: dict) -> dict:
    order, place = _find(session, facts["order"]), facts["position"] - 1
    view = with_awaited(session, view_of(order), [order.sub_orders[place]])
    return {"order": view, "part": view.parts[place]}


@announces("sub_order.paid")
def tell_producer_paid(session: Session, entry: Entry, now: datetime) -> None:
    """Of a card: a transfer the producer has seen by itself, and cash comes after the parcel."""
    if entry.facts["method"] != PaymentMethod.CARD:
        return
    part = session.get_one(SubOrder, entry.subject_id)
    for address, language in producer_addresses(session, part.producer_id):
        send(session, "part_paid", address, language, now, part=part.id)


@letter("part_paid")
def part_paid(session: Session, facts: dict) -> Note | None:
    part = session.get_one(SubOrder, facts["part"])
    if part.state != SubOrderState.PENDING:
        return None
    order, number = order_of_part(session, part.id)
    return note(
        _("Order %(number)s is paid: please confirm", number=number),
        _("Hello,"),
        _("The buyer has paid order %(number)s by card, and the goods are reserved.", number=number),
        _("Please confirm the parcel, or say why you can't send it."),
        link=(absolute_url(link(f"/producer/orders/{order.number}-{part.position}")), _("Open the parcel")),
    )


def _find(session: Session, id: int) -> Order:
    return session.scalars(order_with_parts().where(Order.id == id)).one()
