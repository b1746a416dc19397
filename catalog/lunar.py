"""The door to the lunar calendar of Vietnam: its new moons are those of UTC+7, so Tết is not always China's new year."""

from datetime import date
from typing import NamedTuple

import lunar_vn

_LAST_MONTH, _FIRST_MONTH = 12, 1
# The first month is one of fairs until its full moon (rằm tháng Giêng).
_FULL_MOON = 15


class LunarDay(NamedTuple):
    """A day of the lunar calendar; `leap`: of the month that repeats the one before it."""

    day: int
    month: int
    year: int
    leap: bool


def lunar_day(day: date) -> LunarDay | None:
    """The lunar day of a day of Vietnam; None outside of the years for which the calculation is known to hold."""
    first, last = lunar_vn.SUPPORTED_YEAR_RANGE
    if not first <= day.year <= last:
        return None
    found = lunar_vn.solar_to_lunar(day)
    return LunarDay(found.day, found.month, found.year, bool(found.leap))


def is_near_tet(day: date) -> bool:
    """From the first day of the last month (tháng Chạp) to the full moon of the first (tháng Giêng)."""
    lunar = lunar_day(day)
    if lunar is None or lunar.leap:
        return False
    return lunar.month == _LAST_MONTH or (lunar.month == _FIRST_MONTH and lunar.day <= _FULL_MOON)


def name_of_year(lunar: LunarDay) -> str:
    """ "Bính Ngọ": the stem and the branch of the lunar year."""
    return lunar_vn.can_chi.get_year_can_chi(lunar.year)
