"""Any sequence of steps on any orders: stock stays possible, equals its movements, and moves once per line."""

from collections import defaultdict
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from catalog.records import Refused
from marketplace.orders import life
from marketplace.orders.orders import OrderLine, Party, SubOrder, SubOrderState
from marketplace.stock import Movement, Reason, Stock, reserve
from tests import world
from tests.marketplace.orders.making import place
from tests.world import NOW

S = SubOrderState
STEPS = {
    "confirm": life.confirm,
    "pack": life.pack,
    "ship": lambda session, part, now: life.ship(session, part, "ghn", "GHN1234", now),
    "deliver": life.deliver,
    "complete": life.complete,
    "bring back": life.bring_back,
    "lapse": life.lapse,
    **{
        f"cancel by {by}": lambda session, part, now, by=by: life.cancel(session, part, by, "vì thế", now)
        for by in Party
    },
}
FORWARD = ["confirm", "pack", "ship", "deliver", "complete"]
HISTORIES = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([*STEPS, *FORWARD, *FORWARD])), max_size=40)
WHAT_IS_HELD = {S.PENDING, S.CONFIRMED, S.PACKED}


@pytest.fixture
def parts(session) -> list[SubOrder]:
    """Four parts of two orders, of two producers; each product is in more than one part."""
    one, other = world.product(session, stock=9), world.product(session, stock=9)
    orders = [place(session, one, other, quantity=2), place(session, other, one, quantity=3)]
    session.commit()
    return [part for order in orders for part in order.sub_orders]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORIES)
def test_after_any_history_the_stock_equals_its_movements(session, parts, history):
    with session.begin_nested() as all_of_it:
        for which, step in history:
            with suppress(Refused):
                STEPS[step](session, parts[which], NOW)
            check(session, parts)
        all_of_it.rollback()
    session.expire_all()


def check(session, parts) -> None:
    session.flush()
    sums = movements(session)
    lines = session.scalars(select(OrderLine)).all()
    states = {part.id: part.state for part in parts}
    for stock in session.scalars(select(Stock).execution_options(populate_existing=True)):
        reasons = sums[stock.variant_id]
        assert 0 <= stock.reserved <= stock.on_hand
        assert stock.on_hand == reasons[Reason.COUNTED] + reasons[Reason.SHIPPED] + reasons[Reason.RETURNED]
        assert stock.reserved == (
            reasons[Reason.SHIPPED] - reasons[Reason.RESERVED] - reasons[Reason.RELEASED]
        )
        held = [line for line in lines if states[line.sub_order_id] in WHAT_IS_HELD]
        assert stock.reserved == sum(line.quantity for line in held if line.variant_id == stock.variant_id)


def movements(session) -> dict[int, dict[str, int]]:
    query = select(Movement.variant_id, Movement.reason, func.sum(Movement.quantity))
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for variant_id, reason, quantity in session.execute(query.group_by(*query.selected_columns[:2])):
        sums[variant_id][reason] = quantity
    return sums


def test_a_source_moves_the_same_stock_once(session, parts):
    line = session.scalars(select(OrderLine)).first()
    source = f"order-line:{line.id}"
    with pytest.raises(Exception, match=r"(?i)unique"), session.begin_nested():
        reserve(session, line.variant_id, line.quantity, source, NOW)
        session.flush()
    check(session, parts)
