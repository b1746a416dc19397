"""/fairs/<slug>/exhibitors: who is at which booth, with what, and the badges that hold then."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import Row as Answer

from catalog.producers import ProducerKind
from catalog.rows import Row
from marketplace.fairs.exhibitors import ExhibitorOrder, count_exhibitors, exhibitors_of, products_brought
from marketplace.fairs.fairs import FairPhase

from ..clock import today
from ..collection_words import preorder_words
from ..database import session
from ..locales import localized
from . import shop
from .fair_page import fair_crumbs, find_published
from .fair_views import FairView
from .pages import Crumb, columns, link, public_page
from .paging import Pager, page_number
from .views import BadgeView

_PER_PAGE = 40
_TO_COME = (FairPhase.COMING, FairPhase.RUNNING)
_MOST_PRODUCTS = 12


class Brought(NamedTuple):
    """A product at a booth; `price` in dong, None for what is not sold here."""

    name: str
    url: str
    price: int | None
    badges: list[BadgeView]


class Exhibitor(NamedTuple):
    """Somebody at a booth; `stand_url` is the page of the two. `preorder` says until when to order, empty: not there."""

    stand_url: str
    booth: str
    name: str
    url: str
    kind: ProducerKind
    place: str
    products: list[Brought]
    preorder: str


@shop.get("/fairs/<slug>/exhibitors")
def exhibitors(slug: str) -> Response:
    fair, day = find_published(slug), today()
    view, order = FairView.of(fair, day), _order(request.args.get("sort"))
    total, provinces = session().execute(count_exhibitors(fair.id)).one()
    pager = Pager(
        lambda page: _address(view, order, page), page_number(request.args.get("page")), total, _PER_PAGE
    )
    page = exhibitors_of(fair.id, order).limit(_PER_PAGE).offset((pager.page - 1) * _PER_PAGE)
    found = session().execute(page).all()
    return public_page(
        "shop/fairs/exhibitors.html",
        fair=view,
        exhibitors=with_products(found, view, day),
        provinces=provinces,
        first_day=view.first if day < view.first else None,
        sorts=[(words, _address(view, one), one == order) for one, words in _order_words()],
        pager=pager,
        crumbs=[*fair_crumbs(view), Crumb(_("Exhibitors"))],
    )


def _order(text: str | None) -> ExhibitorOrder:
    return ExhibitorOrder(text) if text in set(ExhibitorOrder) else ExhibitorOrder.BOOTH


def _order_words() -> list[tuple[ExhibitorOrder, str]]:
    return [
        (ExhibitorOrder.BOOTH, _("Booth")),
        (ExhibitorOrder.NAME, _("Name")),
        (ExhibitorOrder.PROVINCE, _("Province")),
    ]


def _address(view: FairView, order: ExhibitorOrder, page: int = 1) -> str:
    asked = [f"sort={order}"] if order != ExhibitorOrder.BOOTH else []
    asked += [f"page={page}"] if page > 1 else []
    return f"{view.url}/exhibitors" + (f"?{'&'.join(asked)}" if asked else "")


def with_products(found: Sequence[Answer], fair: FairView, day: date) -> list[Exhibitor]:
    """Rows of exhibitors_of, each with what it brings."""
    rows, brought = columns().rows, defaultdict(list)
    for application_id, product_id in session().execute(
        products_brought([exhibitor.application_id for exhibitor in found])
    ):
        if product_id in rows:
            brought[application_id].append(rows[product_id])
    return [_exhibitor(one, brought[one.application_id], fair, day) for one in found]


def _exhibitor(one: Answer, rows: list[Row], fair: FairView, day: date) -> Exhibitor:
    return Exhibitor(
        f"{fair.url}/booths/{one.code}",
        one.booth,
        one.name,
        link(f"/producers/{one.slug}"),
        ProducerKind(one.kind),
        f"{one.commune}, {one.province}",
        [_brought(row, fair, day) for row in rows[:_MOST_PRODUCTS]],
        preorder_words(one.preorders_until, fair.last, day) if fair.phase in _TO_COME else "",
    )


def _brought(row: Row, fair: FairView, day: date) -> Brought:
    return Brought(
        localized(row.shown, "name"),
        link(f"/products/{row.shown.slug}"),
        row.shown.price if row.is_sold else None,
        [BadgeView.of(badge) for badge in badges_at(row, fair.first, day)],
    )


def badges_at(row: Row, first: date, day: date):
    """The badges of `day` that still hold on the fair's first day where that is to come: nothing is promised
    that will have lapsed, and nothing shown that does not hold yet."""
    then = {badge.code for badge in row.badges(max(first, day))}
    return [badge for badge in row.badges(day) if badge.code in then]
