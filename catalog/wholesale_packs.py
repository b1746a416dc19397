"""Packs with what resellers are offered of each, for lists and pages: a constant number of statements."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from .products import Product, ProductState, Variant
from .wholesale import PriceTier, WholesaleTerms


@dataclass(frozen=True)
class OfferedPack:
    """A pack, its terms if the producer has said any, and its lower prices, for few pieces first."""

    variant: Variant
    terms: WholesaleTerms | None
    tiers: Sequence[PriceTier]

    @property
    def lowest(self) -> int | None:
        """The price apiece for the most pieces, in dong."""
        return self.tiers[-1].price if self.tiers else None

    def earliest(self, day: date) -> date | None:
        """The first day on which an order of `day` can be delivered; None where the producer has not said."""
        if self.terms is None or self.terms.lead_days is None:
            return None
        ready = day + timedelta(days=self.terms.lead_days)
        return max(ready, self.terms.supply_from or ready)


def tiers_of(session: Session, ids: Collection[int]) -> dict[int, list[PriceTier]]:
    """By pack, for few pieces first."""
    found: dict[int, list[PriceTier]] = {}
    query = select(PriceTier).where(PriceTier.variant_id.in_(ids)).order_by(PriceTier.quantity_from)
    for tier in session.scalars(query):
        found.setdefault(tier.variant_id, []).append(tier)
    return found


def packs_of_products(session: Session, product_ids: Collection[int]) -> dict[int, list[OfferedPack]]:
    """All packs of these products in their order, by product id."""
    query = _packs().where(Variant.product_id.in_(product_ids))
    rows = session.execute(query.order_by(Variant.product_id, Variant.position)).all()
    found: dict[int, list[OfferedPack]] = {}
    for pack in _offered(session, [(variant, terms) for variant, terms in rows]):
        found.setdefault(pack.variant.product_id, []).append(pack)
    return found


def packs_of_producer(
    session: Session, producer_id: int, offset: int, limit: int
) -> list[tuple[Product, OfferedPack]]:
    """The packs of what the producer lists, by name of the product."""
    query = _packs().add_columns(Product).join(Product, Variant.product_id == Product.id)
    mine = Product.producer_id == producer_id, Product.state != ProductState.RETIRED
    ordered = query.where(*mine).order_by(Product.name, Product.id, Variant.position)
    rows = session.execute(ordered.offset(offset).limit(limit)).all()
    packs = _offered(session, [(variant, terms) for variant, terms, _ in rows])
    return [(product, pack) for (*_, product), pack in zip(rows, packs, strict=True)]


def _packs():
    return select(Variant, WholesaleTerms).outerjoin(WholesaleTerms, WholesaleTerms.variant_id == Variant.id)


def _offered(session: Session, rows: Iterable[tuple[Variant, WholesaleTerms | None]]) -> list[OfferedPack]:
    rows = list(rows)
    tiers = tiers_of(session, [variant.id for variant, _ in rows])
    return [OfferedPack(variant, terms, tiers.get(variant.id, ())) for variant, terms in rows]
