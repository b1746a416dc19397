"""/organiser/fairs/<slug>/report: what came of a fair, as page, charts and table; and the form for heads counted at the gate."""

from datetime import date

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.records import Refused
from marketplace.fairs.fair_report import FairDay, fair_report
from marketplace.fairs.fairs import Fair, FairPhase
from marketplace.fairs.outcomes import count_heads as write_heads
from marketplace.orders.collecting import count_collected
from marketplace.permissions import OrganiserAction
from marketplace.workbooks import workbook_bytes

from ..clock import now, today
from ..collection import source_of
from ..database import session
from ..fields import CountField
from ..locales import translated
from ..papers.parts import XLSX, download
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import organiser
from .access import find_fair
from .pages import fair_crumb, fair_name, organiser_page
from .report_drawing import days_drawn, provinces_drawn, stars_drawn
from .report_parts import parts_of
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "report",
        OrganiserAction.REPORT,
        lazy_gettext("What came of the fair"),
        lazy_gettext("Visitors, exhibitors, sales, leads, meetings and opinions"),
    )
)


class HeadsForm(ShopForm):
    """`day` is sent beside it, one form for each day."""

    heads = CountField(lazy_gettext("Counted at the gate"))


@organiser.get("/fairs/<slug>/report")
def report(slug: str) -> Response:
    return _page(find_fair(slug))


@organiser.get("/fairs/<slug>/report.xlsx")
@limiter.limit("30 per minute")
def report_file(slug: str) -> Response:
    fair = find_fair(slug)
    rows = [
        [part, name, value]
        for part, facts in parts_of(fair_report(session(), fair), collected_at(fair))
        for name, value, _said in facts
    ]
    content = workbook_bytes(_("What came of the fair"), [_("Part"), _("What"), _("Number")], rows, now())
    return download(content, XLSX, f"ket-qua-{fair.slug}.xlsx")


@organiser.post("/fairs/<slug>/report/heads")
@limiter.limit("60 per minute")
def count_heads(slug: str) -> Response:
    fair, form = find_fair(slug), HeadsForm()
    if not form.validate():
        return _page(fair, 422, str(next(iter(form.errors.values()))[0]), form)
    try:
        heads = -1 if form.heads.value is None else form.heads.value
        write_heads(session(), fair, _day(request.form.get("day", "")), heads, today())
    except Refused as refusal:
        session().rollback()
        return _page(find_fair(slug), 422, translated(refusal), form)
    flash(_("Saved."), "good")
    return redirect(url_for("organiser.report", slug=slug), 303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("Please choose one of the fair's days.") from None


def collected_at(fair: Fair) -> int:
    return count_collected(session(), source_of(fair.id))


def _page(fair: Fair, status: int = 200, problem: str = "", typed: HeadsForm | None = None) -> Response:
    of = fair_report(session(), fair)
    opinions = [
        (_("What visitors write"), of.of_visitors.words),
        (_("What exhibitors write"), of.of_exhibitors.words),
    ]
    return organiser_page(
        "report.html",
        status,
        fair=fair,
        name=fair_name(fair),
        begun=fair.phase(today()) in (FairPhase.RUNNING, FairPhase.FINISHED),
        parts=parts_of(of, collected_at(fair)),
        drawings=[days_drawn(of), provinces_drawn(of), stars_drawn(of)],
        opinions=opinions,
        heads=[(one.day, _heads_form(one, typed)) for one in of.days if one.day <= today()],
        problem=problem,
        crumbs=[fair_crumb(fair), Crumb(_("What came of the fair"))],
    )


def _heads_form(one: FairDay, typed: HeadsForm | None) -> HeadsForm:
    """What somebody has typed for this day stays."""
    known = "" if one.counted is None else str(one.counted)
    if typed and request.form.get("day") == one.day.isoformat():
        known = typed.heads.data
    return HeadsForm(formdata=None, data={"heads": known}).tell_apart(one.day)
