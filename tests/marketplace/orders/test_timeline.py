from marketplace.orders import life
from marketplace.orders.orders import Party
from marketplace.orders.timeline import timelines_of
from tests import world
from tests.marketplace.orders.making import place
from tests.world import NOW


def test_each_part_has_its_own_story_since_the_order(session, statements):
    order = place(session, world.product(session), world.product(session))
    foreign = place(session, world.product(session))
    order.note("order.placed", total=order.total)
    one, other = order.sub_orders
    life.confirm(session, one, NOW)
    session.commit()
    life.cancel(session, other, Party.BUYER, "đổi ý", NOW)
    life.confirm(session, foreign.sub_orders[0], NOW)
    session.commit()
    statements.clear()
    told = timelines_of(session, order.id, [one.id, other.id])
    assert len(statements) == 1
    assert [step.action for step in told[one.id]] == ["order.placed", "sub_order.confirmed"]
    assert [(step.action, step.by, step.facts) for step in told[other.id]] == [
        ("order.placed", Party.BUYER, {"total": order.total}),
        ("sub_order.cancelled", Party.BUYER, {"reason": "đổi ý"}),
    ]
    assert told[one.id][1].by == Party.PRODUCER
