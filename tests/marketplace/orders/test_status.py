import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.orders.orders import SubOrderState
from marketplace.orders.status import OrderStatus, status_of

S, OS = SubOrderState, OrderStatus


@pytest.mark.parametrize(
    ("states", "status"),
    [
        ([S.PENDING], OS.WAITING),
        ([S.PENDING, S.PENDING], OS.WAITING),
        ([S.PENDING, S.CANCELLED], OS.WAITING),
        ([S.PENDING, S.CONFIRMED], OS.IN_PROGRESS),
        ([S.PACKED], OS.IN_PROGRESS),
        ([S.PENDING, S.SHIPPED], OS.PARTLY_SHIPPED),
        ([S.CONFIRMED, S.COMPLETED], OS.PARTLY_SHIPPED),
        ([S.SHIPPED, S.SHIPPED], OS.SHIPPED),
        ([S.SHIPPED, S.DELIVERED], OS.PARTLY_DELIVERED),
        ([S.SHIPPED, S.RETURNED], OS.PARTLY_DELIVERED),
        ([S.DELIVERED, S.COMPLETED], OS.DELIVERED),
        ([S.DELIVERED, S.RETURNED], OS.DELIVERED),
        ([S.COMPLETED, S.RETURNED], OS.COMPLETED),
        ([S.COMPLETED, S.CANCELLED], OS.COMPLETED),
        ([S.RETURNED, S.CANCELLED], OS.RETURNED),
        ([S.CANCELLED, S.CANCELLED], OS.CANCELLED),
    ],
)
def test_what_is_said_of_an_order(states, status):
    assert status_of(states) == status
    assert status_of(str(state) for state in reversed(states)) == status


STATES = st.lists(st.sampled_from(S), min_size=1, max_size=6)


@given(STATES)
def test_cancelled_parts_count_only_where_all_are(states):
    live = [state for state in states if state != S.CANCELLED]
    assert status_of([*states, S.CANCELLED]) == status_of(states)
    assert (status_of(states) == OS.CANCELLED) == (not live)


@given(STATES, st.sampled_from(S))
def test_how_often_a_state_occurs_does_not_matter(states, more):
    assert status_of([*states, more]) == status_of([*states, more, more])
