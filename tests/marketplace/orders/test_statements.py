"""A month's statement adds up from the opening to the closing balance, and months join without a gap."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.codes import grouped
from catalog.producers import ProducerKind
from marketplace.orders.months import Month
from marketplace.orders.orders import SubOrder
from marketplace.orders.settlement import (
    settle_dues,
    settle_payback,
    settle_payment,
    settle_refund,
    settle_remittance,
    settle_sale,
    settle_transfer,
)
from marketplace.orders.statements import Item, months_of, statement_of
from marketplace.orders.tax_export import tax_rows
from marketplace.payments.ledger import balance, producer_account
from tests import world
from tests.marketplace.orders.test_checkout import basket_of, place
from tests.world import NOW

OCTOBER, NOVEMBER, DECEMBER = Month(2026, 10), Month(2026, 11), Month(2026, 12)


@pytest.fixture
def sold(session) -> SubOrder:
    """A parcel of a household: goods 100,000, delivery 32,000, commission 4,000, tax 1,500."""
    household = world.producer(session, kind=ProducerKind.HOUSEHOLD)
    product = world.product(session, by=household, prices=(100_000,))
    part = place(session, basket_of(session, (product, 1))).sub_orders[0]
    session.refresh(part, ["order"])
    return part


def amounts(statement) -> dict[str, int]:
    return {str(item): statement.total(item) for item in Item if statement.total(item)}


def test_a_month_of_everything(session, sold):
    settle_sale(session, sold, date(2026, 11, 3), NOW, operator_discount=10_000)
    settle_payment(session, sold, "cash_on_delivery", sold.total, "p:1", date(2026, 11, 3), NOW)
    settle_remittance(session, sold, sold.total, "r:1", date(2026, 11, 9), NOW)
    settle_refund(session, sold, 66_000, "refund:1", date(2026, 11, 20), NOW)
    settle_payback(session, sold, "cash_on_delivery", 66_000, "refund:1", date(2026, 11, 21), NOW)
    settle_transfer(session, sold, 7_000, "t:1", date(2026, 11, 25), NOW)
    settle_dues(session, sold.producer_id, 5_000, "dues:1", date(2026, 11, 30), NOW)
    statement = statement_of(session, sold.producer_id, NOVEMBER)
    assert amounts(statement) == {
        "sales": 132_000,
        "refunds": -66_000,
        "commission": -2_000,
        "withholding": -750,
        "vouchers": 5_000,
        "received": -66_000,
        "transferred": -7_000,
        "dues": 5_000,
    }
    assert statement.opening == 0
    assert statement.closing == sum(amounts(statement).values())
    assert statement.closing == balance(session, producer_account(sold.producer_id))
    number = f"{grouped(sold.order.number)}-{sold.position}"
    assert [(line.number, line.day) for line in statement.lines] == [
        (number, date(2026, 11, 3)),
        ("", date(2026, 11, 30)),
    ]


def test_what_buyers_pay_ahead_is_told_apart_until_it_is_delivered(session, sold):
    settle_payment(session, sold, "vietqr", sold.total, "p:1", date(2026, 10, 30), NOW)
    settle_sale(session, sold, date(2026, 12, 2), NOW)
    ahead = [statement_of(session, sold.producer_id, month).ahead for month in (OCTOBER, NOVEMBER, DECEMBER)]
    assert ahead == [-132_000, -132_000, 0]


def test_a_month_without_anything_carries_the_balance(session, sold):
    settle_sale(session, sold, date(2026, 10, 31), NOW)
    november = statement_of(session, sold.producer_id, NOVEMBER)
    assert (november.opening, november.lines, november.closing) == (126_500, [], 126_500)
    assert statement_of(session, sold.producer_id, Month(2026, 9)).closing == 0
    assert [(found.month, found.closing) for found in months_of(session, sold.producer_id)] == [
        (OCTOBER, 126_500)
    ]


def test_the_first_and_the_last_day_belong_to_the_month(session, sold):
    settle_sale(session, sold, date(2026, 11, 1), NOW)
    settle_dues(session, sold.producer_id, 1, "dues:1", date(2026, 11, 30), NOW)
    settle_dues(session, sold.producer_id, 2, "dues:2", date(2026, 12, 1), NOW)
    assert statement_of(session, sold.producer_id, NOVEMBER).total(Item.DUES) == 1
    assert statement_of(session, sold.producer_id, DECEMBER).total(Item.DUES) == 2


def test_another_producers_postings_are_not_in_it(session, sold):
    settle_sale(session, sold, date(2026, 11, 1), NOW)
    settle_dues(session, sold.producer_id * 10, 7, "dues:9", date(2026, 11, 1), NOW)
    assert statement_of(session, sold.producer_id, NOVEMBER).total(Item.DUES) == 0
    assert statement_of(session, sold.producer_id * 10, NOVEMBER).closing == 7


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    dues=st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2027, 3, 1)), st.integers(-(10**9), 10**9)), max_size=20
    )
)
def test_months_join_without_a_gap(session, dues):
    with session.begin_nested() as example:
        for i, (day, amount) in enumerate(dues):
            settle_dues(session, 77, amount, f"dues:{i}", day, NOW)
        closing, month = 0, Month(2026, 1)
        while month <= Month(2027, 3):
            statement = statement_of(session, 77, month)
            assert statement.opening == closing
            closing, month = statement.closing, month.after
        assert closing == balance(session, "producer:77")
        assert not dues or not months_of(session, 77) or months_of(session, 77)[0].closing == closing
        example.rollback()


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "1999-01", "٢٠٢٦-01", "2026-11-01", "x"]
)
def test_what_is_no_month_is_not_read(text):
    with pytest.raises(ValueError):
        Month.read(text)


def test_months_are_read_and_written():
    assert Month.read("2026-11") == NOVEMBER
    assert (str(NOVEMBER), NOVEMBER.first, DECEMBER.after) == ("2026-11", date(2026, 11, 1), Month(2027, 1))


# Tax


def test_taxes_of_a_month_by_parcel(session, sold):
    settle_sale(session, sold, date(2026, 11, 3), NOW)
    rows = tax_rows(session, NOVEMBER)
    assert [(row.tax, row.activity, row.base, row.basis_points, row.amount) for row in rows] == [
        ("personal_income", "goods", 100_000, 50, 500),
        ("value_added", "goods", 100_000, 100, 1_000),
    ]
    assert {row.day for row in rows} == {date(2026, 11, 3)}
    assert {row.number for row in rows} == {f"{grouped(sold.order.number)}-1"}
    assert tax_rows(session, OCTOBER) == tax_rows(session, DECEMBER) == []


def test_refunds_in_later_months_give_back_exactly_what_was_withheld(session, sold):
    settle_sale(session, sold, date(2026, 10, 3), NOW)
    for i, amount in enumerate((1, 43_999, 44_001, 43_999)):
        settle_refund(session, sold, amount, f"refund:{i}", date(2026, 11 + i // 2, 1 + i), NOW)
    rows = [row for month in (OCTOBER, NOVEMBER, DECEMBER) for row in tax_rows(session, month)]
    for tax in ("personal_income", "value_added"):
        assert sum(row.amount for row in rows if row.tax == tax) == 0
        assert sum(row.base for row in rows if row.tax == tax) == 0
    assert sum(row.amount for row in tax_rows(session, OCTOBER)) == 1_500
