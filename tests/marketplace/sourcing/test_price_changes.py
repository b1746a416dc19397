"""Prices that change within the corridor: proposed by one side, agreed by the other, never backwards."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.records import Refused
from marketplace.sourcing.contract_steps import end_early
from marketplace.sourcing.price_changes import (
    PriceChange,
    PriceChangeState,
    answer_price,
    changes_of,
    prices_on,
    propose_price,
    withdraw_price,
)
from marketplace.sourcing.quotes import Side
from tests import contract_world
from tests.contract_world import LAST, somebody
from tests.world import NOW, TODAY

S = PriceChangeState
SOON = TODAY + timedelta(days=10)


@pytest.fixture
def contract(session):
    return contract_world.signed(session)


def proposed(
    session, contract, price=85_000, from_day=SOON, by=Side.PRODUCER, reason="Phân bón tăng giá", day=TODAY
):
    line = contract.lines[0].id
    return propose_price(session, contract, line, by, somebody(session).id, price, from_day, reason, day, NOW)


def price(session, contract, day) -> int:
    return prices_on(session, contract.lines, day)[contract.lines[0].id]


@pytest.mark.parametrize("by", list(Side))
def test_a_price_counts_from_its_day_once_the_other_side_agrees(session, contract, by):
    change = proposed(session, contract, by=by)
    assert price(session, contract, SOON) == 80_000
    with pytest.raises(Refused, match="other side"):
        answer_price(session, contract, change.id, by, True, TODAY, NOW)
    other = next(side for side in Side if side != by)
    answer_price(session, contract, change.id, other, True, TODAY, NOW)
    days = [price(session, contract, day) for day in (SOON - timedelta(days=1), SOON, LAST)]
    assert days == [80_000, 85_000, 85_000]
    assert [one.id for one in changes_of(session, contract.id)] == [change.id]


def test_who_agrees_late_does_not_change_the_past(session, contract):
    change = proposed(session, contract)
    later = SOON + timedelta(days=5)
    answer_price(session, contract, change.id, Side.RETAILER, True, later, NOW)
    assert [price(session, contract, day) for day in (later - timedelta(days=1), later)] == [80_000, 85_000]


@pytest.mark.parametrize("wrong", [71_999, 90_001, 0, -1, 80_000])
def test_a_price_stays_in_its_corridor_and_is_another_one(session, contract, wrong):
    with pytest.raises(Refused):
        proposed(session, contract, wrong)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), LAST + timedelta(days=1)])
def test_it_holds_in_the_season_and_not_backwards(session, contract, day):
    with pytest.raises(Refused, match="season"):
        proposed(session, contract, from_day=day)


def test_one_waits_at_a_time(session, contract):
    proposed(session, contract)
    with pytest.raises(Refused, match="waits"):
        proposed(session, contract, 75_000, by=Side.RETAILER)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_proposal_says_why(session, contract, reason):
    with pytest.raises(Refused, match="why"):
        proposed(session, contract, reason=reason)


def test_no_price_of_a_foreign_line_or_of_what_is_not_signed(session, contract):
    other = contract_world.proposed(session)
    for wrong in (other, contract):
        with pytest.raises(Refused):
            propose_price(
                session,
                wrong,
                other.lines[0].id,
                Side.PRODUCER,
                somebody(session).id,
                85_000,
                SOON,
                "Vì",
                TODAY,
                NOW,
            )
    change = proposed(session, contract)
    with pytest.raises(Refused, match="changed meanwhile"):
        answer_price(session, other, change.id, Side.RETAILER, True, TODAY, NOW)


@pytest.mark.parametrize("end", ["early", "over", "suspended"])
def test_nothing_is_agreed_on_any_more(session, contract, end):
    change, day = proposed(session, contract), TODAY
    if end == "early":
        end_early(contract, contract.revision, Side.PRODUCER, TODAY + timedelta(days=40), "Mất mùa", TODAY)
    elif end == "over":
        day = LAST + timedelta(days=1)
    else:
        contract.retailer.suspend("Nợ", NOW)
    with pytest.raises(Refused):
        answer_price(session, contract, change.id, Side.RETAILER, True, day, NOW)
    answer_price(session, contract, change.id, Side.RETAILER, False, day, NOW)
    assert change.state == S.DECLINED


STEPS = {"agree": S.AGREED, "decline": S.DECLINED, "withdraw": S.WITHDRAWN}


@pytest.mark.parametrize("first", list(STEPS))
@pytest.mark.parametrize("second", list(STEPS))
def test_a_proposal_is_answered_once(session, contract, first, second):
    change = proposed(session, contract)

    def take(step):
        if step == "withdraw":
            withdraw_price(session, contract, change.id, Side.PRODUCER, NOW)
        else:
            answer_price(session, contract, change.id, Side.RETAILER, step == "agree", TODAY, NOW)

    take(first)
    assert change.state == STEPS[first]
    with pytest.raises(Refused):
        take(second)
    assert change.state == STEPS[first]
    # The line is free for another one.
    proposed(session, contract, 75_000)


def test_who_did_not_propose_it_withdraws_nothing(session, contract):
    change = proposed(session, contract)
    with pytest.raises(Refused, match="Only who"):
        withdraw_price(session, contract, change.id, Side.RETAILER, NOW)


def test_the_price_of_a_day_is_that_of_the_last_agreement_before_it(session, contract):
    """As brute force says, for any list of agreements."""
    line = contract.lines[0]
    user = somebody(session).id

    @given(
        st.lists(
            st.tuples(st.integers(0, 20), st.integers(72_000, 90_000), st.sampled_from(list(S))), max_size=6
        )
    )
    @settings(max_examples=25, deadline=None)
    def check(rows):
        nested = session.begin_nested()
        expected = {}
        for at, (days, dong, state) in enumerate(rows):
            if state == S.PROPOSED:
                continue
            facts = {
                "by": Side.PRODUCER,
                "user_id": user,
                "reason": "Vì",
                "proposed_at": NOW,
                "decided_at": NOW,
            }
            from_day = TODAY + timedelta(days=days)
            session.add(PriceChange(line_id=line.id, price=dong, from_day=from_day, state=state, **facts))
            session.flush()
            if state == S.AGREED:
                expected[from_day, at] = dong
        for ahead in range(22):
            day = TODAY + timedelta(days=ahead)
            known = [dong for (from_day, _), dong in sorted(expected.items()) if from_day <= day]
            assert price(session, contract, day) == (known[-1] if known else 80_000)
        nested.rollback()

    check()
