"""Orders of an account: those it placed, and those given as a guest with its telephone number or e-mail address."""

from dataclasses import dataclass

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session, selectinload

from catalog.records import Refused

from ..accounts.users import User
from ..stock import left
from .baskets import MAX_QUANTITY, Basket, add, sellable
from .orders import Order, OrderLine, SubOrder


@dataclass(frozen=True)
class Missed:
    """A line that could not be bought again, or not all of it: pieces wanted and put into the basket, and why."""

    line: OrderLine
    put: int
    refusal: Refused


def take_over_orders(session: Session, user: User) -> int:
    """Make the account the buyer of guest orders with its verified contacts. Returns how many."""
    same = [Order.phone == user.phone] if user.phone else []
    same += [Order.email == user.email] if user.email else []
    if not same:
        return 0
    theirs = update(Order).where(Order.user_id.is_(None), or_(*same))
    return session.execute(theirs.values(user_id=user.id)).rowcount


def orders_of(user_id: int) -> Select[tuple[Order]]:
    """The newest first, with their parts."""
    parts = selectinload(Order.sub_orders)
    return (
        select(Order)
        .where(Order.user_id == user_id)
        .options(parts.joinedload(SubOrder.producer), parts.selectinload(SubOrder.lines))
        .order_by(Order.id.desc())
    )


def order_of_account(user_id: int, number: str) -> Select[tuple[int]]:
    """The id of this order, if the account placed it."""
    return select(Order.id).where(Order.user_id == user_id, Order.number == number)


def order_to_repeat(session: Session, user_id: int, number: str) -> Order | None:
    lines = selectinload(Order.sub_orders).selectinload(SubOrder.lines)
    mine = Order.user_id == user_id, Order.number == number
    return session.scalar(select(Order).where(*mine).options(lines.joinedload(OrderLine.variant)))


def buy_again(session: Session, basket: Basket, order: Order) -> list[Missed]:
    """Put everything of an order that can be had into the locked basket; what can't is returned, with the reason."""
    lines = [line for part in order.sub_orders for line in part.lines]
    return [missed for line in lines if (missed := _put(session, basket, line))]


def _put(session: Session, basket: Basket, line: OrderLine) -> Missed | None:
    there = sum(other.quantity for other in basket.lines if other.variant_id == line.variant_id)
    room = min(left(session, [line.variant_id]).get(line.variant_id, 0), MAX_QUANTITY) - there
    quantity = min(line.quantity, room) if room > 0 else line.quantity
    try:
        variant = sellable(session, line.variant_id)
        if variant.product.category.adults_only and not basket.adult_confirmed:
            raise Refused("Alcohol is for people of 18 or older. Please add it on its own page.")
        add(session, basket, variant, quantity)
    except Refused as refusal:
        return Missed(line, 0, refusal)
    if quantity == line.quantity:
        return None
    return Missed(line, quantity, Refused("Only %(left)s left. Please order fewer.", left=quantity))
