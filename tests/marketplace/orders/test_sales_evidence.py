"""What a producer has sold: only what has reached its buyers, less refunds, by product, province and month."""

from datetime import timedelta

from marketplace.orders import life
from marketplace.orders.months import Month
from marketplace.orders.sales_evidence import evidence_of
from tests import world
from tests.marketplace.orders.making import place
from tests.world import NOW, TODAY


def sell(session, *products, days_ago: int = 0, steps: int = 4, **facts):
    at = NOW - timedelta(days=days_ago)
    order = place(session, *products, **facts)
    order.placed_at = at
    session.flush()
    for part in order.sub_orders:
        for step in (life.confirm, life.pack, _ship, life.deliver)[:steps]:
            step(session, part, NOW)
    session.flush()
    return order


def _ship(session, part, now):
    life.ship(session, part, "coach", "", now)


def test_only_what_has_arrived_counts(session):
    tea = world.product(session, stock=50)
    for steps in range(4):
        sell(session, tea, steps=steps)
    assert evidence_of(session, tea.producer_id).whole.orders == set()
    sell(session, tea)
    assert len(evidence_of(session, tea.producer_id).whole.orders) == 1


def test_sums_by_product_province_and_month(session):
    maker = world.producer(session)
    tea, honey = (world.product(session, name, by=maker, stock=50) for name in ("Chè", "Mật"))
    foreign = world.product(session, stock=50)
    sell(session, tea, honey, foreign, phone="+84900000001", commune_code=world.BA_DINH)
    sell(session, tea, days_ago=40, phone="+84900000001", commune_code=world.BA_DINH)
    sell(session, tea, days_ago=40, phone="+84900000002", commune_code=world.PHU_QUOC)
    found = evidence_of(session, maker.id)
    whole = found.whole
    assert (len(whole.orders), len(whole.buyers), len(whole.months), whole.pieces) == (3, 2, 2, 4)
    assert whole.revenue == 400_000
    assert (whole.first, whole.last) == (TODAY - timedelta(days=40), TODAY)
    assert {id: len(one.orders) for id, one in found.products.items()} == {tea.id: 3, honey.id: 1}
    assert [(name, len(one.buyers), one.revenue) for name, one in found.provinces] == [
        ("Hà Nội", 1, 300_000),
        ("An Giang", 1, 100_000),
    ]
    assert [month for month, _ in found.months] == [Month.of(TODAY - timedelta(days=40)), Month.of(TODAY)]


def test_nothing_sold_is_nothing(session):
    found = evidence_of(session, world.producer(session).id)
    assert (found.whole.first, found.whole.revenue, found.products, found.provinces) == (None, 0, {}, [])


def test_it_takes_two_statements(session, statements):
    tea = world.product(session, stock=90)
    for days in range(8):
        sell(session, tea, days_ago=days)
    session.commit()
    statements.clear()
    evidence_of(session, tea.producer_id)
    assert len(statements) == 2
