"""How reliably producers deliver: on time, in full, sent back; from what stores wrote down."""

from datetime import datetime, time, timedelta

import pytest

from catalog.days import VIETNAM
from marketplace.sourcing.goods import Delivery, DeliveryLine
from marketplace.sourcing.purchase_orders import PurchaseLine, PurchaseOrder
from marketplace.sourcing.reliability import MOST_ORDERS, Reliability, ReliabilityIndex, reliability_of
from tests import people, world
from tests.world import NOW, TODAY

UNTIL = TODAY - timedelta(days=10)


class Trade:
    """Orders of one retailer at one producer, of a pack: 10 units are 20 packs."""

    def __init__(self, session):
        self.session = session
        self.product = world.product(session)
        self.shop = world.retailer(session)
        self.store = world.store(session, self.shop)
        self.user = people.user(session, f"mua{self.shop.id}@vidu.vn")
        self.number = 0

    def order(self, state: str = "delivered", until=UNTIL, quantity: int = 10) -> PurchaseOrder:
        self.number += 1
        made = PurchaseOrder(
            number=f"PO-{self.number}",
            retailer_id=self.shop.id,
            producer_id=self.product.producer_id,
            store_id=self.store.id,
            user_id=self.user.id,
            state=state,
            deliver_from=until - timedelta(days=3),
            deliver_until=until,
            created_at=NOW,
            issued_at=NOW,
        )
        made.lines = [
            PurchaseLine(
                position=1,
                variant_id=self.product.variants[0].id,
                product_name="Chè",
                pack="Gói",
                unit="case",
                quantity=quantity,
                packs=quantity * 2,
                price=1000,
            )
        ]
        self.session.add(made)
        self.session.flush()
        return made

    def deliver(
        self, order: PurchaseOrder, received: int, rejected: int = 0, at: datetime | None = None
    ) -> None:
        """Come at noon of the last day unless said otherwise."""
        at = at or datetime.combine(order.deliver_until, time(12), VIETNAM)
        number = len(self.session.query(Delivery).filter_by(purchase_order_id=order.id).all()) + 1
        made = Delivery(
            purchase_order_id=order.id, number=number, state="received", sent_at=at, received_at=at
        )
        line = DeliveryLine(purchase_line_id=order.lines[0].id, sent=max(received, 1))
        line.received, line.rejected = received, rejected
        made.lines = [line]
        self.session.add(made)
        self.session.flush()

    @property
    def figures(self) -> Reliability:
        return reliability_of(self.session, [self.product.producer_id], TODAY)[self.product.producer_id]


@pytest.fixture
def trade(session) -> Trade:
    return Trade(session)


def test_nothing_was_ordered(trade):
    assert trade.figures == Reliability() and trade.figures.rejected_bp == 0
    assert reliability_of(trade.session, [], TODAY) == {}


def test_a_good_order(trade):
    trade.deliver(trade.order(), 10)
    assert trade.figures == Reliability(1, 1, 1, 20, 0)


@pytest.mark.parametrize(
    ("moment", "on_time"),
    [
        (datetime.combine(UNTIL, time(23, 59), VIETNAM), 1),
        (datetime.combine(UNTIL + timedelta(days=1), time(0, 0), VIETNAM), 0),
    ],
)
def test_the_day_ends_at_midnight_in_vietnam(trade, moment, on_time):
    trade.deliver(trade.order(), 10, at=moment)
    assert trade.figures.on_time == on_time and trade.figures.in_full == 1


def test_what_came_in_parts_is_whole_with_the_last_of_them(trade):
    order = trade.order()
    trade.deliver(order, 6)
    assert trade.figures.in_full == 0
    late = datetime.combine(UNTIL + timedelta(days=2), time(9), VIETNAM)
    trade.deliver(order, 4, at=late)
    assert (trade.figures.in_full, trade.figures.on_time, trade.figures.received) == (1, 0, 20)


def test_what_went_back_at_the_ramp_is_missing_and_counted(trade):
    trade.deliver(trade.order(), 10, rejected=1)
    assert trade.figures == Reliability(1, 1, 0, 20, 2) and trade.figures.rejected_bp == 1000


def test_an_order_that_did_not_come_counts_once_its_day_has_passed(trade):
    trade.order("acknowledged", TODAY)
    assert trade.figures.orders == 0
    trade.order("acknowledged", TODAY - timedelta(days=1))
    assert trade.figures == Reliability(orders=1)


def test_other_orders_do_not_count(trade):
    for state in ("draft", "waiting", "issued"):
        trade.order(state)
    for state in ("declined", "cancelled"):
        with trade.session.no_autoflush:
            made = trade.order("issued")
            made.state, made.reason = state, "Vì thế"
    trade.deliver(trade.order(until=TODAY - timedelta(days=366)), 10)
    another = Trade(trade.session)
    another.deliver(another.order(), 10)
    assert trade.figures.orders == 0 and another.figures.orders == 1


def test_the_newest_orders_count_in_one_statement(trade, statements):
    for day in range(MOST_ORDERS + 5):
        order = trade.order(until=UNTIL - timedelta(days=day))
        trade.deliver(order, 10 if day < MOST_ORDERS else 0)
    trade.session.flush()
    statements.clear()
    figures = trade.figures
    assert (figures.orders, figures.in_full) == (MOST_ORDERS, MOST_ORDERS)
    assert len(statements) == 1


@pytest.fixture
def kept(trade):
    """Figures as the index of the process has them."""
    index = ReliabilityIndex()
    maker = trade.product.producer_id
    return lambda day=TODAY: index.of(trade.session, [maker], day)[maker]


def test_what_is_kept_is_asked_for_in_one_statement(trade, kept, statements):
    trade.deliver(trade.order(), 10)
    assert kept() == trade.figures
    statements.clear()
    assert kept() == Reliability(1, 1, 1, 20, 0)
    assert len(statements) == 1 and "delivery_lines" not in statements[0]


def test_each_step_of_an_order_is_seen_at_once(trade, kept):
    assert kept() == Reliability()
    order = trade.order("acknowledged", TODAY)
    assert kept().orders == 0
    trade.deliver(order, 10)
    order.revision += 1
    order.move("delivered")
    trade.session.flush()
    assert kept() == trade.figures == Reliability(1, 1, 1, 20, 0)
    trade.order()
    assert kept().orders == 2


def test_a_day_alone_changes_what_is_kept(trade, kept):
    trade.order("acknowledged", TODAY)
    assert [kept(TODAY + timedelta(days=days)).orders for days in (0, 1, 0, 366)] == [0, 1, 0, 0]


# PostgreSQL reads so small a table as a whole.
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whether_anything_happened_is_read_from_an_index_alone(trade, kept, statements):
    """However many orders a producer has."""
    kept()
    (asked,) = statements
    driver = trade.session.connection().connection.dbapi_connection
    plan = driver.execute(f"EXPLAIN QUERY PLAN {asked}", [None] * asked.count("?")).fetchall()
    assert "COVERING INDEX ix_purchase_orders_producer_until" in plan[0][3]
