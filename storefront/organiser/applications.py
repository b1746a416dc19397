"""/organiser/fairs/<slug>/applications: the queue, the longest waiting first, with what the register says of each."""

from datetime import datetime
from types import SimpleNamespace

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from marketplace.fairs.application_lists import PER_PAGE, count_by_state, eligibility_of, page_of, place_of
from marketplace.fairs.applications import Application, ApplicationState
from marketplace.fairs.eligibility import Eligibility
from marketplace.fairs.fairs import Fair
from marketplace.fairs.room import read_room
from marketplace.permissions import OrganiserAction

from ..clock import now, today
from ..database import session
from ..eligibility_words import all_findings
from ..filters import label
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from . import organiser
from .access import find_fair
from .pages import fair_crumb, organiser_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "applications",
        OrganiserAction.APPLICATIONS,
        lazy_gettext("Applications for booths"),
        lazy_gettext("Who wants a booth, who waits, who has one"),
    )
)


@organiser.get("/fairs/<slug>/applications")
def applications(slug: str) -> Response:
    fair = find_fair(slug)
    counts = count_by_state(session(), fair.id)
    state = _state(request.args.get("state", ""), counts)
    url = link(f"/organiser/fairs/{fair.slug}/applications?state={state}&page=")
    pager = Pager(
        lambda page: f"{url}{page}", page_number(request.args.get("page")), counts.get(state, 0), PER_PAGE
    )
    found = page_of(session(), fair.id, state, pager.page)
    said = eligibility_of(session(), fair, found, today())
    return organiser_page(
        "applications.html",
        fair=fair,
        states=[_tab(fair, one, counts.get(one, 0), one == state) for one in ApplicationState],
        waits=state in (ApplicationState.SUBMITTED, ApplicationState.WAITLISTED),
        rows=[_row(fair, one, of) for one, of in zip(found, said, strict=True)],
        room=_room(fair),
        pager=pager,
        crumbs=[fair_crumb(fair), Crumb(_("Applications for booths"))],
    )


def _state(text: str, counts: dict[ApplicationState, int]) -> ApplicationState:
    """What was asked for, else the first in which there is something: what waits for the organiser comes first."""
    if text in list(ApplicationState):
        return ApplicationState(text)
    return next((state for state in ApplicationState if counts.get(state)), ApplicationState.SUBMITTED)


def _tab(fair: Fair, state: ApplicationState, count: int, is_open: bool) -> SimpleNamespace:
    url = link(f"/organiser/fairs/{fair.slug}/applications?state={state}")
    return SimpleNamespace(url=url, words=label(state), count=count, is_open=is_open)


def _row(fair: Fair, one: Application, of: Eligibility) -> SimpleNamespace:
    place = place_of(one)
    return SimpleNamespace(
        url=application_url(fair, one),
        producer=one.producer.name,
        type=one.booth_type.name,
        wants_corner=one.wants_corner,
        booth=place.booth.number if place else "",
        clock=waited(one.submitted_at, now()),
        since=one.submitted_at,
        findings=all_findings(fair, of),
    )


def application_url(fair: Fair, one: Application) -> str:
    return link(f"/organiser/fairs/{fair.slug}/applications/{one.code}")


def waited(since: datetime, now: datetime) -> str:
    days = (now - since).days
    return ngettext("%(days)s day", "%(days)s days", days, days=days) if days else _("today")


def _room(fair: Fair) -> list[tuple[str, int, int]]:
    """Kind, free places and all places."""
    room = read_room(session(), fair.id)
    types = {booth.type_id: booth.type for booth in room.booths}
    every = {id: sum(one.type.places for one in room.booths if one.type_id == id) for id in types}
    return [(type.name, len(room.free(id)), every[id]) for id, type in sorted(types.items())]
