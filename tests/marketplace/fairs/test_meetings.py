"""Meetings at a fair: slots, wishes of both sides, and a timetable that both can read."""

from datetime import timedelta

import pytest

from catalog.records import Refused
from marketplace.fairs import meetings
from marketplace.fairs.applications import ApplicationState
from marketplace.fairs.meetings import MOST_WISHES, Side, lay_out_slots, mark_busy, wish
from marketplace.fairs.registration import register
from marketplace.fairs.ticket_life import cancel
from marketplace.fairs.timetables import make_timetable, meetings_of, remove_slots
from tests import world
from tests.marketplace.fairs.exhibiting import exhibitor, exhibitors
from tests.world import NOW

BEGIN = NOW + timedelta(days=29)


@pytest.fixture
def fair(session):
    return world.fair(session, visitor_quota=100)


def buyer(session, fair, number: int = 1, company: str = "Siêu thị Mẫu"):
    facts = {"name": "An", "company": company, "user": None, "language": "vi"}
    return register(session, fair, contact=f"mua-{number}@vidu.vn", heads=1, now=NOW, **facts)[0]


def slots(session, fair, count: int = 3, tables: int = 5):
    return lay_out_slots(session, fair, BEGIN, BEGIN + count * timedelta(minutes=30), 30, tables)


def timetable(session, fair):
    return [
        (one.slot.starts_at, one.visitor_id, one.application_id, one.table_number)
        for one in meetings_of(session, fair.id)
    ]


def test_slots_follow_one_another(session, fair):
    made = lay_out_slots(session, fair, BEGIN, BEGIN + timedelta(minutes=100), 30, 4)
    assert [slot.starts_at - BEGIN for slot in made] == [timedelta(minutes=30 * n) for n in range(3)]
    assert made[-1].ends_at == BEGIN + timedelta(minutes=90)


@pytest.mark.parametrize(
    ("length", "minutes", "tables"), [(100, 5, 4), (100, 200, 4), (20, 30, 4), (100, 30, 0), (100, 30, 201)]
)
def test_slots_that_make_no_sense_are_refused(session, fair, length, minutes, tables):
    with pytest.raises(Refused):
        lay_out_slots(session, fair, BEGIN, BEGIN + timedelta(minutes=length), minutes, tables)
    assert meetings.slots_of(session, fair.id) == []


def test_slots_never_overlap_and_have_an_end(session, fair):
    slots(session, fair)
    with pytest.raises(Refused, match="overlap"):
        lay_out_slots(session, fair, BEGIN + timedelta(minutes=75), BEGIN + timedelta(hours=4), 30, 1)
    with pytest.raises(Refused, match="at most"):
        lay_out_slots(session, fair, BEGIN + timedelta(days=1), BEGIN + timedelta(days=3), 10, 1)


@pytest.mark.parametrize("days", [-1, 5])
def test_slots_lie_on_the_days_of_the_fair(session, fair, days):
    begin = BEGIN + timedelta(days=days)
    with pytest.raises(Refused, match="one of the fair's days"):
        lay_out_slots(session, fair, begin, begin + timedelta(hours=1), 30, 1)


def test_who_wishes_for_whom_meets(session, fair):
    made = slots(session, fair)
    one, other = exhibitors(session, fair, 2)
    first, second = buyer(session, fair, 1), buyer(session, fair, 2)
    wish(session, Side.BUYER, first.id, [one.id, other.id, one.id])
    wish(session, Side.EXHIBITOR, one.id, [second.id])
    assert make_timetable(session, fair) == 3
    met = {(visitor, application) for _at, visitor, application, _table in timetable(session, fair)}
    assert met == {(first.id, one.id), (first.id, other.id), (second.id, one.id)}
    mine = meetings_of(session, fair.id, Side.EXHIBITOR, one.id)
    assert [meeting.slot_id for meeting in mine] == [made[0].id, made[1].id]


def test_a_wish_of_both_sides_comes_before_a_first_wish_of_one(session, fair):
    slots(session, fair, 1)
    wanted = exhibitor(session, fair)
    asks, mutual = buyer(session, fair, 1), buyer(session, fair, 2)
    others = [exhibitor(session, fair, f"B{n}").id for n in range(3)]
    wish(session, Side.BUYER, asks.id, [wanted.id])
    wish(session, Side.BUYER, mutual.id, [*others, wanted.id])
    wish(session, Side.EXHIBITOR, wanted.id, [mutual.id])
    make_timetable(session, fair)
    assert (mutual.id, wanted.id) in {one[1:3] for one in timetable(session, fair)}


