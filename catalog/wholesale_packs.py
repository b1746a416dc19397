"""Packs with what resellers are offered of each, for lists and pages: a constant number of statements."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from .products import Product, ProductState, Variant
from .wholesale import PriceTier, WholesaleTerms

Tiers = tuple[tuple[int, int], ...]


class OfferedPack(NamedTuple):
    """A pack and its terms, of which None is what the producer has not said; `tiers` are its lower prices as
    (pieces from, dong apiece), for few pieces first."""

    id: int
    product_id: int
    pack: str
    pack_en: str
    price: int
    available: bool
    minimum: int | None
    case_pack: int | None
    capacity_per_month: int | None
    lead_days: int | None
    supply_from: date | None
    shelf_life_days: int | None
    storage: str | None
    tiers: Tiers

    @property
    def lowest(self) -> int | None:
        """The price apiece for the most pieces, in dong."""
        return self.tiers[-1][1] if self.tiers else None

    def earliest(self, day: date) -> date | None:
        """The first day on which an order of `day` can be delivered; None where the producer has not said."""
        if self.lead_days is None:
            return None
        ready = day + timedelta(days=self.lead_days)
        return max(ready, self.supply_from or ready)


# Made once, and columns alone: building a statement and its objects costs more than running it.
_T = WholesaleTerms
_PACKS = select(
    Variant.id,
    Variant.product_id,
    Variant.pack,
    Variant.pack_en,
    Variant.price,
    Variant.available,
    _T.minimum,
    _T.case_pack,
    _T.capacity_per_month,
    _T.lead_days,
    _T.supply_from,
    _T.shelf_life_days,
    _T.storage,
).outerjoin(_T, _T.variant_id == Variant.id)
_OF_PRODUCTS = _PACKS.where(Variant.product_id.in_(bindparam("ids", expanding=True))).order_by(
    Variant.product_id, Variant.position
)
_TIERS = (
    select(PriceTier.variant_id, PriceTier.quantity_from, PriceTier.price)
    .where(PriceTier.variant_id.in_(bindparam("ids", expanding=True)))
    .order_by(PriceTier.variant_id, PriceTier.quantity_from)
)


def tiers_of(session: Session, ids: Collection[int]) -> dict[int, list[PriceTier]]:
    """By pack, for few pieces first."""
    found: dict[int, list[PriceTier]] = {}
    query = select(PriceTier).where(PriceTier.variant_id.in_(ids)).order_by(PriceTier.quantity_from)
    for tier in session.scalars(query):
        found.setdefault(tier.variant_id, []).append(tier)
    return found


def packs_of_products(session: Session, product_ids: Collection[int]) -> dict[int, list[OfferedPack]]:
    """All packs of these products in their order, by product id."""
    rows = session.connection().execute(_OF_PRODUCTS, {"ids": list(product_ids)}).all()
    found: dict[int, list[OfferedPack]] = {}
    for pack in _offered(session, rows):
        found.setdefault(pack.product_id, []).append(pack)
    return found


def packs_of_producer(
    session: Session, producer_id: int, offset: int, limit: int
) -> list[tuple[Product, OfferedPack]]:
    """The packs of what the producer lists, by name of the product."""
    query = _PACKS.add_columns(Product).join(Product, Variant.product_id == Product.id)
    mine = Product.producer_id == producer_id, Product.state != ProductState.RETIRED
    ordered = query.where(*mine).order_by(Product.name, Product.id, Variant.position)
    rows = session.execute(ordered.offset(offset).limit(limit)).all()
    packs = _offered(session, [row[:-1] for row in rows])
    return [(row[-1], pack) for row, pack in zip(rows, packs, strict=True)]


def _offered(session: Session, rows: Iterable[Row | tuple]) -> list[OfferedPack]:
    rows = list(rows)
    tiers: dict[int, Tiers] = {}
    for id, quantity, price in session.connection().execute(_TIERS, {"ids": [row[0] for row in rows]}):
        tiers[id] = (*tiers.get(id, ()), (quantity, price))
    return [OfferedPack(*row, tiers.get(row[0], ())) for row in rows]
