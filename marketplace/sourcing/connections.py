"""What comes of connecting producers with retailers: who deals with whom, who delivers steadily, and how much."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.days import VIETNAM, day_of
from catalog.places import Place
from catalog.producers import Producer

from .contracts import Contract
from .goods import Delivery, DeliveryLine, DeliveryState
from .purchase_orders import PurchaseLine, PurchaseOrder

# Months running in which something was received before a producer counts as steady.
STEADY = 6
# How far back deliveries are looked at.
MONTHS_READ = 24


class Received(NamedTuple):
    """What a retailer took of a producer's goods in one delivery; `month` is its first day, dong are before tax."""

    producer_id: int
    retailer_id: int
    province: str
    month: date
    dong: int


class ProvinceEffect(NamedTuple):
    """Producers of a province: connected ones, steady ones, retailers that took goods, and for how many dong."""

    province: str
    connected: int
    steady: int
    retailers: int
    dong: int


class MonthEffect(NamedTuple):
    """What was received of a province's producers in a month."""

    province: str
    month: date
    producers: int
    retailers: int
    deliveries: int
    dong: int


def connected(
    session: Session, *, province: str | None = None, producer_ids: Collection[int] | None = None
) -> set[tuple[int, int, str]]:
    """(producer, retailer, province of the producer) where an order was acknowledged or a contract signed.

    Of producers of one province or of these producers, where they are named.
    """
    found: set[tuple[int, int, str]] = set()
    for model, sign in (
        (PurchaseOrder, PurchaseOrder.acknowledged_at),
        (Contract, Contract.signed_at),
    ):
        query = (
            select(model.producer_id, model.retailer_id, Place.province_code)
            .join(Producer, model.producer_id == Producer.id)
            .join(Place, Producer.commune_code == Place.code)
            .where(sign.is_not(None))
            .distinct()
        )
        found |= {tuple(row) for row in session.execute(_of(query, province, producer_ids))}
    return found


def received_goods(
    session: Session,
    day: date,
    *,
    province: str | None = None,
    producer_ids: Collection[int] | None = None,
) -> list[Received]:
    """What was received in the months up to the one of `day`; what was sent back at the ramp does not count."""
    since = datetime.combine(month_before(day, MONTHS_READ - 1), time(), VIETNAM)
    kept = (DeliveryLine.received - DeliveryLine.rejected) * PurchaseLine.price
    query = (
        select(
            PurchaseOrder.producer_id,
            PurchaseOrder.retailer_id,
            Place.province_code,
            Delivery.received_at,
            func.sum(kept),
        )
        .join(PurchaseOrder, Delivery.purchase_order_id == PurchaseOrder.id)
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .join(PurchaseLine, DeliveryLine.purchase_line_id == PurchaseLine.id)
        .join(Producer, PurchaseOrder.producer_id == Producer.id)
        .join(Place, Producer.commune_code == Place.code)
        .where(Delivery.state == DeliveryState.RECEIVED, Delivery.received_at >= since)
        .group_by(
            Delivery.id,
            PurchaseOrder.producer_id,
            PurchaseOrder.retailer_id,
            Place.province_code,
            Delivery.received_at,
        )
        .having(func.sum(DeliveryLine.received - DeliveryLine.rejected) > 0)
    )
    rows = session.execute(_of(query, province, producer_ids))
    return [
        Received(producer, retailer, where, day_of(at).replace(day=1), int(dong))
        for producer, retailer, where, at, dong in rows
    ]


def _of(query, province: str | None, producer_ids: Collection[int] | None):
    if province is not None:
        query = query.where(Place.province_code == province)
    return query if producer_ids is None else query.where(Producer.id.in_(producer_ids))


def month_before(day: date, months: int) -> date:
    """The first day of the month so many months before the one of `day`."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def longest_run(months: Iterable[date]) -> int:
    """How many months follow each other at most; each by its first day."""
    numbers = {month.year * 12 + month.month for month in months}
    longest = 0
    for first in (number for number in numbers if number - 1 not in numbers):
        last = first
        while last + 1 in numbers:
            last += 1
        longest = max(longest, last - first + 1)
    return longest


def steady_producers(goods: Iterable[Received]) -> set[int]:
    """Those of whom something was received in STEADY different months running."""
    months: dict[int, set[date]] = {}
    for one in goods:
        months.setdefault(one.producer_id, set()).add(one.month)
    return {producer for producer, theirs in months.items() if longest_run(theirs) >= STEADY}


def by_province(
    pairs: Iterable[tuple[int, int, str]], goods: list[Received], since: date
) -> list[ProvinceEffect]:
    """The province with the most dong first; retailers and dong are of the months from `since` on."""
    pairs, steady = list(pairs), steady_producers(goods)
    lately = [one for one in goods if one.month >= since]
    provinces = {where for _producer, _retailer, where in pairs} | {one.province for one in goods}
    found = [
        ProvinceEffect(
            province,
            len({producer for producer, _retailer, where in pairs if where == province}),
            len({one.producer_id for one in goods if one.province == province} & steady),
            len({one.retailer_id for one in lately if one.province == province}),
            sum(one.dong for one in lately if one.province == province),
        )
        for province in provinces
    ]
    return sorted(found, key=lambda one: (-one.dong, -one.connected, one.province))


def by_month(goods: Iterable[Received]) -> list[MonthEffect]:
    """By province and month, the oldest month of the first province first."""
    groups: dict[tuple[str, date], list[Received]] = {}
    for one in goods:
        groups.setdefault((one.province, one.month), []).append(one)
    return [
        MonthEffect(
            province,
            month,
            len({one.producer_id for one in found}),
            len({one.retailer_id for one in found}),
            len(found),
            sum(one.dong for one in found),
        )
        for (province, month), found in sorted(groups.items())
    ]
