"""The plan: what stands where, what can't, and that a booth which holds a place stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.records import Refused
from marketplace.fairs.booth_types import change_type, remove_type
from marketplace.fairs.booths import BoothKind, FeatureKind
from marketplace.fairs.planning import (
    Direction,
    RowOfBooths,
    add_booths,
    add_feature,
    place_booth,
    read_number,
    remove_booth,
    remove_feature,
)
from marketplace.fairs.plans import Rect, read_plan, rect_of
from tests import booth_world, world
from tests.booth_world import facts_of_type
from tests.world import NOW


@pytest.fixture
def fair(session):
    return world.fair(session, plan_width=60, plan_height=40)


@pytest.fixture
def type(session, fair):
    return booth_world.booth_type(session, fair)


def numbers(session, fair):
    return [booth.number for booth in read_plan(session, fair.id).booths]


def test_a_row_counts_on_and_goes_to_the_right_or_down(session, fair, type):
    booth_world.booths(session, fair, type, 12, corners=True)
    down = booth_world.booths(session, fair, type, 3, "B08", x=0, y=6, direction=Direction.DOWN)
    plan = read_plan(session, fair.id)
    assert [booth.number for booth in plan.booths] == [f"A{i}" for i in range(1, 13)] + ["B08", "B09", "B10"]
    assert [rect_of(booth).x for booth in plan.booths[:12]] == list(range(0, 36, 3))
    assert [rect_of(booth) for booth in down] == [Rect(0, y, 3, 3) for y in (6, 9, 12)]
    assert [booth.number for booth in plan.booths if booth.is_corner] == ["A1", "A12"]


def test_a_turned_booth_changes_width_and_depth(session, fair):
    long = booth_world.booth_type(session, fair, name="Gian dài", width=6, depth=2)
    first, second = booth_world.booths(session, fair, long, 2, turned=True)
    assert (rect_of(first), rect_of(second)) == (Rect(0, 0, 2, 6), Rect(2, 0, 2, 6))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (RowOfBooths("A3", 1, 30, 30), "already"),
        (RowOfBooths("C1", 1, 2, 2), "would stand on “A1”"),
        (RowOfBooths("C1", 2, 56, 0), "out of the plan"),
        (RowOfBooths("C1", 1, -1, 0), "out of the plan"),
        (RowOfBooths("C1", 0, 0, 10), "at once"),
        (RowOfBooths("C1", 61, 0, 10), "at once"),
        (RowOfBooths("C", 2, 0, 10), "digit"),
        (RowOfBooths("Đ1", 1, 0, 10), "made of letters"),
        (RowOfBooths("", 1, 0, 10), "made of letters"),
        (RowOfBooths("C1", 1), "where the first booth stands"),
        (RowOfBooths("C9998", 3, 0, 10), "made of letters"),
    ],
)
def test_what_cant_stand_is_refused_and_nothing_of_the_row_is_added(session, fair, type, row, says):
    booth_world.booths(session, fair, type, 5)
    with pytest.raises(Refused, match=says):
        add_booths(session, fair, type, row)
    session.expire_all()
    assert numbers(session, fair) == ["A1", "A2", "A3", "A4", "A5"]


def test_an_online_stall_has_no_place_on_the_plan(session, fair):
    online = booth_world.booth_type(session, fair, kind=BoothKind.ONLINE)
    stalls = booth_world.booths(session, fair, online, 3, "O1", x=None, y=None)
    assert [rect_of(stall) for stall in stalls] == [None] * 3


def test_a_booth_is_moved_turned_and_refused_where_another_stands(session, fair, type):
    one, other = booth_world.booths(session, fair, type, 2)
    place_booth(session, fair, one, x=20, y=20, turned=True, is_corner=True)
    assert (one.x, one.y, one.turned, one.is_corner) == (20, 20, True, True)
    with pytest.raises(Refused, match="would stand on “A1”"):
        place_booth(session, fair, other, x=21, y=21, turned=False, is_corner=False)


def test_moving_a_little_is_not_standing_on_oneself(session, fair, type):
    (one,) = booth_world.booths(session, fair, type, 1)
    place_booth(session, fair, one, x=1, y=1, turned=False, is_corner=False)
    assert (one.x, one.y) == (1, 1)


def test_a_removed_booth_stays_as_a_row_and_its_number_is_free(session, fair, type):
    (one,) = booth_world.booths(session, fair, type, 1)
    remove_booth(session, fair, one, NOW)
    assert numbers(session, fair) == []
    (again,) = booth_world.booths(session, fair, type, 1)
    assert (again.number, one.removed_at) == ("A1", NOW)


def test_a_booth_that_holds_a_place_is_not_removed(session, fair, type):
    (one,) = booth_world.booths(session, fair, type, 1)
    booth_world.accept(session, fair, booth_world.application(session, fair, type))
    with pytest.raises(Refused, match="Booth “A1” is given to somebody"):
        remove_booth(session, fair, one, NOW)
    assert numbers(session, fair) == ["A1"]


def test_features_take_ground_too(session, fair, type):
    stage = add_feature(session, fair, FeatureKind.STAGE, "Sân khấu chính", Rect(20, 20, 10, 6))
    with pytest.raises(Refused, match="Sân khấu chính"):
        booth_world.booths(session, fair, type, 1, x=19, y=19)
    with pytest.raises(Refused, match="out of the plan"):
        add_feature(session, fair, FeatureKind.TOILETS, "", Rect(58, 0, 3, 3))
    with pytest.raises(Refused, match="what stands there"):
        add_feature(session, fair, FeatureKind.OTHER, " ", Rect(0, 0, 3, 3))
    with pytest.raises(Refused, match="at least one metre"):
        add_feature(session, fair, FeatureKind.TOILETS, "", Rect(0, 0, 0, 3))
    remove_feature(session, fair, stage)
    session.flush()
    assert booth_world.booths(session, fair, type, 1, x=19, y=19)


def test_a_type_that_grows_must_still_fit(session, fair, type):
    booth_world.booths(session, fair, type, 3)
    with pytest.raises(Refused, match="would stand on"):
        change_type(session, fair, type, facts_of_type(width=4))
    change_type(session, fair, type, facts_of_type(width=2, price=1))
    assert (type.width, type.price) == (2, 1)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"name": " "}, "a name"),
        ({"price": -1}, "price"),
        ({"price": 500_000_001}, "price"),
        ({"width": 0}, "1 to 100"),
        ({"depth": 101}, "1 to 100"),
        ({"watts": -1}, "Power"),
        ({"places": 2}, "shared stand"),
        ({"kind": BoothKind.SHARED, "places": 101}, "shared stand"),
        ({"kind": BoothKind.ONLINE}, "online stall"),
    ],
)
def test_facts_that_are_none_of_a_booth_are_refused(session, fair, type, facts, says):
    booth_world.booths(session, fair, type, 1)
    with pytest.raises(Refused, match=says):
        change_type(session, fair, type, facts_of_type(**facts))


def test_a_shared_stand_does_not_shrink_below_who_is_in_it(session, fair):
    shared = booth_world.booth_type(session, fair, kind=BoothKind.SHARED, places=3)
    booth_world.booths(session, fair, shared, 1)
    for _ in range(2):
        booth_world.accept(session, fair, booth_world.application(session, fair, shared))
    with pytest.raises(Refused, match="More producers"):
        change_type(session, fair, shared, facts_of_type(kind=BoothKind.SHARED, places=1))
    change_type(session, fair, shared, facts_of_type(kind=BoothKind.SHARED, places=2))


def test_a_type_goes_while_nothing_is_of_it(session, fair, type):
    other = booth_world.booth_type(session, fair, name="Lều")
    remove_type(session, fair, other)
    booth_world.booths(session, fair, type, 1)
    with pytest.raises(Refused, match="not taken away"):
        remove_type(session, fair, type)


def test_numbers_are_read_as_people_write_them():
    assert [read_number(text) for text in (" a 1", "B12", "007", "KHU")] == ["A1", "B12", "007", "KHU"]


rects = st.builds(Rect, st.integers(0, 30), st.integers(0, 30), st.integers(1, 12), st.integers(1, 12))


@given(rects, rects)
def test_two_overlap_exactly_where_they_share_a_square_metre(one, other):
    def ground(rect):
        return {
            (x, y) for x in range(rect.x, rect.x + rect.width) for y in range(rect.y, rect.y + rect.height)
        }

    assert one.overlaps(other) == other.overlaps(one) == bool(ground(one) & ground(other))
