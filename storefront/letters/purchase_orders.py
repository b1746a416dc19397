"""Who is told of the steps of a purchase order, of its deliveries and of claims: in the feed, and by letter."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.permissions import Action, RetailerAction, people_who_may, retailer_people_who_may
from marketplace.sourcing.goods import Delivery, GoodsClaim
from marketplace.sourcing.purchase_orders import PurchaseOrder

from .notices import officers_for, tell_and_write
from .registry import announces


def _order(session: Session, id: int) -> PurchaseOrder:
    parties = joinedload(PurchaseOrder.retailer), joinedload(PurchaseOrder.producer)
    return session.scalars(select(PurchaseOrder).where(PurchaseOrder.id == id).options(*parties)).one()


def _tell_producer(
    session: Session, entry: Entry, now: datetime, order: PurchaseOrder, path: str, action: Action
) -> None:
    people = people_who_may(session, order.producer_id, action)
    tell_and_write(session, entry, now, people, f"{order.number} ({order.retailer.name})", path)


def _tell_retailer(
    session: Session, entry: Entry, now: datetime, order: PurchaseOrder, path: str, people: Iterable[User]
) -> None:
    tell_and_write(session, entry, now, people, f"{order.number} ({order.producer.name})", path)


def _who_may(session: Session, order: PurchaseOrder, action: RetailerAction) -> list[User]:
    return retailer_people_who_may(session, order.retailer_id, action, order.store_id)


def _of_order_to_producer(session: Session, entry: Entry, now: datetime) -> None:
    order = _order(session, entry.subject_id)
    if order.issued_at is not None:
        _tell_producer(session, entry, now, order, f"/producer/purchase-orders/{order.code}", Action.SOURCING)


def _of_order_to_retailer(session: Session, entry: Entry, now: datetime) -> None:
    order = _order(session, entry.subject_id)
    people = _who_may(session, order, RetailerAction.ORDERS)
    _tell_retailer(session, entry, now, order, f"/retailer/orders/{order.code}", people)


def _to_approvers(session: Session, entry: Entry, now: datetime) -> None:
    order = _order(session, entry.subject_id)
    people = _who_may(session, order, RetailerAction.APPROVING)
    _tell_retailer(session, entry, now, order, f"/retailer/approvals/{order.code}", people)


def _to_payers(session: Session, entry: Entry, now: datetime) -> None:
    order = _order(session, entry.subject_id)
    people = _who_may(session, order, RetailerAction.PAYING)
    _tell_retailer(session, entry, now, order, f"/retailer/invoices/{order.code}", people)


def _to_store(session: Session, entry: Entry, now: datetime) -> None:
    delivery = session.get_one(Delivery, entry.subject_id)
    order = _order(session, delivery.purchase_order_id)
    people = _who_may(session, order, RetailerAction.RECEIVING)
    _tell_retailer(session, entry, now, order, f"/retailer/deliveries/{delivery.code}", people)


def _of_receipt(session: Session, entry: Entry, now: datetime) -> None:
    order = _order(session, session.get_one(Delivery, entry.subject_id).purchase_order_id)
    _tell_producer(session, entry, now, order, f"/producer/purchase-orders/{order.code}", Action.SOURCING)


def _of_claim_to_producer(session: Session, entry: Entry, now: datetime) -> None:
    claim = session.get_one(GoodsClaim, entry.subject_id)
    order = _order(session, claim.purchase_order_id)
    _tell_producer(session, entry, now, order, f"/producer/goods-claims/{claim.code}", Action.SOURCING)


def _of_claim_to_retailer(session: Session, entry: Entry, now: datetime) -> None:
    claim = session.get_one(GoodsClaim, entry.subject_id)
    order = _order(session, claim.purchase_order_id)
    people = _who_may(session, order, RetailerAction.CLAIMS)
    _tell_retailer(session, entry, now, order, f"/retailer/claims/{claim.code}", people)


def _of_claim_to_officers(session: Session, entry: Entry, now: datetime) -> None:
    claim = session.get_one(GoodsClaim, entry.subject_id)
    order = _order(session, claim.purchase_order_id)
    about = f"{order.number} ({order.retailer.name}, {order.producer.name})"
    officers = officers_for(session, order.producer)
    tell_and_write(session, entry, now, officers, about, f"/office/goods-claims/{claim.code}")


_TOLD = {
    "purchase_order.handed_in": (_to_approvers,),
    "purchase_order.sent_back": (_of_order_to_retailer,),
    "purchase_order.issued": (_of_order_to_producer,),
    "purchase_order.acknowledged": (_of_order_to_retailer,),
    "purchase_order.declined": (_of_order_to_retailer,),
    "purchase_order.cancelled": (_of_order_to_producer, _of_order_to_retailer),
    "purchase_order.invoiced": (_to_payers,),
    "purchase_order.closed": (_of_order_to_producer,),
    "delivery.sent": (_to_store,),
    "delivery.received": (_of_receipt,),
    "goods_claim.opened": (_of_claim_to_producer,),
    "goods_claim.accepted": (_of_claim_to_producer, _of_claim_to_retailer),
    "goods_claim.declined": (_of_claim_to_retailer,),
    "goods_claim.referred": (_of_claim_to_producer, _of_claim_to_officers),
    "goods_claim.ruled_against": (_of_claim_to_producer, _of_claim_to_retailer),
    "goods_claim.withdrawn": (_of_claim_to_producer,),
}
for _action, _announcements in _TOLD.items():
    for _announcement in _announcements:
        announces(_action)(_announcement)
