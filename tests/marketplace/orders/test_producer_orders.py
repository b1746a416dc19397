"""Pages of a producer's parts: in their order over several producers, each part once."""

from marketplace.orders.orders import SubOrderState
from marketplace.orders.producer_orders import parts_page
from tests import world
from tests.marketplace.orders.making import place


def parts_of(session, makers, state=None, offset=0, limit=30) -> list[int]:
    return [part.id for part in parts_page(session, [maker.id for maker in makers], state, offset, limit)]


def placed(session, *products, times) -> list[int]:
    return [part.id for _ in range(times) for part in place(session, *products).sub_orders]


def test_parts_of_several_producers_follow_one_another_page_by_page(session):
    makers = [world.producer(session) for _ in range(2)]
    goods = [world.product(session, by=maker, stock=50) for maker in makers]
    ids = placed(session, *goods, times=4) + placed(session, goods[0], times=3)
    placed(session, world.product(session), times=2)
    newest = sorted(ids, reverse=True)
    assert parts_of(session, makers) == newest
    pages = [parts_of(session, makers, offset=at, limit=4) for at in (0, 4, 8, 12)]
    assert pages == [newest[:4], newest[4:8], newest[8:], []]


def test_what_waits_comes_oldest_first_and_what_is_done_newest_first(session):
    maker = world.producer(session)
    ids = placed(session, world.product(session, by=maker, stock=50), times=5)
    assert parts_of(session, [maker], SubOrderState.PENDING, limit=3) == ids[:3]
    assert parts_of(session, [maker], SubOrderState.COMPLETED) == []
    assert parts_of(session, [maker], limit=2) == [ids[4], ids[3]]


def test_nobody_has_no_parts(session):
    assert parts_of(session, []) == []
