"""The numbers of a fair's report in words, part by part: for its page and its table."""

from collections.abc import Iterator
from typing import NamedTuple

from flask_babel import gettext as _

from marketplace.fairs.fair_report import FairDay, FairReport, Opinion, Said
from marketplace.fairs.ticket_takings import TicketTakings

from ..feedback_form import SCORES
from ..filters import day as day_text
from ..filters import dong, number


class Fact(NamedTuple):
    """`value` for tables, `words` for people."""

    name: str
    value: float
    words: str


Part = tuple[str, list[Fact]]


def parts_of(of: FairReport, collected: int) -> list[Part]:
    """All that is a number; the words of opinions are none. `collected` are orders handed over at the booths."""
    return [
        (_("Visitors"), list(_visitors(of))),
        *([(_("Tickets"), _tickets(of.tickets))] if of.tickets.sold or of.tickets.came else []),
        (_("Exhibitors"), list(_exhibitors(of))),
        (_("Pre-orders"), [_number(_("Collected at the booths"), collected)]),
        (_("What exhibitors say"), _said(of.said)),
        (_("Contacts"), _contacts(of)),
        (_("Opinions of visitors"), list(_opinion(of.of_visitors))),
        (_("Opinions of exhibitors"), list(_opinion(of.of_exhibitors))),
    ]


def _number(name: str, value: float) -> Fact:
    return Fact(name, value, number(value))


def _visitors(of: FairReport) -> Iterator[Fact]:
    yield _number(_("Registered"), of.registered)
    yield _number(_("Of these for a company"), of.registered_trade)
    for one in of.days:
        yield from _day(one)


def _tickets(of: TicketTakings) -> list[Fact]:
    return [
        _number(_("Tickets sold"), of.sold),
        _dong(_("By transfer"), of.transfer),
        _dong(_("By card"), of.card),
        _dong(_("In cash at the gate"), of.cash),
        _dong(_("Gone back, or still to go back"), of.gone_back + of.to_send),
        _dong(_("Takings from tickets"), of.kept),
    ]


def _dong(name: str, amount: int) -> Fact:
    return Fact(name, amount, dong(amount))


def _day(one: FairDay) -> Iterator[Fact]:
    day = day_text(one.day)
    yield _number(_("Came on %(day)s", day=day), one.came)
    if one.counted is not None:
        yield _number(_("Counted at the gate on %(day)s", day=day), one.counted)


def _exhibitors(of: FairReport) -> Iterator[Fact]:
    yield _number(_("Confirmed"), of.exhibitors)
    yield _number(_("Checked in"), of.checked_in)
    yield _number(_("Did not come"), of.no_shows)
    for stars, count in of.stars.items():
        yield _number(stars_text(stars), count)
    for name, count in of.provinces:
        yield _number(name, count)


def stars_text(stars: int) -> str:
    if not stars:
        return _("Without stars on the first day")
    return _("%(stars)s stars on the first day", stars=stars)


def _said(said: Said) -> list[Fact]:
    return [
        _number(_("Exhibitors who answered"), said.answers),
        _dong(_("Sales"), said.sales),
        _number(_("Contracts"), said.contracts),
        _dong(_("Value of contracts"), said.contract_value),
        _number(_("Samples"), said.samples),
    ]


def _contacts(of: FairReport) -> list[Fact]:
    return [
        _number(_("Visitors who gave exhibitors their contact"), of.leads),
        _number(_("Meetings wished for"), of.wishes.wanted),
        _number(_("Meetings in the timetable"), of.wishes.meetings),
    ]


def _opinion(one: Opinion) -> Iterator[Fact]:
    yield _number(_("Answers"), one.count)
    if one.count:
        yield _number(_("Average, of 5"), one.average)
        for score, words in SCORES.items():
            yield _number(str(words), one.scores.get(score, 0))
