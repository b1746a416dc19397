"""/organiser/fairs/<slug>: one fair, where it stands and what there is to do about it."""

from flask import Response

from marketplace.fairs.fairs import Fair

from ..clock import today
from ..filters import label
from ..shop.pages import Crumb
from . import organiser
from .access import find_fair
from .desk import days_of
from .pages import fair_name, organiser_page
from .sections import sections_of


@organiser.get("/fairs/<slug>")
def one_fair(slug: str) -> Response:
    return fair_page(find_fair(slug))


def fair_page(fair: Fair, status: int = 200, problem: str = "") -> Response:
    phase = fair.phase(today())
    return organiser_page(
        "fair.html",
        status,
        fair=fair,
        name=fair_name(fair),
        days=days_of(fair),
        phase=phase,
        words=label(phase),
        sections=sections_of(fair),
        problem=problem,
        crumbs=[Crumb(fair_name(fair))],
    )
