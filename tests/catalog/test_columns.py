import weakref
from datetime import date, timedelta

import pytest

from catalog.columns import Columns, Sort
from catalog.rows import Row

DAY = timedelta(days=1)
LAST = date(2026, 11, 20)
LONG_AGO, EVER = 0, date.max.toordinal()


def row(id=1, stars=(), marks=(), **facts):
    usual = {
        "set_number": 11,
        "province": "14",
        "producer_id": 1,
        "kind": 1,
        "price": 90_000,
        "available": True,
        "season": 0,
    }
    return Row(
        **usual
        | {
            "shown": None,
            "id": id,
            "stars": tuple(stars),
            "marks": tuple(marks),
            "names": ("che",),
        }
        | facts
    )


def columns(*rows):
    return Columns(1, {row.id: row for row in rows})


def spell(value, first, last):
    return value, first.toordinal(), last.toordinal()


def stars(value, first, last, code="R1"):
    """A spell of stars whose recognition was decided on its first day."""
    return *spell(value, first, last), first.toordinal(), code


@pytest.mark.parametrize(("day", "shown"), [(LAST - DAY, 4), (LAST, 4), (LAST + DAY, 0)])
def test_stars_end_with_the_day_of_expiry(day, shown):
    assert columns(row(stars=[stars(4, date(2023, 11, 20), LAST)])).on_day(day).stars.tolist() == [shown]


def test_stars_begin_on_the_day_of_decision():
    found = columns(row(stars=[stars(4, LAST, LAST + 9 * DAY)]))
    assert [found.on_day(day).stars[0] for day in (LAST - DAY, LAST)] == [0, 4]


def test_where_two_recognitions_hold_the_later_one_counts():
    both = [stars(5, LAST - 9 * DAY, LAST + 9 * DAY), stars(3, LAST - DAY, LAST)]
    now = columns(row(1, stars=both), row(2)).on_day(LAST)
    assert now.stars.tolist() == [3, 0]
    assert now.decided.tolist() == [(LAST - DAY).toordinal(), 0]


def test_marks_of_several_kinds_stand_side_by_side_until_their_own_ends():
    twice = [spell(2, LAST - DAY, LAST)] * 2
    marks = [(0, LONG_AGO, EVER), *twice, spell(3, LAST + DAY, LAST + DAY)]
    found = columns(row(marks=marks))
    assert [int(found.on_day(day).marks[0]) for day in (LAST - 2 * DAY, LAST, LAST + DAY)] == [
        1,
        0b101,
        0b1001,
    ]


def test_rows_stand_in_the_order_of_their_ids():
    found = columns(row(9, price=900), row(2, price=200), row(5, price=500))
    assert found.ids.tolist() == [2, 5, 9]
    assert found.price.tolist() == [200, 500, 900]
    assert len(found) == 3


def test_producers_are_counted_once_each():
    assert columns(row(1, producer_id=7), row(2, producer_id=8), row(3, producer_id=7)).producers == 2


def test_an_empty_catalogue_has_columns_too():
    assert len(columns()) == 0
    assert columns().on_day(LAST).stars.tolist() == []


def test_other_words_leave_what_is_counted_as_it_is():
    old = columns(row(1, names=("mat ong",)), row(2))
    now, names = old.on_day(LAST), old.names
    new = old.changed(2, {1}, {1: row(1, names=("mat ong bac ha",))})
    assert new.on_day(LAST) is now
    assert new.names is not names and new.names.with_words("mat ong bac ha")[0].tolist() == [0]
    assert old.changed(2, {1}, {1: row(1, names=("mat ong",))}).names is names


def test_another_price_is_counted_anew():
    old = columns(row(1, price=10_000), row(2, price=20_000))
    assert old.rank(LAST, Sort.CHEAPEST).tolist() == [0, 1]
    assert old.changed(2, {1}, {1: row(1, price=30_000)}).rank(LAST, Sort.CHEAPEST).tolist() == [1, 0]


def test_columns_that_nobody_uses_any_more_are_gone_at_once():
    old = columns(row(1), row(2))
    for sort in Sort:
        old.rank(LAST, sort)
    old.mask(LAST, "stars", frozenset({4}))
    gone = weakref.ref(old)
    new = old.changed(2, {1}, {1: row(1)})
    del old
    assert gone() is None and len(new) == 2
