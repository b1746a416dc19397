"""The timetable of meetings: nobody in two places, nobody when they have no time, and as many meetings as can be."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from marketplace.fairs.meeting_plan import Pair, Person, plan

IDS = st.integers(1, 6)
PAIRS = st.lists(st.builds(Pair, IDS, IDS, st.integers(1, 3)), max_size=36, unique_by=lambda one: one[:2])
SLOTS = st.lists(st.integers(1, 6), min_size=1, max_size=6)
BUSY = st.dictionaries(st.builds(Person, st.booleans(), IDS), st.frozensets(st.integers(0, 5), max_size=4))


def busiest(pairs: list[Pair]) -> int:
    buyers, exhibitors = Counter(one.buyer for one in pairs), Counter(one.exhibitor for one in pairs)
    return max([*buyers.values(), *exhibitors.values()], default=0)


@given(PAIRS, SLOTS, BUSY)
def test_everybody_is_in_one_place_at_a_time_and_only_when_they_can(pairs, tables, busy):
    placed = plan(pairs, tables, busy)
    assert len({(one.slot, one.buyer) for one in placed}) == len(placed)
    assert len({(one.slot, one.exhibitor) for one in placed}) == len(placed)
    assert len({(one.buyer, one.exhibitor) for one in placed}) == len(placed)
    assert {(one.buyer, one.exhibitor) for one in placed} <= {(one.buyer, one.exhibitor) for one in pairs}
    assert all(count <= tables[slot] for slot, count in Counter(one.slot for one in placed).items())
    for one in placed:
        assert one.slot not in busy.get(Person(True, one.buyer), ())
        assert one.slot not in busy.get(Person(False, one.exhibitor), ())


@given(PAIRS)
def test_all_meet_where_there_are_as_many_slots_as_the_busiest_has_meetings(pairs):
    slots = busiest(pairs)
    placed = plan(pairs, [len(pairs) or 1] * slots, {})
    assert len(placed) == len(pairs)


@given(PAIRS, SLOTS, BUSY)
def test_nobody_is_left_out_for_whom_there_is_a_common_free_slot_and_a_table(pairs, tables, busy):
    placed = plan(pairs, tables, busy)
    met = {(one.buyer, one.exhibitor) for one in placed}
    taken = Counter(one.slot for one in placed)
    slots_of = {Person(True, one.buyer): set() for one in pairs} | {
        Person(False, one.exhibitor): set() for one in pairs
    }
    for one in placed:
        slots_of[Person(True, one.buyer)].add(one.slot)
        slots_of[Person(False, one.exhibitor)].add(one.slot)
    for pair in pairs:
        if (pair.buyer, pair.exhibitor) in met:
            continue
        both = Person(True, pair.buyer), Person(False, pair.exhibitor)
        free = [
            slot
            for slot, room in enumerate(tables)
            if taken[slot] < room and all(slot not in slots_of[who] | set(busy.get(who, ())) for who in both)
        ]
        assert not free


@given(PAIRS, SLOTS, BUSY, st.randoms())
def test_the_order_of_wishes_changes_nothing(pairs, tables, busy, random):
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert plan(shuffled, tables, busy) == plan(pairs, tables, busy)


def test_who_is_wished_for_more_comes_first():
    pairs = [Pair(1, 1, 1), Pair(2, 1, 5), Pair(3, 1, 3)]
    placed = plan(pairs, [1, 1], {})
    assert [(one.slot, one.buyer) for one in placed] == [(0, 2), (1, 3)]


def test_meetings_in_the_way_are_exchanged():
    """The buyer has time in the first slot alone, where the exhibitor meets somebody who can come later too."""
    pairs = [Pair(1, 1, 9), Pair(2, 1, 1)]
    placed = plan(pairs, [5, 5], {Person(True, 2): {1}})
    assert {(one.slot, one.buyer, one.exhibitor) for one in placed} == {(1, 1, 1), (0, 2, 1)}
