"""What vouchers take off the goods of several producers."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.orders.discounts import Hindrance, discounts
from marketplace.orders.vouchers import Bearer, Voucher, VoucherKind, VoucherState
from tests.world import TODAY

DAY = timedelta(days=1)


def voucher(id: int = 1, producer: int | None = None, **facts) -> Voucher:
    usual = {
        "id": id,
        "code": f"CODE{id}",
        "bearer": Bearer.PRODUCER if producer else Bearer.OPERATOR,
        "producer_id": producer,
        "kind": VoucherKind.FIXED,
        "value": 30_000,
        "minimum": 0,
        "first_day": TODAY,
        "last_day": TODAY,
        "uses_allowed": 1,
        "uses": 0,
        "state": VoucherState.ACTIVE,
    }
    return Voucher(**usual | facts)


def taken(*vouchers, goods, used=None, day=TODAY):
    return [(found.hindrance, dict(found.amounts)) for found in discounts(vouchers, goods, used or {}, day)]


def test_the_operators_voucher_is_shared_in_proportion_to_the_goods():
    assert taken(voucher(), goods={1: 200_000, 2: 100_000}) == [(None, {1: 20_000, 2: 10_000})]


def test_the_odd_dong_goes_to_the_largest_remainder():
    assert taken(voucher(value=100), goods={1: 1000, 2: 1000, 3: 1000}) == [(None, {1: 34, 2: 33, 3: 33})]


def test_a_producers_voucher_touches_its_own_goods_only():
    assert taken(voucher(producer=2), goods={1: 200_000, 2: 100_000}) == [(None, {2: 30_000})]


def test_producers_come_first_and_the_operator_reckons_with_what_is_left():
    both = voucher(1, value=1000, kind=VoucherKind.PERCENT), voucher(2, producer=1, value=100_000)
    assert taken(*both, goods={1: 100_000, 2: 50_000}) == [(None, {1: 100_000}), (None, {2: 5_000})]


@pytest.mark.parametrize(
    ("facts", "hindrance"),
    [
        ({"state": VoucherState.WITHDRAWN}, Hindrance.WITHDRAWN),
        ({"first_day": TODAY + DAY, "last_day": TODAY + DAY}, Hindrance.NOT_YET),
        ({"first_day": TODAY - DAY, "last_day": TODAY - DAY}, Hindrance.OVER),
        ({"uses": 1}, Hindrance.USED_UP),
        ({"producer": 9}, Hindrance.OTHER_PRODUCER),
        ({"minimum": 300_001}, Hindrance.BELOW_MINIMUM),
        ({"producer": 2, "minimum": 100_001}, Hindrance.BELOW_MINIMUM),
    ],
)
def test_what_hinders_a_voucher_is_told_and_nothing_comes_off(facts, hindrance):
    assert taken(voucher(**facts), goods={1: 200_000, 2: 100_000}) == [(hindrance, {})]


@pytest.mark.parametrize(("producer", "minimum"), [(None, 300_000), (2, 100_000)])
def test_the_minimum_counts_the_goods_it_applies_to(producer, minimum):
    found = discounts([voucher(producer=producer, minimum=minimum)], {1: 200_000, 2: 100_000}, {}, TODAY)
    assert (found[0].hindrance, found[0].amount) == (None, 30_000)


def test_what_is_missing_to_the_minimum_is_known():
    found = discounts([voucher(minimum=350_000)], {1: 200_000, 2: 100_000}, {}, TODAY)
    assert found[0].missing == 50_000


def test_the_minimum_counts_goods_before_other_vouchers():
    both = voucher(1, minimum=100_000), voucher(2, producer=1, value=50_000)
    assert taken(*both, goods={1: 100_000}) == [(None, {1: 50_000}), (None, {1: 30_000})]


@pytest.mark.parametrize(("used", "hindrance"), [(0, None), (1, None), (2, Hindrance.USED_BY_YOU)])
def test_a_buyer_uses_it_as_often_as_allowed(used, hindrance):
    found = discounts([voucher(per_buyer_allowed=2)], {1: 100_000}, {1: used}, TODAY)
    assert found[0].hindrance is hindrance


def test_where_everything_is_free_already_nothing_is_left():
    both = voucher(1), voucher(2, producer=1, value=10**9)
    assert taken(*both, goods={1: 100_000}) == [(None, {1: 100_000}), (Hindrance.NOTHING_LEFT, {})]


VALUES = st.one_of(
    st.tuples(st.just(VoucherKind.FIXED), st.integers(1, 10**9), st.none()),
    st.tuples(st.just(VoucherKind.PERCENT), st.integers(1, 10_000), st.none() | st.integers(1, 10**6)),
)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=6), st.lists(VALUES, min_size=1, max_size=6))
def test_parts_add_up_and_none_costs_less_than_nothing(amounts, values):
    goods = dict(enumerate(amounts, 1))
    vouchers = [
        voucher(i + 1, producer=i if i in goods else None, kind=kind, value=value, most=most)
        for i, (kind, value, most) in enumerate(values[: len(goods) + 1])
    ]
    found = discounts(vouchers, goods, {}, TODAY)
    off = {part: sum(discount.amounts.get(part, 0) for discount in found) for part in goods}
    assert all(0 <= off[part] <= goods[part] for part in goods)
    assert all(amount > 0 for discount in found for amount in discount.amounts.values())
    assert sum(off.values()) == sum(discount.amount for discount in found)
    operators = next(discount for discount in found if discount.voucher.bearer == Bearer.OPERATOR)
    left = sum(goods.values()) - sum(discount.amount for discount in found if discount is not operators)
    assert operators.amount == operators.voucher.worth(left)
