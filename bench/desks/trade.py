"""What retailers and producers have done with each other: papers in force, and orders delivered over a year."""

from datetime import date, datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from catalog.codes import new_code
from catalog.document_kinds import DocumentKind as K
from catalog.documents import Audience, Document, DocumentState
from catalog.products import Product, Variant
from catalog.versions import touch
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.stores import Store
from marketplace.accounts.users import User
from marketplace.sourcing.goods import Delivery, DeliveryLine, DeliveryState
from marketplace.sourcing.purchase_orders import PurchaseLine, PurchaseOrder, PurchaseOrderState

# Of every second producer so many orders have come, one a month.
_ORDERS, _QUANTITY = 12, 100
_PAPERS = (K.BUSINESS_REGISTRATION, K.FOOD_SAFETY, K.SELF_DECLARATION, K.LAB_TEST, K.BARCODE)


def file_papers(session: Session, now: datetime) -> None:
    """Two producers of three show retailers all that is asked for of packed food."""
    makers = session.scalars(select(Product.producer_id).distinct().where(Product.producer_id % 3 > 0))
    rows = [
        {
            "code": new_code(8),
            "producer_id": maker,
            "product_id": None,
            "kind": kind,
            "valid_from": now.date() - timedelta(days=100),
            "valid_until": now.date() + timedelta(days=600),
            "file": f"{maker}/{kind}.pdf",
            "pages": 1,
            "size": 1000,
            "audience": Audience.RETAILERS,
            "state": DocumentState.ACCEPTED,
            "created_at": now,
        }
        for maker in makers
        for kind in _PAPERS
    ]
    session.execute(insert(Document), rows)
    touch(session)


def deliver_orders(session: Session, by: User, now: datetime) -> None:
    """The retailer's orders of the first pack of every second producer, each with its delivery; every seventh came
    short or late."""
    retailer, store = session.scalars(select(Retailer)).one(), session.scalars(select(Store)).one()
    packs = select(Product.producer_id, Variant.id).join(Variant).where(Product.producer_id % 2 == 0)
    first = dict(session.execute(packs.order_by(Variant.id.desc())).all())
    day = now.date() - timedelta(days=10)
    orders = [
        {
            "id": 1 + at * _ORDERS + month,
            "number": f"{maker}-{month}",
            "retailer_id": retailer.id,
            "store_id": store.id,
            "producer_id": maker,
            "user_id": by.id,
            "state": PurchaseOrderState.DELIVERED,
            "deliver_from": day - timedelta(days=30 * month),
            "deliver_until": day - timedelta(days=30 * month),
            "created_at": now,
            "issued_at": now,
        }
        for at, maker in enumerate(first)
        for month in range(_ORDERS)
    ]
    ids = [one["id"] for one in orders]
    session.execute(insert(PurchaseOrder), orders)
    session.execute(insert(PurchaseLine), [_line(one["id"], first[one["producer_id"]]) for one in orders])
    session.execute(insert(Delivery), [_delivery(one["id"], one["deliver_until"], now) for one in orders])
    session.execute(insert(DeliveryLine), [_came(id) for id in ids])


def _line(order_id: int, variant_id: int) -> dict[str, object]:
    return {
        "id": order_id,
        "purchase_order_id": order_id,
        "position": 1,
        "variant_id": variant_id,
        "product_name": "Bench",
        "pack": "Bench",
        "unit": "pack",
        "quantity": _QUANTITY,
        "packs": _QUANTITY,
        "price": 50_000,
    }


def _delivery(order_id: int, day: date, now: datetime) -> dict[str, object]:
    late = timedelta(days=1 if order_id % 7 == 0 else 0)
    at = datetime.combine(day, now.timetz()) + late
    return {
        "id": order_id,
        "purchase_order_id": order_id,
        "number": 1,
        "state": DeliveryState.RECEIVED,
        "sent_at": at,
        "received_at": at,
    }


def _came(order_id: int) -> dict[str, object]:
    return {
        "delivery_id": order_id,
        "purchase_line_id": order_id,
        "sent": _QUANTITY,
        "received": _QUANTITY - (5 if order_id % 7 == 1 else 0),
        "rejected": 2 if order_id % 7 == 2 else 0,
    }
