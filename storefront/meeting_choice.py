"""How a trade visitor, or an exhibitor, says whom they want to meet and when they have no time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Response, flash, redirect, request
from flask_babel import gettext as _

from catalog.records import Refused
from catalog.text import fold
from marketplace.fairs.fairs import Fair, FairPhase
from marketplace.fairs.meetings import MeetingSlot, Side, mark_busy, slots_of, wish
from marketplace.fairs.timetables import busy_of, meetings_of, wishes_of

from .clock import today
from .database import session
from .locales import translated
from .meeting_views import by_day, slots_by_day
from .shop.forms import ShopForm
from .shop.paging import Pager, page_number

_PER_PAGE = 30


class Candidate(NamedTuple):
    """Somebody to meet; `about` says more of them, empty where nothing may be said."""

    id: int
    name: str
    about: str
    url: str


@dataclass(frozen=True)
class Chooser:
    """Whose choice it is: the id of a visitor or of an application, with all whom that side may meet and its page."""

    fair: Fair
    side: Side
    id: int
    candidates: Sequence[Candidate]
    url: str

    def slots(self) -> Sequence[MeetingSlot]:
        return slots_of(session(), self.fair.id)

    @property
    def is_open(self) -> bool:
        """Whether wishes can still change anything."""
        return self.fair.phase(today()) in (FairPhase.COMING, FairPhase.RUNNING)


def facts_of(of: Chooser, problem: str = "") -> dict:
    """What templates/components/meeting_choice.html shows."""
    known = {one.id: one for one in of.candidates}
    wanted = [id for id in wishes_of(session(), of.side, of.id) if id in known]
    asked = request.values.get("q", "")[:80]
    words = fold(asked)
    found = [
        one for one in of.candidates if one.id not in wanted and words in fold(f"{one.name} {one.about}")
    ]
    pager = Pager(
        lambda page: _address(of.url, asked, page),
        page_number(request.values.get("page")),
        len(found),
        _PER_PAGE,
    )
    return {
        "wishes": [known[id] for id in wanted],
        "found": found[pager.first - 1 : pager.last] if found else [],
        "pager": pager,
        "asked": asked,
        "url": of.url,
        "slots": slots_by_day(of.slots()),
        "busy": busy_of(session(), of.side, of.id),
        "days": by_day(meetings_of(session(), of.fair.id, of.side, of.id)),
        "is_open": of.is_open,
        "form": ShopForm(formdata=None),
        "problem": problem,
    }


def _address(url: str, asked: str, page: int = 1) -> str:
    query = {"q": asked} if asked else {}
    query |= {"page": page} if page > 1 else {}
    return f"{url}?{urlencode(query)}" if query else url


def change(of: Chooser, page: Callable[[int, str], Response]) -> Response:
    """Do what was pressed and come back; `page` shows the page with a status and what is wrong."""
    form = ShopForm()
    if not form.validate():
        return page(422, str(form.csrf_token.errors[0]))
    if not of.is_open:
        return page(422, _("It is too late for that: the fair is over, or does not take place."))
    what, _colon, whom = request.form.get("do", "").partition(":")
    try:
        if what == "busy":
            return _mark_busy(of)
        wanted = moved(wishes_of(session(), of.side, of.id), what, _id(of, whom))
        wish(session(), of.side, of.id, wanted)
    except Refused as refusal:
        session().rollback()
        return page(422, translated(refusal))
    asked, number = request.form.get("q", "")[:80], page_number(request.form.get("page"))
    return redirect(_address(of.url, asked, number) + "#wishes", 303)


def _mark_busy(of: Chooser) -> Response:
    known = {str(slot.id): slot.id for slot in of.slots()}
    mark_busy(session(), of.side, of.id, [known[id] for id in request.form.getlist("busy") if id in known])
    flash(_("Saved."), "good")
    return redirect(of.url, 303)


def _id(of: Chooser, text: str) -> int:
    """The one that was pressed. Raises Refused for somebody who can't be met."""
    found = next((one.id for one in of.candidates if str(one.id) == text), None)
    if found is None:
        raise Refused("This one can't be met here any more.")
    return found


def moved(wanted: list[int], what: str, id: int) -> list[int]:
    """The wishes after one press: `add` at the end, `up` by one place, `drop`. Anything else changes nothing."""
    rest = [one for one in wanted if one != id]
    if what == "add":
        return [*wanted, id] if id not in wanted else wanted
    if what == "drop":
        return rest
    if what == "up" and id in wanted:
        place = max(0, wanted.index(id) - 1)
        return [*rest[:place], id, *rest[place:]]
    return wanted
