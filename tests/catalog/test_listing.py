import threading
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.columns import Columns, Sort
from catalog.listing import Filters, ListingIndex, count_all, find, neighbours
from catalog.rows import KINDS, MARK_KINDS, Row
from catalog.search.backend import Level, Matches, Offer, Reading

DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)
NOW = TODAY.toordinal()
PROVINCES = ["01", "14", "91"]

DAYS = st.integers(NOW - 4, NOW + 4)
SPELLS = st.tuples(DAYS, DAYS).map(sorted)


def spells(values):
    return st.lists(st.builds(lambda value, run: (value, *run), values, SPELLS), max_size=3).map(tuple)


FACTS = st.fixed_dictionaries(
    {
        "set_number": st.sampled_from([1, 11, 26]),
        "province": st.sampled_from(PROVINCES),
        "producer_id": st.integers(1, 3),
        "kind": st.integers(0, len(KINDS) - 1),
        "price": st.sampled_from([1_000, 50_000, 10**12]),
        "available": st.booleans(),
        "season": st.integers(0, 4095),
        "sold_months": st.sampled_from([4095, 1 << TODAY.month - 1, 4095 - (1 << TODAY.month - 1)]),
        "stars": spells(st.integers(3, 5)).map(lambda many: tuple((*spell, spell[1]) for spell in many)),
        "marks": spells(st.integers(0, len(MARK_KINDS) - 1)),
    }
)
UNSEEN = {"names": (), "shown": None}
ROWS = st.lists(FACTS, max_size=25).map(
    lambda many: {
        id: Row(id=id, **facts, **UNSEEN) for id, facts in zip(range(100, 0, -3), many, strict=False)
    }
)


@dataclass(frozen=True)
class Match:
    """How well one product answers the words."""

    level: int
    exact: bool
    score: float


MATCHES = st.dictionaries(
    st.integers(0, 33).map(lambda n: 100 - 3 * n),
    st.builds(Match, st.integers(Level.SOME, Level.WHOLE), st.booleans(), st.sampled_from([0.0, 0.5, 9.25])),
)
OFFERS = st.sampled_from([(), (Offer("stars", "5", "5 sao"),), (Offer("price_to", "50000", "dưới 50k"),)])


def matches_of(columns, matched, offers=()):
    ids = sorted(id for id in matched if id in columns.rows)
    found = [matched[id] for id in ids]
    return Matches(
        Reading(typed="", text="", offers=offers),
        np.searchsorted(columns.ids, np.array(ids, np.int64)).astype(np.int32),
        np.array([match.level for match in found], np.int8),
        np.array([match.exact for match in found], np.bool_),
        np.array([match.score for match in found], np.float32),
    )


FILTERS = st.builds(
    Filters,
    sets=st.frozensets(st.sampled_from([1, 11, 26, 7]), max_size=2),
    provinces=st.frozensets(st.sampled_from([*PROVINCES, "99"]), max_size=2),
    stars=st.frozensets(st.integers(3, 5), max_size=2),
    marks=st.frozensets(st.sampled_from(MARK_KINDS), max_size=2),
    kinds=st.frozensets(st.sampled_from(KINDS), max_size=3),
    price_from=st.none() | st.sampled_from([0, 1_001, 50_000]),
    price_to=st.none() | st.sampled_from([999, 50_000, 10**13]),
    in_stock=st.booleans(),
    month=st.none() | st.integers(1, 12),
)
ON = st.integers(-5, 5).map(lambda days: TODAY + days * DAY)


def recognised(row, day):
    """Stars and first day of the last spell that holds."""
    return next(
        ((value, decided) for value, first, last, decided in reversed(row.stars) if first <= day <= last),
        (0, 0),
    )


def marked(row, day):
    return {MARK_KINDS[value] for value, first, last in row.marks if first <= day <= last}


def fits(row, wanted, day, but=None):
    """Whether the row passes every filter except `but`."""
    answers = {
        "sets": not wanted.sets or row.set_number in wanted.sets,
        "provinces": not wanted.provinces or row.province in wanted.provinces,
        "stars": not wanted.stars or recognised(row, day)[0] in wanted.stars,
        "marks": not wanted.marks or bool(marked(row, day) & wanted.marks),
        "kinds": not wanted.kinds or KINDS[row.kind] in wanted.kinds,
        "price": (wanted.price_from or 0)
        <= row.price
        <= (10**15 if wanted.price_to is None else wanted.price_to),
        "stock": sold(row, day) or not wanted.in_stock,
        "month": not wanted.month or bool(row.season >> (wanted.month - 1) & 1),
    }
    return all(answer for name, answer in answers.items() if name != but)


