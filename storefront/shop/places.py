"""Places: the provinces with their former names, then communes, then what comes from there."""

from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlencode

from flask import Response, abort, jsonify
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from catalog.listing import Filters, Sort, count_all, find
from catalog.places import Place, PlaceAlias, PlaceLevel, communes_of
from catalog.places import provinces as all_provinces
from catalog.producers import Producer
from catalog.products import SHOWN, Product
from marketplace.fairs.announced import in_province

from .. import page_cache
from ..clock import today
from ..database import session
from ..vietnam_map import project
from . import shop
from .cards import cards_for
from .fair_views import next_fairs
from .pages import Crumb, columns, home_crumb, link, public_page
from .reference import reference

_CARDS = 12
_FAIRS = 6


@dataclass(frozen=True)
class PlaceRow:
    """A place in a list, with its number of products and its point on the map."""

    name: str
    url: str
    count: int
    former: str
    x: float | None
    y: float | None

    @classmethod
    def of(cls, place: Place, count: int, former: str = "") -> "PlaceRow":
        x, y = project(place.latitude, place.longitude) if count else (None, None)
        return cls(place.full_name, link(f"/places/{place.code}"), count, former, x, y)


@shop.get("/places")
def places() -> Response:
    counts = count_all(columns(), today())["provinces"]
    names = reference().provinces
    rows = [
        PlaceRow.of(place, counts.get(place.code, 0), _former_text(names[place.code].former))
        for place in session().scalars(all_provinces())
    ]
    return public_page("shop/places/index.html", provinces=rows, crumbs=[home_crumb(), Crumb(_("Places"))])


@shop.get("/places/<code>")
def place(code: str) -> Response:
    found = session().scalar(select(Place).where(Place.code == code).options(joinedload(Place.province)))
    if found is None:
        abort(404)
    return _province_page(found) if found.level == PlaceLevel.PROVINCE else _commune_page(found)


@shop.get("/places/<code>/communes.json")
def communes(code: str) -> Response:
    """Codes and names of a province's communes, for the address form."""
    if code not in reference().provinces:
        abort(404)
    return page_cache.public(
        jsonify(
            [{"code": place.code, "name": place.full_name} for place in session().scalars(communes_of(code))]
        )
    )


def _province_page(province: Place) -> Response:
    communes = session().scalars(communes_of(province.code)).all()
    counts = dict(session().execute(_products_by_commune(province.code)).all())
    rows = [PlaceRow.of(commune, counts.get(commune.code, 0)) for commune in communes]
    found = find(columns(), Filters(provinces=frozenset({province.code})), today(), Sort.RELEVANCE, 1, _CARDS)
    return _page(
        province,
        former=reference().provinces[province.code].former,
        communes=rows,
        cards=cards_for(found.ids, today()),
        more_url=link(f"/products?{urlencode({'province': province.code})}"),
        points=[row for row in rows if row.count],
        fairs=next_fairs(today(), _FAIRS, in_province(province.code)),
        crumbs=[Crumb(province.full_name)],
    )


def _commune_page(commune: Place) -> Response:
    former = session().scalars(
        select(PlaceAlias.name)
        .where(PlaceAlias.place_code == commune.code)
        .order_by(PlaceAlias.level, PlaceAlias.key)
    )
    ids = session().scalars(
        select(Product.id)
        .join(Product.producer)
        .where(SHOWN, Producer.commune_code == commune.code)
        .order_by(Product.id)
        .limit(_CARDS)
    )
    province = commune.province
    return _page(
        commune,
        former=[name for name in former if name != province.full_name],
        communes=[],
        cards=cards_for(ids.all(), today()),
        more_url=link(f"/products?{urlencode({'province': province.code})}"),
        points=[],
        fairs=[],
        crumbs=[Crumb(province.full_name, link(f"/places/{province.code}")), Crumb(commune.full_name)],
    )


def _products_by_commune(province_code: str):
    return (
        select(Producer.commune_code, func.count())
        .join(Product, Product.producer_id == Producer.id)
        .join(Place, Place.code == Producer.commune_code)
        .where(Place.province_code == province_code, SHOWN)
        .group_by(Producer.commune_code)
    )


def _page(place: Place, *, crumbs: list[Crumb], **context) -> Response:
    x, y = project(place.latitude, place.longitude)
    province = place.province
    view = SimpleNamespace(
        name=place.full_name,
        code=place.code,
        kind=place.level,
        former=context.pop("former"),
        x=x,
        y=y,
        province=Crumb(province.full_name, link(f"/places/{province.code}")) if province else None,
    )
    trail = [home_crumb(), Crumb(_("Places"), link("/places")), *crumbs]
    return public_page("shop/places/show.html", place=view, crumbs=trail, **context)


def _former_text(former: list[str]) -> str:
    return _("with the former %(names)s", names=", ".join(former)) if former else ""
