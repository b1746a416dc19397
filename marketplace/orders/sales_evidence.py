"""What a producer has sold, as its dossier has to show it: from parcels that have reached their buyers, less what came back."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.places import Place, PlaceLevel
from catalog.products import Variant

from .months import Month
from .orders import Order, OrderLine, SubOrder, SubOrderState
from .returns import Return, ReturnLine, ReturnState

_ARRIVED = (SubOrderState.DELIVERED, SubOrderState.COMPLETED)


@dataclass
class Sales:
    """Sums over some lines. Money in dong at the prices of the day, before vouchers and without delivery, less
    refunds; a buyer is an account, or a telephone number where there is none."""

    orders: set[int] = field(default_factory=set)
    buyers: set[str] = field(default_factory=set)
    months: set[Month] = field(default_factory=set)
    pieces: int = 0
    revenue: int = 0
    first: date | None = None
    last: date | None = None

    def add(self, line: Row, day: date) -> None:
        self.orders.add(line.order_id)
        self.buyers.add(f"user:{line.user_id}" if line.user_id else f"phone:{line.phone}")
        self.months.add(Month.of(day))
        self.pieces += line.quantity
        self.revenue += line.quantity * line.price - int(line.refunded)
        self.first = min(self.first or day, day)
        self.last = max(self.last or day, day)


class Evidence(NamedTuple):
    """`products` by product id, `provinces` by the name of the buyers' province, most revenue first; `months` in order."""

    whole: Sales
    products: dict[int, Sales]
    provinces: list[tuple[str, Sales]]
    months: list[tuple[Month, Sales]]


def evidence_of(session: Session, producer_id: int) -> Evidence:
    """Two statements, however much was sold."""
    whole = Sales()
    products: dict[int, Sales] = defaultdict(Sales)
    provinces: dict[str, Sales] = defaultdict(Sales)
    months: dict[Month, Sales] = defaultdict(Sales)
    provinces_named = select(Place.code, Place.name).where(Place.level == PlaceLevel.PROVINCE)
    names = dict(session.execute(provinces_named).all())
    for line in session.execute(_lines(producer_id)):
        day = day_of(line.placed_at)
        province = names.get(line.province_code, "")
        for sales in (whole, products[line.product_id], provinces[province], months[Month.of(day)]):
            sales.add(line, day)
    by_revenue = sorted(provinces.items(), key=lambda pair: (-pair[1].revenue, pair[0]))
    return Evidence(whole, dict(products), by_revenue, sorted(months.items()))


def selling_months(session: Session, products: dict[int, int]) -> dict[int, int]:
    """In how many months each product was sold, by its id; `products` maps to producer ids. One statement."""
    query = (
        select(Variant.product_id, Order.placed_at)
        .join(SubOrder, SubOrder.order_id == Order.id)
        .join(OrderLine, OrderLine.sub_order_id == SubOrder.id)
        .join(Variant, OrderLine.variant_id == Variant.id)
        .where(SubOrder.producer_id.in_(set(products.values())), SubOrder.state.in_(_ARRIVED))
        .where(Variant.product_id.in_(products))
    )
    months: dict[int, set[Month]] = defaultdict(set)
    for product_id, placed_at in session.execute(query):
        months[product_id].add(Month.of(day_of(placed_at)))
    return {product_id: len(found) for product_id, found in months.items()}


def _lines(producer_id: int):
    refunded = (
        select(func.coalesce(func.sum(ReturnLine.refund), 0))
        .join(Return, ReturnLine.return_id == Return.id)
        .where(ReturnLine.order_line_id == OrderLine.id, Return.state == ReturnState.SETTLED)
        .scalar_subquery()
    )
    return (
        select(
            Order.id.label("order_id"),
            Order.user_id,
            Order.phone,
            Order.placed_at,
            Place.province_code,
            Variant.product_id,
            OrderLine.quantity,
            OrderLine.price,
            refunded.label("refunded"),
        )
        .join(SubOrder, SubOrder.order_id == Order.id)
        .join(OrderLine, OrderLine.sub_order_id == SubOrder.id)
        .join(Variant, OrderLine.variant_id == Variant.id)
        .join(Place, Order.commune_code == Place.code)
        .where(SubOrder.producer_id == producer_id, SubOrder.state.in_(_ARRIVED))
        .order_by(OrderLine.id)
    )
