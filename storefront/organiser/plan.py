"""/organiser/fairs/<slug>/plan: the plan of booths, drawn and as a list, and the forms that change it."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select

from catalog.records import Refused
from marketplace.fairs.application_lists import Occupant, occupants
from marketplace.fairs.applications import ApplicationState
from marketplace.fairs.booth_types import types_of
from marketplace.fairs.booths import Booth, FeatureKind, PlanFeature
from marketplace.fairs.fairs import Fair
from marketplace.fairs.places import settle
from marketplace.fairs.planning import add_booths, add_feature, remove_feature
from marketplace.fairs.plans import read_plan
from marketplace.permissions import OrganiserAction

from ..booth_plans import BoothState, Occupancy, plan_view
from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb, link
from . import organiser
from .access import find_fair, may_do
from .booth_forms import ButtonForm, FeatureForm, RowForm
from .pages import fair_crumb, organiser_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "plan",
        OrganiserAction.DESK,
        lazy_gettext("Plan of booths"),
        lazy_gettext("Who stands where, drawn and as a list"),
    )
)


@organiser.get("/fairs/<slug>/plan")
def plan(slug: str) -> Response:
    return plan_page(find_fair(slug))


def plan_page(
    fair: Fair,
    status: int = 200,
    problem: str = "",
    row: RowForm | None = None,
    feature: FeatureForm | None = None,
) -> Response:
    types, found = types_of(session(), fair.id), read_plan(session(), fair.id)
    url = link(f"/organiser/fairs/{fair.slug}/plan/")
    there = occupancy(occupants(session(), fair.id), found.booths)
    return organiser_page(
        "plan.html",
        status,
        fair=fair,
        plan=plan_view(fair, found, there, lambda booth: f"{url}{booth.id}"),
        types=types,
        may_change=may_do(OrganiserAction.BOOTHS, fair.organiser_id),
        row=row or RowForm(types, formdata=None),
        feature=(feature or FeatureForm(formdata=None)).tell_apart("feature"),
        button=ButtonForm(formdata=None),
        problem=problem,
        crumbs=[fair_crumb(fair), Crumb(_("Plan of booths"))],
    )


def occupancy(found: dict[int, list[Occupant]], booths: list[Booth]) -> dict[int, Occupancy]:
    """How each booth looks: a shared stand is taken when its last place is."""
    return {booth.id: _of_booth(booth, found[booth.id]) for booth in booths if booth.id in found}


def _of_booth(booth: Booth, there: list[Occupant]) -> Occupancy:
    names = [one.producer for one in there]
    if len(there) < booth.type.places:
        return Occupancy(BoothState.FREE, names)
    held = any(one.state == ApplicationState.ACCEPTED for one in there)
    return Occupancy(BoothState.HELD if held else BoothState.TAKEN, names)


@organiser.post("/fairs/<slug>/plan/rows")
@limiter.limit("60 per minute")
def add_row(slug: str) -> Response:
    fair = find_fair(slug)
    types = types_of(session(), fair.id)
    form = RowForm(types)
    if not form.validate():
        return plan_page(fair, 422, row=form)
    type = next(one for one in types if one.id == form.type.data)
    try:
        added = add_booths(session(), fair, type, form.row())
    except Refused as refusal:
        return plan_page(fair, 422, translated(refusal), row=form)
    moved = settle(session(), fair, now())
    flash(_("%(count)s booths added.", count=len(added)), "good")
    if moved:
        flash(_("%(count)s applicants of the waiting list got one of them.", count=len(moved)), "good")
    return to_plan(fair)


@organiser.post("/fairs/<slug>/plan/features")
@limiter.limit("60 per minute")
def add_plan_feature(slug: str) -> Response:
    fair, form = find_fair(slug), FeatureForm()
    if not form.validate():
        return plan_page(fair, 422, feature=form)
    try:
        add_feature(session(), fair, FeatureKind(form.kind.data), form.label.data, form.rect())
    except Refused as refusal:
        return plan_page(fair, 422, translated(refusal), feature=form)
    flash(_("Saved."), "good")
    return to_plan(fair)


@organiser.post("/fairs/<slug>/plan/features/<int:id>/removal")
@limiter.limit("60 per minute")
def remove_plan_feature(slug: str, id: int) -> Response:
    fair = find_fair(slug)
    mine = PlanFeature.fair_id == fair.id, PlanFeature.id == id
    feature = session().scalar(select(PlanFeature).where(*mine)) or abort(404)
    if not ButtonForm().validate():
        return plan_page(fair, 422, _("The form had expired. Please try once more."))
    remove_feature(session(), fair, feature)
    flash(_("Taken away."), "good")
    return to_plan(fair)


def to_plan(fair: Fair) -> Response:
    return redirect(url_for("organiser.plan", slug=fair.slug), 303)
