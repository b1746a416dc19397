"""Money for booths: by transfer to the organiser, by card through the market; no parcel is ever touched by it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from catalog.records import Refused
from marketplace.fairs.application_steps import withdraw
from marketplace.fairs.applications import Application, ApplicationState
from marketplace.fairs.bank_matching import awaited, match_lines, refunds_to_send
from marketplace.fairs.booth_payments import choose_method
from marketplace.fairs.decisions import cancel
from marketplace.fairs.ledger_check import Finding, check_fairs
from marketplace.fairs.places import held_place, settle
from marketplace.orders.bank_matching import match_lines as match_orders
from marketplace.orders.goods_check import check_goods
from marketplace.orders.lapsing import lapse_unpaid
from marketplace.orders.ledger_check import check_ledger
from marketplace.orders.orders import SubOrder, SubOrderState
from marketplace.orders.paying import lock_parts
from marketplace.payments.bank_matching import Match, say_it_came, take_lines
from marketplace.payments.bank_statements import StatementLine
from marketplace.payments.card_events import take_charge, take_event
from marketplace.payments.gateway import Charge, Event
from marketplace.payments.ledger import GATEWAY, Kind, balance, organiser_account, post
from marketplace.payments.payments import Payment, PaymentMethod, PaymentState
from marketplace.payments.purposes import purpose_of, register
from marketplace.payments.refunds import Refund
from tests import booth_world, world
from tests.booth_world import PRICE, accept, application, pay, payment, ready
from tests.marketplace.orders import making
from tests.world import NOW, TODAY

S = ApplicationState
LATER = NOW + timedelta(hours=73)


@pytest.fixture
def fair(session):
    return world.fair(session)


@pytest.fixture
def held(session, fair):
    """An application with a booth held for it."""
    type = booth_world.booth_type(session, fair)
    booth_world.booths(session, fair, type, 1)
    one = application(session, fair, type)
    accept(session, fair, one)
    return one


def line(text: str, amount: int = PRICE, source: str = "bank:1:a") -> StatementLine:
    return StatementLine(2, TODAY, amount, text, source)


def event(type: str, number: int = 1, **facts) -> Event:
    return Event(f"evt_{number}", type, datetime(2026, 11, 21, 3, number, tzinfo=UTC), **facts)


def dispute(status: str, number: int, amount: int = PRICE) -> Event:
    type = "charge.dispute.funds_withdrawn" if status == "needs_response" else "charge.dispute.closed"
    facts = {"dispute": "dp_1", "status": status, "amount": amount, "reason": "general"}
    return event(type, number, charge_id="ch_1", facts=facts)


def paid_by_card(session, one):
    due = payment(session, one, PaymentMethod.CARD)
    assert take_charge(session, Charge("ch_1", due.code, due.amount), NOW)
    return due


def owed(session, fair):
    return balance(session, organiser_account(fair.organiser_id)), balance(session, GATEWAY)


def test_cash_is_no_way_to_pay_a_booth(session, held):
    with pytest.raises(Refused, match="transfer or by card"):
        choose_method(session, held, held_place(session, held.id), PaymentMethod.CASH_ON_DELIVERY, None, NOW)
    with pytest.raises(Refused, match="bank account"):
        choose_method(session, held, held_place(session, held.id), PaymentMethod.VIETQR, None, NOW)


def test_the_way_to_pay_changes_until_money_or_a_page_is_under_way(session, held):
    first = payment(session, held)
    second = payment(session, held, PaymentMethod.CARD)
    assert (second.id, second.method, second.bank_account_id) == (first.id, PaymentMethod.CARD, None)
    second.tries = 1
    with pytest.raises(Refused, match="under way"):
        payment(session, held)


def test_nothing_is_paid_once_the_hold_is_over_by_the_clock_alone(session, held):
    with pytest.raises(Refused, match="Nothing is to be paid"):
        payment(session, held, now=LATER)


def test_a_transfer_found_in_the_organisers_statement_confirms_the_booth(session, fair, held):
    due = payment(session, held)
    assert [one.payment.id for one in awaited(session, fair.id)] == [due.id]
    matched = match_lines(session, [line(f"HTX chuyen {due.code}")], fair.organiser_id)
    assert [one.match for one in matched] == [Match.MATCHED]
    assert take_lines(session, matched, NOW) == 1
    assert (ready(session, held).state, awaited(session, fair.id)) == (S.CONFIRMED, [])
    again = match_lines(session, [line(f"HTX chuyen {due.code}")], fair.organiser_id)
    assert [one.match for one in again] == [Match.KNOWN]
    assert owed(session, fair) == (0, 0)


def test_nobody_else_finds_it_in_theirs(session, fair, held):
    due = payment(session, held)
    other = world.organiser(session)
    producer = ready(session, held).producer
    lines = [line(due.code)]
    assert [one.match for one in match_lines(session, lines, other.id)] == [Match.UNKNOWN]
    assert [one.match for one in match_orders(session, lines, [producer.id])] == [Match.UNKNOWN]


def test_a_person_says_that_it_came_once(session, held):
    due = payment(session, held)
    assert say_it_came(session, due, NOW)
    assert not say_it_came(session, due, NOW)
    assert ready(session, held).state == S.CONFIRMED


def test_the_organiser_sends_a_refund_back_and_says_so(session, fair, held):
    due = payment(session, held)
    pay(session, due)
    cancel(session, fair, ready(session, held), "Bão", NOW)
    (back,) = refunds_to_send(session, fair.id)
    assert purpose_of(due.reference).paid_out(session, back.refund, due, NOW, None)
    assert (due.given_back, refunds_to_send(session, fair.id)) == (PRICE, [])
    assert check_ledger(session) == []


def test_what_came_by_card_is_owed_to_the_organiser_until_it_goes_back(session, fair, held):
    due = paid_by_card(session, held)
    assert ready(session, held).state == S.CONFIRMED
    assert owed(session, fair) == (PRICE, -PRICE)
    cancel(session, fair, ready(session, held), "Bão", NOW)
    refund = session.scalars(select(Refund)).one()
    assert take_event(session, "stripe", _refunded(refund, due), NOW)
    assert (due.given_back, refund.provider_id, owed(session, fair)) == (PRICE, "re_1", (0, 0))
    assert [*check_ledger(session), *check_fairs(session), *check_goods(session)] == []


def _refunded(refund: Refund, due: Payment) -> Event:
    facts = {"refund": "re_1", "amount": refund.amount}
    return event(
        "refund.updated",
        9,
        code=due.code,
        charge_id="ch_1",
        refund_id="re_1",
        refunded=refund.amount,
        facts=facts,
    )


def test_an_event_told_twice_counts_once(session, fair, held):
    due = payment(session, held, PaymentMethod.CARD)
    came = event("checkout.session.completed", code=due.code, charge=Charge("ch_1", due.code, due.amount))
    assert [take_event(session, "stripe", came, NOW) for _ in range(2)] == [True, False]
    assert owed(session, fair) == (PRICE, -PRICE)


@pytest.mark.parametrize(("status", "left"), [("won", PRICE), ("lost", 0)])
def test_a_dispute_is_borne_by_the_organiser_until_it_is_won(session, fair, held, status, left):
    due = paid_by_card(session, held)
    take_event(session, "stripe", dispute("needs_response", 2), NOW)
    assert (owed(session, fair), due.disputed) == ((0, 0), PRICE)
    take_event(session, "stripe", dispute(status, 3), NOW)
    assert (owed(session, fair), due.disputed) == ((left, -left), PRICE - left)
    assert check_fairs(session) == []


def test_what_the_bank_has_taken_back_is_not_given_twice(session, fair, held):
    paid_by_card(session, held)
    take_event(session, "stripe", dispute("needs_response", 2), NOW)
    cancel(session, fair, ready(session, held), "Bão", NOW)
    assert (ready(session, held).state, session.scalars(select(Refund)).all()) == (S.CANCELLED, [])


@pytest.mark.parametrize(("days", "back"), [(0, [PRICE]), (60, [])])
def test_what_is_won_back_after_a_withdrawal_goes_back_if_it_was_in_time(session, fair, held, days, back):
    paid_by_card(session, held)
    take_event(session, "stripe", dispute("needs_response", 2), NOW)
    withdraw(session, fair, ready(session, held), NOW + timedelta(days=days))
    assert session.scalars(select(Refund)).all() == []
    for number in (3, 4):
        take_event(session, "stripe", dispute("won", number), NOW)
    assert session.scalars(select(Refund.amount)).all() == back
    assert check_fairs(session) == []


def test_what_is_won_back_for_a_booth_that_is_kept_stays(session, fair, held):
    paid_by_card(session, held)
    for number, status in ((2, "needs_response"), (3, "won")):
        take_event(session, "stripe", dispute(status, number), NOW)
    assert session.scalars(select(Refund)).all() == [] and owed(session, fair) == (PRICE, -PRICE)


def test_the_nightly_check_finds_an_account_that_is_wrong(session, fair, held):
    paid_by_card(session, held)
    account = organiser_account(fair.organiser_id)
    post(session, "by mistake", Kind.PAYMENT, TODAY, {account: 5, GATEWAY: -5}, now=NOW)
    assert check_fairs(session) == [Finding("not what came by card for fairs", account)]


def test_money_for_a_booth_never_touches_a_parcel_of_the_same_number(session, held):
    order = making.place(session, world.product(session))
    part = session.scalars(select(SubOrder).where(SubOrder.order_id == order.id)).one()
    place_of = held_place(session, held.id)
    if place_of.id != part.id:
        place_of.id = part.id
        session.flush()
    before = _row(session, part.id)
    due = payment(session, held)
    assert due.reference == f"booth:{part.id}"
    with pytest.raises(LookupError):
        lock_parts(session, due.reference)
    pay(session, due, amount=PRICE + 1)
    assert lapse_unpaid(session, LATER) == 0
    assert _row(session, part.id) == before
    assert session.get_one(SubOrder, part.id).state == SubOrderState.PENDING


def _row(session, id):
    table = SubOrder.__table__
    return tuple(session.execute(select(table).where(table.c.id == id)).one())


def test_an_unpaid_booth_lapses_by_its_own_rules_alone(session, fair, held):
    due = payment(session, held)
    assert lapse_unpaid(session, LATER) == 0
    assert due.state == PaymentState.PENDING
    settle(session, fair, LATER)
    session.refresh(due)
    assert (due.state, ready(session, held).state) == (PaymentState.CANCELLED, S.LAPSED)


def test_a_reference_of_no_known_kind_is_refused(session):
    with pytest.raises(LookupError):
        purpose_of("lottery:1")
    with pytest.raises(ValueError, match="two purposes"):
        register(purpose_of("order:1"), "booth")
    assert session.scalar(select(func.count()).select_from(Application)) == 0
