"""The steps of a sub-order: what each does to state, stock and audit, who may do it when, and only once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog.products import Variant
from catalog.records import Refused
from marketplace.audit import Entry
from marketplace.orders import life
from marketplace.orders.carriers import CarrierKey
from marketplace.orders.orders import Party, SubOrder, SubOrderState
from marketplace.orders.shipments import Shipment, shipments_of
from marketplace.stock import Movement, Stock, reserve
from tests import world
from tests.marketplace.orders.making import place
from tests.world import NOW

S = SubOrderState
STEPS = {
    S.CONFIRMED: life.confirm,
    S.PACKED: life.pack,
    S.SHIPPED: lambda session, part, now: life.ship(session, part, CarrierKey.GHN, "GHN 123 abc", now),
    S.DELIVERED: life.deliver,
    S.COMPLETED: life.complete,
}


@pytest.fixture
def product(session):
    return world.product(session, stock=5)


@pytest.fixture
def part(session, product) -> SubOrder:
    order = place(session, product, quantity=2)
    session.commit()
    return order.sub_orders[0]


def walk(session, part: SubOrder, to: SubOrderState) -> None:
    for state, step in STEPS.items():
        if part.state == to:
            return
        assert step(session, part, NOW)
        assert part.state == state


def stock(session, product) -> tuple[int, int]:
    row = session.get(Stock, product.variants[0].id, populate_existing=True)
    return row.on_hand, row.reserved


def moved(session, product) -> dict[str, int]:
    query = select(Movement.reason, Movement.quantity).where(Movement.variant_id == product.variants[0].id)
    rows = session.execute(query).all()
    assert len(rows) == len(dict(rows)), "a reason twice"
    return dict(rows)


def noted(session, part: SubOrder) -> list[tuple[str, dict]]:
    session.commit()
    mine = select(Entry.action, Entry.facts).where(Entry.subject == "sub_orders", Entry.subject_id == part.id)
    return [tuple(row) for row in session.execute(mine.order_by(Entry.id))]


def test_the_whole_way_takes_the_pieces_out_once_and_says_each_step(session, part, product):
    walk(session, part, S.COMPLETED)
    assert part.state == S.COMPLETED
    assert stock(session, product) == (3, 0)
    assert moved(session, product) == {"counted": 5, "reserved": -2, "shipped": -2}
    shipped = {"by": "producer", "carrier": "ghn", "tracking_no": "GHN123ABC"}
    assert noted(session, part) == [
        ("sub_order.confirmed", {"by": "producer"}),
        ("sub_order.packed", {"by": "producer"}),
        ("sub_order.shipped", shipped),
        ("sub_order.delivered", {"by": "producer"}),
        ("sub_order.completed", {"by": "timer"}),
    ]
    assert part.moved_at == part.delivered_at == NOW


@pytest.mark.parametrize("to", STEPS)
def test_a_second_press_does_nothing_more(session, part, product, to):
    walk(session, part, to)
    said, kept = noted(session, part), stock(session, product)
    assert STEPS[to](session, part, NOW + timedelta(hours=1)) is False
    assert part.moved_at == NOW
    assert (noted(session, part), stock(session, product)) == (said, kept)


@pytest.mark.parametrize("to", STEPS)
@pytest.mark.parametrize("state", [S.PENDING, *STEPS])
def test_no_step_is_left_out_and_none_goes_back(session, part, product, state, to):
    walk(session, part, state)
    kept = stock(session, product)
    way = [S.PENDING, *STEPS]
    if way.index(to) - way.index(state) in (0, 1):
        STEPS[to](session, part, NOW)
    else:
        with pytest.raises(Refused, match="not possible any more"):
            STEPS[to](session, part, NOW)
        assert (part.state, stock(session, product)) == (state, kept)


def test_a_page_that_is_old_does_not_decide(session, part):
    """The row in the database does, not what this session has read before."""
    session.execute(SubOrder.__table__.update().values(state="cancelled", cancelled_by="buyer"))
    assert part.state == S.PENDING
    with pytest.raises(Refused, match="not possible any more"):
        life.confirm(session, part, NOW)
    assert part.cancelled_by == Party.BUYER


# Shipping


def test_the_courier_collects_what_is_not_paid(session, part):
    walk(session, part, S.SHIPPED)
    shipment = shipments_of(session, [part.id, 10**6])[part.id]
    assert (shipment.carrier, shipment.tracking_no) == ("ghn", "GHN123ABC")
    assert (shipment.cash_to_collect, shipment.shipped_at) == (part.total, NOW)


@pytest.mark.parametrize(
    ("carrier", "number"),
    [("ghn", ""), ("ghn", "abc"), ("ghtk", "<script>"), ("vnpost", "X" * 41), ("balloon", "1234"), ("", "1")],
)
def test_a_shipment_that_says_nothing_is_refused_and_changes_nothing(session, part, product, carrier, number):
    walk(session, part, S.PACKED)
    with pytest.raises(Refused):
        life.ship(session, part, carrier, number, NOW)
    assert part.state == S.PACKED
    assert stock(session, product) == (5, 2)
    assert session.scalars(select(Shipment)).all() == []


def test_a_coach_has_no_number(session, part):
    walk(session, part, S.PACKED)
    life.ship(session, part, CarrierKey.COACH, "  nhà xe   Hải Vân ", NOW)
    assert shipments_of(session, [part.id])[part.id].tracking_no == "nhà xe Hải Vân"


@pytest.mark.parametrize(
    "wrong", [{"carrier": "balloon"}, {"cash_to_collect": -1}, {"sub_order_id": None}], ids=str
)
def test_the_database_refuses_a_shipment_that_cannot_be(session, part, wrong):
    usual = {"sub_order_id": part.id, "carrier": "ghn", "tracking_no": "1"}
    session.add(Shipment(**usual | {"shipped_at": NOW, "cash_to_collect": 0} | wrong))
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_database_refuses_a_second_shipment(session, part):
    walk(session, part, S.SHIPPED)
    session.add(
        Shipment(sub_order_id=part.id, carrier="ghn", tracking_no="2", shipped_at=NOW, cash_to_collect=0)
    )
    with pytest.raises(IntegrityError):
        session.flush()


# Cancelling

BEFORE_PACKING, BEFORE_SHIPPING = {S.PENDING, S.CONFIRMED}, {S.PENDING, S.CONFIRMED, S.PACKED}
ALLOWED = {
    Party.BUYER: BEFORE_PACKING,
    Party.PRODUCER: BEFORE_SHIPPING,
    Party.OPERATOR: BEFORE_SHIPPING,
    Party.TIMER: BEFORE_PACKING,
}


@pytest.mark.parametrize("by", Party)
@pytest.mark.parametrize("state", [S.PENDING, *STEPS])
def test_who_may_cancel_until_when(session, part, product, state, by):
    walk(session, part, state)
    kept = stock(session, product)
    assert life.may_cancel(part, by) == (state in ALLOWED[by])
    if state in ALLOWED[by]:
        assert life.cancel(session, part, by, "hết hàng", NOW)
        assert (part.state, part.cancelled_by, part.cancel_reason) == (S.CANCELLED, by, "hết hàng")
        assert stock(session, product) == (5, 0)
        assert noted(session, part)[-1] == ("sub_order.cancelled", {"by": by, "reason": "hết hàng"})
    else:
        with pytest.raises(Refused, match="too far on its way"):
            life.cancel(session, part, by, "hết hàng", NOW)
        assert (part.state, part.cancelled_by, stock(session, product)) == (state, None, kept)


def test_pieces_come_free_once_however_often_it_is_cancelled(session, part, product):
    assert life.cancel(session, part, Party.PRODUCER, "hết hàng", NOW)
    assert not life.cancel(session, part, Party.BUYER, "đổi ý", NOW)
    assert not life.lapse(session, part, NOW)
    assert moved(session, product) == {"counted": 5, "reserved": -2, "released": 2}
    assert (part.cancelled_by, part.cancel_reason) == (Party.PRODUCER, "hết hàng")


@pytest.mark.parametrize("by", [Party.PRODUCER, Party.OPERATOR])
@pytest.mark.parametrize("reason", ["", "  \n\t ", "x" * 301])
def test_who_sells_says_why_in_a_few_words(session, part, by, reason):
    with pytest.raises(Refused):
        life.cancel(session, part, by, reason, NOW)
    assert part.state == S.PENDING


def test_a_buyer_need_not_say_why(session, part):
    assert life.cancel(session, part, Party.BUYER, "", NOW)


def test_what_is_sold_out_can_be_bought_again_after_a_cancellation(session, part, product):
    pack = product.variants[0].id
    assert reserve(session, pack, 3, "others", NOW)
    available = select(Variant.available).where(Variant.id == pack)
    assert session.scalar(available) is False
    life.cancel(session, part, Party.BUYER, "", NOW)
    assert session.scalar(available) is True


@pytest.mark.parametrize(("state", "by"), [("cancelled", None), ("pending", "buyer"), ("cancelled", "thief")])
def test_the_database_knows_who_cancelled(session, part, state, by):
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(SubOrder.__table__.update().values(state=state, cancelled_by=by))


# Coming back undelivered


def test_a_parcel_that_nobody_accepted_is_on_the_shelf_again(session, part, product):
    walk(session, part, S.SHIPPED)
    assert life.bring_back(session, part, NOW)
    assert not life.bring_back(session, part, NOW)
    assert stock(session, product) == (5, 0)
    assert moved(session, product) == {"counted": 5, "reserved": -2, "shipped": -2, "returned": 2}
    assert noted(session, part)[-1] == ("sub_order.returned", {"by": "producer", "undelivered": True})


@pytest.mark.parametrize("state", [S.PENDING, S.CONFIRMED, S.PACKED, S.DELIVERED, S.COMPLETED])
def test_only_what_is_on_its_way_comes_back_undelivered(session, part, product, state):
    walk(session, part, state)
    kept = stock(session, product)
    with pytest.raises(Refused, match="on its way"):
        life.bring_back(session, part, NOW)
    assert (part.state, stock(session, product)) == (state, kept)


# Completing by the timer


def test_what_was_delivered_is_complete_when_the_time_for_returns_is_over(session, part, product):
    other = place(session, product).sub_orders[0]
    walk(session, part, S.DELIVERED)
    walk(session, other, S.SHIPPED)
    session.commit()
    just_before = NOW + life.RETURN_WINDOW - timedelta(seconds=1)
    assert life.complete_delivered(session, just_before) == 0
    assert life.complete_delivered(session, NOW + life.RETURN_WINDOW) == 1
    assert life.complete_delivered(session, NOW + life.RETURN_WINDOW) == 0
    assert (part.state, other.state) == (S.COMPLETED, S.SHIPPED)
    assert noted(session, part)[-1] == ("sub_order.completed", {"by": "timer"})


# Stock


def test_stock_that_does_not_exist_is_not_silently_moved(session, part):
    session.execute(Stock.__table__.delete())
    with pytest.raises(LookupError):
        life.cancel(session, part, Party.BUYER, "", NOW)
