"""/organiser/fairs/<slug>/plan/<id>: one booth, who has it, where it stands."""

from flask import Response, abort, flash
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.records import Refused
from marketplace.fairs.application_lists import occupants
from marketplace.fairs.booths import Booth
from marketplace.fairs.fairs import Fair
from marketplace.fairs.planning import place_booth, remove_booth
from marketplace.permissions import OrganiserAction

from ..clock import now
from ..database import session
from ..filters import label
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb, link
from . import organiser
from .access import find_fair, may_do
from .booth_forms import BoothForm, ButtonForm
from .pages import fair_crumb, organiser_page
from .plan import to_plan


@organiser.get("/fairs/<slug>/plan/<int:id>")
def one_booth(slug: str, id: int) -> Response:
    fair = find_fair(slug)
    return booth_page(fair, _booth(fair, id))


def booth_page(
    fair: Fair, booth: Booth, status: int = 200, problem: str = "", form: BoothForm | None = None
) -> Response:
    there = occupants(session(), fair.id).get(booth.id, [])
    there = [
        (one, label(one.state), link(f"/organiser/fairs/{fair.slug}/applications/{one.code}"))
        for one in there
    ]
    facts = {
        "x": str(booth.x or 0),
        "y": str(booth.y or 0),
        "turned": booth.turned,
        "is_corner": booth.is_corner,
    }
    return organiser_page(
        "booth.html",
        status,
        fair=fair,
        booth=booth,
        there=there,
        may_change=may_do(OrganiserAction.BOOTHS, fair.organiser_id),
        form=form or BoothForm(booth.x is None, formdata=None, data=facts),
        button=ButtonForm(formdata=None),
        problem=problem,
        crumbs=[
            fair_crumb(fair),
            Crumb(_("Plan of booths"), link(f"/organiser/fairs/{fair.slug}/plan")),
            Crumb(booth.number),
        ],
    )


@organiser.post("/fairs/<slug>/plan/<int:id>")
@limiter.limit("120 per minute")
def move_booth(slug: str, id: int) -> Response:
    fair = find_fair(slug)
    booth = _booth(fair, id)
    form = BoothForm(booth.x is None)
    if not form.validate():
        return booth_page(fair, booth, 422, form=form)
    try:
        place_booth(
            session(),
            fair,
            booth,
            x=form.x.value or 0,
            y=form.y.value or 0,
            turned=form.turned.data,
            is_corner=form.is_corner.data,
        )
    except Refused as refusal:
        return booth_page(fair, booth, 422, translated(refusal), form)
    flash(_("Saved."), "good")
    return to_plan(fair)


@organiser.post("/fairs/<slug>/plan/<int:id>/removal")
@limiter.limit("60 per minute")
def remove_one_booth(slug: str, id: int) -> Response:
    fair = find_fair(slug)
    booth = _booth(fair, id)
    if not ButtonForm().validate():
        return booth_page(fair, booth, 422, _("The form had expired. Please try once more."))
    try:
        remove_booth(session(), fair, booth, now())
    except Refused as refusal:
        return booth_page(fair, booth, 422, translated(refusal))
    flash(_("Booth %(number)s is taken off the plan.", number=booth.number), "good")
    return to_plan(fair)


def _booth(fair: Fair, id: int) -> Booth:
    mine = Booth.fair_id == fair.id, Booth.id == id, Booth.removed_at.is_(None)
    return session().scalar(select(Booth).where(*mine).options(joinedload(Booth.type))) or abort(404)
