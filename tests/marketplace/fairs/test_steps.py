"""The life of an application: who may take which step when, at what price, and what goes back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from catalog.producers import ProducerState
from catalog.products import ProductState
from catalog.records import Refused
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.application_lists import open_fairs
from marketplace.fairs.application_steps import Wishes, change, hand_in, withdraw
from marketplace.fairs.applications import OPEN, Application, ApplicationProduct, ApplicationState
from marketplace.fairs.booth_types import change_type
from marketplace.fairs.decisions import (
    FairDecision,
    assign_booth,
    cancel,
    cancel_applications,
    check_in,
    decide,
    note_no_show,
    refund_by_hand,
)
from marketplace.fairs.fairs import FairState
from marketplace.fairs.places import held_place, settle
from marketplace.fairs.plans import read_plan
from marketplace.payments.refunds import Refund
from tests import booth_world, people, world
from tests.booth_world import PRICE, accept, application, facts_of_type, pay, payment, ready, wait
from tests.world import NOW, TODAY

S = ApplicationState
LATER = NOW + timedelta(hours=73)
AFTER_WINDOW = datetime(2026, 12, 12, 3, tzinfo=UTC)
OPENING = datetime(2026, 12, 20, 3, tzinfo=UTC)


@pytest.fixture
def fair(session):
    return world.fair(session)


@pytest.fixture
def type(session, fair):
    made = booth_world.booth_type(session, fair)
    booth_world.booths(session, fair, made, 2)
    return made


def state(session, one):
    return ready(session, one).state


def refunds(session):
    return [(one.amount, one.reason) for one in session.scalars(select(Refund).order_by(Refund.id))]


def test_the_table_of_moves_is_exactly_this():
    table = {
        S.SUBMITTED: "returned accepted confirmed waitlisted declined withdrawn cancelled",
        S.RETURNED: "submitted declined withdrawn cancelled",
        S.WAITLISTED: "accepted confirmed declined withdrawn cancelled",
        S.ACCEPTED: "confirmed lapsed withdrawn cancelled",
        S.CONFIRMED: "checked_in no_show withdrawn cancelled",
        S.NO_SHOW: "checked_in",
        S.LAPSED: "confirmed",
    }
    for one in S:
        assert {str(to) for to in Application.moves[one]} == set(table.get(one, "").split()), one


@pytest.mark.parametrize("before", list(S))
@pytest.mark.parametrize("to", list(S))
def test_what_is_not_in_the_table_is_refused(before, to):
    one = Application(state=before)
    if to in Application.moves[before]:
        one.move(to)
        assert one.state == to
    else:
        with pytest.raises(Refused):
            one.move(to)


def test_a_price_is_frozen_when_the_application_is_handed_in(session, fair, type):
    one = application(session, fair, type)
    change_type(session, fair, type, facts_of_type(price=9_000_000, corner_surcharge=0))
    assert accept(session, fair, one).amount == PRICE
    assert application(session, fair, type).price == 9_000_000


def test_the_price_stays_when_it_is_mended_and_moves_with_another_type(session, fair, type):
    other = booth_world.booth_type(session, fair, name="Lều", price=1_000_000)
    one = application(session, fair, type)
    decide(session, fair, one, FairDecision.RETURN, "Thiếu giấy", one.revision, NOW)
    change_type(session, fair, type, facts_of_type(price=9_000_000))
    change(session, fair, one, Wishes(type, _products(session, one)), NOW)
    assert (one.price, one.state) == (PRICE, S.SUBMITTED)
    decide(session, fair, one, FairDecision.RETURN, "Còn thiếu", one.revision, NOW)
    change(session, fair, one, Wishes(other, _products(session, one)), NOW)
    assert one.price == 1_000_000


def _products(session, one):
    mine = select(ApplicationProduct.product_id).where(ApplicationProduct.application_id == one.id)
    return session.scalars(mine).all()


def test_a_producer_applies_once_for_a_fair(session, fair, type):
    one = application(session, fair, type)
    producer = ready(session, one).producer
    with pytest.raises(Refused, match="already"):
        application(session, fair, type, by=producer)
    withdraw(session, fair, ready(session, one), NOW)
    assert application(session, fair, type, by=producer).state == S.SUBMITTED


@pytest.mark.parametrize(
    ("day", "says"),
    [(date(2026, 10, 31), "begin on 01/11/2026"), (date(2026, 12, 11), "no applications any more")],
)
def test_nobody_applies_out_of_the_time(session, fair, type, day, says):
    with pytest.raises(Refused, match=says):
        application(session, fair, type, now=datetime(day.year, day.month, day.day, 3, tzinfo=UTC))


@pytest.mark.parametrize("state", [FairState.DRAFT, FairState.POSTPONED, FairState.CANCELLED])
def test_only_an_announced_fair_takes_applications(session, type, fair, state):
    fair.state = state
    with pytest.raises(Refused):
        application(session, fair, type)


def test_wishes_that_cant_be_are_refused(session, fair, type):
    by = world.producer(session)
    mine, hidden = (world.product(session, by=by) for _ in range(2))
    hidden.state = ProductState.HIDDEN
    stranger = world.product(session)
    foreign = booth_world.booth_type(session, world.fair(session))
    user = people.user(session)
    for wishes, says in [
        (Wishes(None, [mine.id]), "kind of booth"),
        (Wishes(foreign, [mine.id]), "kind of booth"),
        (Wishes(type, []), "1 to 30"),
        (Wishes(type, [hidden.id]), "not on sale"),
        (Wishes(type, [mine.id, stranger.id]), "not on sale"),
    ]:
        with pytest.raises(Refused, match=says):
            hand_in(session, fair, by, user, wishes, NOW)
    organiser = session.get_one(Organiser, fair.organiser_id)
    organiser.suspend("Vì thế", NOW)
    assert fair not in open_fairs(session, TODAY)
    with pytest.raises(Refused, match="takes no applications at the moment"):
        hand_in(session, fair, by, user, Wishes(type, [mine.id]), NOW)
    organiser.reinstate("Đã sửa")
    assert fair in open_fairs(session, TODAY)
    by.state = ProducerState.SUSPENDED
    with pytest.raises(Refused, match="not suspended"):
        hand_in(session, fair, by, user, Wishes(type, [mine.id]), NOW)


def test_a_place_is_held_paid_and_confirmed(session, fair, type):
    one = application(session, fair, type)
    place = accept(session, fair, one)
    assert (state(session, one), place.booth.number, place.held_until) == (
        S.ACCEPTED,
        "A1",
        NOW + timedelta(hours=72),
    )
    pay(session, payment(session, one))
    assert (state(session, one), place.confirmed_at) == (S.CONFIRMED, NOW)


def test_what_costs_nothing_is_confirmed_at_once(session, fair):
    free = booth_world.booth_type(session, fair, price=0, corner_surcharge=0)
    booth_world.booths(session, fair, free, 1)
    one = application(session, fair, free)
    place = accept(session, fair, one)
    assert (state(session, one), place.held_until, place.confirmed_at) == (S.CONFIRMED, None, NOW)
    with pytest.raises(Refused, match="Nothing is to be paid"):
        payment(session, one)


def test_a_deposit_confirms_and_the_rest_is_paid_later(session, fair, type):
    fair.deposit_percent = 33
    one = application(session, fair, type)
    place = accept(session, fair, one)
    assert (place.deposit, place.amount) == (1_650_000, PRICE)
    pay(session, payment(session, one))
    rest = payment(session, one)
    assert (rest.reference, rest.amount) == (f"booth-balance:{place.id}", 3_350_000)
    pay(session, rest)
    with pytest.raises(Refused, match="Nothing is to be paid"):
        payment(session, one)


def test_a_hold_lapses_and_the_next_one_moves_up(session, fair, type):
    first, second = application(session, fair, type), application(session, fair, type)
    accept(session, fair, first)
    accept(session, fair, second)
    third = application(session, fair, type)
    with pytest.raises(Refused, match="no free booth"):
        accept(session, fair, third)
    wait(session, fair, third)
    pay(session, payment(session, second))
    settle(session, fair, LATER)
    assert [state(session, one) for one in (first, second, third)] == [S.LAPSED, S.CONFIRMED, S.ACCEPTED]
    assert held_place(session, third.id).booth.number == "A1"


def test_a_hold_stays_through_its_last_second(session, fair, type):
    one = application(session, fair, type)
    place = accept(session, fair, one)
    settle(session, fair, place.held_until - timedelta(seconds=1))
    assert state(session, one) == S.ACCEPTED
    settle(session, fair, place.held_until)
    assert state(session, one) == S.LAPSED


def test_holds_do_not_lapse_while_the_fair_is_postponed(session, fair, type):
    one = application(session, fair, type)
    accept(session, fair, one)
    fair.move(FairState.POSTPONED)
    settle(session, fair, LATER)
    assert state(session, one) == S.ACCEPTED
    # Announced again, everybody has the whole time to pay once more.
    fair.move(FairState.ANNOUNCED)
    fair.announced_at = LATER
    settle(session, fair, LATER + timedelta(hours=1))
    assert held_place(session, one.id).held_until == LATER + timedelta(hours=72)
    settle(session, fair, LATER + timedelta(hours=72))
    assert state(session, one) == S.LAPSED


def test_late_money_finds_its_place_again_where_it_is_free(session, fair, type):
    one = application(session, fair, type)
    accept(session, fair, one)
    due = payment(session, one)
    settle(session, fair, LATER)
    pay(session, due, LATER)
    assert (state(session, one), held_place(session, one.id).booth.number) == (S.CONFIRMED, "A1")
    assert refunds(session) == []


def test_late_money_goes_back_where_no_place_is_free(session, fair, type):
    one = application(session, fair, type)
    accept(session, fair, one)
    due = payment(session, one)
    settle(session, fair, LATER)
    for _ in range(2):
        accept(session, fair, application(session, fair, type), LATER)
    pay(session, due, LATER)
    assert state(session, one) == S.LAPSED
    assert refunds(session) == [(PRICE, due.reference)]


def test_late_money_takes_another_booth_of_the_type(session, fair, type):
    one = application(session, fair, type)
    accept(session, fair, one)
    due = payment(session, one)
    settle(session, fair, LATER)
    other = accept(session, fair, application(session, fair, type), LATER)
    assert other.booth.number == "A1"
    pay(session, due, LATER)
    assert held_place(session, one.id).booth.number == "A2"


def test_late_money_of_who_has_applied_again_goes_back(session, fair, type):
    one = application(session, fair, type)
    accept(session, fair, one)
    due = payment(session, one)
    settle(session, fair, LATER)
    application(session, fair, type, by=ready(session, one).producer, now=LATER)
    pay(session, due, LATER)
    assert refunds(session) == [(PRICE, due.reference)]


def test_too_little_confirms_nothing_and_goes_back_when_the_hold_lapses(session, fair, type):
    one = application(session, fair, type)
    accept(session, fair, one)
    due = payment(session, one)
    pay(session, due, amount=1_000_000)
    assert state(session, one) == S.ACCEPTED
    settle(session, fair, LATER)
    assert [amount for amount, _reason in refunds(session)] == [1_000_000]


def test_too_much_goes_back(session, fair, type):
    one = application(session, fair, type)
    accept(session, fair, one)
    pay(session, payment(session, one), amount=PRICE + 7)
    assert (state(session, one), [amount for amount, _ in refunds(session)]) == (S.CONFIRMED, [7])


def test_withdrawing_in_time_gives_everything_back(session, fair, type):
    one = application(session, fair, type)
    accept(session, fair, one)
    pay(session, payment(session, one))
    withdraw(session, fair, ready(session, one), NOW)
    assert (state(session, one), held_place(session, one.id)) == (S.WITHDRAWN, None)
    assert [amount for amount, _ in refunds(session)] == [PRICE]


def test_withdrawing_too_late_gives_nothing_back_until_the_organiser_does(session, fair, type):
    one = application(session, fair, type)
    accept(session, fair, one)
    pay(session, payment(session, one))
    with pytest.raises(Refused, match="given up"):
        refund_by_hand(session, ready(session, one), NOW)
    withdraw(session, fair, ready(session, one), AFTER_WINDOW)
    assert refunds(session) == []
    assert refund_by_hand(session, ready(session, one), AFTER_WINDOW) == 1
    refund_by_hand(session, ready(session, one), AFTER_WINDOW)
    assert [amount for amount, _ in refunds(session)] == [PRICE]


def test_who_withdraws_makes_room(session, fair, type):
    holders = [application(session, fair, type) for _ in range(2)]
    for one in holders:
        accept(session, fair, one)
    waiting = application(session, fair, type)
    wait(session, fair, waiting)
    withdraw(session, fair, ready(session, holders[1]), NOW)
    assert held_place(session, waiting.id).booth.number == "A2"


def test_suspended_producers_are_not_accepted_and_do_not_move_up(session, fair, type):
    one, other = application(session, fair, type), application(session, fair, type)
    wait(session, fair, one)
    for each in (one, other):
        ready(session, each).producer.state = ProducerState.SUSPENDED
    with pytest.raises(Refused, match="suspended"):
        accept(session, fair, other)
    settle(session, fair, NOW)
    assert state(session, one) == S.WAITLISTED


def test_of_two_who_decide_at_once_the_second_is_told(session, fair, type):
    one = application(session, fair, type)
    seen = one.revision
    decide(session, fair, one, FairDecision.DECLINE, "Hết chỗ", seen, NOW)
    with pytest.raises(Refused, match="meanwhile"):
        decide(session, fair, one, FairDecision.ACCEPT, "", seen, NOW)
    assert (one.state, one.reasons) == (S.DECLINED, "Hết chỗ")


@pytest.mark.parametrize("decision", [FairDecision.RETURN, FairDecision.DECLINE])
def test_reasons_are_needed_to_return_or_decline(session, fair, type, decision):
    one = application(session, fair, type)
    with pytest.raises(Refused, match="reasons"):
        decide(session, fair, one, decision, "  ", one.revision, NOW)
    with pytest.raises(Refused, match="reasons"):
        cancel(session, fair, one, " ", NOW)


def test_a_chosen_booth_is_given_or_said_to_be_taken(session, fair, type):
    one, other = application(session, fair, type), application(session, fair, type)
    place = accept(session, fair, one)
    with pytest.raises(Refused, match="somebody else"):
        accept(session, fair, other, booth_id=place.booth_id)
    moved = assign_booth(session, fair, ready(session, one), _other_booth(session, fair, place), NOW)
    assert (moved.id, moved.booth.number, moved.amount) == (place.id, "A2", PRICE)
    assert accept(session, fair, other, booth_id=_other_booth(session, fair, moved)).booth.number == "A1"
    with pytest.raises(Refused, match="somebody else"):
        assign_booth(session, fair, ready(session, one), held_place(session, other.id).booth_id, NOW)


def _other_booth(session, fair, place):
    return next(one.id for one in read_plan(session, fair.id).booths if one.id != place.booth_id)


def test_cancelling_gives_everything_back_at_any_time(session, fair, type):
    one = application(session, fair, type)
    accept(session, fair, one)
    pay(session, payment(session, one))
    cancel(session, fair, ready(session, one), "Sai giấy tờ", AFTER_WINDOW)
    assert (state(session, one), [amount for amount, _ in refunds(session)]) == (S.CANCELLED, [PRICE])


def test_a_cancelled_fair_takes_every_open_application_with_it(session, fair, type):
    paid, held, waiting, handed_in = (application(session, fair, type) for _ in range(4))
    accept(session, fair, paid)
    pay(session, payment(session, paid))
    accept(session, fair, held)
    wait(session, fair, waiting)
    gone = application(session, fair, type)
    withdraw(session, fair, ready(session, gone), NOW)
    fair.move(FairState.CANCELLED)
    told = cancel_applications(session, fair, "Bão số 12", NOW)
    assert {one.id for one in told} == {one.id for one in (paid, held, waiting, handed_in)}
    states = session.scalars(select(Application.state).where(Application.fair_id == fair.id)).all()
    assert not OPEN & set(states)
    assert [amount for amount, _ in refunds(session)] == [PRICE]


def test_exhibitors_check_in_from_the_day_before_and_late_ones_have_come(session, fair, type):
    one = application(session, fair, type)
    accept(session, fair, one)
    pay(session, payment(session, one))
    mine = ready(session, one)
    with pytest.raises(Refused, match="day before"):
        check_in(session, fair, mine, NOW)
    with pytest.raises(Refused, match="fair is open"):
        note_no_show(session, fair, mine, OPENING - timedelta(days=1))
    note_no_show(session, fair, mine, OPENING)
    assert held_place(session, one.id)
    check_in(session, fair, mine, OPENING)
    assert mine.state == S.CHECKED_IN
    with pytest.raises(Refused):
        withdraw(session, fair, mine, OPENING)
