"""What buyers and exhibitors are told when a timetable of meetings is made: those alone whose own meetings have changed."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.users import is_phone
from marketplace.audit import Entry
from marketplace.fairs.applications import Application
from marketplace.fairs.fairs import Fair
from marketplace.fairs.meetings import Meeting, Side
from marketplace.fairs.timetables import meetings_of
from marketplace.fairs.visitors import Visitor, VisitorState
from marketplace.permissions import Action, addresses_of_who_may

from ..meeting_views import by_day
from ..shop.pages import absolute_url, link
from .notes import Note, note
from .quiet import send
from .registry import announces, letter


def _tell(session: Session, entry: Entry, now: datetime) -> None:
    visitors, applications = entry.facts["visitors"], entry.facts["applications"]
    good = Visitor.id.in_(visitors), Visitor.state == VisitorState.REGISTERED
    for visitor in session.scalars(select(Visitor).where(*good).order_by(Visitor.id)):
        kind = "buyer_meetings_in_short" if is_phone(visitor.contact) else "buyer_meetings"
        send(session, kind, visitor.contact, visitor.language, now, visitor=visitor.id)
    theirs = select(Application).where(Application.id.in_(applications)).order_by(Application.id)
    for application in session.scalars(theirs):
        for contact, language in addresses_of_who_may(session, application.producer_id, Action.FAIRS):
            kind = "exhibitor_meetings_in_short" if is_phone(contact) else "exhibitor_meetings"
            send(session, kind, contact, language, now, application=application.id)


for _step in ("fair.timetable_made", "fair.meeting_slots_removed"):
    announces(_step)(_tell)


@letter("buyer_meetings")
def buyer_meetings(session: Session, facts: dict) -> Note | None:
    visitor = session.get(Visitor, facts["visitor"])
    if visitor is None or visitor.state != VisitorState.REGISTERED:
        return None
    fair = session.get_one(Fair, visitor.fair_id)
    rows = _lines(meetings_of(session, fair.id, Side.BUYER, visitor.id), is_buyer=True)
    return _note(fair, rows, f"/fairs/{fair.slug}/tickets/{visitor.code}/meetings")


@letter("exhibitor_meetings")
def exhibitor_meetings(session: Session, facts: dict) -> Note:
    mine = select(Application).where(Application.id == facts["application"])
    application = session.scalars(mine.options(joinedload(Application.fair))).one()
    fair = application.fair
    rows = _lines(meetings_of(session, fair.id, Side.EXHIBITOR, application.id), is_buyer=False)
    return _note(fair, rows, f"/producer/applications/{application.code}/meetings")


@letter("buyer_meetings_in_short")
def buyer_meetings_in_short(session: Session, facts: dict) -> Note | None:
    return _in_short(buyer_meetings(session, facts))


@letter("exhibitor_meetings_in_short")
def exhibitor_meetings_in_short(session: Session, facts: dict) -> Note | None:
    return _in_short(exhibitor_meetings(session, facts))


def _lines(meetings: Sequence[Meeting], is_buyer: bool) -> list[str]:
    return [
        _(
            "%(day)s, %(hours)s, table %(table)s: %(name)s",
            day=day.day,
            hours=row.hours,
            table=row.table,
            name=row.producer if is_buyer else row.company,
        )
        for day in by_day(meetings)
        for row in day.rows
    ]


def _note(fair: Fair, rows: list[str], path: str) -> Note:
    about = _("Your meetings at %(fair)s", fair=fair.name)
    to_page = (absolute_url(link(path)), _("Your timetable"))
    if not rows:
        return note(
            about, _("You have no meetings at %(fair)s as it stands now.", fair=fair.name), link=to_page
        )
    said = _("The timetable is made. It takes the place of any that you had before.")
    return note(about, said, *rows, _("It can be printed from its page."), link=to_page)


def _in_short(long: Note | None) -> Note | None:
    """A text message says that there is something to read, and where."""
    return note(long["about"], f"{long['about']}.", link=(long["url"], long["button"])) if long else None
