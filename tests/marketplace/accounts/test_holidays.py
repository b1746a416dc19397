"""Terms in working days: weekends and public holidays are none, and the holidays are data."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from catalog.records import Refused
from marketplace.accounts.data_requests import RequestKind, ask
from marketplace.accounts.holidays import (
    Holiday,
    holidays_after,
    load_holidays,
    remove_holiday,
    set_holiday,
    working_day_after,
)
from tests import people
from tests.world import NOW


@pytest.fixture
def loaded(session):
    load_holidays(session)
    session.flush()
    return session


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),
        (date(2026, 11, 19), date(2026, 11, 23)),
        (date(2026, 11, 20), date(2026, 11, 24)),
        (date(2026, 11, 21), date(2026, 11, 24)),
        (date(2026, 11, 22), date(2026, 11, 24)),
        # New Year's Day, a Friday.
        (date(2026, 12, 30), date(2027, 1, 4)),
        # Tết: nine days without work.
        (date(2026, 2, 13), date(2026, 2, 24)),
        # Giỗ Tổ on a Sunday gives the Monday, then 30 April and 1 May.
        (date(2026, 4, 24), date(2026, 4, 29)),
        (date(2026, 4, 29), date(2026, 5, 5)),
        (date(2026, 8, 31), date(2026, 9, 4)),
        (date(2027, 4, 29), date(2027, 5, 5)),
    ],
)
def test_a_request_is_due_on_the_second_working_day(loaded, received, due):
    user = people.user(loaded, "an@vidu.vn")
    assert ask(loaded, user, RequestKind.QUESTION, "?", NOW, received).due_on == due


def test_what_comes_with_the_shop_is_loaded_once_and_what_was_changed_stays(loaded):
    days = list(loaded.scalars(select(Holiday.day).order_by(Holiday.day)))
    assert {day.year for day in days} == {2026, 2027}
    assert all(day.weekday() < 5 for day in days), "a weekend needs no row"
    assert remove_holiday(loaded, days[0])
    assert load_holidays(loaded) == 0
    assert loaded.get(Holiday, days[0]) is None


def test_the_operator_writes_down_what_is_announced(loaded):
    day = date(2027, 2, 11)
    set_holiday(loaded, day, "Tết Nguyên đán", "Công bố")
    set_holiday(loaded, day, "Tết Nguyên đán (nghỉ bù)", "Công bố số 2")
    loaded.flush()
    assert day in holidays_after(loaded, date(2027, 2, 4))
    assert remove_holiday(loaded, day) and not remove_holiday(loaded, day)
    with pytest.raises(Refused):
        set_holiday(loaded, day, " ", "")


def test_a_long_run_of_holidays_ends():
    many = {date(2027, 1, 1) + timedelta(days=i) for i in range(30)}
    assert working_day_after(date(2026, 12, 31), 1, many) == date(2027, 2, 1)
