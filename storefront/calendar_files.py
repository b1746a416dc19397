"""The door to the library for calendar files (RFC 5545): fairs for the calendars of phones and mail programs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from icalendar import Calendar, Event, vText

from catalog.days import VIETNAM

# Line breaks are escaped by the library; no other control character may stand in a text.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ASK_AGAIN = timedelta(hours=12)


@dataclass(frozen=True)
class Entry:
    """What opens every day from `first` through `last` at the same hours of Vietnam.

    `uid` never changes, `sequence` grows with every change, `stamped` is when it was first made known. One that `is_off`
    is told to calendars as cancelled, so that they strike it out. One that `takes_time` keeps its hours free of anything else.
    """

    uid: str
    sequence: int
    stamped: datetime
    first: date
    last: date
    opens: time
    closes: time
    name: str
    place: str
    text: str
    url: str
    theme: str
    is_off: bool
    takes_time: bool = False


def calendar_file(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar to subscribe to or to open once; its zone is written out, for programs that know no zones by name."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cho Phien//Fairs//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # The one is the standard's (RFC 7986), the other what most programs read.
    calendar.add("name", vText(_clean(name)))
    calendar.add("x-wr-calname", vText(_clean(name)))
    calendar.add("x-wr-timezone", VIETNAM.key)
    calendar.add("refresh-interval", _ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    # Vietnam has kept one time since 1975: what was before is no business of a fair.
    calendar.add_missing_timezones(date(2000, 1, 1))
    return calendar.to_ical()


def _event(entry: Entry) -> Event:
    """The first day, repeated daily: a count holds the last day in every zone, where an end in UTC might lose it."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped)
    event.add("dtstart", datetime.combine(entry.first, entry.opens, VIETNAM))
    event.add("dtend", datetime.combine(entry.first, entry.closes, VIETNAM))
    if entry.last > entry.first:
        event.add("rrule", {"freq": "daily", "count": (entry.last - entry.first).days + 1})
    event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
    # Nobody is busy because there is a fair somewhere.
    event.add("transp", "OPAQUE" if entry.takes_time else "TRANSPARENT")
    for name in ("name", "place", "text"):
        event.add(_PROPERTIES[name], _clean(getattr(entry, name)))
    event.add("categories", [_clean(entry.theme)])
    event.add("url", entry.url)
    return event


_PROPERTIES = {"name": "summary", "place": "location", "text": "description"}


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", _BREAKS.sub("\n", text))
