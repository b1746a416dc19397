"""Matching a statement with payments: what the dry run says is what happens, and once."""

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from marketplace.orders.bank_matching import match_lines
from marketplace.orders.lapsing import lapse_unpaid
from marketplace.orders.paying import HOLD, arrived, is_paid, payment_of
from marketplace.payments.bank_accounts import add_account
from marketplace.payments.bank_matching import Match, by_hand, take_lines
from marketplace.payments.bank_statements import StatementLine
from marketplace.payments.payments import PaymentMethod, Receipt
from tests import world
from tests.marketplace.orders.test_paying import placed
from tests.world import NOW


def line(amount: int, text: str, row: int = 2) -> StatementLine:
    return StatementLine(row, None, amount, text, f"bank:1:{row}")


@pytest.fixture
def product(session):
    made = world.product(session, stock=20)
    add_account(session, session.get_one(Producer, made.producer_id), "970436", "0123456789", "HTX", NOW)
    session.commit()
    return made


@pytest.fixture
def payment(session, product):
    return payment_of(session, placed(session, product).sub_orders[0])


def matches(session, product, *lines) -> list[Match]:
    return [one.match for one in match_lines(session, lines, [product.producer_id])]


def test_each_kind_of_line_is_told_apart(session, product, payment):
    assert matches(
        session,
        product,
        line(payment.amount, f"ck {payment.code.lower()}"),
        line(5, "tiền nhà", 3),
        line(5, "CP0000000000", 4),
    ) == [Match.MATCHED, Match.UNKNOWN, Match.UNKNOWN]
    assert matches(session, product, line(payment.amount - 1, payment.code)) == [Match.TOO_LITTLE]
    assert matches(session, product, line(payment.amount + 1, payment.code)) == [Match.TOO_MUCH]


def test_lines_of_one_file_add_up(session, product, payment):
    half = payment.amount // 2
    lines = [
        line(half, payment.code, 2),
        line(payment.amount - half, payment.code, 3),
        line(7, payment.code, 4),
    ]
    assert matches(session, product, *lines) == [Match.TOO_LITTLE, Match.MATCHED, Match.TOO_MUCH]


def test_a_dry_run_writes_nothing_and_taking_it_twice_counts_once(session, product, payment):
    lines = [line(payment.amount, payment.code), line(9, "khác", 3)]
    dry = match_lines(session, lines, [product.producer_id])
    assert session.scalars(select(Receipt)).all() == []
    assert take_lines(session, dry, NOW) == 1
    session.commit()
    assert payment.is_paid
    assert take_lines(session, dry, NOW) == 0
    assert matches(session, product, *lines) == [Match.KNOWN, Match.UNKNOWN]
    assert payment.received == payment.amount


def test_late_money_is_told_and_counted(session, product):
    part = placed(session, product).sub_orders[0]
    late = payment_of(session, part)
    lapse_unpaid(session, NOW + HOLD[PaymentMethod.VIETQR])
    session.commit()
    dry = match_lines(session, [line(late.amount, late.code)], [product.producer_id])
    assert [one.match for one in dry] == [Match.LATE]
    take_lines(session, dry, NOW + HOLD[PaymentMethod.VIETQR])
    assert is_paid(session, part)


def test_payments_to_other_producers_are_not_found(session, product, payment):
    other = world.producer(session)
    dry = match_lines(session, [line(payment.amount, payment.code)], [other.id])
    assert [(one.match, one.payment) for one in dry] == [(Match.UNKNOWN, None)]
    assert take_lines(session, dry, NOW) == 0


def test_money_confirmed_by_hand_is_not_counted_again_from_the_statement(session, product, payment):
    arrived(session, payment.id, payment.amount, by_hand(payment), NOW)
    session.commit()
    lines = [line(payment.amount, payment.code, 2), line(payment.amount, payment.code, 3)]
    assert matches(session, product, *lines) == [Match.KNOWN, Match.TOO_MUCH]
