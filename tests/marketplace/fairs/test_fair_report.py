"""The numbers of a fair's report, against a count of what was written down, one by one."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.fairs import interests, outcomes
from marketplace.fairs.applications import ApplicationProduct, ApplicationState
from marketplace.fairs.check_ins import Seen, take_scans
from marketplace.fairs.fair_report import fair_report
from marketplace.fairs.registration import register
from marketplace.fairs.ticket_life import cancel
from tests import world
from tests.marketplace.fairs.exhibiting import exhibitor, somebody
from tests.world import BA_DINH, NOW, TODAY, VAN_CHAN

S = ApplicationState
STATES = (S.CONFIRMED, S.CHECKED_IN, S.NO_SHOW, S.ACCEPTED, S.WITHDRAWN)
FIRST = TODAY - timedelta(days=2)
AMOUNTS = st.tuples(st.integers(0, 10**10), st.integers(1, 50), st.integers(0, 10**11), st.integers(0, 99))
# State, whether in the capital, stars of what it brings, what it says, its score.
STANDS = st.lists(
    st.tuples(
        st.sampled_from(STATES),
        st.booleans(),
        st.lists(st.sampled_from([0, 3, 4, 5]), max_size=2),
        st.none() | AMOUNTS,
        st.none() | st.integers(1, 5),
    ),
    max_size=5,
)
# Heads, whether for a company, days on which the ticket was read (some twice), whether given back, score.
TICKETS = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.booleans(),
        st.lists(st.integers(0, 2), max_size=3),
        st.booleans(),
        st.none() | st.integers(1, 5),
    ),
    max_size=5,
)


@pytest.fixture
def gate(session):
    return somebody(session, "soatve@vidu.vn")


def a_fair(session):
    days = {"starts_on": FIRST, "ends_on": TODAY + timedelta(days=2), "applications_until": TODAY}
    return world.fair(session, visitor_quota=1000, **days)


def stand_of(session, fair, number: int, facts):
    state, capital, stars, said, score = facts
    by = world.producer(session, commune_code=BA_DINH if capital else VAN_CHAN)
    one = exhibitor(session, fair, f"A{number}", by=by)
    for count in stars:
        product = world.product(session, by=by)
        session.add(ApplicationProduct(application_id=one.id, product_id=product.id))
        if count:
            world.recognition(session, product, count)
    if said:
        names = ("sales", "contracts", "contract_value", "samples")
        outcomes.say_outcome(session, fair, one, now=NOW, today=TODAY, **dict(zip(names, said, strict=True)))
    if score:
        outcomes.give_feedback(session, fair, one, score, f"Gian {number}", now=NOW, today=TODAY)
    one.state = state
    session.flush()
    return one


def ticket_of(session, fair, gate, number: int, facts) -> None:
    heads, trade, days, given_back, score = facts
    said = {"name": "An", "company": "Siêu thị" if trade else "", "user": None, "language": "vi"}
    contact = f"k{fair.id}-{number}@vidu.vn"
    visitor, _ = register(session, fair, contact=contact, heads=heads, now=NOW, **said)
    for place, day in enumerate([] if given_back else days):
        at = NOW - timedelta(days=2 - day)
        seen = [Seen(f"scan-{fair.id}-{number}-{place}", visitor.code, 1)]
        take_scans(session, fair, at, seen, gate.id, at + timedelta(hours=1))
    if score:
        outcomes.give_feedback(session, fair, visitor, score, "", now=NOW, today=TODAY)
    if given_back:
        cancel(session, visitor, NOW)
    session.flush()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stands=STANDS, tickets=TICKETS, heads=st.none() | st.integers(0, 9000))
def test_the_report_says_what_was_written_down(session, gate, stands, tickets, heads):
    inner = session.begin_nested()
    fair, other = a_fair(session), a_fair(session)
    for number, facts in enumerate(stands):
        stand_of(session, fair, number, facts)
    for number, facts in enumerate(tickets):
        ticket_of(session, fair, gate, number, facts)
    stand_of(session, other, 99, (S.CHECKED_IN, True, [5], (7, 7, 7, 7), 1))
    ticket_of(session, other, gate, 99, (3, True, [0], False, 1))
    if heads is not None:
        outcomes.count_heads(session, fair, FIRST, heads, TODAY)
    report = fair_report(session, fair)
    inner.rollback()

    good = [one for one in tickets if not one[3]]
    assert report.registered == sum(one[0] for one in good)
    assert report.registered_trade == sum(one[0] for one in good if one[1])
    came = [sum(one[0] for one in good if day in one[2]) for day in range(3)]
    assert [day.came for day in report.days] == [*came, 0, 0]
    assert [day.counted for day in report.days] == [heads, None, None, None, None]
    shown = [one for one in stands if one[0] in (S.CONFIRMED, S.CHECKED_IN)]
    assert report.exhibitors == len(shown)
    assert report.checked_in == sum(one[0] == S.CHECKED_IN for one in stands)
    assert report.no_shows == sum(one[0] == S.NO_SHOW for one in stands)
    assert sorted(count for _name, count in report.provinces) == sorted(
        count for count in (sum(one[1] == there for one in shown) for there in (True, False)) if count
    )
    most = [max(one[2], default=0) for one in shown]
    assert report.stars == {stars: most.count(stars) for stars in set(most)}
    assert list(report.stars) == sorted(report.stars, reverse=True)
    said = [one[3] for one in stands if one[3]]
    assert tuple(report.said) == (len(said), *(sum(one[place] for one in said) for place in range(4)))
    scores = [one[4] for one in stands if one[4]]
    assert report.of_exhibitors.scores == {score: scores.count(score) for score in set(scores)}
    assert len(report.of_exhibitors.words) == len(scores)
    theirs = [one[4] for one in tickets if one[4]]
    assert report.of_visitors.count == len(theirs) and report.of_visitors.words == []
    if theirs:
        assert report.of_visitors.average == round(sum(theirs) / len(theirs), 1)


def test_stars_count_as_they_stood_on_the_opening_day(session):
    """They lapsed on the day before it, or lapse on the day after: the fair's later days change nothing."""
    fair = a_fair(session)
    for number, until in enumerate((FIRST - timedelta(days=1), FIRST)):
        one = exhibitor(session, fair, f"A{number}", by=world.producer(session))
        product = world.product(session)
        world.recognition(session, product, 5, expires_on=until)
        session.add(ApplicationProduct(application_id=one.id, product_id=product.id))
    session.flush()
    assert fair_report(session, fair).stars == {5: 1, 0: 1}


def test_leads_are_those_that_were_shared(session):
    fair = a_fair(session)
    one = exhibitor(session, fair)
    keeps, shares = (interests.remember(session, somebody(session, f"{n}@vidu.vn"), one, NOW) for n in "ab")
    interests.say(shares, "", True, NOW)
    interests.say(keeps, "Xin chào", False, NOW)
    session.flush()
    assert fair_report(session, fair).leads == 1
