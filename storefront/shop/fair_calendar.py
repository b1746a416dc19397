"""The calendar of fairs: a month of weeks with a bar for each fair, which a phone shows as a list."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from flask import Response, request
from flask_babel import format_date
from flask_babel import gettext as _

from catalog.lunar import lunar_day
from marketplace.fairs.announced import end_of_month, fairs_between

from ..clock import today
from ..database import session
from . import shop
from .fair_query import read_month
from .fair_views import FairView
from .fairs import month_text
from .pages import Crumb, absolute_url, home_crumb, link, public_page
from .reference import reference

_WEEK = timedelta(days=7)


class Day(NamedTuple):
    """A day of the sheet; `lunar` is its number in the lunar month, with the month on the first."""

    date: date
    words: str
    lunar: str
    is_of_month: bool
    is_today: bool


class Bar(NamedTuple):
    """What of a fair lies in one week: from weekday `start` (1 is Monday), `length` days; `is_continued` from the week before."""

    fair: FairView
    start: int
    length: int
    is_continued: bool


class Week(NamedTuple):
    days: list[Day]
    bars: list[Bar]


@shop.get("/fairs/calendar")
def fair_calendar() -> Response:
    day = today()
    month = read_month(request.args.get("month", "")) or day.replace(day=1)
    province = reference().province(request.args.get("province", "")[:100])
    last = end_of_month(month)
    found = session().scalars(fairs_between(month, last, province.code if province else None))
    views = [FairView.of(fair, day) for fair in found]
    feed = link("/fairs/calendar.ics") + (f"?province={province.code}" if province else "")
    before, after = month - timedelta(days=1), last + timedelta(days=1)
    return public_page(
        "shop/fairs/calendar.html",
        title=month_text(month),
        weekdays=[format_date(day - timedelta(days=day.weekday() - n), "EEE") for n in range(7)],
        weeks=list(weeks_of(month, views, day)),
        fairs=views,
        province=province,
        provinces=list(reference().provinces.values()),
        month=month,
        before=(_address(before, province), month_text(before)),
        after=(_address(after, province), month_text(after)),
        feed_url=feed,
        feed_address=absolute_url(feed),
        crumbs=[home_crumb(), Crumb(_("Fairs"), link("/fairs")), Crumb(month_text(month))],
    )


def _address(month: date, province) -> str:
    place = f"&province={province.code}" if province else ""
    return link(f"/fairs/calendar?month={month:%Y-%m}{place}")


def weeks_of(month: date, fairs: list[FairView], today: date) -> Iterator[Week]:
    """The weeks, from Monday to Sunday, that the month touches; bars only on days of the month."""
    last = end_of_month(month)
    monday = month - timedelta(days=month.weekday())
    while monday <= last:
        days = [_day(monday + timedelta(days=n), month, today) for n in range(7)]
        first, final = max(monday, month), min(monday + timedelta(days=6), last)
        yield Week(
            days, [_bar(fair, first, final) for fair in fairs if fair.first <= final and fair.last >= first]
        )
        monday += _WEEK


def _bar(fair: FairView, first: date, last: date) -> Bar:
    start, end = max(fair.first, first), min(fair.last, last)
    continued = start > fair.first and first.day != 1
    return Bar(fair, start.isoweekday(), (end - start).days + 1, continued)


def _day(date: date, month: date, today: date) -> Day:
    lunar = lunar_day(date)
    number = "" if lunar is None else f"{lunar.day}/{lunar.month}" if lunar.day == 1 else str(lunar.day)
    return Day(date, str(date.day), number, date.month == month.month, date == today)
