"""Fairs: the list of those that run, come and have been, with a map of where."""

from datetime import date
from types import SimpleNamespace

from flask import Response, request
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import select

from catalog.places import Place
from marketplace.fairs.announced import (
    coming_by_province,
    count_published,
    months_with_fairs,
    published_fairs,
)
from marketplace.fairs.fairs import FairTheme

from ..clock import today
from ..database import session
from ..filters import label
from ..vietnam_map import project
from . import shop
from .fair_query import FairQuery, read_fair_query
from .fair_views import FairView
from .pages import Crumb, home_crumb, link, public_page
from .paging import Pager
from .reference import reference

_PER_PAGE = 12


@shop.get("/fairs")
def fairs() -> Response:
    asked, day = read_fair_query(request.args, reference()), today()
    pager = Pager(asked.url, asked.page, session().scalar(count_published(asked.wanted, day)), _PER_PAGE)
    page = published_fairs(asked.wanted, day).limit(_PER_PAGE).offset((pager.page - 1) * _PER_PAGE)
    views = [FairView.of(fair, day) for fair in session().scalars(page)]
    provinces = _provinces_with_fairs(day)
    return public_page(
        "shop/fairs/index.html",
        coming=[view for view in views if not view.is_over(day)],
        past=[view for view in views if view.is_over(day)],
        pager=pager,
        filters=_choices(asked, day),
        provinces=provinces,
        narrowed=asked.is_narrowed,
        subscription_url=_subscription(asked),
        crumbs=[home_crumb(), Crumb(_("Fairs"))],
    )


def _choices(asked: FairQuery, day: date) -> SimpleNamespace:
    """What the form offers, each with whether it is chosen."""
    wanted = asked.wanted
    return SimpleNamespace(
        provinces=[
            (one.code, one.name, one.code == wanted.province) for one in reference().provinces.values()
        ],
        months=[
            (f"{month:%Y-%m}", month_text(month), month == wanted.month)
            for month in _months(wanted.month, day)
        ],
        themes=[(str(theme), label(theme), theme == wanted.theme) for theme in FairTheme],
        open_only=wanted.open_only,
    )


def _months(chosen: date | None, day: date) -> list[date]:
    """The months with something to come, and the chosen one."""
    months = {chosen} if chosen else set()
    for first, last in session().execute(months_with_fairs(day)):
        months |= {max(first, day).replace(day=1), last.replace(day=1)}
    return sorted(months)


def month_text(month: date) -> str:
    """ "tháng 1/2027", "January 2027"."""
    return _("%(month)s %(year)s", month=format_date(month, "LLLL"), year=month.year)


def _subscription(asked: FairQuery) -> str:
    """Where the calendar of what was asked for, its province at least, can be subscribed to."""
    province = asked.wanted.province
    return link("/fairs/calendar") + (f"?province={province}" if province else "") + "#subscription"


def _provinces_with_fairs(day: date) -> list[SimpleNamespace]:
    """Provinces with something to come, with their points on the map."""
    counts = dict(session().execute(coming_by_province(day)).all())
    found = session().scalars(select(Place).where(Place.code.in_(counts)).order_by(Place.key))
    return [_province(place, counts[place.code]) for place in found]


def _province(place: Place, count: int) -> SimpleNamespace:
    x, y = project(place.latitude, place.longitude)
    words = ngettext("%(num)s fair", "%(num)s fairs", count)
    return SimpleNamespace(name=place.name, count=words, url=link(f"/fairs?province={place.code}"), x=x, y=y)
