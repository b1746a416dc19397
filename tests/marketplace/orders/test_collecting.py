"""Whatever happens to what is collected, and in whatever order: stock, money and ledger stay true, and nothing happens twice."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from catalog.records import Refused
from marketplace.orders import life
from marketplace.orders.baskets import Basket, add, sellable
from marketplace.orders.checkout import Buyer, place_order
from marketplace.orders.collecting import call_off, has_moved, move_point, put_off
from marketplace.orders.collection import CollectionPoint, choose
from marketplace.orders.goods_check import check_goods
from marketplace.orders.ledger_check import check_ledger
from marketplace.orders.offers import offer_for
from marketplace.orders.orders import Party, PaymentMethod, SubOrder, SubOrderState
from marketplace.orders.paying import arrived, payment_of
from marketplace.payments.bank_accounts import add_account
from marketplace.payments.refunds import Refund
from marketplace.stock import Stock
from tests import world
from tests.world import NOW, TODAY

S = SubOrderState
FIRST, LAST = date(2026, 12, 20), date(2026, 12, 24)
POINT = CollectionPoint(
    "fair:1",
    "Hội chợ Thử",
    "Quảng trường",
    "A5",
    world.VAN_CHAN,
    time(8),
    time(21),
    LAST,
    tuple(FIRST + timedelta(n) for n in range(5)),
    time(18),
)
PIECES, STOCK = 3, 10
ME = Buyer("Nguyễn Thử", "+84912345678", "", "", None, "")
_STEPS = (
    "confirm",
    "pack",
    "hand over",
    "wrong code",
    "pay",
    "cancel",
    "give up",
    "call off",
    "put off",
    "move",
    "ship",
)


def ordered(session, method=PaymentMethod.CASH_ON_DELIVERY, day=FIRST) -> SubOrder:
    product = world.product(session, stock=STOCK, weight=30_000, ships_to="province")
    add_account(session, session.get(world.Producer, product.producer_id), "970436", "0123456789", "HTX", NOW)
    session.flush()
    later = NOW + timedelta(days=2)
    basket = Basket(changed_at=NOW, lines=[])
    session.add(basket)
    session.flush()
    add(session, basket, sellable(session, product.variants[0].id), PIECES)
    points = {product.producer_id: [POINT]}
    choose(basket, product.producer_id, points, POINT.source, day)
    session.flush()
    total = offer_for(session, basket, None, TODAY, points=points).total
    order = place_order(session, basket, ME, total, "vi", later, TODAY, method, points=points)
    return session.scalars(select(SubOrder).where(SubOrder.order_id == order.id)).one()


def take(session, part: SubOrder, step: str) -> None:
    later = NOW + timedelta(days=3)
    match step:
        case "confirm":
            life.confirm(session, part, later)
        case "pack":
            life.pack(session, part, later)
        case "hand over":
            life.hand_over(session, part, part.collect_code or "", later)
        case "wrong code":
            life.hand_over(session, part, "AAAAAAAA", later)
        case "pay":
            payment = payment_of(session, part)
            if payment and payment.method == PaymentMethod.VIETQR:
                arrived(session, payment.id, payment.amount, f"bank:{payment.code}", later)
        case "cancel":
            life.cancel(session, part, Party.BUYER, "", later)
        case "give up":
            life.cancel(session, part, Party.PRODUCER, "hết hàng", later)
        case "call off":
            call_off(session, part, "Hội chợ bị hủy", later)
        case "put off":
            put_off(part, "Mưa")
        case "move":
            move_point(part, POINT, FIRST)
        case "ship":
            life.ship(session, part, "coach", "", later)


@given(
    steps=some.lists(some.sampled_from(_STEPS), max_size=8),
    method=some.sampled_from([PaymentMethod.CASH_ON_DELIVERY, PaymentMethod.VIETQR]),
)
@settings(max_examples=40)
def test_stock_and_money_stay_true(database, steps, method):
    with database.writing() as session:
        part = ordered(session, method)
        variant = session.scalars(select(Stock).order_by(Stock.variant_id.desc()).limit(1)).one().variant_id
        for step in steps:
            try:
                with session.begin_nested():
                    take(session, part, step)
            except Refused:
                session.expire(part)
        session.flush()
        kept = session.get(Stock, variant, populate_existing=True)
        gone = part.delivered_at is not None
        waits = part.state in (S.PENDING, S.CONFIRMED, S.PACKED)
        assert part.state != S.SHIPPED
        assert kept.on_hand == STOCK - (PIECES if gone else 0)
        assert kept.reserved == (PIECES if waits else 0)
        payment = payment_of(session, part)
        if gone:
            assert payment.is_paid and payment.received == part.total
        refunds = session.scalars(select(Refund).where(Refund.payment_id == payment.id)).all()
        back = sum(refund.amount for refund in refunds)
        assert back == (payment.received if part.state == S.CANCELLED else 0)
        assert check_goods(session) == []
        assert check_ledger(session) == []
        session.rollback()


def test_nothing_is_paid_for_the_way_however_heavy_and_far(session):
    part = ordered(session)
    assert (part.delivery, part.grams, part.total) == (0, 0, PIECES * 100_000)
    assert part.commission == 0 or part.commission_bp > 0


def test_cash_at_the_booth_is_the_producers_and_no_carriers(session):
    part = ordered(session)
    assert life.hand_over(session, part, part.collect_code.lower(), NOW + timedelta(days=3))
    assert not life.hand_over(session, part, part.collect_code, NOW + timedelta(days=3))
    assert payment_of(session, part).received == part.total
    assert check_ledger(session) == []


def test_what_is_paid_in_advance_is_not_handed_over_before(session):
    part = ordered(session, PaymentMethod.VIETQR)
    with pytest.raises(Refused, match="paid in advance"):
        life.hand_over(session, part, part.collect_code, NOW)
    assert part.state == S.PENDING


def test_the_day_keeps_its_distance_from_the_last(session):
    part = ordered(session, day=date(2026, 12, 23))
    moved = CollectionPoint(**POINT.__dict__ | {"last_day": date(2027, 1, 9), "booth": "B1"})
    assert has_moved(part, moved) and not has_moved(part, POINT)
    move_point(part, moved, date(2027, 1, 5))
    assert (part.collect_on, part.point["booth"]) == (date(2027, 1, 8), "B1")
    put_off(part, "Mưa")
    assert has_moved(part, moved)
    move_point(part, moved, date(2027, 1, 5))
    assert part.collect_on == date(2027, 1, 5)


def test_a_point_that_is_gone_is_refused_and_nothing_is_written(session):
    product = world.product(session)
    basket = Basket(changed_at=NOW, lines=[], collection={str(product.producer_id): "fair:1 2026-12-20"})
    session.add(basket)
    session.flush()
    add(session, basket, sellable(session, product.variants[0].id), 1)
    session.flush()
    with pytest.raises(Refused, match="can't be collected there any more"):
        place_order(session, basket, ME, 100_000, "vi", NOW, TODAY, points={})
    assert session.scalar(select(SubOrder.id)) is None
