"""Arrivals: whatever the clocks of telephones show, and in whatever order they send what they saw."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from marketplace.fairs.applications import ApplicationState
from marketplace.fairs.check_ins import Outcome, Scan, Seen, arrivals, roster, take_scans
from marketplace.fairs.registration import register
from marketplace.fairs.ticket_life import cancel
from tests import world
from tests.marketplace.fairs.exhibiting import exhibitor, somebody
from tests.world import NOW, TODAY

GIVEN = NOW
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def fair(session):
    return world.fair(
        session,
        visitor_quota=100,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=2),
        applications_until=TODAY,
    )


@pytest.fixture
def steward(session):
    return somebody(session, "soat-ve@vidu.vn", "Soát vé")


def ticket(session, fair, contact="an@vidu.vn", heads=2):
    facts = {"name": "An", "company": "", "user": None, "language": "vi"}
    return register(session, fair, contact=contact, heads=heads, now=NOW, **facts)[0]


def outcomes(told):
    return [outcome for _seen, outcome in told]


def test_a_visitor_comes_once_a_day(session, fair, steward):
    code = ticket(session, fair).code
    seen = [Seen("scan-0001", code, 60), Seen("scan-0002", code, 120)]
    assert outcomes(take_scans(session, fair, GIVEN, seen, steward.id, LATER)) == [
        Outcome.COME,
        Outcome.BEFORE,
    ]
    assert arrivals(session, fair, TODAY) == {code: GIVEN + timedelta(seconds=60)}
    tomorrow = NOW + timedelta(days=1)
    told = take_scans(session, fair, tomorrow, [Seen("scan-0003", code, 5)], steward.id, tomorrow)
    assert outcomes(told) == [Outcome.COME] or tomorrow == LATER


def test_an_exhibitor_is_checked_in_and_a_late_one_too(session, fair, steward):
    on_time = exhibitor(session, fair, "A1")
    late = exhibitor(session, fair, "A2", state=ApplicationState.NO_SHOW)
    seen = [Seen("scan-0001", on_time.code, 1), Seen("scan-0002", late.code, 2)]
    assert outcomes(take_scans(session, fair, GIVEN, seen, steward.id, LATER)) == [Outcome.COME] * 2
    assert on_time.state == late.state == ApplicationState.CHECKED_IN


def test_tickets_that_are_not_good(session, fair, steward):
    gone = ticket(session, fair)
    cancel(session, gone, NOW)
    unpaid = exhibitor(session, fair, state=ApplicationState.ACCEPTED)
    other_fair = ticket(session, world.fair(session, visitor_quota=5))
    seen = [
        Seen(f"scan-000{number}", code, number)
        for number, code in enumerate([gone.code, unpaid.code, other_fair.code, "VKHONGCO", ""])
    ]
    assert outcomes(take_scans(session, fair, GIVEN, seen, steward.id, LATER)) == [
        *[Outcome.NOT_GOOD] * 2,
        *[Outcome.UNKNOWN] * 3,
    ]
    assert session.scalar(select(func.count()).select_from(Scan)) == 0
    assert unpaid.state == ApplicationState.ACCEPTED


@pytest.mark.parametrize(
    ("seconds", "at"), [(-3600, GIVEN), (10**9, LATER), (90, GIVEN + timedelta(seconds=90))]
)
def test_a_wrong_clock_moves_nobody_out_of_the_time_between_roster_and_answer(
    session, fair, steward, seconds, at
):
    code = ticket(session, fair).code
    take_scans(session, fair, GIVEN, [Seen("scan-0001", code, seconds)], steward.id, LATER)
    assert arrivals(session, fair, TODAY) == {code: at}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_scans_replayed_in_another_order_give_the_same_roster(session, steward, data):
    """Two telephones without a network, each with its own roster, send in any order and some of it twice."""
    fair = world.fair(
        session,
        visitor_quota=100,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=2),
        applications_until=TODAY,
    )
    codes = [ticket(session, fair, f"nguoi-{n}@vidu.vn").code for n in range(4)]
    codes.append(exhibitor(session, fair, by=world.producer(session)).code)
    times = st.tuples(st.sampled_from(codes), st.integers(0, 9000))
    by_phone = [data.draw(st.lists(times, max_size=6)) for _phone in range(2)]
    rosters = []
    for attempt in range(2):
        inner = session.begin_nested()
        parcels = [
            (GIVEN + timedelta(minutes=30 * phone), Seen(f"scan-{fair.id}-{phone}-{n}", code, seconds))
            for phone, seen in enumerate(by_phone)
            for n, (code, seconds) in enumerate(seen)
        ]
        sent = data.draw(st.permutations(parcels + parcels[:3])) if attempt else parcels
        for minutes, (given_at, seen) in enumerate(sent):
            now = LATER + timedelta(hours=1, minutes=minutes)
            take_scans(session, fair, given_at, [seen], steward.id, now)
        rosters.append(roster(session, fair, TODAY))
        inner.rollback()
    assert rosters[0] == rosters[1]


def test_the_roster_names_who_may_come_in(session, fair):
    exhibitor(session, fair, "B2", by=world.producer(session, "Hợp tác xã Hai"))
    exhibitor(session, fair, "A1", by=world.producer(session, "Hợp tác xã Một"))
    exhibitor(session, fair, "A3", state=ApplicationState.ACCEPTED)
    ticket(session, fair, heads=4)
    cancel(session, ticket(session, fair, "binh@vidu.vn"), NOW)
    session.flush()
    assert [
        (guest.name, guest.heads, guest.booth, guest.came_at) for guest in roster(session, fair, TODAY)
    ] == [
        ("Hợp tác xã Một", 1, "A1", None),
        ("Hợp tác xã Hai", 1, "B2", None),
        ("An", 4, "", None),
    ]


def test_a_day_is_one_of_vietnam(session, fair, steward):
    """An hour before midnight in Hà Nội is still the same afternoon in London."""
    code = ticket(session, fair).code
    evening = NOW.replace(hour=16, minute=30)
    take_scans(
        session, fair, evening, [Seen("scan-0001", code, 3600)], steward.id, evening + timedelta(hours=2)
    )
    assert arrivals(session, fair, date(2026, 11, 22)).keys() == {code}


def test_what_is_told_once_more_is_answered_as_before(session, fair, steward):
    """Two telephones: the answer to the first got lost, and the second saw the same ticket a little earlier."""
    code = ticket(session, fair).code
    first, other = Seen("scan-0001", code, 60), Seen("scan-0002", code, 30)
    assert outcomes(take_scans(session, fair, GIVEN, [first], steward.id, LATER)) == [Outcome.COME]
    assert outcomes(take_scans(session, fair, GIVEN, [other], steward.id, LATER)) == [Outcome.BEFORE]
    assert outcomes(take_scans(session, fair, GIVEN, [other, first], steward.id, LATER)) == [
        Outcome.BEFORE,
        Outcome.COME,
    ]
    assert session.scalar(select(func.count()).select_from(Scan)) == 2
    assert arrivals(session, fair, TODAY) == {code: GIVEN + timedelta(seconds=30)}


def test_one_ticket_seen_twice_at_the_same_moment_lets_in_once(session, fair, steward):
    code = ticket(session, fair).code
    seen = [Seen("scan-0001", code, 10**9), Seen("scan-0002", code, 10**9)]
    told = take_scans(session, fair, GIVEN, seen, steward.id, LATER)
    assert outcomes(told) == [Outcome.COME, Outcome.BEFORE]
