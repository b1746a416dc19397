"""Payments: money counts once per source, and the state follows the money."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from catalog.records import Refused
from marketplace.jobs import Job
from marketplace.payments import payments
from marketplace.payments.bank_accounts import (
    WAITS,
    accounts_of,
    add_account,
    read_account_number,
    stop_account,
    waiting_account,
)
from marketplace.payments.cash_on_delivery import calls_first, check_cash, note_refusal, refusals_and_ceilings
from marketplace.payments.payments import Payment, PaymentMethod, PaymentState, Receipt, give_back, receive
from marketplace.payments.refunds import ask_refund, due_refunds, refund_done
from marketplace.payments.terms import terms_to_change
from tests import world
from tests.world import NOW

S = PaymentState


def payment(session, amount=200_000, method=PaymentMethod.VIETQR, **facts) -> Payment:
    made = Payment(reference="sub-order:1", method=method, amount=amount, created_at=NOW, **facts)
    session.add(made)
    session.flush()
    return made


def test_its_code_is_a_purpose_every_bank_takes(session):
    code = payment(session).code
    assert len(code) == 12
    assert code.isascii() and code.isalnum()


@pytest.mark.parametrize("state", [S.CREATED, S.PENDING, S.FAILED, S.CANCELLED])
def test_enough_money_is_a_success_whatever_was_before(session, state):
    made = payment(session, state=state)
    assert receive(session, made, 200_000, "bank:1", NOW)
    assert (made.state, made.received, made.missing, made.succeeded_at) == (S.SUCCEEDED, 200_000, 0, NOW)


def test_money_comes_in_parts_and_too_much_of_it(session):
    made = payment(session)
    receive(session, made, 150_000, "bank:1", NOW)
    assert (made.state, made.missing, made.unneeded) == (S.CREATED, 50_000, 0)
    receive(session, made, 80_000, "bank:2", NOW)
    assert (made.state, made.missing, made.unneeded) == (S.SUCCEEDED, 0, 30_000)
    made.surplus = 30_000
    assert (made.to_come, made.unneeded) == (0, 0)


def test_what_is_to_go_back_does_not_pay_any_more(session):
    made = payment(session)
    receive(session, made, 150_000, "bank:1", NOW)
    made.state, made.surplus = S.CANCELLED, made.received
    receive(session, made, 50_000, "bank:2", NOW)
    assert (made.state, made.missing, made.unneeded) == (S.CANCELLED, 150_000, 50_000)
    receive(session, made, 150_000, "bank:3", NOW)
    assert (made.state, made.missing, made.unneeded) == (S.SUCCEEDED, 0, 0)


def test_a_source_counts_once(session):
    made = payment(session)
    assert receive(session, made, 100_000, "bank:1", NOW)
    assert not receive(session, made, 100_000, "bank:1", NOW)
    assert made.received == 100_000
    session.add(Receipt(payment_id=made.id, source="bank:1", amount=1, received_at=NOW))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_is_not_received(session, amount):
    with pytest.raises(ValueError):
        receive(session, payment(session), amount, "bank:1", NOW)


def test_more_than_came_is_never_given_back(session):
    made = payment(session)
    receive(session, made, 200_000, "bank:1", NOW)
    assert give_back(session, made, 150_000, "refund:1", NOW)
    assert not give_back(session, made, 150_000, "refund:1", NOW)
    with pytest.raises(ValueError):
        give_back(session, made, 50_001, "refund:2", NOW)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE receipts SET amount = 1",
        "DELETE FROM receipts",
        "UPDATE bank_accounts SET number = '9999'",
        "DELETE FROM bank_accounts",
    ],
)
def test_the_database_refuses_to_rewrite_what_came(session, change):
    add_account(session, world.producer(session), "970436", "0123456789", "HTX Thử", NOW)
    receive(session, payment(session), 200_000, "bank:1", NOW)
    session.flush()
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(change))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payments SET state = 'succeeded'",
        "UPDATE payments SET given_back = 1",
        "UPDATE payments SET amount = 0",
        "UPDATE payments SET method = 'gold'",
    ],
)
def test_the_database_checks_a_payment(session, change):
    payment(session)
    with pytest.raises(DBAPIError):
        session.execute(text(change))


# Refunds


def test_a_refund_is_made_once_for_its_reason(session):
    made = payment(session, method=PaymentMethod.CARD)
    receive(session, made, 200_000, "card:1", NOW)
    first = ask_refund(session, made, 80_000, "return:1", NOW)
    assert ask_refund(session, made, 80_000, "return:1", NOW) is first
    assert due_refunds(session, PaymentMethod.CARD) == [first]
    assert [(job.kind, job.facts) for job in session.scalars(select(Job))] == [
        ("refund_payment", {"refund": first.id})
    ]
    assert refund_done(session, first, made, NOW, "re_1")
    assert not refund_done(session, first, made, NOW, "re_1")
    assert (made.given_back, due_refunds(session, PaymentMethod.CARD)) == (80_000, [])


def test_refunds_together_never_exceed_what_came(session):
    made = payment(session)
    receive(session, made, 200_000, "bank:1", NOW)
    ask_refund(session, made, 150_000, "return:1", NOW)
    for amount in (50_001, 0, -1):
        with pytest.raises(Refused, match="More can't be given back"):
            ask_refund(session, made, amount, "return:2", NOW)
    ask_refund(session, made, 50_000, "return:2", NOW)


def test_what_went_to_a_producer_goes_back_by_hand(session):
    made = payment(session)
    receive(session, made, 200_000, "bank:1", NOW)
    refund = ask_refund(session, made, 200_000, "sub-order:1", NOW)
    assert session.scalars(select(Job)).all() == []
    assert refund_done(session, refund, made, NOW)
    assert made.given_back == 200_000


# Bank accounts


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0123 456 789", "0123456789"), ("19036.781-234", "19036781234"), (" htxsuoigiang ", "HTXSUOIGIANG")],
)
def test_an_account_number_is_read_as_people_write_it(typed, number):
    assert read_account_number(typed) == number


@pytest.mark.parametrize("typed", ["", "12", "1" * 20, "số 12345", "'; DROP TABLE", "１２３４５６é"])
def test_what_is_no_account_number_is_refused(session, typed):
    with pytest.raises(ValueError):
        read_account_number(typed)
    with pytest.raises(Refused, match="account number"):
        add_account(session, world.producer(session), "970436", typed, "HTX", NOW)


def test_the_newest_account_is_used_and_the_older_stay(session):
    producer, other = world.producer(session), world.producer(session)
    first = add_account(session, producer, "970436", "0123456789", "HTX Thử", NOW)
    assert add_account(session, producer, "970436", "0123456789", "htx thử", NOW) is first
    second = add_account(session, producer, "970422", "0987654321", "HTX Thử", NOW)
    assert accounts_of(session, [producer.id, other.id], NOW) == {producer.id: first}
    assert accounts_of(session, [producer.id, other.id], NOW + WAITS) == {producer.id: second}
    assert (first.number, second.bank, second.holder) == ("0123456789", "MB", "HTX THỬ")


def test_who_does_not_sell_yet_waits_for_nothing(session):
    producer = world.producer(session)
    producer.state = "draft"
    for number in ("1111", "2222"):
        add_account(session, producer, "970436", number, "HTX", NOW)
        assert numbers(session, producer, NOW) == [number]


def numbers(session, producer, *moments) -> list[str]:
    return [accounts_of(session, [producer.id], moment)[producer.id].number for moment in moments]


def test_what_waits_is_stopped_or_replaced_and_never_comes_in_force(session):
    producer, hour = world.producer(session), timedelta(hours=1)
    with pytest.raises(Refused, match="No new account is waiting"):
        stop_account(session, producer, NOW)
    add_account(session, producer, "970436", "1111", "HTX", NOW)
    add_account(session, producer, "970436", "2222", "HTX", NOW)
    add_account(session, producer, "970436", "3333", "HTX", NOW + hour)
    after = NOW + WAITS
    assert numbers(session, producer, NOW, after, after + hour) == ["1111", "1111", "3333"]
    stop_account(session, producer, NOW + 2 * hour)
    assert numbers(session, producer, NOW + 2 * hour, after + hour) == ["1111", "1111"]
    assert waiting_account(session, producer.id, NOW + 2 * hour) is None
    with pytest.raises(Refused, match="No new account is waiting"):
        stop_account(session, producer, NOW + 2 * hour)
    add_account(session, producer, "970436", "4444", "HTX", NOW + 3 * hour)
    add_account(session, producer, "970436", "1111", "HTX", NOW + 4 * hour)
    assert numbers(session, producer, NOW + 4 * hour, NOW + 2 * WAITS) == ["1111", "1111"]


def test_a_bank_and_a_holder_are_needed(session):
    producer = world.producer(session)
    with pytest.raises(Refused, match="bank"):
        add_account(session, producer, "123456", "0123456789", "HTX", NOW)
    with pytest.raises(Refused, match="holder"):
        add_account(session, producer, "970436", "0123456789", " ", NOW)


# Cash on delivery

PHONE = "+84912345678"


def test_cash_has_a_ceiling_the_shops_or_the_producers(session):
    a, b = world.producer(session), world.producer(session)
    check_cash(session, PHONE, {a.id: 5_000_000, b.id: 5_000_000}, 5_000_000, NOW)
    with pytest.raises(Refused, match="costs more"):
        check_cash(session, PHONE, {a.id: 5_000_001}, 5_000_000, NOW)
    terms_to_change(session, a.id).cod_ceiling = 8_000_000
    terms_to_change(session, b.id).cod_ceiling = 0
    session.flush()
    check_cash(session, PHONE, {a.id: 8_000_000}, 5_000_000, NOW)
    with pytest.raises(Refused, match="costs more"):
        check_cash(session, PHONE, {b.id: 1}, 5_000_000, NOW)


def test_three_parcels_not_taken_end_cash_for_half_a_year(session):
    for i in (1, 2, 2):
        note_refusal(session, PHONE, f"sub-order:{i}", NOW)
        session.flush()
    check_cash(session, PHONE, {1: 100}, 1000, NOW)
    note_refusal(session, PHONE, "sub-order:3", NOW)
    session.flush()
    assert refusals_and_ceilings(session, PHONE, [], NOW)[0] == 3
    with pytest.raises(Refused, match="not offered"):
        check_cash(session, PHONE, {1: 100}, 1000, NOW)
    check_cash(session, "+84987654321", {1: 100}, 1000, NOW)
    check_cash(session, PHONE, {1: 100}, 1000, NOW + timedelta(days=180))


def test_a_producer_may_want_to_call_first(session):
    producer = world.producer(session)
    assert not calls_first(session, producer.id)
    terms_to_change(session, producer.id).cod_call = True
    session.flush()
    assert calls_first(session, producer.id)


def test_an_unknown_source_is_unknown_among_many(session):
    made = payment(session)
    receive(session, made, 1, "bank:1", NOW)
    assert payments.known_sources(session, [f"bank:{i}" for i in range(1200)]) == {"bank:1"}
