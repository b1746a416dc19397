"""What comes of connecting producers with retailers, counted."""

from datetime import date, datetime, time, timedelta

import pytest

from catalog.days import VIETNAM
from marketplace.sourcing.connections import (
    MONTHS_READ,
    STEADY,
    by_month,
    by_province,
    connected,
    longest_run,
    month_before,
    received_goods,
    steady_producers,
)
from marketplace.sourcing.goods import Delivery, DeliveryLine
from marketplace.sourcing.purchase_orders import PurchaseLine
from tests import people, world
from tests.marketplace.sourcing.test_messaging import order
from tests.world import NOW, TODAY

THIS_MONTH = TODAY.replace(day=1)


@pytest.fixture
def user(session):
    return people.user(session)


def bought(session, retailer, producer, user, number: str, **facts):
    """An acknowledged order of 100 packs at 10,000 dong."""
    made = order(
        session, retailer, producer, user, number=number, acknowledged_at=NOW, state="acknowledged", **facts
    )
    product = world.product(session, by=producer)
    line = PurchaseLine(
        purchase_order_id=made.id,
        position=1,
        variant_id=product.variants[0].id,
        product_name=product.name,
        pack="Hộp",
        unit="pack",
        quantity=100,
        packs=100,
        price=10_000,
    )
    session.add(line)
    session.flush()
    return made, line


def deliver(
    session, made, line, month: date, received: int = 100, rejected: int = 0, at: datetime | None = None
):
    at = at or datetime.combine(month, time(9), VIETNAM)
    count = len(session.query(Delivery).filter_by(purchase_order_id=made.id).all())
    note = Delivery(purchase_order_id=made.id, number=count + 1, state="received", sent_at=at, received_at=at)
    session.add(note)
    session.flush()
    session.add(
        DeliveryLine(
            delivery_id=note.id, purchase_line_id=line.id, sent=received, received=received, rejected=rejected
        )
    )
    session.flush()


@pytest.mark.parametrize(
    ("months", "run"),
    [
        ([], 0),
        ([date(2026, 1, 1)], 1),
        ([date(2026, 12, 1), date(2027, 1, 1)], 2),
        ([date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1)], 2),
    ],
)
def test_months_that_follow_each_other_are_counted(months, run):
    assert longest_run(months) == run


def test_a_producer_is_connected_by_an_acknowledged_order_and_not_by_one_that_is_issued(session, user):
    retailer, here, there = world.retailer(session), world.producer(session), world.producer(session)
    bought(session, retailer, here, user, "1")
    order(session, retailer, there, user)
    assert connected(session) == {(here.id, retailer.id, "15")}
    assert connected(session, province="01") == set()
    assert connected(session, producer_ids=[there.id]) == set()


@pytest.mark.parametrize(("months", "is_steady"), [(STEADY - 1, False), (STEADY, True)])
def test_steady_is_who_delivers_in_six_months_running(session, user, months, is_steady):
    retailer, producer = world.retailer(session), world.producer(session)
    made, line = bought(session, retailer, producer, user, "1")
    for count in range(months):
        deliver(session, made, line, month_before(TODAY, count))
    # Twice in one month is one month, and a month before the gap does not count.
    deliver(session, made, line, THIS_MONTH)
    deliver(session, made, line, month_before(TODAY, months + 1))
    goods = received_goods(session, TODAY)
    assert (steady_producers(goods) == {producer.id}) is is_steady


def test_dong_are_of_what_was_kept_and_months_are_vietnams(session, user):
    retailer, producer = world.retailer(session), world.producer(session)
    made, line = bought(session, retailer, producer, user, "1")
    first = datetime.combine(THIS_MONTH, time(), VIETNAM)
    deliver(session, made, line, THIS_MONTH, 80, 30, at=first)
    deliver(session, made, line, THIS_MONTH, 10, 0, at=first - timedelta(seconds=1))
    deliver(session, made, line, THIS_MONTH, 20, 20)
    deliver(session, made, line, month_before(TODAY, MONTHS_READ))
    found = {one.month: one.dong for one in by_month(received_goods(session, TODAY))}
    assert found == {THIS_MONTH: 500_000, month_before(TODAY, 1): 100_000}
    (province,) = by_province(connected(session), received_goods(session, TODAY), THIS_MONTH)
    assert province == ("15", 1, 0, 1, 500_000)
