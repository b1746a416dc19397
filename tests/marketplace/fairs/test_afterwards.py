"""Shortlists, leads, outcomes, heads counted and feedback."""

from datetime import timedelta

import pytest

from catalog.records import Refused
from marketplace.fairs import interests, outcomes
from marketplace.fairs.applications import ApplicationState
from marketplace.fairs.registration import register
from tests import world
from tests.marketplace.fairs.exhibiting import exhibitor, somebody
from tests.world import NOW, TODAY


@pytest.fixture
def fair(session):
    """The third of its five days is today."""
    days = {"starts_on": TODAY - timedelta(days=2), "ends_on": TODAY + timedelta(days=2)}
    return world.fair(session, visitor_quota=100, applications_until=TODAY, **days)


def test_an_exhibitor_sees_who_told_it_and_nobody_else(session, fair):
    shows, keeps = somebody(session, "an@vidu.vn"), somebody(session, "binh@vidu.vn")
    booth = exhibitor(session, fair)
    mine = interests.remember(session, shows, booth, NOW)
    interests.remember(session, keeps, booth, NOW)
    assert interests.leads(session, booth.id) == []
    interests.say(mine, "  Cần 200 kg mỗi tháng ", True, NOW)
    assert [(one.user_id, one.message) for one in interests.leads(session, booth.id)] == [
        (shows.id, "Cần 200 kg mỗi tháng")
    ]
    interests.say(mine, "", False, NOW)
    assert interests.leads(session, booth.id) == []
    assert [one.application.producer.id for one in interests.shortlist(session, shows.id, fair.id)] == [
        booth.producer_id
    ]


def test_an_exhibitor_is_remembered_once_and_forgotten(session, fair):
    user, booth = somebody(session), exhibitor(session, fair)
    first = interests.remember(session, user, booth, NOW)
    assert interests.remember(session, user, booth, NOW + timedelta(hours=1)) is first
    assert interests.forget(session, user, booth.id) and not interests.forget(session, user, booth.id)
    assert interests.shortlist(session, user.id, fair.id) == []


def test_who_does_not_exhibit_is_on_no_list(session, fair):
    with pytest.raises(Refused, match="does not exhibit"):
        interests.remember(
            session, somebody(session), exhibitor(session, fair, state=ApplicationState.ACCEPTED), NOW
        )


def test_a_list_has_an_end(session, fair, monkeypatch):
    monkeypatch.setattr(interests, "MOST", 1)
    user = somebody(session)
    interests.remember(session, user, exhibitor(session, fair), NOW)
    with pytest.raises(Refused, match="remove one first"):
        interests.remember(session, user, exhibitor(session, fair, "B1"), NOW)


def said(session, fair, booth, **facts):
    wanted = {"sales": 5_000_000, "contracts": 1, "contract_value": 90_000_000, "samples": 12} | facts
    return outcomes.say_outcome(session, fair, booth, now=NOW, today=TODAY, **wanted)


def test_an_outcome_is_said_and_mended(session, fair):
    booth = exhibitor(session, fair)
    said(session, fair, booth)
    mended = said(session, fair, booth, sales=6_000_000)
    assert (mended.sales, mended.contract_value) == (6_000_000, 90_000_000)


def test_outcomes_that_cannot_be(session, fair):
    with pytest.raises(Refused, match="how many contracts"):
        said(session, fair, exhibitor(session, fair), contracts=0)
    with pytest.raises(Refused, match="does not exhibit"):
        said(session, fair, exhibitor(session, fair, "B1", state=ApplicationState.WITHDRAWN))
    coming = world.fair(session)
    with pytest.raises(Refused, match="not begun"):
        said(session, coming, exhibitor(session, coming))


def test_heads_are_counted_on_the_fairs_days(session, fair):
    outcomes.count_heads(session, fair, TODAY, 1200, TODAY)
    outcomes.count_heads(session, fair, TODAY, 1300, TODAY)
    assert session.get(outcomes.HeadCount, (fair.id, TODAY)).heads == 1300
    for day, heads in ((TODAY + timedelta(days=3), 5), (TODAY, -1), (TODAY, 10**7)):
        with pytest.raises(Refused):
            outcomes.count_heads(session, fair, day, heads, TODAY)


def test_feedback_is_given_once_and_may_change(session, fair):
    facts = {"name": "An", "company": "", "user": None, "language": "vi"}
    visitor, _ = register(session, fair, contact="an@vidu.vn", heads=1, now=NOW, **facts)
    booth = exhibitor(session, fair)
    for whose in (visitor, booth):
        first = outcomes.give_feedback(session, fair, whose, 3, "Đông quá", now=NOW, today=TODAY)
        again = outcomes.give_feedback(session, fair, whose, 5, " Vui ", now=NOW, today=TODAY)
        assert again is first and (again.score, again.text) == (5, "Vui")
    for score in (0, 6):
        with pytest.raises(Refused):
            outcomes.give_feedback(session, fair, visitor, score, "", now=NOW, today=TODAY)
