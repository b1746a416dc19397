"""Timetables of meetings to print: a page for each buyer and each exhibitor."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import gettext as _

from marketplace.fairs.meetings import Meeting
from marketplace.pdf import Column, Paper

from ..meeting_views import by_day
from .parts import footer


def timetables_pdf(fair: str, meetings: Sequence[Meeting], now: datetime) -> bytes:
    """Buyers first, by company, then exhibitors; `meetings` by time, with everybody loaded."""
    paper = Paper(_("Timetable of meetings"), footer(fair), now)
    pages = [*_by(meetings, is_buyer=True), *_by(meetings, is_buyer=False)]
    for number, (name, theirs, is_buyer) in enumerate(pages):
        if number:
            paper.next_page()
        _write(paper, name, fair, theirs, is_buyer)
    if not pages:
        paper.heading(_("Timetable of meetings"), fair)
        paper.text(_("No meetings so far."))
    return paper.output()


def timetable_pdf(name: str, fair: str, meetings: Sequence[Meeting], is_buyer: bool, now: datetime) -> bytes:
    """One person's own."""
    paper = Paper(_("Timetable of meetings"), footer(fair), now)
    _write(paper, name, fair, meetings, is_buyer)
    return paper.output()


def _by(meetings: Iterable[Meeting], is_buyer: bool) -> list[tuple[str, list[Meeting], bool]]:
    found: dict[tuple[str, int], list[Meeting]] = defaultdict(list)
    for one in meetings:
        buyer, exhibitor = one.visitor.company, one.application.producer.name
        key = (buyer, one.visitor_id) if is_buyer else (exhibitor, one.application_id)
        found[key].append(one)
    return [(name, theirs, is_buyer) for (name, _id), theirs in sorted(found.items())]


def _write(paper: Paper, name: str, fair: str, meetings: Sequence[Meeting], is_buyer: bool) -> None:
    paper.heading(name, f"{_('Timetable of meetings')} · {fair}")
    columns = [Column(_("Time"), 0.2), Column(_("Table"), 0.1), Column(_("With"), 0.7)]
    for day in by_day(meetings):
        paper.section(day.day)
        rows = [(row.hours, str(row.table), row.producer if is_buyer else row.company) for row in day.rows]
        paper.table(columns, rows)
    if not meetings:
        paper.text(_("No meetings so far."))