def counted(rows, wanted, day):
    def each(facet, values, of):
        others = [row for row in rows.values() if fits(row, wanted, day, but=facet)]
        return {value: sum(value in of(row) for row in others) for value in values}

    return {
        "sets": each("sets", range(1, 27), lambda row: {row.set_number}),
        "provinces": each("provinces", {row.province for row in rows.values()}, lambda row: {row.province}),
        "stars": each("stars", (5, 4, 3), lambda row: {recognised(row, day)[0]}),
        "marks": each("marks", MARK_KINDS, lambda row: marked(row, day)),
        "kinds": each("kinds", KINDS, lambda row: {KINDS[row.kind]}),
    }


def sold(row, day) -> bool:
    """`day` is an ordinal, as in `recognised`."""
    return row.available and bool(row.sold_months & 1 << date.fromordinal(day).month - 1)


def in_order(rows, sort, wanted, day):
    def key(row):
        stars, decided = recognised(row, day)
        return {
            Sort.NEWEST: (-decided,),
            Sort.CHEAPEST: (row.price,),
            Sort.DEAREST: (-row.price,),
            Sort.STARS: (-stars, -decided),
            Sort.RELEVANCE: (not sold(row, day), not stars, -decided),
        }[sort] + (row.id,)

    return [row.id for row in sorted((r for r in rows.values() if fits(r, wanted, day)), key=key)]


def up_the_ladder(rows, wanted, matched, offers, day):
    def meets(row):
        return all(
            recognised(row, day)[0] == 5 if offer.name == "stars" else row.price <= 50_000 for offer in offers
        )

    def key(row):
        match = matched[row.id]
        stars, decided = recognised(row, day)
        asked = (-match.level, not match.exact, not meets(row))
        return (*asked, not sold(row, day), not stars, -match.score, -decided, row.id)

    fitting = (row for row in rows.values() if row.id in matched and fits(row, wanted, day))
    return [row.id for row in sorted(fitting, key=key)]


@settings(max_examples=100)
@given(ROWS, FILTERS, ON)
def test_total_and_counts_equal_brute_force_under_any_filters(rows, wanted, day):
    found = find(Columns(1, rows), wanted, day, Sort.RELEVANCE, 1, 24)
    number = day.toordinal()
    assert found.total == sum(fits(row, wanted, number) for row in rows.values())
    assert found.counts == counted(rows, wanted, number)


