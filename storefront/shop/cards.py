"""Product cards: what a listing shows of a product, read in a constant number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session, aliased

from catalog.categories import Category
from catalog.money import unit_price
from catalog.pictures import Picture
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import PRICED_UNIT, Product, Variant
from catalog.register import Proofs, proofs_of

from ..locales import is_english
from .pages import link
from .views import BadgeView, PictureView


@dataclass(frozen=True, slots=True)
class Card:
    """Prices in dong; `unit_price` is per kg or litre of the cheapest pack."""

    name: str
    url: str
    producer_name: str
    producer_url: str
    place_name: str
    price: int
    price_from: bool
    unit_price: int | None
    unit: str | None
    in_stock: bool
    adult: bool
    icon: str
    sample: bool
    picture: PictureView | None
    badges: list[BadgeView]


class Shelf(NamedTuple):
    """What is needed to show some products, by product id: facts, packs (cheapest first), pictures, proofs."""

    rows: dict[int, Row]
    packs: dict[int, list[Row]]
    pictures: dict[int, list[Picture]]
    proofs: dict[int, Proofs]


def read_shelf(session: Session, ids: Sequence[int], all_pictures_of: int = 0) -> Shelf:
    """Six statements, however many products; only the first picture of each but for one of them."""
    rows = {row.id: row for row in session.execute(_rows(ids))}
    packs: dict[int, list[Row]] = {id: [] for id in rows}
    for pack in session.execute(_packs(rows)):
        packs[pack.product_id].append(pack)
    pictures: dict[int, list[Picture]] = {id: [] for id in rows}
    for picture in session.scalars(_pictures(rows, all_pictures_of)):
        pictures[picture.product_id].append(picture)
    proofs = proofs_of(session, {id: row.producer_id for id, row in rows.items()})
    return Shelf(rows, packs, pictures, proofs)


def cards_for(session: Session, ids: Sequence[int], day: date) -> list[Card]:
    """Cards of these products in this order; what has gone meanwhile is left out."""
    return cards_from(read_shelf(session, ids), ids, day) if ids else []


def cards_from(shelf: Shelf, ids: Sequence[int], day: date) -> list[Card]:
    return [_card(shelf, id, day) for id in ids if shelf.packs.get(id)]


def _rows(ids: Iterable[int]):
    province = aliased(Place)
    return (
        select(
            Product.id,
            Product.slug,
            Product.name,
            Product.name_en,
            Product.producer_id,
            Producer.name.label("producer_name"),
            Producer.slug.label("producer_slug"),
            Producer.sample,
            Place.name.label("commune"),
            province.name.label("province"),
            Category.adults_only,
            Category.icon,
        )
        .join(Producer, Product.producer_id == Producer.id)
        .join(Place, Producer.commune_code == Place.code)
        .join(province, Place.province_code == province.code)
        .join(Category, Product.set_code == Category.code)
        .where(Product.id.in_(ids))
    )


def _packs(ids: Iterable[int]):
    return (
        select(
            Variant.id,
            Variant.product_id,
            Variant.position,
            Variant.pack,
            Variant.pack_en,
            Variant.net,
            Variant.unit,
            Variant.price,
            Variant.available,
        )
        .where(Variant.product_id.in_(ids))
        .order_by(Variant.price, Variant.position)
    )


def _pictures(ids: Iterable[int], all_of: int):
    wanted = Picture.product_id.in_(ids) & or_(Picture.position == 1, Picture.product_id == all_of)
    return select(Picture).where(wanted).order_by(Picture.position)


def _card(shelf: Shelf, id: int, day: date) -> Card:
    row, packs, pictures = shelf.rows[id], shelf.packs[id], shelf.pictures[id]
    cheapest = packs[0]
    per = PRICED_UNIT.get(cheapest.unit)
    return Card(
        name=row.name_en if is_english() and row.name_en else row.name,
        url=link(f"/products/{row.slug}"),
        producer_name=row.producer_name,
        producer_url=link(f"/producers/{row.producer_slug}"),
        place_name=f"{row.commune}, {row.province}" if row.commune != row.province else row.province,
        price=cheapest.price,
        price_from=packs[-1].price != cheapest.price,
        unit_price=unit_price(cheapest.price, cheapest.net) if per else None,
        unit=per,
        in_stock=any(pack.available for pack in packs),
        adult=row.adults_only,
        icon=row.icon,
        sample=row.sample,
        picture=PictureView.of(pictures[0]) if pictures else None,
        badges=[BadgeView.of(badge) for badge in shelf.proofs[id].badges(day)],
    )
