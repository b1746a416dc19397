"""The rows of an order and nothing else: no look-up, no check, no template. The ceiling of the checkout."""

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from catalog.codes import new_code
from marketplace.audit import Entry
from marketplace.jobs import Job
from marketplace.orders.orders import Order, OrderLine, SubOrder
from marketplace.payments.payments import Payment
from marketplace.stock import Movement, Stock


def insert_order(session: Session, variant_ids: Sequence[int], producer_ids: Sequence[int] = (1, 2)) -> str:
    """One order of one piece of each variant, each from another of the producers; answers its number."""
    at, today, number = datetime.now(UTC), date.today(), new_code(10)
    order_id = session.execute(insert(Order).returning(Order.id), _order(number, at)).scalar_one()
    parts = [_part(order_id, i, id, today) for i, id in enumerate(producer_ids[: len(variant_ids)], 1)]
    part_ids = session.scalars(insert(SubOrder).returning(SubOrder.id), parts).all()
    lines = [_line(part, variant, today) for part, variant in zip(part_ids, variant_ids, strict=True)]
    session.execute(insert(Payment), [_payment(part, at) for part in part_ids])
    session.execute(insert(OrderLine), lines)
    for variant in variant_ids:
        session.execute(_TAKE_ONE.where(Stock.variant_id == variant))
    session.execute(insert(Movement), [_movement(number, variant, at) for variant in variant_ids])
    entry = session.execute(insert(Entry).returning(Entry.id), _entry(order_id, at)).scalar_one()
    session.execute(insert(Job), [_job(entry, at)])
    return number


_TAKE_ONE = (
    update(Stock)
    .where(Stock.on_hand - Stock.reserved >= 1)
    .values(reserved=Stock.reserved + 1)
    .execution_options(synchronize_session=False)
)


def insert_order_prepared(
    session: Session, variant_ids: Sequence[int], producer_ids: Sequence[int] = (1, 2)
) -> str:
    """The same by statements that were made once and know no objects: nothing of SQLAlchemy's can be quicker."""
    at, today, number = datetime.now(UTC), date.today(), new_code(10)
    connection = session.connection()
    order_id = connection.execute(_INTO[Order], _order(number, at)).scalar_one()
    parts = [_part(order_id, i, id, today) for i, id in enumerate(producer_ids[: len(variant_ids)], 1)]
    part_ids = connection.execute(_INTO[SubOrder], parts).scalars().all()
    lines = [_line(part, variant, today) for part, variant in zip(part_ids, variant_ids, strict=True)]
    connection.execute(_PAID, [_payment(part, at) for part in part_ids])
    connection.execute(_LINES_OF, lines)
    for variant in variant_ids:
        connection.execute(_TAKE_ONE_OF, {"wanted": variant})
    connection.execute(_MOVED, [_movement(number, variant, at) for variant in variant_ids])
    entry = connection.execute(_INTO[Entry], _entry(order_id, at)).scalar_one()
    connection.execute(_JOB_OF, _job(entry, at))
    return number


_INTO = {
    kind: insert(kind.__table__).returning(kind.__table__.c.id, sort_by_parameter_order=True)
    for kind in (Order, SubOrder, Entry)
}
_MOVED, _JOB_OF = insert(Movement.__table__), insert(Job.__table__)
_PAID, _LINES_OF = insert(Payment.__table__), insert(OrderLine.__table__)
_stock = Stock.__table__.c
_TAKE_ONE_OF = (
    update(Stock.__table__)
    .where(_stock.variant_id == bindparam("wanted"), _stock.on_hand - _stock.reserved >= 1)
    .values(reserved=_stock.reserved + 1)
)


def _order(number: str, at: datetime) -> dict:
    return {
        "number": number,
        "checkout_key": new_code(26),
        "placed_at": at,
        "language": "vi",
        "payment_method": "cash_on_delivery",
        "name": "Nguyễn Thử",
        "phone": "+84912345678",
        "street": "12 phố Thử",
        "commune_code": "00004",
    }


def _part(order_id: int, position: int, producer_id: int, today: date) -> dict:
    return {
        "order_id": order_id,
        "producer_id": producer_id,
        "position": position,
        "state": "pending",
        "subtotal": 100_000,
        "discount": 0,
        "delivery": 30_000,
        "grams": 500,
        "commission_bp": 500,
        "commission": 5_000,
        "withholding": 1_500,
        "taxes": [{"tax": "vat", "activity": "goods", "base": 100_000, "basis_points": 100, "amount": 1_000}],
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


def _payment(part_id: int, at: datetime) -> dict:
    return {
        "code": f"CP{new_code(10)}",
        "method": "cash_on_delivery",
        "reference": f"sub-order:{part_id}",
        "amount": 130_000,
        "state": "created",
        "created_at": at,
    }


def _movement(number: str, variant: int, at: datetime) -> dict:
    source = f"bare-order:{number}-{variant}"
    return {"variant_id": variant, "reason": "reserved", "source": source, "quantity": -1, "at": at}


def _entry(order_id: int, at: datetime) -> dict:
    facts = {"total": 260_000, "parts": 2}
    return {"at": at, "action": "order.placed", "subject": "orders", "subject_id": order_id, "facts": facts}


def _job(entry_id: int, at: datetime) -> dict:
    """The one that will write the letters."""
    return {"token": secrets.token_hex(16), "kind": "announce", "facts": {"entry": entry_id}, "due_at": at}
