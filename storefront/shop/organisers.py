"""/organisers/<slug>: who organises fairs, and which."""

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.places import Place
from marketplace.accounts.organisers import Organiser, OrganiserKind
from marketplace.fairs.announced import Wanted, published_fairs
from marketplace.fairs.fairs import Fair
from marketplace.submissions import SubmissionState

from ..clock import today
from ..database import session
from . import shop
from .fair_views import FairView
from .pages import Crumb, home_crumb, link, public_page

_MOST = 60


@shop.get("/organisers/<slug>")
def organiser(slug: str) -> Response:
    """Of one that was approved; one that is suspended announces nothing, but what it announced stays known."""
    query = select(Organiser).where(Organiser.slug == slug[:255], Organiser.state == SubmissionState.APPROVED)
    places = joinedload(Organiser.commune).joinedload(Place.province)
    found, day = session().scalar(query.options(places)) or abort(404), today()
    theirs = published_fairs(Wanted(), day).where(Fair.organiser_id == found.id).limit(_MOST)
    fairs = [FairView.of(fair, day) for fair in session().scalars(theirs)]
    return public_page(
        "shop/fairs/organiser.html",
        organiser=found,
        kind=OrganiserKind(found.kind),
        place=f"{found.commune.full_name}, {found.commune.province.full_name}",
        coming=[view for view in fairs if not view.is_over(day)],
        past=[view for view in fairs if view.is_over(day)],
        crumbs=[home_crumb(), Crumb(_("Fairs"), link("/fairs")), Crumb(found.name)],
    )
