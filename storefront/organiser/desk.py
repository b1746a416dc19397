"""The desk: the fairs of the organiser that is shown, the next ones first."""

from flask import Response

from marketplace.fairs.fair_lists import fairs_of
from marketplace.fairs.fairs import Fair, FairPhase

from ..clock import today
from ..companies.pages import inactive
from ..database import session
from ..filters import day, label
from ..shop.forms import ShopForm
from ..shop.pages import link
from . import organiser
from .access import named_organiser
from .pages import fair_name, organiser_page


@organiser.get("")
def desk() -> Response:
    mine = fairs_of([named_organiser().id])
    # Drafts without days come first.
    found = session().scalars(mine.order_by(Fair.starts_on.desc().nulls_first(), Fair.id.desc()))
    return organiser_page(
        "desk.html",
        fairs=[_row(fair) for fair in found],
        inactive=inactive([named_organiser()]),
        button=ShopForm(formdata=None),
        crumbs=[],
    )


def _row(fair: Fair) -> dict[str, str]:
    phase = fair.phase(today())
    return {
        "name": fair_name(fair),
        "url": link(f"/organiser/fairs/{fair.slug}"),
        "days": days_of(fair),
        "phase": phase,
        "words": label(FairPhase(phase)),
    }


def days_of(fair: Fair) -> str:
    """ "5/12/2026 – 9/12/2026", nothing while it has no days."""
    if not (fair.starts_on and fair.ends_on):
        return ""
    return f"{day(fair.starts_on)} – {day(fair.ends_on)}"
