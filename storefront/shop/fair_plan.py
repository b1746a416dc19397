"""/fairs/<slug>/plan: the plan of the booths, drawn and as a list of who is where."""

from collections import defaultdict
from typing import NamedTuple

from flask import Response
from flask_babel import gettext as _

from marketplace.fairs.booths import Booth
from marketplace.fairs.exhibitors import ExhibitorOrder, exhibitors_of, places_held
from marketplace.fairs.plans import read_plan

from ..booth_plans import BoothState, BoothView, Occupancy, plan_view
from ..clock import today
from ..database import session
from . import shop
from .fair_page import fair_crumbs, find_published
from .fair_views import FairView
from .pages import Crumb, link, public_page


class Stand(NamedTuple):
    """A line of the list: a booth and who is there."""

    booth: BoothView
    exhibitors: list[Crumb]


@shop.get("/fairs/<slug>/plan")
def fair_plan(slug: str) -> Response:
    fair = find_published(slug)
    view, plan = FairView.of(fair, today()), read_plan(session(), fair.id)
    names = _exhibitors_by_booth(fair.id)
    held = dict(session().execute(places_held(fair.id)).all())
    occupancy = {
        booth.id: _occupancy(booth, held[booth.id], names[booth.id])
        for booth in plan.booths
        if booth.id in held
    }
    drawn = plan_view(fair, plan, occupancy, lambda booth: f"#booth-{booth.id}")
    return public_page(
        "shop/fairs/plan.html",
        fair=view,
        plan=drawn,
        stands=[Stand(booth, names[booth.id]) for booth in drawn.booths if booth.id in held],
        free=_free([booth for booth in drawn.booths if booth.id not in held]),
        crumbs=[*fair_crumbs(view), Crumb(_("Plan of the booths"))],
    )


def _free(booths: list[BoothView]) -> list[tuple[str, list[BoothView]]]:
    """What nobody has, by kind: of a large plan that is most, and a line each would hide who is there."""
    by_kind: dict[str, list[BoothView]] = defaultdict(list)
    for booth in booths:
        by_kind[booth.what].append(booth)
    return list(by_kind.items())


def _exhibitors_by_booth(fair_id: int) -> dict[int, list[Crumb]]:
    found: dict[int, list[Crumb]] = defaultdict(list)
    for one in session().execute(exhibitors_of(fair_id, ExhibitorOrder.BOOTH)):
        found[one.booth_id].append(Crumb(one.name, link(f"/producers/{one.slug}")))
    return found


def _occupancy(booth: Booth, held: int, exhibitors: list[Crumb]) -> Occupancy:
    """A place that is held for a payment has no name for the public; a stand with room left is free."""
    names = [one.text for one in exhibitors]
    if held < booth.type.places:
        return Occupancy(BoothState.FREE, names)
    return Occupancy(BoothState.TAKEN if len(names) == held else BoothState.HELD, names)
