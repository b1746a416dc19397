"""The rows of an order and nothing else: no look-up, no check, no template. The ceiling of the checkout."""

from datetime import UTC, date, datetime
from itertools import count

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from catalog.codes import new_code
from marketplace.audit import Entry
from marketplace.orders.orders import Order, OrderLine, SubOrder
from marketplace.orders.stock import Movement, Stock

_serial = count(1)


def insert_order(session: Session, variant_ids: list[int]) -> str:
    """One order of one piece of each variant, each from another producer; answers its number."""
    at, today, number = datetime.now(UTC), date.today(), new_code(10)
    order_id = session.execute(
        insert(Order).returning(Order.id),
        {
            "number": number,
            "checkout_key": new_code(26),
            "placed_at": at,
            "language": "vi",
            "payment_method": "cash_on_delivery",
            "name": "Nguyễn Thử",
            "phone": "+84912345678",
            "street": "12 phố Thử",
            "commune_code": "00004",
        },
    ).scalar_one()
    parts = [_part(order_id, position, today) for position in range(1, len(variant_ids) + 1)]
    part_ids = session.scalars(insert(SubOrder).returning(SubOrder.id), parts).all()
    lines = [_line(part, variant, today) for part, variant in zip(part_ids, variant_ids, strict=True)]
    session.execute(insert(OrderLine), lines)
    for variant in variant_ids:
        session.execute(_TAKE_ONE.where(Stock.variant_id == variant))
    session.execute(insert(Movement), [_movement(variant, at) for variant in variant_ids])
    session.execute(insert(Entry), [_entry(order_id, at)])
    return number


_TAKE_ONE = (
    update(Stock)
    .where(Stock.on_hand - Stock.reserved >= 1)
    .values(reserved=Stock.reserved + 1)
    .execution_options(synchronize_session=False)
)


def _part(order_id: int, position: int, today: date) -> dict:
    return {
        "order_id": order_id,
        "producer_id": position,
        "position": position,
        "state": "pending",
        "subtotal": 100_000,
        "delivery": 30_000,
        "arrives_from": today,
        "arrives_to": today,
    }


def _line(part_id: int, variant: int, today: date) -> dict:
    badge = {
        "kind": "stars",
        "stars": 4,
        "name": None,
        "until": "2027-01-01",
        "code": "R00000000",
        "number": "1/QĐ-UBND",
    }
    return {
        "sub_order_id": part_id,
        "variant_id": variant,
        "product_name": "Chè Shan tuyết",
        "product_name_en": "",
        "pack": "Gói 100 g",
        "pack_en": "",
        "quantity": 1,
        "price": 100_000,
        "badges": [badge],
        "badges_on": today,
    }


def _movement(variant: int, at: datetime) -> dict:
    source = f"bare-order:{next(_serial)}-{variant}"
    return {"variant_id": variant, "reason": "reserved", "source": source, "quantity": -1, "at": at}


def _entry(order_id: int, at: datetime) -> dict:
    facts = {"total": 260_000, "parts": 2}
    return {"at": at, "action": "order.placed", "subject": "orders", "subject_id": order_id, "facts": facts}
