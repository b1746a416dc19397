"""Wholesale terms of every pack, made up from its id; every tenth producer keeps its prices for requests."""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from catalog.products import Variant
from catalog.versions import touch
from catalog.wholesale import PriceTier, Storage, WholesaleTerms
from marketplace.sourcing.price_audiences import PriceAudience, Viewers

_STORAGES = list(Storage)


def offer_all(session: Session) -> None:
    packs = session.execute(select(Variant.id, Variant.price)).all()
    session.execute(insert(WholesaleTerms), [_terms(id) for id, _ in packs])
    tiers = [
        {"variant_id": id, "quantity_from": quantity, "price": max(price * percent // 100, 1)}
        for id, price in packs
        for quantity, percent in ((50, 90), (200, 80))
    ]
    session.execute(insert(PriceTier), tiers)
    makers = session.scalars(select(Producer.id).where(Producer.id % 10 == 0))
    session.execute(insert(PriceAudience), [{"producer_id": id, "viewers": Viewers.NOBODY} for id in makers])
    touch(session)


def _terms(id: int) -> dict[str, object]:
    return {
        "variant_id": id,
        "minimum": 10 + id % 90,
        "case_pack": 12,
        "capacity_per_month": 100 + id % 5000,
        "lead_days": 2 + id % 12,
        "shelf_life_days": 30 + id % 700,
        "storage": _STORAGES[id % 3],
    }
