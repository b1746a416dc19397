"""A producer's side of the orders: what waits, a page of parts, one part. Every query asks for the owner."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.codes import read_code
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product, Variant

from .orders import Order, OrderLine, SubOrder, SubOrderState

S = SubOrderState
# What the producer has to do something about: there the oldest comes first.
WAITING = (S.PENDING, S.CONFIRMED, S.PACKED, S.SHIPPED)
_HIGHEST_POSITION = 2**31 - 1


def count_parts(session: Session, producer_ids: Collection[int]) -> dict[str, int]:
    """How many parts these producers have, by state."""
    mine = SubOrder.producer_id.in_(producer_ids)
    rows = session.execute(select(SubOrder.state, func.count()).where(mine).group_by(SubOrder.state))
    return dict(rows.all())


def parts_page(
    session: Session, producer_ids: Collection[int], state: SubOrderState | None, offset: int, limit: int
) -> Sequence[SubOrder]:
    """Parts in this state (None: in any) with order, place and lines."""
    query = select(SubOrder).where(SubOrder.producer_id.in_(producer_ids))
    if state is not None:
        query = query.where(SubOrder.state == state)
    order = SubOrder.id if state in WAITING else SubOrder.id.desc()
    options = (
        joinedload(SubOrder.order).joinedload(Order.commune).joinedload(Place.province),
        joinedload(SubOrder.producer),
        selectinload(SubOrder.lines),
    )
    return session.scalars(query.options(*options).order_by(order).offset(offset).limit(limit)).all()


def find_part(session: Session, producer_ids: Collection[int], reference: str) -> SubOrder | None:
    """The part "<number of the order>-<position>" of these producers, with everything its page shows."""
    number, _, position = reference.rpartition("-")
    if not (position.isascii() and position.isdigit() and int(position) <= _HIGHEST_POSITION):
        return None
    line = selectinload(SubOrder.lines).joinedload(OrderLine.variant).joinedload(Variant.product)
    producer = joinedload(SubOrder.producer).joinedload(Producer.commune).joinedload(Place.province)
    return session.scalar(
        select(SubOrder)
        .join(SubOrder.order)
        .where(
            Order.number == read_code(number),
            SubOrder.position == int(position),
            SubOrder.producer_id.in_(producer_ids),
        )
        .options(
            joinedload(SubOrder.order).joinedload(Order.commune).joinedload(Place.province),
            producer,
            line.load_only(Product.slug, Product.state),
        )
    )
