"""/fairs/<slug>/booths/<code>: one exhibitor at a fair; the code on the sign of its booth leads here."""

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import Row as Answer

from catalog.codes import read_code
from marketplace.fairs.applications import Application
from marketplace.fairs.exhibitors import ExhibitorOrder, exhibitors_of
from marketplace.fairs.fairs import Fair

from ..clock import today
from ..database import session
from . import shop
from .exhibitors import with_products
from .fair_page import fair_crumbs, find_published
from .fair_views import FairView
from .pages import Crumb, link, public_page


@shop.get("/fairs/<slug>/booths/<code>")
def stand(slug: str, code: str) -> Response:
    fair, day = find_published(slug), today()
    found, view = find_stand(fair, code), FairView.of(fair, day)
    (one,) = with_products([found], view, day)
    return public_page(
        "shop/fairs/stand.html",
        fair=view,
        one=one,
        first_day=view.first if day < view.first else None,
        list_url=link(f"/fairs/{fair.slug}/shortlist/{found.code}"),
        crumbs=[*fair_crumbs(view), Crumb(_("Exhibitors"), f"{view.url}/exhibitors"), Crumb(one.name)],
    )


def find_stand(fair: Fair, code: str) -> Answer:
    """As exhibitors_of; 404 for who does not exhibit, or not any more."""
    query = exhibitors_of(fair.id, ExhibitorOrder.BOOTH).where(Application.code == read_code(code[:40]))
    return session().execute(query).one_or_none() or abort(404)
