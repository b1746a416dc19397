"""The month of fairs: bars over the days, and the days of both calendars."""

from datetime import date

import pytest

from storefront.shop.fair_calendar import weeks_of
from tests import world
from tests.markup import Page


class Lasting:
    """As much of a fair as a week asks for."""

    def __init__(self, first: date, last: date):
        self.first, self.last = first, last


def bars(month: date, first: date, last: date) -> list[list[tuple[int, int, bool]]]:
    weeks = weeks_of(month, [Lasting(first, last)], date(2026, 11, 21))
    return [[(bar.start, bar.length, bar.is_continued) for bar in week.bars] for week in weeks]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        # December 2026 begins on a Tuesday.
        (date(2026, 12, 1), date(2026, 12, 1), [[(2, 1, False)], [], [], [], []]),
        (date(2026, 12, 5), date(2026, 12, 8), [[(6, 2, False)], [(1, 2, True)], [], [], []]),
        (date(2026, 11, 28), date(2026, 12, 2), [[(2, 2, False)], [], [], [], []]),
        (date(2026, 12, 31), date(2027, 1, 3), [[], [], [], [], [(4, 1, False)]]),
        (date(2026, 11, 1), date(2027, 1, 3), [[(2, 6, False)], *[[(1, 7, True)]] * 3, [(1, 4, True)]]),
    ],
)
def test_a_bar_lies_over_its_days(first, last, expected):
    assert bars(date(2026, 12, 1), first, last) == expected


def test_every_day_of_the_month_stands_once():
    weeks = list(weeks_of(date(2027, 2, 1), [], date(2027, 2, 6)))
    days = [day for week in weeks for day in week.days if day.is_of_month]
    assert [day.date.day for day in days] == list(range(1, 29))
    assert [day.lunar for day in days][:7] == ["25", "26", "27", "28", "29", "1/1", "2"]
    assert [day.date for day in days if day.is_today] == [date(2027, 2, 6)]


def bars_on(client, path: str) -> list[str]:
    return [bar.inside[0].text for bar in Page(client.get(path).text).find("li", "month__bar")]


def test_the_page_shows_the_month_and_leads_to_the_next(client, session):
    world.fair(session, name="Cuối năm", starts_on=date(2026, 12, 30), ends_on=date(2027, 1, 2))
    world.fair(session, name="Ở Hà Nội", commune_code=world.BA_DINH)
    world.fair(session, name="Nháp", state="draft")
    session.commit()
    assert bars_on(client, "/fairs/calendar?month=2026-12") == ["Ở Hà Nội", "Ở Hà Nội", "Cuối năm"]
    assert bars_on(client, "/fairs/calendar?month=2026-12&province=01") == ["Ở Hà Nội", "Ở Hà Nội"]
    after = Page(client.get("/fairs/calendar?month=2026-12").text).one("a", rel="next").attributes["href"]
    assert bars_on(client, after) == ["Cuối năm"]


@pytest.mark.parametrize("query", ["", "?month=2026-13", "?month=1999-01", "?month=x&province=zz"])
def test_anything_else_is_this_month(client, session, query):
    session.commit()
    assert Page(client.get(f"/en/fairs/calendar{query}").text).one("h1").text == "November 2026"


def test_the_list_leads_to_the_subscription_of_its_province(client, session):
    session.commit()
    path = Page(client.get("/fairs?province=15").text).find(
        "a", href="/fairs/calendar?province=15#subscription"
    )
    assert path
    address = Page(client.get("/fairs/calendar?province=15").text).one("copy-text").attributes["data-text"]
    assert address == "https://chophien.example/fairs/calendar.ics?province=15"
    assert client.get(address.removeprefix("https://chophien.example")).mimetype == "text/calendar"
