"""/fairs/<slug>/tickets/<code>/meetings: a trade visitor says whom they want to meet, and reads their timetable."""

from uuid import NAMESPACE_URL, uuid5

from flask import Response, abort
from flask_babel import gettext as _

from catalog.days import VIETNAM, day_of
from marketplace.fairs.exhibitors import ExhibitorOrder, exhibitors_of
from marketplace.fairs.fairs import Fair, FairTheme
from marketplace.fairs.meetings import Meeting, Side
from marketplace.fairs.tickets import ticket_of
from marketplace.fairs.timetables import meetings_of
from marketplace.fairs.visitors import Visitor, VisitorKind, VisitorState

from ..calendar_files import Entry, calendar_file
from ..clock import now, today
from ..database import session
from ..filters import label
from ..meeting_choice import Candidate, Chooser, change, facts_of
from ..papers.parts import download, pdf
from ..papers.timetables import timetable_pdf
from ..security import limiter
from . import shop
from .fair_page import fair_crumbs, find_published
from .fair_views import FairView
from .pages import Crumb, absolute_url, link, private_page


@shop.get("/fairs/<slug>/tickets/<code>/meetings")
@limiter.limit("60 per minute")
def ticket_meetings(slug: str, code: str) -> Response:
    return _page(*_find(slug, code))


@shop.post("/fairs/<slug>/tickets/<code>/meetings")
@limiter.limit("60 per minute")
def change_ticket_meetings(slug: str, code: str) -> Response:
    fair, visitor = _find(slug, code)
    return change(_chooser(fair, visitor), lambda status, problem: _page(fair, visitor, status, problem))


@shop.get("/fairs/<slug>/tickets/<code>/meetings.<any(pdf, ics):kind>")
@limiter.limit("30 per minute")
def ticket_timetable(slug: str, code: str, kind: str) -> Response:
    fair, visitor = _find(slug, code)
    meetings = meetings_of(session(), fair.id, Side.BUYER, visitor.id)
    name = f"lich-gap-{fair.slug}"
    if kind == "pdf":
        return secret(pdf(timetable_pdf(visitor.company, fair.name, meetings, True, now()), name))
    entries = [_entry(fair, visitor, one) for one in meetings]
    return secret(download(calendar_file(fair.name, entries), "text/calendar", f"{name}.ics"))


def _find(slug: str, code: str) -> tuple[Fair, Visitor]:
    """Trade visitors alone meet exhibitors: with another ticket there is nothing here."""
    fair, visitor = find_published(slug), session().scalar(ticket_of(slug, code))
    if visitor is None or (visitor.kind, visitor.state) != (VisitorKind.TRADE, VisitorState.REGISTERED):
        abort(404)
    return fair, visitor


def _chooser(fair: Fair, visitor: Visitor) -> Chooser:
    rows = session().execute(exhibitors_of(fair.id, ExhibitorOrder.NAME)).all()
    candidates = [
        Candidate(
            one.application_id,
            one.name,
            f"{one.commune}, {one.province} · {_('Booth %(number)s', number=one.booth)}",
            link(f"/producers/{one.slug}"),
        )
        for one in rows
    ]
    return Chooser(fair, Side.BUYER, visitor.id, candidates, _url(fair, visitor))


def _url(fair: Fair, visitor: Visitor) -> str:
    return link(f"/fairs/{fair.slug}/tickets/{visitor.code}/meetings")


def _page(fair: Fair, visitor: Visitor, status: int = 200, problem: str = "") -> Response:
    ticket = Crumb(_("Ticket"), link(f"/fairs/{fair.slug}/tickets/{visitor.code}"))
    return secret(
        private_page(
            "shop/fairs/ticket_meetings.html",
            status,
            fair=fair,
            visitor=visitor,
            of=facts_of(_chooser(fair, visitor), problem),
            crumbs=[*fair_crumbs(FairView.of(fair, today())), ticket, Crumb(_("Meetings"))],
        )
    )


def secret(answer: Response) -> Response:
    """The address is the key to the ticket: nothing may pass it on."""
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _entry(fair: Fair, visitor: Visitor, one: Meeting) -> Entry:
    """The two who meet make the uid: in a new timetable their meeting moves in the calendar."""
    start, end = (at.astimezone(VIETNAM) for at in (one.slot.starts_at, one.slot.ends_at))
    day = day_of(start)
    return Entry(
        uid=str(uuid5(NAMESPACE_URL, f"chophien:meeting:{visitor.code}:{one.application.code}")),
        sequence=int(now().timestamp()) // 60,
        stamped=now(),
        first=day,
        last=day,
        opens=start.time(),
        closes=end.time(),
        name=_("Meeting with %(name)s", name=one.application.producer.name),
        place=_("%(venue)s, table %(table)s", venue=fair.venue, table=one.table_number),
        text=fair.name,
        url=absolute_url(link(f"/fairs/{fair.slug}")),
        theme=label(FairTheme(fair.theme)),
        is_off=False,
        takes_time=True,
    )
