"""Pre-orders of the demo: exhibitors of running and coming fairs take them, and a few wait to be collected."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.products import Product, ProductState, Variant
from catalog.records import Refused
from marketplace.accounts.users import find_user
from marketplace.fairs.applications import EXHIBITING, Application
from marketplace.fairs.fairs import Fair
from marketplace.fairs.preorders import set_preorders, takes_preorders
from marketplace.orders import life
from marketplace.orders.account_baskets import basket_for
from marketplace.orders.baskets import add, sellable
from marketplace.orders.checkout import Buyer, place_order
from marketplace.orders.collection import Points, choose
from marketplace.orders.offers import offer_for
from marketplace.orders.orders import Order, SubOrder

from ..collection import points_for, source_of

BUYER = "mua-mau@vidu.vn"
_UNTIL, _ORDERS = time(18), 3
# How far each of the orders has come.
_STEPS = ((), (life.confirm,), (life.confirm, life.pack))


def add_preorders(session: Session, fair: Fair, now: datetime) -> None:
    """Two of three exhibitors take them; the sample buyer has ordered from the first ones that have something to sell."""
    mine = Application.fair_id == fair.id, Application.state.in_(EXHIBITING)
    exhibitors = session.scalars(select(Application).where(*mine).order_by(Application.id)).all()
    taking = [one for n, one in enumerate(exhibitors) if n % 3 != 2 and takes_preorders(one, fair, now)]
    for one in taking:
        set_preorders(one, fair, _UNTIL, now)
    session.flush()
    _order_some(session, fair, [one.producer_id for one in taking], now)


def _order_some(session: Session, fair: Fair, producer_ids: Sequence[int], now: datetime) -> None:
    points, left = points_for(session, producer_ids, now), list(_STEPS[:_ORDERS])
    for producer_id in producer_ids:
        if not left:
            return
        variant_id = _something(session, producer_id)
        if variant_id and (order := _order(session, fair, producer_id, variant_id, points, now)):
            part = session.scalars(select(SubOrder).where(SubOrder.order_id == order.id)).one()
            for step in left.pop(0):
                step(session, part, now)


def _something(session: Session, producer_id: int) -> int | None:
    """A pack that is there."""
    sold = Product.producer_id == producer_id, Product.state == ProductState.PUBLISHED, Variant.available
    query = select(Variant.id).join(Variant.product).where(*sold).order_by(Variant.id)
    return session.scalar(query.limit(1))


def _order(
    session: Session, fair: Fair, producer_id: int, variant_id: int, points: Points, now: datetime
) -> Order | None:
    """None for what has to be asked about first, like alcohol, or where no day is left."""
    user = find_user(session, BUYER)
    at_fair = [point for point in points.get(producer_id, ()) if point.source == source_of(fair.id)]
    if user is None or not at_fair:
        return None
    try:
        with session.begin_nested():
            basket, day = basket_for(session, user.id, now), day_of(now)
            add(session, basket, sellable(session, variant_id), 1)
            choose(basket, producer_id, points, at_fair[0].source, at_fair[0].days[0])
            session.flush()
            total = offer_for(session, basket, None, day, points=points).total
            buyer = Buyer("Khách mẫu", "+84900000000", "", "", None, "")
            return place_order(session, basket, buyer, total, "vi", now, day, points=points)
    except Refused:
        return None
