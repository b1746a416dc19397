"""Two people at one part of an order at the same moment, in real transactions on both databases."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.categories import load_categories
from catalog.place_data import load_places
from catalog.records import Refused
from marketplace import migrations
from marketplace.audit import Entry
from marketplace.orders import life
from marketplace.orders.orders import OrderLine, Party, SubOrder
from marketplace.orders.shipments import Shipment
from marketplace.stock import Movement, Reason, Stock
from storefront.database import Database
from tests import world
from tests.conftest import postgres_url
from tests.marketplace.orders.making import place
from tests.world import NOW

ROUNDS = 12
Step = Callable[[Session, SubOrder], bool]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request, tmp_path_factory) -> Iterator[Database]:
    """A database that many connections write to at once."""
    folder = tmp_path_factory.mktemp("life")
    url = f"sqlite:///{folder / 'life.db'}" if request.param == "sqlite" else postgres_url("life")
    made = Database(url)
    migrations.upgrade(made.engine)
    with made.transaction() as session:
        load_places(session)
        load_categories(session)
    yield made
    made.engine.dispose()


def confirm(session, part):
    return life.confirm(session, part, NOW)


def pack(session, part):
    return life.pack(session, part, NOW)


def ship(session, part):
    return life.ship(session, part, "ghn", "GHN1234", NOW)


def deliver(session, part):
    return life.deliver(session, part, NOW)


def bring_back(session, part):
    return life.bring_back(session, part, NOW)


def lapse(session, part):
    return life.lapse(session, part, NOW)


def by_buyer(session, part):
    return life.cancel(session, part, Party.BUYER, "đổi ý", NOW)


def by_producer(session, part):
    return life.cancel(session, part, Party.PRODUCER, "hết hàng", NOW)


def made(database: Database, *before: Step) -> int:
    """A part of two products that has come as far as these steps bring it."""
    with database.transaction() as session:
        producer = world.producer(session)
        products = [world.product(session, by=producer, stock=5) for _ in range(2)]
        part = place(session, *products, quantity=2).sub_orders[0]
        for step in before:
            assert step(session, part)
        return part.id


def at_once(database: Database, id: int, *steps: Step) -> list[str]:
    """What came of each: "done", "known" (it was so already) or "refused"."""
    barrier = Barrier(len(steps))

    def take(step: Step) -> str:
        barrier.wait(timeout=30)
        try:
            with database.transaction() as session:
                return "done" if step(session, session.get_one(SubOrder, id)) else "known"
        except Refused:
            return "refused"

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(take, steps))


def state(database: Database, id: int) -> str:
    with database.reading() as session:
        return session.get_one(SubOrder, id).state


def check_stock(database: Database, id: int, on_hand: int, reserved: int) -> None:
    """Both products of the part stand so, and each reason has moved each of them once."""
    with database.reading() as session:
        variants = session.scalars(select(OrderLine.variant_id).where(OrderLine.sub_order_id == id)).all()
        for variant in variants:
            stock = session.get_one(Stock, variant)
            assert (stock.on_hand, stock.reserved) == (on_hand, reserved)
            per_reason = select(Movement.reason, func.count()).where(Movement.variant_id == variant)
            counts = dict(session.execute(per_reason.group_by(Movement.reason)).all())
            assert set(counts.values()) == {1}
            assert (Reason.RELEASED in counts) + (Reason.SHIPPED in counts) <= 1


def noted(database: Database, id: int, action: str) -> int:
    with database.reading() as session:
        mine = Entry.subject == "sub_orders", Entry.subject_id == id, Entry.action == action
        return session.scalar(select(func.count()).select_from(Entry).where(*mine))


@pytest.mark.parametrize(
    ("before", "step", "action", "stock"),
    [
        ([], confirm, "sub_order.confirmed", (5, 2)),
        ([confirm, pack], ship, "sub_order.shipped", (3, 0)),
        ([confirm, pack, ship], deliver, "sub_order.delivered", (3, 0)),
        ([confirm, pack, ship], bring_back, "sub_order.returned", (5, 0)),
        ([], by_buyer, "sub_order.cancelled", (5, 0)),
    ],
    ids=["confirm", "ship", "deliver", "bring back", "cancel"],
)
def test_a_button_pressed_eight_times_at_once_counts_once(shared, before, step, action, stock):
    id = made(shared, *before)
    assert sorted(at_once(shared, id, *[step] * 8)) == ["done"] + ["known"] * 7
    assert noted(shared, id, action) == 1
    check_stock(shared, id, *stock)
    with shared.reading() as session:
        sent = session.scalar(select(func.count()).where(Shipment.sub_order_id == id))
        assert sent == (action in ("sub_order.shipped", "sub_order.delivered", "sub_order.returned"))


def test_cancelling_against_shipping_ends_in_one_of_the_two(shared):
    for _ in range(ROUNDS):
        id = made(shared, confirm, pack)
        assert sorted(at_once(shared, id, by_producer, ship)) == ["done", "refused"]
        if state(shared, id) == "shipped":
            check_stock(shared, id, 3, 0)
        else:
            assert state(shared, id) == "cancelled"
            check_stock(shared, id, 5, 0)


def test_a_buyer_cancelling_against_a_producer_confirming_is_cancelled(shared):
    """The buyer may cancel what is confirmed too: only the order of the two differs."""
    for _ in range(ROUNDS):
        id = made(shared)
        cancelled, confirmed = at_once(shared, id, by_buyer, confirm)
        assert cancelled == "done"
        assert confirmed in ("done", "refused")
        assert state(shared, id) == "cancelled"
        check_stock(shared, id, 5, 0)


def test_a_buyer_cancelling_against_a_producer_packing_ends_in_one_of_the_two(shared):
    for _ in range(ROUNDS):
        id = made(shared, confirm)
        assert sorted(at_once(shared, id, by_buyer, pack)) == ["done", "refused"]
        check_stock(shared, id, 5, 2 if state(shared, id) == "packed" else 0)


def test_buyer_producer_and_timer_cancelling_at_once_free_the_pieces_once(shared):
    for _ in range(ROUNDS):
        id = made(shared)
        assert sorted(at_once(shared, id, by_buyer, by_producer, lapse)) == ["done", "known", "known"]
        check_stock(shared, id, 5, 0)


def test_two_workers_complete_a_parcel_once(shared):
    id = made(shared, confirm, pack, ship, deliver)

    def complete(session: Session, _part: SubOrder) -> bool:
        return bool(life.complete_delivered(session, NOW + life.RETURN_WINDOW))

    assert at_once(shared, id, *[complete] * 4).count("done") >= 1
    assert state(shared, id) == "completed"
    assert noted(shared, id, "sub_order.completed") == 1
