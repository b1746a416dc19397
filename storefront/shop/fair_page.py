"""/fairs/<slug>: everything the public may know of a fair, and the plan of its booths."""

from itertools import groupby
from typing import NamedTuple

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import select

from catalog.categories import Category
from catalog.document_kinds import DocumentKind
from catalog.places import Place
from marketplace.fairs.announced import published_fair
from marketplace.fairs.exhibitors import ExhibitorOrder, count_exhibitors, exhibitors_of
from marketplace.fairs.fairs import Fair, FairGroup, FairPaper, FairQuota, ProgrammeItem
from marketplace.fairs.registration import registers

from ..clock import now, today
from ..database import session
from ..fair_words import counts_by_the_moon, lunar_text, takes_applications, weekday_text
from ..filters import label
from ..locales import localized
from . import shop
from .fair_data import fair_json
from .fair_views import FairView, places_of
from .pages import Crumb, absolute_url, home_crumb, link, public_page
from .reference import reference

_FIRST_EXHIBITORS = 8


@shop.get("/fairs/<slug>")
def fair(slug: str) -> Response:
    found, day = find_published(slug), today()
    view = FairView.of(found, day)
    exhibitors, provinces = session().execute(count_exhibitors(found.id)).one()
    first = exhibitors_of(found.id, ExhibitorOrder.BOOTH).limit(_FIRST_EXHIBITORS)
    return public_page(
        "shop/fairs/show.html",
        fair=view,
        facts=found,
        former=reference().provinces[places_of(found)[1].code].former,
        programme=programme_of(found),
        rules=rules_of(found),
        apply_url=link(f"/producer/fairs/{found.slug}") if takes_applications(found, day) else None,
        visit_url=link(f"/fairs/{found.slug}/visit") if registers(found, now()) else None,
        exhibitors=session().execute(first).all(),
        exhibitors_count=exhibitors,
        exhibitors_provinces=provinces,
        jsonld=fair_json(found, view),
        page_url=absolute_url(view.url),
        share_url=absolute_url(link(f"/fairs/{found.slug}/share.png")),
        crumbs=[*fair_crumbs(view)[:-1], Crumb(view.name)],
    )


def find_published(slug: str) -> Fair:
    """404 for a draft too: of that the public knows nothing."""
    return session().scalar(published_fair(slug[:255])) or abort(404)


def fair_crumbs(view: FairView) -> list[Crumb]:
    """To a page below the fair's own."""
    return [home_crumb(), Crumb(_("Fairs"), link("/fairs")), Crumb(view.name, view.url)]


class ProgrammeDay(NamedTuple):
    """What happens on one day; `lunar` is empty where nobody asks for it."""

    words: str
    lunar: str
    items: list[ProgrammeItem]


def programme_of(fair: Fair) -> list[ProgrammeDay]:
    mine = select(ProgrammeItem).where(ProgrammeItem.fair_id == fair.id)
    items = session().scalars(mine.order_by(ProgrammeItem.day, ProgrammeItem.starts_at, ProgrammeItem.id))
    by_moon = counts_by_the_moon(fair)
    return [
        ProgrammeDay(weekday_text(day), lunar_text(day) if by_moon else "", list(of_day))
        for day, of_day in groupby(items, key=lambda item: item.day)
    ]


def rules_of(fair: Fair) -> dict[str, list[str]]:
    """Whom the fair admits, in words: groups, papers and limits by province."""
    groups = select(Category).join(FairGroup).where(FairGroup.fair_id == fair.id).order_by(Category.code)
    papers = select(FairPaper.kind).where(FairPaper.fair_id == fair.id).order_by(FairPaper.kind)
    quotas = (
        select(Place.name, FairQuota.most)
        .join(Place, Place.code == FairQuota.province_code)
        .where(FairQuota.fair_id == fair.id)
        .order_by(Place.key)
    )
    return {
        "groups": [localized(group, "name") for group in session().scalars(groups)],
        "papers": [label(DocumentKind(kind)) for kind in session().scalars(papers)],
        "quotas": [f"{name}: {most}" for name, most in session().execute(quotas)],
    }
