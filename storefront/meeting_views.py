"""Timetables of meetings as pages and papers show them: day by day, in the hours of Vietnam."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from catalog.days import VIETNAM, day_of
from marketplace.fairs.meetings import Meeting, MeetingSlot

from .filters import day as day_text


class MeetingRow(NamedTuple):
    """One meeting; `company` buys, `producer` exhibits."""

    hours: str
    table: int
    company: str
    producer: str


class MeetingDay(NamedTuple):
    day: str
    rows: list[MeetingRow]


def by_day(meetings: Iterable[Meeting]) -> list[MeetingDay]:
    """`meetings` by time, with slot, visitor and producer loaded."""
    return [
        MeetingDay(day_text(day), [_row(one) for one in of_day])
        for day, of_day in groupby(meetings, key=lambda one: day_of(one.slot.starts_at))
    ]


def _row(one: Meeting) -> MeetingRow:
    hours = hours_of(one.slot.starts_at, one.slot.ends_at)
    return MeetingRow(hours, one.table_number, one.visitor.company, one.application.producer.name)


def hours_of(start: datetime, end: datetime) -> str:
    """ "09:00–09:20" in Vietnam."""
    return f"{start.astimezone(VIETNAM):%H:%M}–{end.astimezone(VIETNAM):%H:%M}"


class SlotRow(NamedTuple):
    id: int
    hours: str
    tables: int


def slots_by_day(slots: Iterable[MeetingSlot]) -> list[tuple[str, str, list[SlotRow]]]:
    """The day as forms send it, in words, and its times."""
    return [
        (
            day.isoformat(),
            day_text(day),
            [SlotRow(one.id, hours_of(one.starts_at, one.ends_at), one.tables) for one in of_day],
        )
        for day, of_day in groupby(slots, key=lambda one: day_of(one.starts_at))
    ]