@settings(max_examples=80)
@given(ROWS, FILTERS, ON, st.sampled_from(Sort), st.integers(1, 7))
def test_pages_are_disjoint_complete_and_in_the_order_of_the_sort(rows, wanted, day, sort, per_page):
    columns = Columns(1, rows)
    pages = [find(columns, wanted, day, sort, page, per_page).ids for page in range(1, 28)]
    expected = in_order(rows, sort, wanted, day.toordinal())
    assert [id for page in pages for id in page] == expected
    assert all(len(page) == per_page for page in pages[: len(expected) // per_page])


@settings(max_examples=100)
@given(ROWS, FILTERS, MATCHES, OFFERS, ON, st.integers(1, 7))
def test_words_and_filters_together_climb_the_ladder(rows, wanted, matched, offers, day, per_page):
    columns = Columns(1, rows)
    matches = matches_of(columns, matched, offers)
    pages = [find(columns, wanted, day, Sort.RELEVANCE, page, per_page, matches) for page in range(1, 28)]
    number = day.toordinal()
    expected = up_the_ladder(rows, wanted, matched, offers, number)
    assert [id for page in pages for id in page.ids] == expected
    assert {page.total for page in pages} == {len(expected)}
    only_matched = {id: row for id, row in rows.items() if id in matched}
    counts = counted(only_matched, wanted, number)
    missing = dict.fromkeys({row.province for row in rows.values()} - counts["provinces"].keys(), 0)
    assert pages[0].counts == counts | {"provinces": counts["provinces"] | missing}


@settings(max_examples=80)
@given(ROWS, ROWS, st.sets(st.integers(0, 33).map(lambda n: 100 - 3 * n)), ON)
def test_columns_brought_up_to_date_are_those_made_anew(rows, others, changed, day):
    after = {id: row for id, row in rows.items() if id not in changed}
    new = {id: row for id, row in others.items() if id in changed}
    together = Columns(1, rows).changed(2, changed, new)
    anew = Columns(2, after | new)
    assert together.rows == anew.rows
    assert together.province_codes == anew.province_codes and together.producers == anew.producers
    for sort in Sort:
        found = [find(columns, Filters(), day, sort, 1, 100) for columns in (together, anew)]
        assert found[0] == found[1]


@settings(max_examples=50)
@given(ROWS, ON)
def test_without_filters_everything_is_counted(rows, day):
    assert count_all(Columns(1, rows), day) == counted(rows, Filters(), day.toordinal())


def row(id, stars=(), **facts):
    usual = {
        "set_number": 11,
        "province": "14",
        "producer_id": 1,
        "kind": 1,
        "price": 90_000,
        "available": True,
        "season": 0,
        "marks": (),
    }
    return Row(id=id, stars=tuple(stars), **usual | UNSEEN | facts)


def ids(rows, day=TODAY, sort=Sort.RELEVANCE, **wanted):
    return find(Columns(1, {row.id: row for row in rows}), Filters(**wanted), day, sort, 1, 24).ids


@pytest.mark.parametrize(("day", "shown"), [(TODAY - DAY, [1]), (TODAY, [1]), (TODAY + DAY, [])])
def test_a_star_facet_lets_go_the_day_after_expiry(day, shown):
    expiring = row(1, stars=[(4, NOW - 900, NOW, NOW - 900)])
    assert ids([expiring], day, stars=frozenset({4})) == shown
    assert count_all(Columns(1, {1: expiring}), day)["stars"][4] == len(shown)


def test_what_can_be_bought_comes_first_then_stars_in_force_then_the_newest_decision():
    rows = [
        row(1, stars=[(5, NOW, NOW, NOW)], available=False),
        row(2),
        row(3, stars=[(5, NOW - 9, NOW, NOW - 9)]),
        row(4, stars=[(3, NOW - 1, NOW, NOW - 1)]),
    ]
    assert ids(rows) == [4, 3, 2, 1]


def test_out_of_season_is_not_in_stock_and_stands_behind():
    """By the clock alone: a day before and a day after nothing has been written."""
    spring = row(1, stars=[(5, NOW - 9, NOW + 99, NOW)], sold_months=0b100)
    rows, march, april = [spring, row(2)], date(2027, 3, 31), date(2027, 4, 1)
    assert ids(rows, march) == [1, 2] and ids(rows, march, in_stock=True) == [1, 2]
    assert ids(rows, april) == [2, 1] and ids(rows, april, in_stock=True) == [2]
    assert [spring.in_stock(day) for day in (march, april)] == [True, False]


def test_a_page_past_the_last_is_empty_and_keeps_the_total():
    found = find(Columns(1, {1: row(1)}), Filters(), TODAY, Sort.RELEVANCE, 99, 24)
    assert (found.ids, found.total) == ([], 1)


def test_an_empty_catalogue_has_an_empty_page():
    found = find(Columns(1, {}), Filters(stars=frozenset({5})), TODAY, Sort.STARS, 1, 24)
    assert (found.ids, found.total, found.counts["provinces"]) == ([], 0, {})


@pytest.mark.parametrize("limit", [{"price_from": 10**30}, {"price_to": -(10**30)}])
def test_a_price_no_product_has_finds_nothing(limit):
    assert ids([row(1)], **limit) == []


def test_unknown_values_of_a_filter_find_nothing():
    for wanted in (
        {"sets": {300}},
        {"provinces": {"xx"}},
        {"stars": {9}},
        {"marks": {"xx"}},
        {"kinds": {"xx"}},
    ):
        assert ids([row(1)], **{name: frozenset(values) for name, values in wanted.items()}) == []


def test_neighbours_are_of_the_same_set_near_ones_first_and_not_the_product_itself():
    rows = [
        row(1, stars=[(5, NOW, NOW, NOW)], province="01"),
        row(2),
        row(3, stars=[(3, NOW, NOW, NOW)]),
        row(4, set_number=1),
        row(6),
    ]
    columns = Columns(1, {row.id: row for row in rows})
    assert neighbours(columns, 2, TODAY, 9) == [3, 6, 1]
    assert neighbours(columns, 2, TODAY, 2) == [3, 6]
    assert [neighbours(columns, id, TODAY, 9) for id in (0, 4, 5, 99)] == [[], [], [], []]


class CountedIndex(ListingIndex):
    """Reads nothing and counts how often it was asked to."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def _read(self, session, old, version):
        self.asked.append((None if old is None else old.version, version))
        return Columns(version, {})


def test_the_index_reads_once_a_version_and_never_goes_back():
    index = CountedIndex()
    assert [index.at_present(None, version).version for version in (3, 3, 2, 5, 4)] == [3, 3, 3, 5, 5]
    assert index.asked == [(None, 3), (3, 5)]


def test_many_threads_read_a_version_once():
    index, start = CountedIndex(), threading.Barrier(8)

    def visit():
        start.wait()
        index.at_present(None, 7)

    threads = [threading.Thread(target=visit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert index.asked == [(None, 7)]
