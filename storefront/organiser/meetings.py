"""/organiser/fairs/<slug>/meetings: times for meetings of buyers and exhibitors, their wishes, and the timetable."""

from datetime import datetime, time, timedelta

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from catalog.days import VIETNAM
from catalog.records import Refused
from marketplace.fairs.fairs import Fair
from marketplace.fairs.meetings import lay_out_slots, slots_of
from marketplace.fairs.timetables import make_timetable, meetings_of, remove_slots
from marketplace.fairs.wishes import wishes_at
from marketplace.permissions import OrganiserAction

from ..clock import now
from ..database import session
from ..locales import translated
from ..meeting_views import by_day, slots_by_day
from ..papers.parts import pdf
from ..papers.timetables import timetables_pdf
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import organiser
from .access import find_fair
from .meeting_forms import SlotsForm
from .pages import fair_crumb, fair_name, organiser_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "meetings",
        OrganiserAction.MATCHING,
        lazy_gettext("Meetings of buyers and exhibitors"),
        lazy_gettext("Times and tables, wishes of both sides, the timetable"),
    )
)


@organiser.get("/fairs/<slug>/meetings")
def meetings(slug: str) -> Response:
    return _page(find_fair(slug))


@organiser.post("/fairs/<slug>/meetings/slots")
@limiter.limit("60 per minute")
def add_meeting_slots(slug: str) -> Response:
    fair = find_fair(slug)
    form = SlotsForm(fair)
    if not form.validate():
        return _page(fair, 422, form=form)
    begin, end = form.times()
    try:
        made = lay_out_slots(session(), fair, begin, end, form.minutes.value or 0, form.tables.value or 0)
    except Refused as refusal:
        return _page(fair, 422, translated(refusal), form)
    return _done(fair, ngettext("%(num)s time is laid out.", "%(num)s times are laid out.", len(made)))


@organiser.post("/fairs/<slug>/meetings/slots/removal")
@limiter.limit("60 per minute")
def remove_meeting_slots(slug: str) -> Response:
    fair, form = find_fair(slug), ShopForm()
    if not form.validate():
        return _page(fair, 422, str(form.csrf_token.errors[0]))
    begin = _begin_of(request.form.get("day", ""))
    count = remove_slots(session(), fair, begin, begin + timedelta(days=1))
    return _done(fair, ngettext("%(num)s time is taken away.", "%(num)s times are taken away.", count))


def _begin_of(text: str) -> datetime:
    try:
        return datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), time(), VIETNAM)
    except ValueError:
        abort(422)


@organiser.post("/fairs/<slug>/meetings/timetable")
@limiter.limit("20 per minute")
def make_meetings(slug: str) -> Response:
    fair, form = find_fair(slug), ShopForm()
    if not form.validate():
        return _page(fair, 422, str(form.csrf_token.errors[0]))
    make_timetable(session(), fair)
    wishes = wishes_at(session(), fair.id)
    facts = {"met": wishes.met, "wanted": wishes.wanted}
    told = _("Whose meetings have changed gets a letter.")
    said = _("The timetable is made: %(met)s of %(wanted)s wishes are met.", **facts)
    return _done(fair, f"{said} {told}")


@organiser.get("/fairs/<slug>/meetings/timetable")
def meeting_timetable(slug: str) -> Response:
    fair = find_fair(slug)
    here = [fair_crumb(fair), Crumb(_("Meetings"), link(f"/organiser/fairs/{fair.slug}/meetings"))]
    return organiser_page(
        "timetable.html",
        fair=fair,
        name=fair_name(fair),
        days=by_day(meetings_of(session(), fair.id)),
        crumbs=[*here, Crumb(_("Timetable"))],
    )


@organiser.get("/fairs/<slug>/meetings/timetable.pdf")
@limiter.limit("20 per minute")
def meeting_papers(slug: str) -> Response:
    fair = find_fair(slug)
    return pdf(timetables_pdf(fair_name(fair), meetings_of(session(), fair.id), now()), f"lich-{fair.slug}")


def _page(fair: Fair, status: int = 200, problem: str = "", form: SlotsForm | None = None) -> Response:
    return organiser_page(
        "meetings.html",
        status,
        fair=fair,
        slots=slots_by_day(slots_of(session(), fair.id)),
        wishes=wishes_at(session(), fair.id),
        form=form or SlotsForm(fair, formdata=None),
        button=ShopForm(formdata=None),
        problem=problem,
        crumbs=[fair_crumb(fair), Crumb(_("Meetings"))],
    )


def _done(fair: Fair, said: str) -> Response:
    flash(said, "good")
    return redirect(url_for("organiser.meetings", slug=fair.slug), 303)
