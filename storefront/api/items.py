"""Products as the API lists them, made from the listing index: no statement, however many."""

from collections.abc import Iterable
from datetime import date

from catalog.badges import Badge as BadgeFacts
from catalog.columns import Columns
from catalog.rows import Row

from ..shop.pages import link
from .models import Badge, Item, Place, Producer, StockState


def items_of(columns: Columns, ids: Iterable[int], day: date) -> list[Item]:
    """These products of the columns in this order, with the badges of `day`."""
    return [_item(columns.rows[id], day) for id in ids]


def _item(row: Row, day: date) -> Item:
    shown = row.shown
    return Item(
        id=row.id,
        slug=shown.slug,
        name=shown.name,
        name_en=shown.name_en,
        producer=producer_of(shown.producer_slug, shown.producer_name),
        place=Place(commune=shown.commune, province=shown.province),
        price=shown.price if row.is_sold else None,
        stock=stock_state(row.in_stock(day), row.is_sold),
        badges=[badge_of(badge) for badge in row.badges(day)],
        url=link(f"/products/{shown.slug}"),
        sample=shown.sample,
    )


def producer_of(slug: str, name: str) -> Producer:
    return Producer(slug=slug, name=name, url=link(f"/producers/{slug}"))


def badge_of(badge: BadgeFacts) -> Badge:
    return Badge(
        kind=badge.kind,
        stars=badge.stars,
        name=badge.name,
        code=badge.code,
        until=badge.until,
        verify_url=verify_url(badge.code),
    )


def verify_url(code: str) -> str:
    return link(f"/verify/{code}")


def stock_state(available: bool, sold: bool = True) -> StockState:
    if not sold:
        return "not_sold"
    return "in_stock" if available else "out_of_stock"
