"""Orders of the producer whose desk is opened: some that wait, as many that have arrived, over two years."""

from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.products import Product, Variant
from marketplace.orders.orders import Order, SubOrder, SubOrderState

from ..catalogue import Pair

_DAYS = 700


def own_pair(session: Session, producer_id: int, other: Pair) -> Pair:
    """A pack of this producer with one of another, as an order of two parts has them."""
    mine = select(func.min(Variant.id)).join(Product).where(Product.producer_id == producer_id)
    its = select(Product.producer_id).join(Variant).where(Variant.id == other[0])
    return session.scalars(mine).one(), other[1] if session.scalar(its) == producer_id else other[0]


def let_arrive(session: Session, producer_id: int) -> None:
    """Every second part of this producer has arrived, on days spread over the past two years."""
    parts = select(SubOrder.id, SubOrder.order_id, Order.placed_at).join(Order, Order.id == SubOrder.order_id)
    for id, order_id, placed_at in session.execute(parts.where(SubOrder.producer_id == producer_id)).all()[
        ::2
    ]:
        then = placed_at - timedelta(days=id % _DAYS)
        session.execute(update(Order).where(Order.id == order_id).values(placed_at=then))
        arrived = {"state": SubOrderState.DELIVERED, "delivered_at": then + timedelta(days=3)}
        session.execute(update(SubOrder).where(SubOrder.id == id).values(arrived))
