"""Drafts of purchase orders: what a retailer writes before anybody else sees it, at the prices of its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog.records import Refused
from catalog.text import clean

from ..accounts.stores import Store
from .amounts import Amounts, Counted, amounts_of, check_size
from .order_rows import check_seen, lock_order
from .order_sources import Offered, Source
from .purchase_orders import Approval, PaperOverride, PurchaseLine, PurchaseOrder, PurchaseOrderState
from .terms import Terms

MOST_LINES = 100
LONGEST_NUMBER, LONGEST_REMARKS = 40, 2000


@dataclass(frozen=True)
class OrderFacts:
    """What the retailer writes; `number` is its own, goods are wanted at the store from one day through another."""

    number: str
    store_id: int
    deliver_from: date
    deliver_until: date
    remarks: str = ""


def draft(
    session: Session,
    retailer_id: int,
    user_id: int,
    facts: OrderFacts,
    source: Source,
    quantities: Mapping[int, int],
    now: datetime,
) -> PurchaseOrder:
    """A new draft of these quantities by the keys of what is offered. Raises Refused."""
    order = PurchaseOrder(
        retailer_id=retailer_id,
        producer_id=source.producer_id,
        contract_id=source.contract_id,
        award_id=source.award_id,
        user_id=user_id,
        created_at=now,
        lines=[],
    )
    _write(session, order, facts, source, quantities)
    session.add(order)
    session.flush()
    return order


def change(
    session: Session,
    order: PurchaseOrder,
    seen: int,
    facts: OrderFacts,
    source: Source,
    quantities: Mapping[int, int],
) -> None:
    """Write a draft anew, at the prices of today. Raises Refused, and Stale for another revision."""
    order = lock_order(session, order.id)
    check_seen(order, seen, PurchaseOrderState.DRAFT)
    order.revision += 1
    order.lines.clear()
    # Positions are used once: the former lines go before the new ones come.
    session.flush()
    _write(session, order, facts, source, quantities)
    session.flush()


def drop(session: Session, order: PurchaseOrder, seen: int) -> None:
    """Delete a draft that nobody wants any more."""
    order = lock_order(session, order.id)
    check_seen(order, seen, PurchaseOrderState.DRAFT)
    for table, column in (
        (Approval, Approval.purchase_order_id),
        (PaperOverride, PaperOverride.purchase_order_id),
        (PurchaseLine, PurchaseLine.purchase_order_id),
        (PurchaseOrder, PurchaseOrder.id),
    ):
        session.execute(delete(table).where(column == order.id))


def _write(
    session: Session, order: PurchaseOrder, facts: OrderFacts, source: Source, quantities: Mapping[int, int]
) -> None:
    _check_facts(session, order, facts)
    with session.no_autoflush:
        order.number, order.store_id = clean(facts.number), facts.store_id
        order.deliver_from, order.deliver_until = facts.deliver_from, facts.deliver_until
        order.remarks = clean(facts.remarks)
        _take_terms(order, source.terms)
        order.lines.extend(_lines(source, quantities))
        take_amounts(order)


def _take_terms(order: PurchaseOrder, terms: Terms) -> None:
    for name, value in vars(terms).items():
        setattr(order, name, value)


def _check_facts(session: Session, order: PurchaseOrder, facts: OrderFacts) -> None:
    number = clean(facts.number)
    if not number:
        raise Refused("Please write your number of the order.")
    if len(number) > LONGEST_NUMBER or len(clean(facts.remarks)) > LONGEST_REMARKS:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_NUMBER)
    if facts.deliver_from > facts.deliver_until:
        raise Refused("The last day of delivery is before the first one.")
    here = Store.id == facts.store_id, Store.retailer_id == order.retailer_id, Store.closed_at.is_(None)
    if session.scalar(select(Store.id).where(*here)) is None:
        raise Refused("Please choose one of your stores.")
    same = PurchaseOrder.retailer_id == order.retailer_id, PurchaseOrder.number == number
    with session.no_autoflush:
        known = session.scalar(select(PurchaseOrder.id).where(*same))
    if known not in (None, order.id):
        raise Refused("You have an order by the number %(number)s already.", number=number)


def _lines(source: Source, quantities: Mapping[int, int]) -> list[PurchaseLine]:
    wanted = [(one, quantities.get(one.key, 0)) for one in source.offers]
    lines = [_line(one, units, at) for at, (one, units) in enumerate(filter(lambda each: each[1], wanted), 1)]
    if not lines:
        raise Refused("Please write how much you want of at least one thing.")
    if len(lines) > MOST_LINES:
        raise Refused("At most %(limit)s lines, please.", limit=MOST_LINES)
    return lines


def _line(offered: Offered, quantity: int, position: int) -> PurchaseLine:
    product, variant = offered.variant.product, offered.variant
    return PurchaseLine(
        position=position,
        variant_id=variant.id,
        product_name=product.name,
        product_name_en=product.name_en,
        pack=variant.pack,
        pack_en=variant.pack_en,
        unit=offered.unit,
        quantity=quantity,
        packs=offered.packs(quantity),
        price=offered.price_of(quantity),
        vat_percent=offered.vat_percent,
        **offered.sources,
    )


def take_amounts(order: PurchaseOrder) -> None:
    """Freeze what the lines come to. Raises Refused for more than any order is."""
    amounts = amounts_of_order(order)
    check_size(amounts)
    order.subtotal, order.discount, order.vat = amounts.subtotal, amounts.discount, amounts.vat


def amounts_of_order(order: PurchaseOrder) -> Amounts:
    """What was ordered, line by line; the lines are loaded."""
    counted = [Counted(line.quantity, line.price, line.vat_percent) for line in order.lines]
    return amounts_of(counted, order.discount_bp)
