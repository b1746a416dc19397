"""A voucher's code, its status on a day and what it is worth."""

import unicodedata
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from marketplace.orders.vouchers import Voucher, VoucherKind, VoucherState, VoucherStatus, read_code
from tests import world
from tests.world import TODAY

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "typed",
    [
        "TET2026",
        "tet2026",
        "  Tết 2026 ",
        "tết-2026",
        "T E T 2 0 2 6",
        "TẾT2026\u00a0",
        unicodedata.normalize("NFD", "tết2026"),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "TET2026"


@pytest.mark.parametrize("typed", ["", "  ", "!!!", "🍵", "\x00", "'; --"])
def test_what_holds_no_letters_is_no_code(typed):
    assert read_code(typed) == ""


@given(st.text())
def test_a_code_is_made_of_capitals_and_digits(typed):
    code = read_code(typed)
    assert all(c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" for c in code)
    assert read_code(code) == code


def voucher(**facts) -> Voucher:
    usual = {
        "kind": VoucherKind.PERCENT,
        "value": 1000,
        "first_day": TODAY,
        "last_day": TODAY + 9 * DAY,
        "uses_allowed": 2,
        "uses": 0,
        "state": VoucherState.ACTIVE,
    }
    return Voucher(**usual | facts)


@pytest.mark.parametrize(
    ("facts", "day", "status"),
    [
        ({}, TODAY - DAY, VoucherStatus.NOT_YET),
        ({}, TODAY, VoucherStatus.IN_FORCE),
        ({}, TODAY + 9 * DAY, VoucherStatus.IN_FORCE),
        ({}, TODAY + 10 * DAY, VoucherStatus.OVER),
        ({"uses": 1}, TODAY, VoucherStatus.IN_FORCE),
        ({"uses": 2}, TODAY, VoucherStatus.USED_UP),
        ({"uses": 2}, TODAY + 10 * DAY, VoucherStatus.OVER),
        ({"state": VoucherState.WITHDRAWN}, TODAY, VoucherStatus.WITHDRAWN),
    ],
)
def test_the_status_follows_from_day_and_uses(facts, day, status):
    assert voucher(**facts).status(day) is status


@pytest.mark.parametrize(
    ("facts", "goods", "off"),
    [
        ({}, 100_000, 10_000),
        ({}, 9, 0),
        ({"value": 750}, 99_999, 7_499),
        ({"value": 10_000}, 100_000, 100_000),
        ({"most": 5_000}, 100_000, 5_000),
        ({"most": 50_000}, 100_000, 10_000),
        ({"kind": VoucherKind.FIXED, "value": 30_000}, 100_000, 30_000),
        ({"kind": VoucherKind.FIXED, "value": 30_000}, 20_000, 20_000),
        ({"kind": VoucherKind.FIXED, "value": 30_000}, 0, 0),
    ],
)
def test_a_voucher_is_worth_whole_dong_and_never_more_than_the_goods(facts, goods, off):
    assert voucher(**facts).worth(goods) == off


@given(
    st.sampled_from(VoucherKind),
    st.integers(1, 10_000),
    st.none() | st.integers(1, 10**6),
    st.integers(0, 10**12),
)
def test_no_voucher_gives_more_than_there_is(kind, value, most, goods):
    off = voucher(kind=kind, value=value, most=most if kind == VoucherKind.PERCENT else None).worth(goods)
    assert 0 <= off <= goods


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "AB"},
        {"code": "X" * 25},
        {"kind": "gift"},
        {"value": 0},
        {"value": -1},
        {"value": 10_001},
        {"most": 0},
        {"kind": "fixed", "most": 5_000},
        {"minimum": -1},
        {"last_day": TODAY - DAY},
        {"uses": 101},
        {"uses": -1},
        {"uses_allowed": 0},
        {"per_buyer_allowed": 0},
        {"state": "asleep"},
        {"bearer": "producer"},
        {"bearer": "nobody"},
    ],
    ids=str,
)
def test_the_database_refuses_a_voucher_that_cannot_be(session, wrong):
    with pytest.raises(IntegrityError), session.begin_nested():
        world.voucher(session, **wrong)


def test_a_voucher_of_the_operator_has_no_producer(session):
    producer = world.producer(session)
    with pytest.raises(IntegrityError), session.begin_nested():
        world.voucher(session, producer_id=producer.id)


def test_a_code_is_unique_in_the_whole_market(session):
    world.voucher(session)
    with pytest.raises(IntegrityError), session.begin_nested():
        world.voucher(session, by=world.producer(session))
