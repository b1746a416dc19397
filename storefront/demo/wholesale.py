"""Wholesale terms of the demo's packs, made up from what each is and costs."""

import random
import re
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from catalog.producers import Producer
from catalog.products import Product, Variant
from catalog.wholesale import PriceTier, Storage, WholesaleTerms
from marketplace.sourcing.price_audiences import PriceAudience, Viewers

_FRESH, _CRAFTS, _NO_GOODS = ("1", "2", "23"), ("21", "22", "24", "25"), "26"
_KEEPS = re.compile(r"(\d+)\s*(ngày|tuần|tháng|năm)")
_DAYS = {"ngày": 1, "tuần": 7, "tháng": 30, "năm": 365}
# Every so manieth producer has said nothing, or keeps its prices for requests.
_SILENT, _CLOSED = 7, 9


def add_wholesale(
    session: Session, producers: Iterable[Producer], products: Iterable[Product], today: date
) -> None:
    places = {producer.id: place for place, producer in enumerate(producers, 1)}
    for id, place in places.items():
        if place % _CLOSED == 0:
            session.add(PriceAudience(producer_id=id, viewers=Viewers.NOBODY))
    for product in products:
        if product.set_code == _NO_GOODS or places[product.producer_id] % _SILENT == 0:
            continue
        chance = random.Random(product.slug)
        for variant in product.variants:
            _offer(session, product, variant, chance, today)
    session.flush()


def _offer(session: Session, product: Product, variant: Variant, chance: random.Random, today: date) -> None:
    case = 12 if variant.price < 150_000 else 6
    later = today + timedelta(days=chance.randint(20, 90)) if product.only_in_season else None
    session.add(
        WholesaleTerms(
            variant_id=variant.id,
            minimum=case * chance.choice((2, 4, 5)),
            case_pack=case,
            capacity_per_month=case * chance.choice((40, 80, 150, 400)),
            lead_days=chance.randint(2, 4) if product.set_code in _FRESH else chance.choice((5, 7, 10, 14)),
            supply_from=later,
            shelf_life_days=None if product.set_code in _CRAFTS else _shelf_life(product.shelf_life),
            storage=_storage(product.storage),
        )
    )
    for quantity, percent in (
        (case * 10, chance.choice((88, 90, 92))),
        (case * 50, chance.choice((78, 80, 83))),
    ):
        price = variant.price * percent // 100 // 100 * 100
        session.add(PriceTier(variant_id=variant.id, quantity_from=quantity, price=price))


def _shelf_life(words: str) -> int | None:
    """Days, from "6 tháng kể từ ngày sản xuất"."""
    match = _KEEPS.search(words)
    return min(int(match[1]) * _DAYS[match[2]], 3650) or None if match else None


def _storage(words: str) -> Storage:
    if "ngăn đông" in words or "−18" in words:
        return Storage.FROZEN
    return Storage.CHILLED if "ngăn mát" in words or "tủ lạnh" in words else Storage.AMBIENT
