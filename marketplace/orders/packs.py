"""Packs of a listing as its producer changes them: price, stock and wholesale terms are public or in force at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import Integer, Select, bindparam, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.codes import new_code
from catalog.products import Product, ProductState, Unit, Variant
from catalog.records import Refused
from catalog.versions import touch
from catalog.wholesale import PriceTier, WholesaleTerms, check_tiers

from ..stock import Movement, Stock, count
from .baskets import BasketLine
from .orders import OrderLine

MOST_PACKS = 40
# What a pack's wholesale terms are called here, and the columns that hold them.
WHOLESALE = {
    "minimum": "minimum",
    "case_pack": "case_pack",
    "capacity_per_month": "capacity_per_month",
    "lead_days": "lead_days",
    "supply_from": "supply_from",
    "shelf_life_days": "shelf_life_days",
    "keeping": "storage",
}


@dataclass(frozen=True)
class Terms:
    """What is typed of a pack: net content in `unit`, weight of the parcel in grams, price in dong, pieces on hand.

    `tiers` are (quantity from, price) for resellers; `keeping` is a value of Storage.
    """

    pack: str
    pack_en: str
    sku: str
    net: int
    unit: Unit
    weight: int
    price: int
    on_hand: int
    minimum: int | None = None
    case_pack: int | None = None
    capacity_per_month: int | None = None
    lead_days: int | None = None
    supply_from: date | None = None
    shelf_life_days: int | None = None
    keeping: str | None = None
    tiers: tuple[tuple[int, int], ...] = ()


def packs_of(session: Session, product_id: int) -> list[tuple[Variant, Stock | None]]:
    query = (
        select(Variant, Stock)
        .outerjoin(Stock, Stock.variant_id == Variant.id)
        .where(Variant.product_id == product_id)
        .order_by(Variant.position)
    )
    return [tuple(row) for row in session.execute(query)]


def count_running_out(session: Session, producer_ids: Collection[int], most: int) -> int:
    """Packs on sale of which at most so many pieces can still be bought."""
    return session.scalar(_running_out_count(), {"producers": list(producer_ids), "most": most})


# Made once: the desk asks a dozen such questions, and building one costs more than its answer.
@cache
def _running_out_count() -> Select:
    left = Stock.on_hand - Stock.reserved <= bindparam("most", type_=Integer)
    query = select(func.count()).select_from(Stock).join(Variant, Variant.id == Stock.variant_id)
    mine = Product.producer_id.in_(bindparam("producers", expanding=True))
    return query.join(Variant.product).where(mine, Product.state == ProductState.PUBLISHED, left)


def wholesale_of(session: Session, variant_id: int) -> tuple[WholesaleTerms | None, list[PriceTier]]:
    tiers = select(PriceTier).where(PriceTier.variant_id == variant_id).order_by(PriceTier.quantity_from)
    return session.get(WholesaleTerms, variant_id), list(session.scalars(tiers))


def add_pack(session: Session, product: Product, terms: Terms, now: datetime) -> Variant:
    """Raises Refused for a code that is taken, too many packs, or wholesale prices that make no sense."""
    last = select(func.count(), func.max(Variant.position)).where(Variant.product_id == product.id)
    number, position = session.execute(last).one()
    if number >= MOST_PACKS:
        raise Refused("At most %(limit)s packs, please.", limit=MOST_PACKS)
    _check(session, terms, but=0)
    variant = Variant(
        product_id=product.id, position=(position or 0) + 1, sku=terms.sku or f"CP-{new_code(8)}"
    )
    _write(variant, terms)
    session.add(variant)
    session.flush()
    variant.note("variant.added", price=terms.price)
    count(session, variant.id, terms.on_hand, f"desk:{new_code(12)}", now)
    _write_wholesale(session, variant, terms)
    return variant


def change_pack(
    session: Session, variant: Variant, terms: Terms, seen_price: int, seen_stock: int, now: datetime
) -> None:
    """Raises Refused where somebody else has changed the price since `seen_price`; the stock is counted anew only
    where another number than `seen_stock` was typed, for pieces may have been sold meanwhile."""
    if variant.price not in (seen_price, terms.price):
        raise Refused(
            "Somebody else has changed the price to %(price)s đồng meanwhile. Save once more to keep yours.",
            price=variant.price,
        )
    _check(session, terms, but=variant.id)
    if variant.price != terms.price:
        variant.note("variant.repriced", before=variant.price, after=terms.price)
    _write(variant, terms)
    if terms.sku:
        variant.sku = terms.sku
    session.flush()
    if terms.on_hand != seen_stock:
        count(session, variant.id, terms.on_hand, f"desk:{new_code(12)}", now)
    _write_wholesale(session, variant, terms)


def _check(session: Session, terms: Terms, but: int) -> None:
    taken = select(Variant.id).where(Variant.sku == terms.sku, Variant.id != but)
    if terms.sku and session.scalar(taken):
        raise Refused("This code is in use for another pack.")
    check_tiers(terms.price, list(terms.tiers))


def _write(variant: Variant, terms: Terms) -> None:
    for name in ("pack", "pack_en", "net", "unit", "weight", "price"):
        setattr(variant, name, getattr(terms, name))


def _write_wholesale(session: Session, variant: Variant, terms: Terms) -> None:
    facts = {column: getattr(terms, name) for name, column in WHOLESALE.items()}
    known = session.get(WholesaleTerms, variant.id)
    if known is not None:
        for name, value in facts.items():
            setattr(known, name, value)
    elif any(value is not None for value in facts.values()):
        session.add(WholesaleTerms(variant_id=variant.id, **facts))
    session.execute(delete(PriceTier).where(PriceTier.variant_id == variant.id))
    session.add_all(
        PriceTier(variant_id=variant.id, quantity_from=quantity, price=price)
        for quantity, price in terms.tiers
    )
    # No public page changes, but the columns of the retailers' catalogue follow the same versions.
    touch(session, [variant.product_id])
    session.flush()


def remove_pack(session: Session, variant: Variant) -> None:
    """Raises Refused for a pack that was sold, or that requests and contracts of retailers name."""
    if session.scalar(select(OrderLine.id).where(OrderLine.variant_id == variant.id).limit(1)):
        raise Refused("This pack has been sold, and its orders show it. Set its stock to 0 instead.")
    variant.note("variant.removed", sku=variant.sku)
    session.flush()
    try:
        with session.begin_nested():
            for table in (BasketLine, PriceTier, WholesaleTerms, Movement, Stock):
                session.execute(delete(table).where(table.variant_id == variant.id))
            session.delete(variant)
    except IntegrityError:
        # The database knows of all that names it; this part of the market does not.
        raise Refused(
            "Retailers have this pack in a request, a contract or an order. Set its stock to 0 instead."
        ) from None
