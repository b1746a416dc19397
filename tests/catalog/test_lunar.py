"""The lunar calendar of Vietnam against known days, and what always holds of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.lunar import LunarDay, is_near_tet, lunar_day, name_of_year

# First days of the year as they were and will be kept in Vietnam.
TET = {
    1985: date(1985, 1, 21),  # China: 20 February
    2007: date(2007, 2, 17),  # China: 18 February
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 2),  # China: 3 February
}
DAYS = st.dates(date(1900, 2, 1), date(2100, 12, 30))


@pytest.mark.parametrize("year", TET)
def test_tet_is_that_of_vietnam(year):
    assert lunar_day(TET[year]) == LunarDay(1, 1, year, False)


@pytest.mark.parametrize(
    ("day", "lunar"),
    [
        (date(2025, 7, 24), LunarDay(30, 6, 2025, False)),
        (date(2025, 7, 25), LunarDay(1, 6, 2025, True)),  # the sixth month came twice
        (date(2025, 10, 6), LunarDay(15, 8, 2025, False)),  # mid-autumn festival
        (date(2026, 4, 26), LunarDay(10, 3, 2026, False)),  # day of the Hùng kings
        (date(2027, 1, 30), LunarDay(23, 12, 2026, False)),  # the kitchen gods leave
    ],
)
def test_known_days(day, lunar):
    assert lunar_day(day) == lunar


@pytest.mark.parametrize(
    ("day", "near"),
    [
        (date(2027, 1, 7), False),
        (date(2027, 1, 8), True),  # first of tháng Chạp
        (date(2027, 2, 20), True),  # full moon of tháng Giêng
        (date(2027, 2, 21), False),
        (date(2026, 12, 20), False),
    ],
)
def test_tet_is_near_from_chap_to_the_full_moon(day, near):
    assert is_near_tet(day) is near


@given(DAYS)
def test_a_day_follows_the_one_before_it(day):
    today, tomorrow = lunar_day(day), lunar_day(day + timedelta(days=1))
    if tomorrow.day == 1:
        assert today.day in (29, 30)
        assert (tomorrow.month, tomorrow.leap) in {(today.month % 12 + 1, False), (today.month, True)}
        assert tomorrow.year - today.year == (tomorrow.month == 1 and today.month == 12)
    else:
        assert tomorrow == today._replace(day=today.day + 1)


@given(st.integers(1901, 2100))
def test_every_year_has_one_tet(year):
    """Between 20 January and 21 February."""
    first = date(year, 1, 19)
    days = [first + timedelta(days=n) for n in range(36)]
    assert sum(lunar_day(day) == LunarDay(1, 1, year, False) for day in days) == 1


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2101, 1, 1)])
def test_years_beyond_the_calculation_have_no_lunar_day(day):
    assert lunar_day(day) is None
    assert is_near_tet(day) is False


def test_a_year_has_its_name():
    assert name_of_year(lunar_day(date(2026, 11, 21))) == "Bính Ngọ"