def test_busy_slots_stay_free(session, fair):
    made = slots(session, fair, 2)
    exhibits, buys = exhibitor(session, fair), buyer(session, fair)
    wish(session, Side.BUYER, buys.id, [exhibits.id])
    mark_busy(session, Side.BUYER, buys.id, [made[0].id])
    make_timetable(session, fair)
    assert [one[0] for one in timetable(session, fair)] == [made[1].starts_at]
    mark_busy(session, Side.EXHIBITOR, exhibits.id, [made[1].id])
    assert make_timetable(session, fair) == 0
    mark_busy(session, Side.BUYER, buys.id, [])
    make_timetable(session, fair)
    assert [one[0] for one in timetable(session, fair)] == [made[0].starts_at]


def test_only_trade_visitors_and_exhibitors_meet(session, fair):
    slots(session, fair)
    exhibits, gone = exhibitor(session, fair), exhibitor(session, fair, "B1", state=ApplicationState.LAPSED)
    public, cancelled = buyer(session, fair, 1, company=""), buyer(session, fair, 2)
    trade = buyer(session, fair, 3)
    for visitor in (public, cancelled, trade):
        wish(session, Side.BUYER, visitor.id, [exhibits.id, gone.id])
    cancel(session, cancelled, NOW)
    make_timetable(session, fair)
    assert [one[1:] for one in timetable(session, fair)] == [(trade.id, exhibits.id, 1)]


def test_wishes_of_another_fair_bring_nobody_together(session, fair):
    slots(session, fair)
    stranger = exhibitor(session, world.fair(session))
    wish(session, Side.BUYER, buyer(session, fair).id, [stranger.id])
    assert make_timetable(session, fair) == 0


def test_too_many_wishes_are_refused(session, fair):
    with pytest.raises(Refused, match="at most"):
        wish(session, Side.BUYER, buyer(session, fair).id, range(1, MOST_WISHES + 2))


def test_a_new_timetable_takes_the_place_of_the_old_one(session, fair):
    slots(session, fair)
    exhibits, buys = exhibitor(session, fair), buyer(session, fair)
    wish(session, Side.BUYER, buys.id, [exhibits.id])
    assert make_timetable(session, fair) == make_timetable(session, fair) == 1
    wish(session, Side.BUYER, buys.id, [])
    assert make_timetable(session, fair) == 0
    assert timetable(session, fair) == []


def test_slots_go_with_their_meetings(session, fair):
    made = slots(session, fair, 2)
    exhibits, buys = exhibitor(session, fair), buyer(session, fair)
    wish(session, Side.BUYER, buys.id, [exhibits.id])
    mark_busy(session, Side.BUYER, buys.id, [made[1].id])
    make_timetable(session, fair)
    assert remove_slots(session, fair, BEGIN, BEGIN + timedelta(days=1)) == 2
    assert timetable(session, fair) == [] and meetings.slots_of(session, fair.id) == []


def concerned(session):
    """Whom the last note names."""
    _record, _action, facts = session.info["notes"][-1]
    return facts["visitors"], facts["applications"]


def test_a_new_timetable_names_those_whose_meetings_changed_and_nobody_else(session, fair):
    slots(session, fair, 2)
    one, other = exhibitors(session, fair, 2)
    first, second = buyer(session, fair, 1), buyer(session, fair, 2)
    wish(session, Side.BUYER, first.id, [one.id])
    make_timetable(session, fair)
    assert concerned(session) == ([first.id], [one.id])
    wish(session, Side.BUYER, second.id, [other.id])
    make_timetable(session, fair)
    assert concerned(session) == ([second.id], [other.id])
    make_timetable(session, fair)
    assert concerned(session) == ([], [])
    remove_slots(session, fair, BEGIN, BEGIN + timedelta(days=1))
    assert concerned(session) == ([first.id, second.id], [one.id, other.id])


def test_who_has_left_is_in_no_timetable(session, fair):
    slots(session, fair)
    exhibits, buys = exhibitor(session, fair), buyer(session, fair)
    wish(session, Side.BUYER, buys.id, [exhibits.id])
    make_timetable(session, fair)
    cancel(session, buys, NOW)
    session.flush()
    assert timetable(session, fair) == []
