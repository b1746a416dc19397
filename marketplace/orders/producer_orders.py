"""A producer's side of the orders: what waits, a page of parts, one part. Every query asks for the owner."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.codes import read_code
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product, Variant

from .orders import Order, OrderLine, SubOrder, SubOrderState

S = SubOrderState
# What the producer has to do something about: there the oldest comes first.
NOT_SENT = (S.PENDING, S.CONFIRMED, S.PACKED)
WAITING = (*NOT_SENT, S.SHIPPED)
_HIGHEST_POSITION = 2**31 - 1


def count_parts(session: Session, producer_ids: Collection[int], collected: bool = False) -> dict[str, int]:
    """How many parts these producers have, by state; `collected`: those alone that are handed over at a booth."""
    query = select(SubOrder.state, func.count()).where(SubOrder.producer_id.in_(producer_ids))
    if collected:
        query = query.where(SubOrder.point_source.is_not(None))
    return dict(session.execute(query.group_by(SubOrder.state)).all())


def parts_page(
    session: Session,
    producer_ids: Collection[int],
    state: SubOrderState | None,
    offset: int,
    limit: int,
    collected: bool = False,
) -> Sequence[SubOrder]:
    """Parts in this state (None: in any) with order, place and lines; `collected` as in count_parts."""
    if not producer_ids:
        return []
    first_ones = [_first_ids(id, state, offset + limit, collected) for id in producer_ids]
    ids = union_all(*(select(of.subquery().c.id) for of in first_ones)).subquery().c.id
    # Asked for by itself: within the query for the rows PostgreSQL would join them all first.
    page = session.scalars(select(ids).order_by(_in_turn(ids, state)).offset(offset).limit(limit)).all()
    options = (
        joinedload(SubOrder.order).joinedload(Order.commune).joinedload(Place.province),
        joinedload(SubOrder.producer),
        selectinload(SubOrder.lines),
    )
    query = select(SubOrder).where(SubOrder.id.in_(page)).options(*options)
    return session.scalars(query.order_by(_in_turn(SubOrder.id, state))).all()


def _first_ids(producer_id: int, state: SubOrderState | None, most: int, collected: bool):
    """The parts that come first, straight from an index: rows of thousands of old orders are not looked at."""
    query = select(SubOrder.id).where(SubOrder.producer_id == producer_id)
    if state is not None:
        query = query.where(SubOrder.state == state)
    if collected:
        query = query.where(SubOrder.point_source.is_not(None))
    return query.order_by(_in_turn(SubOrder.id, state)).limit(most)


def _in_turn(id: Any, state: SubOrderState | None) -> Any:
    return id if state in WAITING else id.desc()


def part_by_code(session: Session, producer_ids: Collection[int], code: str) -> SubOrder | None:
    """The part of these producers that a buyer's code for the booth is of, with its order."""
    mine = SubOrder.producer_id.in_(producer_ids), SubOrder.collect_code == read_code(code)
    return session.scalar(select(SubOrder).where(*mine).options(joinedload(SubOrder.order)))


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
