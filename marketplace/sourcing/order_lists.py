"""Purchase orders, deliveries and claims as their pages list and find them: own ones only, with what a page shows."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.places import Place
from catalog.producers import Producer

from ..accounts.memberships import Membership
from ..accounts.retailers import Retailer
from ..accounts.stores import Store
from .goods import Delivery, DeliveryLine, DeliveryState, GoodsClaim
from .purchase_orders import PurchaseOrder, PurchaseOrderState

S = PurchaseOrderState
# What producers know of: nothing of a draft, nor of what waits for an approval.
_SHOWN_TO_PRODUCERS = PurchaseOrder.issued_at.is_not(None)


def of_retailers(ids: Collection[int]) -> ColumnElement[bool]:
    return PurchaseOrder.retailer_id.in_(ids)


def received_by(ids: Collection[int], user_id: int) -> ColumnElement[bool]:
    """Orders of these retailers whose goods this user deals with: who receives at one store, those for that store."""
    elsewhere = select(Membership.id).where(
        Membership.user_id == user_id,
        Membership.retailer_id == PurchaseOrder.retailer_id,
        Membership.store_id != PurchaseOrder.store_id,
    )
    return of_retailers(ids) & ~elsewhere.exists()


def of_producers(ids: Collection[int]) -> ColumnElement[bool]:
    return PurchaseOrder.producer_id.in_(ids) & _SHOWN_TO_PRODUCERS


def count_orders(session: Session, mine: ColumnElement[bool]) -> dict[str, int]:
    """By state."""
    query = select(PurchaseOrder.state, func.count()).where(mine).group_by(PurchaseOrder.state)
    return dict(session.execute(query).all())


def orders_page(
    session: Session, mine: ColumnElement[bool], state: str | None, offset: int, limit: int
) -> list[PurchaseOrder]:
    """The newest first, with retailer, producer and store."""
    newest = PurchaseOrder.id.desc()
    ids = select(PurchaseOrder.id).where(mine)
    if state:
        ids = ids.where(PurchaseOrder.state == state)
    # The ids of the page come from an index: whole orders of years would be sorted with all that belongs to them.
    page = PurchaseOrder.id.in_(ids.order_by(newest).offset(offset).limit(limit))
    return list(session.scalars(select(PurchaseOrder).where(page).options(*_parties()).order_by(newest)))


def _parties() -> Sequence[Any]:
    return (
        joinedload(PurchaseOrder.retailer),
        joinedload(PurchaseOrder.producer),
        joinedload(PurchaseOrder.store),
    )


def whole_order() -> Sequence[Any]:
    """What the page and the papers of an order show of it."""
    place = joinedload(Place.province)
    return (
        joinedload(PurchaseOrder.retailer).joinedload(Retailer.commune).options(place),
        joinedload(PurchaseOrder.producer).joinedload(Producer.commune).options(place),
        joinedload(PurchaseOrder.store).joinedload(Store.commune).options(place),
        selectinload(PurchaseOrder.lines),
    )


def find_order(session: Session, mine: ColumnElement[bool], code: str) -> PurchaseOrder | None:
    query = select(PurchaseOrder).where(mine, PurchaseOrder.code == code).options(*whole_order())
    return session.scalar(query.execution_options(populate_existing=True))


def deliveries_of(session: Session, order_id: int) -> list[Delivery]:
    """In the order in which they were sent, with their lines."""
    query = select(Delivery).where(Delivery.purchase_order_id == order_id).order_by(Delivery.number)
    return list(session.scalars(query.options(selectinload(Delivery.lines))))


def expected(mine: ColumnElement[bool]) -> Select[tuple[Delivery]]:
    """Deliveries on their way, the first to come first."""
    query = select(Delivery).join(Delivery.purchase_order).where(mine, Delivery.state == DeliveryState.SENT)
    return query.order_by(Delivery.expected_on.is_(None), Delivery.expected_on, Delivery.id)


def came(mine: ColumnElement[bool]) -> Select[tuple[Delivery]]:
    """Deliveries received, the newest first."""
    query = select(Delivery).join(Delivery.purchase_order)
    return query.where(mine, Delivery.state == DeliveryState.RECEIVED).order_by(Delivery.received_at.desc())


def page_of(session: Session, query: Select, offset: int, limit: int) -> tuple[list[Any], int]:
    """So many of them, and how many there are; deliveries and claims come with their order and its parties."""
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    entity = query.column_descriptions[0]["entity"]
    order = joinedload(entity.purchase_order).options(*_parties())
    return list(session.scalars(query.options(order).offset(offset).limit(limit))), total


def find_delivery(session: Session, mine: ColumnElement[bool], code: str) -> Delivery | None:
    query = select(Delivery).join(Delivery.purchase_order).where(mine, Delivery.code == code)
    order = joinedload(Delivery.purchase_order).options(*whole_order())
    lines = selectinload(Delivery.lines).joinedload(DeliveryLine.purchase_line)
    return session.scalar(query.options(order, lines).execution_options(populate_existing=True))


def claims_of(session: Session, order_id: int) -> list[GoodsClaim]:
    query = select(GoodsClaim).where(GoodsClaim.purchase_order_id == order_id).order_by(GoodsClaim.id)
    return list(session.scalars(query))


def claims(mine: ColumnElement[bool], *states: str) -> Select[tuple[GoodsClaim]]:
    """The newest first; of these states, where some are said."""
    query = select(GoodsClaim).join(GoodsClaim.purchase_order).where(mine).order_by(GoodsClaim.id.desc())
    return query.where(GoodsClaim.state.in_(states)) if states else query


def find_claim(session: Session, mine: ColumnElement[bool], code: str) -> GoodsClaim | None:
    query = select(GoodsClaim).join(GoodsClaim.purchase_order).where(mine, GoodsClaim.code == code)
    options = (
        joinedload(GoodsClaim.purchase_order).options(*whole_order()),
        joinedload(GoodsClaim.delivery_line).options(
            joinedload(DeliveryLine.purchase_line), joinedload(DeliveryLine.delivery)
        ),
    )
    return session.scalar(query.options(*options).execution_options(populate_existing=True))
