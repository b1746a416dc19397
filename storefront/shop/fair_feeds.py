"""Fairs for people's own calendars: one as a file, and those of a province or of all as a subscription."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from flask import Response, request
from flask_babel import gettext as _

from marketplace.fairs.announced import fairs_between
from marketplace.fairs.fairs import Fair, FairPhase, FairTheme

from .. import page_cache
from ..calendar_files import Entry, calendar_file
from ..clock import today
from ..database import session
from ..fair_words import counts_by_the_moon, lunar_span_text
from ..filters import label
from . import shop
from .fair_page import find_published
from .fair_views import days_of, places_of
from .pages import absolute_url, link
from .reference import reference

# What is older is forgotten by a subscription; what is told to be off stays as long, for calendars to strike it out.
_KEPT, _AHEAD = timedelta(days=366), timedelta(days=1100)
_MOST = 500


@shop.get("/fairs/<slug>.ics")
def fair_file(slug: str) -> Response:
    found = find_published(slug)
    return _answer(calendar_file(found.name, [entry_of(found)]))


@shop.get("/fairs/calendar.ics")
def fair_feed() -> Response:
    """Of all Vietnam where no province is named, or none that there is."""
    day = today()
    province = reference().province(request.args.get("province", "")[:100])
    query = fairs_between(day - _KEPT, day + _AHEAD, province.code if province else None).limit(_MOST)
    name = _("Fairs in %(province)s", province=province.name) if province else _("Fairs in Vietnam")
    return _answer(calendar_file(name, [entry_of(fair) for fair in session().scalars(query)]))


def entry_of(fair: Fair) -> Entry:
    """Of a published fair. Its uid is made of what never changes."""
    first, last = days_of(fair)
    if fair.opens_at is None or fair.closes_at is None:
        raise ValueError("a published fair has its hours")
    phase = fair.phase(first)
    off = phase in (FairPhase.POSTPONED, FairPhase.CANCELLED)
    return Entry(
        uid=str(uuid5(NAMESPACE_URL, f"chophien:fair:{fair.id}:{fair.created_at.isoformat()}")),
        sequence=fair.revision,
        stamped=fair.announced_at or fair.created_at,
        first=first,
        last=last,
        opens=fair.opens_at,
        closes=fair.closes_at,
        name=f"{label(phase)}: {fair.name}" if off else fair.name,
        place=_place(fair),
        text=_text(fair, off),
        url=absolute_url(link(f"/fairs/{fair.slug}")),
        theme=label(FairTheme(fair.theme)),
        is_off=off,
    )


def _place(fair: Fair) -> str:
    commune, province = places_of(fair)
    return ", ".join(
        part for part in (fair.venue, fair.street, commune.full_name, province.full_name) if part
    )


def _text(fair: Fair, off: bool) -> str:
    lunar = lunar_span_text(*days_of(fair)) if counts_by_the_moon(fair) else ""
    parts = [
        fair.reason if off else "",
        _("Lunar calendar: %(days)s", days=lunar) if lunar else "",
        fair.about,
        _("Organiser: %(name)s", name=fair.organiser.name),
        absolute_url(link(f"/fairs/{fair.slug}")),
    ]
    return "\n\n".join(part for part in parts if part)


def _answer(content: bytes) -> Response:
    return page_cache.public(Response(content, mimetype="text/calendar"))
