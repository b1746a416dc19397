"""Prices and stock of many packs at once: read all, then write all of it or nothing, in a constant number of statements."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from catalog.codes import new_code
from catalog.products import Product, Variant
from catalog.records import Refused
from catalog.versions import touch
from marketplace.audit import Entry

from ..stock import Movement, Reason, Stock, publish_availability

_BATCH = 100


@dataclass(frozen=True)
class Offer:
    """A pack as it is now; `on_hand` is -1 where nothing was ever counted."""

    variant_id: int
    product_id: int
    product: str
    pack: str
    sku: str
    price: int
    on_hand: int
    reserved: int


@dataclass(frozen=True)
class Change:
    """What somebody wants of a pack; `on_hand` None leaves the stock as it is."""

    variant_id: int
    price: int
    on_hand: int | None


def offers_of(
    session: Session,
    producer_ids: Sequence[int],
    start: int = 0,
    limit: int = 10_000,
    *,
    locked: bool = False,
) -> list[Offer]:
    """The packs of these producers by name; closed listings are left out."""
    query = (
        select(Variant.id, Product.id, Product.name, Variant.pack, Variant.sku, Variant.price)
        .join(Product, Variant.product_id == Product.id)
        .where(Product.producer_id.in_(producer_ids), Product.state != "retired")
        .order_by(Product.name, Product.id, Variant.position)
        .offset(start)
        .limit(limit)
    )
    if locked:
        query = query.with_for_update(of=Variant)
    rows = session.execute(query).all()
    counted: dict[int, tuple[int, int]] = {}
    for some in _batches([row[0] for row in rows]):
        stock = select(Stock.variant_id, Stock.on_hand, Stock.reserved).where(Stock.variant_id.in_(some))
        if locked:
            stock = stock.order_by(Stock.variant_id).with_for_update()
        counted.update({id: (on_hand, reserved) for id, on_hand, reserved in session.execute(stock)})
    return [Offer(*row, *counted.get(row[0], (-1, 0))) for row in rows]


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def write_offers(
    session: Session, offers: Iterable[Offer], changes: Iterable[Change], now: datetime
) -> tuple[int, int]:
    """Numbers of prices and of stocks that were changed. `offers` are what there is, locked; foreign packs are refused.

    What is promised to buyers stays promised: a count below it sets the stock to it.
    """
    known = {offer.variant_id: offer for offer in offers}
    wanted = {change.variant_id: change for change in changes}
    if wanted.keys() - known.keys():
        raise Refused("One of these packs is not there any more.")
    source = f"grid:{new_code(12)}"
    prices = [(known[id], one.price) for id, one in wanted.items() if one.price != known[id].price]
    counts = [
        (known[id], max(one.on_hand, known[id].reserved))
        for id, one in wanted.items()
        if one.on_hand is not None and max(one.on_hand, known[id].reserved) != known[id].on_hand
    ]
    for some in _batches(prices):
        session.execute(_SET_PRICE, [{"of": offer.variant_id, "to": price} for offer, price in some])
        session.execute(insert(Entry), [_entry(session, now, offer, price) for offer, price in some])
    for some in _batches(counts):
        _count(session, some, source, now)
    if prices:
        touch(session, {offer.product_id for offer, _price in prices})
    session.expire_all()
    return len(prices), len(counts)


def _count(session: Session, counts: Sequence[tuple[Offer, int]], source: str, now: datetime) -> None:
    new = [
        {"variant_id": offer.variant_id, "on_hand": to, "reserved": 0}
        for offer, to in counts
        if offer.on_hand < 0
    ]
    known = [{"of": offer.variant_id, "to": to} for offer, to in counts if offer.on_hand >= 0]
    if new:
        session.execute(insert(Stock), new)
    if known:
        session.execute(_SET_STOCK, known)
    moved = {"reason": Reason.COUNTED, "source": source, "at": now}
    session.execute(
        insert(Movement),
        [
            {"variant_id": offer.variant_id, "quantity": to - max(offer.on_hand, 0)} | moved
            for offer, to in counts
        ],
    )
    publish_availability(session, [offer.variant_id for offer, _to in counts])


def _entry(session: Session, now: datetime, offer: Offer, price: int) -> dict[str, Any]:
    return {
        "at": now,
        "action": "variant.repriced",
        "subject": Variant.__tablename__,
        "subject_id": offer.variant_id,
        "user_id": session.info.get("user_id"),
        "facts": {"before": offer.price, "after": price},
    }


_variants, _stock = Variant.__table__, Stock.__table__
_SET_PRICE = update(_variants).where(_variants.c.id == bindparam("of")).values(price=bindparam("to"))
_SET_STOCK = update(_stock).where(_stock.c.variant_id == bindparam("of")).values(on_hand=bindparam("to"))
