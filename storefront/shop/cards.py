"""Product cards, made from the listing index: no statement, however many."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from catalog.money import unit_price
from catalog.products import PRICED_UNIT
from catalog.rows import Row

from ..locales import is_english
from .pages import columns, link
from .views import BadgeView, PictureView


class Passage(NamedTuple):
    """Text with marked words, and its language."""

    text: Markup
    lang: str


class Card(NamedTuple):
    """Prices in dong, None for what is not sold here; `unit_price` is per kg or litre of the cheapest pack; `passage` is for a search."""

    name: str
    url: str
    producer_name: str
    producer_url: str
    place_name: str
    price: int | None
    price_from: bool
    unit_price: int | None
    unit: str | None
    in_stock: bool
    in_season: bool
    adult: bool
    icon: str
    sample: bool
    picture: PictureView | None
    badges: list[BadgeView]
    passage: Passage | None = None


def cards_for(ids: Iterable[int], day: date) -> list[Card]:
    """Cards of these products in this order, with the badges of `day`; what is not published is left out."""
    rows, make = columns().rows, card_maker(day)
    return [make(rows[id]) for id in ids if id in rows]


def card_of(row: Row, day: date) -> Card:
    return card_maker(day)(row)


def card_maker(day: date) -> Callable[[Row], Card]:
    """Makes the cards of a page: what language it has and how its links begin is the same for all."""
    return partial(_card, day=day, english=is_english(), root=link(""))


def _card(row: Row, day: date, english: bool, root: str) -> Card:
    shown = row.shown
    per = PRICED_UNIT.get(shown.unit)
    return Card(
        name=shown.name_en if english and shown.name_en else shown.name,
        url=f"{root}/products/{shown.slug}",
        producer_name=shown.producer_name,
        producer_url=f"{root}/producers/{shown.producer_slug}",
        place_name=shown.province
        if shown.commune == shown.province
        else f"{shown.commune}, {shown.province}",
        price=shown.price if row.is_sold else None,
        price_from=shown.dearest != shown.price,
        unit_price=unit_price(shown.price, shown.net) if per else None,
        unit=per,
        in_stock=row.in_stock(day),
        in_season=row.in_season(day),
        adult=shown.adults_only,
        icon=shown.icon,
        sample=shown.sample,
        picture=PictureView.of(shown.picture, english) if shown.picture else None,
        badges=[BadgeView.of(badge, root) for badge in row.badges(day)],
    )
