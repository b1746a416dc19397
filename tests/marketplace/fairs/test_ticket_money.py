"""Money for tickets: held places, transfers, cards and cash; too little, too much, too late, and back again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from catalog.days import VIETNAM
from catalog.records import Refused
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.bank_matching import match_lines
from marketplace.fairs.check_ins import Seen, take_scans
from marketplace.fairs.fair_life import cancel_fair
from marketplace.fairs.fairs import FairState
from marketplace.fairs.ledger_check import check_fairs
from marketplace.fairs.ticket_life import (
    cancel,
    fairs_with_lapsed_tickets,
    give_back,
    lapse_tickets,
    return_cash,
    take_cash,
)
from marketplace.fairs.ticket_money import arrived
from marketplace.fairs.ticket_payments import choose_method, payment_of, visitor_id_of, want_page
from marketplace.fairs.ticket_takings import TicketTakings, awaited_tickets, ticket_refunds, ticket_takings
from marketplace.fairs.visitors import HOLD, Visitor, VisitorState, heads_registered, places_left
from marketplace.orders.ledger_check import check_ledger
from marketplace.payments.bank_matching import Match, say_it_came, take_lines
from marketplace.payments.bank_statements import StatementLine
from marketplace.payments.card_events import take_charge, take_event
from marketplace.payments.gateway import Charge, Event
from marketplace.payments.ledger import GATEWAY, balance, organiser_account
from marketplace.payments.payments import PaymentMethod, PaymentState
from marketplace.payments.purposes import purpose_of
from marketplace.payments.refunds import Refund
from tests import ticket_world, world
from tests.marketplace.fairs.exhibiting import somebody
from tests.ticket_world import PRICE, paid, pay, payment, ticket
from tests.world import NOW, TODAY

S = VisitorState
LATE = NOW + HOLD


@pytest.fixture
def fair(session):
    return ticket_world.fair(session)


def refunds(session) -> list[int]:
    return list(session.scalars(select(Refund.amount).order_by(Refund.id)))


def owed(session, fair) -> int:
    assert balance(session, GATEWAY) == -balance(session, organiser_account(fair.organiser_id))
    return balance(session, organiser_account(fair.organiser_id))


def by_card(session, of: Visitor, charge: str = "ch_1"):
    due = payment(session, of, PaymentMethod.CARD)
    assert take_charge(session, Charge(charge, due.code, due.amount), NOW)
    return due


def dispute(status: str, number: int, amount: int = 2 * PRICE) -> Event:
    type = "charge.dispute.funds_withdrawn" if status == "needs_response" else "charge.dispute.closed"
    facts = {"dispute": "dp_1", "status": status, "amount": amount, "reason": "general"}
    at = datetime(2026, 11, 21, 3, number, tzinfo=UTC)
    return Event(f"evt_{number}", type, at, charge_id="ch_1", facts=facts)


def test_a_transfer_makes_the_ticket_good(session, fair):
    made = ticket(session, fair, heads=3)
    due = payment(session, made)
    assert (due.reference, due.amount, due.expires_at) == (f"ticket:{made.id}", 3 * PRICE, NOW + HOLD)
    assert made.state == S.PENDING and places_left(session, fair, NOW) == 7
    pay(session, due)
    assert (made.state, due.state, owed(session, fair)) == (S.REGISTERED, PaymentState.SUCCEEDED, 0)
    assert ticket_takings(session, fair) == TicketTakings(sold=1, transfer=3 * PRICE)


def test_a_ticket_is_paid_by_transfer_or_card_alone(session, fair):
    made = ticket(session, fair)
    with pytest.raises(Refused, match="transfer or by card"):
        choose_method(session, made, PaymentMethod.CASH_ON_DELIVERY, None, NOW)
    with pytest.raises(Refused, match="bank account"):
        choose_method(session, made, PaymentMethod.VIETQR, None, NOW)
    with pytest.raises(Refused, match="Nothing is to be paid"):
        payment(session, made, now=LATE)
    with pytest.raises(LookupError):
        visitor_id_of("booth:1")


def test_the_way_to_pay_changes_until_money_or_a_page_is_under_way(session, fair):
    made = ticket(session, fair)
    first = payment(session, made)
    second = payment(session, made, PaymentMethod.CARD)
    assert (second.id, second.bank_account_id, second.expires_at) == (first.id, None, None)
    second.tries = 1
    with pytest.raises(Refused, match="under way"):
        payment(session, made)


def test_a_statement_of_the_organiser_finds_tickets_and_nobody_elses_does(session, fair):
    made = ticket(session, fair)
    lines = [StatementLine(2, TODAY, 2 * PRICE, f"NGUYEN AN {payment(session, made).code}", "bank:1:a")]
    assert [one.match for one in match_lines(session, lines, world.organiser(session).id)] == [Match.UNKNOWN]
    assert take_lines(session, match_lines(session, lines, fair.organiser_id), NOW) == 1
    assert made.state == S.REGISTERED
    assert [one.match for one in match_lines(session, lines, fair.organiser_id)] == [Match.KNOWN]


def test_a_person_says_that_it_came_once(session, fair):
    made = ticket(session, fair)
    due = payment(session, made)
    assert [row[0] for row in session.execute(awaited_tickets(fair))] == [due]
    assert say_it_came(session, due, NOW) and not say_it_came(session, due, NOW)
    assert made.state == S.REGISTERED and session.execute(awaited_tickets(fair)).all() == []


def test_too_little_waits_for_the_rest_and_too_much_goes_back(session, fair):
    made = ticket(session, fair)
    due = payment(session, made)
    pay(session, due, amount=PRICE)
    assert (made.state, due.missing) == (S.PENDING, PRICE)
    pay(session, due, amount=PRICE + 5_000)
    assert (made.state, refunds(session)) == (S.REGISTERED, [5_000])


def test_the_timer_frees_what_is_not_paid_in_time_and_too_little_goes_back(session, fair):
    made, good = ticket(session, fair), paid(session, fair, "binh@vidu.vn", 3)
    due = payment(session, made)
    pay(session, due, amount=5_000)
    assert fairs_with_lapsed_tickets(session, LATE - timedelta(seconds=1)) == []
    assert fairs_with_lapsed_tickets(session, LATE) == [fair.id]
    assert lapse_tickets(session, fair, LATE) == 1
    assert (made.state, due.state, good.state) == (S.LAPSED, PaymentState.CANCELLED, S.REGISTERED)
    assert (refunds(session), places_left(session, fair, LATE)) == ([5_000], 7)
    assert fairs_with_lapsed_tickets(session, LATE) == []


@pytest.mark.parametrize("lapsed", [True, False])
def test_late_money_takes_places_that_are_free(session, fair, lapsed):
    """Whether the timer has come by meanwhile or not."""
    made = ticket(session, fair)
    due = payment(session, made)
    if lapsed:
        lapse_tickets(session, fair, LATE)
    pay(session, due, now=LATE)
    assert (made.state, refunds(session)) == (S.REGISTERED, [])
    assert heads_registered(session, fair.id, LATE) == 2


@pytest.mark.parametrize("lapsed", [True, False])
def test_late_money_that_finds_no_place_goes_back(session, fair, lapsed):
    made = ticket(session, fair)
    due = payment(session, made)
    ticket(session, fair, "doan@vidu.vn", 9, now=LATE)
    if lapsed:
        lapse_tickets(session, fair, LATE)
    pay(session, due, now=LATE)
    assert (made.state == S.REGISTERED, refunds(session)) == (False, [2 * PRICE])
    assert heads_registered(session, fair.id, LATE) == 9
    # Neither does it come to a place later on.
    assert say_it_came(session, due, LATE) is False


def test_late_money_of_who_has_another_ticket_meanwhile_goes_back(session, fair):
    made = ticket(session, fair)
    due = payment(session, made)
    again = ticket(session, fair, now=LATE)
    assert (made.state, again.state) == (S.LAPSED, S.PENDING)
    pay(session, due, now=LATE)
    assert (made.state, again.state, refunds(session)) == (S.LAPSED, S.PENDING, [2 * PRICE])


def test_money_for_a_fair_that_is_over_goes_back(session, fair):
    made = ticket(session, fair, now=datetime.combine(fair.ends_on, fair.opens_at, VIETNAM))
    due = payment(session, made, now=made.created_at)
    pay(session, due, now=made.created_at + HOLD - timedelta(minutes=1))
    assert (made.state, refunds(session)) == (S.PENDING, [2 * PRICE])


def test_who_gives_a_paid_ticket_back_before_the_opening_gets_all_back_once(session, fair):
    made = paid(session, fair)
    give_back(session, fair, made, NOW)
    assert (made.state, refunds(session), places_left(session, fair, NOW)) == (S.CANCELLED, [2 * PRICE], 10)
    with pytest.raises(Refused):
        give_back(session, fair, made, NOW)
    (due, _visitor, refund) = session.execute(ticket_refunds(fair)).one()
    assert ticket_takings(session, fair).to_send == 2 * PRICE
    assert purpose_of(due.reference).paid_out(session, refund, due, NOW, None)
    assert ticket_takings(session, fair) == TicketTakings(transfer=2 * PRICE, gone_back=2 * PRICE)
    assert [*check_ledger(session), *check_fairs(session)] == []


def test_from_the_opening_day_on_a_paid_ticket_is_kept_and_one_that_waits_is_not(session, fair):
    good, waits = paid(session, fair), ticket(session, fair, "binh@vidu.vn")
    opening = datetime.combine(fair.starts_on, fair.opens_at, VIETNAM)
    last = datetime.combine(fair.starts_on - timedelta(days=1), fair.closes_at, VIETNAM)
    with pytest.raises(Refused, match="until the day before"):
        give_back(session, fair, good, opening)
    give_back(session, fair, waits, opening)
    assert (good.state, waits.state) == (S.REGISTERED, S.CANCELLED)
    give_back(session, fair, good, last)
    assert refunds(session) == [2 * PRICE]


def test_of_a_fair_that_is_postponed_every_ticket_may_be_given_back(session, fair):
    made = paid(session, fair)
    fair.state = FairState.POSTPONED
    give_back(session, fair, made, datetime.combine(fair.starts_on, fair.opens_at, VIETNAM))
    assert refunds(session) == [2 * PRICE]


def test_what_is_paid_for_a_ticket_that_was_given_back_goes_back_too(session, fair):
    made = ticket(session, fair)
    due = payment(session, made)
    cancel(session, made, NOW)
    assert due.state == PaymentState.CANCELLED
    pay(session, due)
    assert (made.state, refunds(session)) == (S.CANCELLED, [2 * PRICE])


def test_a_fair_that_is_cancelled_gives_all_back_once(session, fair):
    by_transfer, waits = paid(session, fair), ticket(session, fair, "binh@vidu.vn", 1)
    late = payment(session, waits)
    card = by_card(session, ticket(session, fair, "chi@vidu.vn", 1))
    cash = ticket(session, fair, "dung@vidu.vn", 1)
    take_cash(session, fair, cash, NOW)
    cancel_fair(session, fair, "Bão số 9.", fair.revision, NOW)
    assert (by_transfer.state, waits.state) == (S.REGISTERED, S.CANCELLED)
    assert sorted(refunds(session)) == [PRICE, 2 * PRICE]
    pay(session, late)
    assert sorted(refunds(session)) == [PRICE, PRICE, 2 * PRICE]
    assert ticket_takings(session, fair).to_send == 5 * PRICE
    return_cash(cash)
    assert ticket_takings(session, fair).to_send == 4 * PRICE
    assert ticket_takings(session, fair).kept == 0
    assert owed(session, fair) == card.amount and check_fairs(session) == []


def test_what_came_by_card_is_owed_to_the_organiser_until_it_goes_back(session, fair):
    made = ticket(session, fair)
    due = by_card(session, made)
    assert (made.state, owed(session, fair)) == (S.REGISTERED, 2 * PRICE)
    cancel(session, made, NOW)
    refund = session.scalars(select(Refund)).one()
    assert purpose_of(due.reference).paid_out(session, refund, due, NOW, "re_1")
    assert (due.given_back, owed(session, fair)) == (2 * PRICE, 0)
    assert [*check_ledger(session), *check_fairs(session)] == []


def test_an_event_told_twice_counts_once(session, fair):
    due = payment(session, ticket(session, fair), PaymentMethod.CARD)
    at = datetime(2026, 11, 21, 3, tzinfo=UTC)
    came = Event(
        "evt_1", "checkout.session.completed", at, code=due.code, charge=Charge("ch_1", due.code, due.amount)
    )
    assert [take_event(session, "stripe", came, NOW) for _ in range(2)] == [True, False]
    assert owed(session, fair) == 2 * PRICE


@pytest.mark.parametrize(("status", "left"), [("won", 2 * PRICE), ("lost", 0)])
def test_a_dispute_is_borne_by_the_organiser_until_it_is_won(session, fair, status, left):
    made = ticket(session, fair)
    by_card(session, made)
    take_event(session, "stripe", dispute("needs_response", 2), NOW)
    assert owed(session, fair) == 0
    take_event(session, "stripe", dispute(status, 3), NOW)
    assert (owed(session, fair), refunds(session), check_fairs(session)) == (left, [], [])


def test_what_is_won_back_for_a_ticket_that_was_given_up_goes_back_by_itself(session, fair):
    made = ticket(session, fair)
    by_card(session, made)
    take_event(session, "stripe", dispute("needs_response", 2), NOW)
    cancel(session, made, NOW)
    assert refunds(session) == []
    for number in (3, 4):
        take_event(session, "stripe", dispute("won", number), NOW)
    assert refunds(session) == [2 * PRICE]


def test_the_card_page_is_open_while_the_places_are_held(session, fair):
    made = ticket(session, fair)
    payment(session, made, PaymentMethod.CARD)
    wanted = want_page(session, fair, made, "vi", NOW, None)
    assert [line.amount for line in wanted.lines] == [2 * PRICE]
    with pytest.raises(Refused, match="nothing left to pay"):
        want_page(session, fair, made, "vi", LATE, None)


def test_cash_at_the_gate_makes_an_unpaid_ticket_good(session, fair):
    made = ticket(session, fair)
    due = payment(session, made)
    seen = [Seen("scan-0001", made.code, 0)]
    steward = somebody(session).id
    assert take_scans(session, fair, NOW, seen, steward, NOW)[0][1] == "not_paid"
    assert take_cash(session, fair, made, NOW) == 2 * PRICE
    assert take_scans(session, fair, NOW, seen, steward, NOW)[0][1] == "come"
    assert (made.state, made.cash, due.state) == (S.REGISTERED, 2 * PRICE, PaymentState.CANCELLED)
    with pytest.raises(Refused):
        take_cash(session, fair, made, NOW)
    # A transfer that was on its way pays for nothing.
    pay(session, due)
    assert (refunds(session), ticket_takings(session, fair).kept) == ([2 * PRICE], 2 * PRICE)


def test_of_a_ticket_that_is_paid_in_part_the_gate_takes_the_rest(session, fair):
    made = ticket(session, fair)
    due = payment(session, made)
    pay(session, due, amount=15_000)
    assert take_cash(session, fair, made, NOW) == 25_000
    assert (due.state, due.amount, refunds(session)) == (PaymentState.SUCCEEDED, 15_000, [])
    assert ticket_takings(session, fair) == TicketTakings(sold=1, transfer=15_000, cash=25_000)
    pay(session, due, amount=25_000)
    assert refunds(session) == [25_000]
    cancel(session, made, NOW)
    assert sorted(refunds(session)) == [15_000, 25_000] and ticket_takings(session, fair).kept == 0


def test_cash_for_places_that_are_gone_is_refused(session, fair):
    made = ticket(session, fair)
    ticket(session, fair, "doan@vidu.vn", 9, now=LATE)
    with pytest.raises(Refused, match="Only 1 places"):
        take_cash(session, fair, made, LATE)
    lapse_tickets(session, fair, LATE)
    with pytest.raises(Refused, match="Only 1 places"):
        take_cash(session, fair, made, LATE)
    assert made.cash == 0


def test_an_organiser_that_is_suspended_sells_no_tickets(session, fair):
    session.get_one(Organiser, fair.organiser_id).suspend("Vì thế", NOW)
    with pytest.raises(Refused, match="sells no tickets"):
        ticket(session, fair)


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["come", "pay", "part", "cash", "cancel", "lapse"]),
        st.integers(0, 4),
        st.integers(1, 5),
    ),
    max_size=18,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quota=st.integers(1, 9), steps=_STEPS)
def test_places_and_money_hold_whatever_happens_in_whatever_order(session, quota, steps):
    """Never more heads than places, good tickets are paid in full, and no dong is lost or given back twice."""
    fair, tickets, came = ticket_world.fair(session, quota), {}, 0
    for place, (step, who, heads) in enumerate(steps):
        now = NOW + timedelta(hours=5 * place)
        if now.date() >= fair.starts_on:
            break
        try:
            if step == "come":
                tickets[who] = ticket(session, fair, f"khach-{who}@vidu.vn", heads, now)
                payment(session, tickets[who], now=now)
            elif step == "lapse":
                lapse_tickets(session, fair, now)
            elif who in tickets and step == "cash":
                take_cash(session, fair, tickets[who], now)
            elif who in tickets and step == "cancel":
                give_back(session, fair, tickets[who], now)
            elif who in tickets:
                due = payment_of(session, tickets[who])
                amount = due.amount if step == "pay" else 7_000
                came += amount
                assert arrived(session, due.id, amount, f"bank:{fair.id}:{place}", now)
        except Refused:
            session.flush()
        assert heads_registered(session, fair.id, now) <= quota
    sums = ticket_takings(session, fair)
    good = select(func.sum(Visitor.amount)).where(Visitor.fair_id == fair.id, Visitor.state == S.REGISTERED)
    part = sum(due.received - due.surplus for due in unpaid(session, fair))
    assert sums.transfer == came and sums.kept == (session.scalar(good) or 0) + part


def unpaid(session, fair):
    return [row[0] for row in session.execute(awaited_tickets(fair))]
