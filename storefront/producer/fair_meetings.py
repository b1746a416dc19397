"""/producer/applications/<code>/meetings: an exhibitor says which buyers it wants to meet, and reads its timetable."""

from flask import Response, abort
from flask_babel import gettext as _

from marketplace.fairs.applications import EXHIBITING, Application
from marketplace.fairs.fairs import Fair
from marketplace.fairs.meetings import Side
from marketplace.fairs.timetables import meetings_of, trade_visitors

from ..clock import now
from ..database import session
from ..meeting_choice import Candidate, Chooser, change, facts_of
from ..papers.parts import pdf
from ..papers.timetables import timetable_pdf
from ..security import limiter
from ..shop.pages import Crumb, link
from . import producer
from .fair_application import find_mine
from .pages import producer_page


def find_stand(code: str) -> tuple[Application, Fair]:
    """One's own application that has become a stand at the fair; 404 otherwise."""
    one, fair = find_mine(code)
    if one.state not in EXHIBITING:
        abort(404)
    return one, fair


def stand_crumbs(one: Application, fair: Fair, here: str) -> list[Crumb]:
    return [
        Crumb(_("Fairs"), link("/producer/fairs")),
        Crumb(fair.name, link(f"/producer/applications/{one.code}")),
        Crumb(here),
    ]


@producer.get("/applications/<code>/meetings")
def stand_meetings(code: str) -> Response:
    return _page(*find_stand(code))


@producer.post("/applications/<code>/meetings")
@limiter.limit("60 per minute")
def change_stand_meetings(code: str) -> Response:
    one, fair = find_stand(code)
    return change(_chooser(one, fair), lambda status, problem: _page(one, fair, status, problem))


@producer.get("/applications/<code>/meetings.pdf")
@limiter.limit("30 per minute")
def stand_timetable(code: str) -> Response:
    one, fair = find_stand(code)
    meetings = meetings_of(session(), fair.id, Side.EXHIBITOR, one.id)
    return pdf(timetable_pdf(one.producer.name, fair.name, meetings, False, now()), f"lich-gap-{fair.slug}")


def _chooser(one: Application, fair: Fair) -> Chooser:
    """Of buyers a company's name is all that an exhibitor sees."""
    companies = [
        Candidate(visitor.id, visitor.company, "", "")
        for visitor in session().scalars(trade_visitors(fair.id))
    ]
    return Chooser(
        fair, Side.EXHIBITOR, one.id, companies, link(f"/producer/applications/{one.code}/meetings")
    )


def _page(one: Application, fair: Fair, status: int = 200, problem: str = "") -> Response:
    return producer_page(
        "producer/fairs/meetings.html",
        status,
        one=one,
        fair=fair,
        of=facts_of(_chooser(one, fair), problem),
        crumbs=stand_crumbs(one, fair, _("Meetings")),
    )
