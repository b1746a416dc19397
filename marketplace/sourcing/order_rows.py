"""Purchase orders as steps need them: locked, with their lines, and as they were when somebody looked at them."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from catalog.producers import Producer, ProducerState
from catalog.records import Refused
from catalog.text import clean

from ..accounts.retailers import Retailer
from .purchase_orders import PurchaseOrder, PurchaseOrderState

LONGEST_REASON = 1000


def lock_order(session: Session, order_id: int) -> PurchaseOrder:
    """The order with its lines as it is now, held against others until the transaction ends."""
    session.flush()
    session.execute(select(PurchaseOrder.id).where(PurchaseOrder.id == order_id).with_for_update())
    query = select(PurchaseOrder).where(PurchaseOrder.id == order_id)
    query = query.options(selectinload(PurchaseOrder.lines)).execution_options(populate_existing=True)
    return session.scalars(query).one()


def check_seen(order: PurchaseOrder, seen: int, *states: PurchaseOrderState) -> None:
    """Raises Refused for an order that has moved on since its page was made."""
    if order.revision != seen or order.state not in states:
        raise Refused("This step is not possible any more: something has changed meanwhile.")


def retailer_of(session: Session, order_id: int) -> int:
    return session.scalars(select(PurchaseOrder.retailer_id).where(PurchaseOrder.id == order_id)).one()


def check_dealing(session: Session, retailer_id: int, *, alone: bool = False) -> Retailer:
    """The retailer, which nobody suspends until the transaction ends; always locked before its orders.

    `alone`: nobody else of it takes such a step meanwhile. Raises Refused where it is suspended, or not verified.
    """
    lock = {"with_for_update": {"read": not alone}, "populate_existing": True}
    retailer = session.get_one(Retailer, retailer_id, **lock)
    if not retailer.may_deal:
        raise Refused("Only retailers that an officer has verified and that are not suspended may do this.")
    return retailer


def check_selling(session: Session, producer_id: int) -> Producer:
    """Raises Refused where the producer does not sell at present."""
    producer = session.get_one(Producer, producer_id, populate_existing=True)
    if producer.state != ProducerState.APPROVED:
        raise Refused("%(name)s does not sell at the moment.", name=producer.name)
    return producer


def read_reason(text: str) -> str:
    """Raises Refused for an empty one, and for one that is too long."""
    reason = clean(text)
    if not reason:
        raise Refused("Please write why: the other side reads it.")
    if len(reason) > LONGEST_REASON:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_REASON)
    return reason


def check_days(order: PurchaseOrder, today: date) -> None:
    """Raises Refused for days that are over, or too soon for the producer."""
    if order.deliver_until < today:
        raise Refused("The days of delivery are over: please write new ones.")
    if (order.deliver_until - today).days < order.lead_days:
        raise Refused(
            "The producer needs %(days)s days from the order to the delivery: please ask for later days.",
            days=order.lead_days,
        )
