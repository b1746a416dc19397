"""Handing a purchase order in, agreeing to its spending, and issuing it to the producer once enough have agreed."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.products import Product, Variant
from catalog.records import Refused
from catalog.register import proofs_of

from .drafting import take_amounts
from .order_papers import check_papers
from .order_rows import check_days, check_dealing, check_seen, check_selling, lock_order, read_reason
from .order_source import source_of
from .purchase_orders import Approval, PurchaseOrder, PurchaseOrderState
from .spending import approvals_needed, over_limit, rules_of

S = PurchaseOrderState


def hand_in(session: Session, order: PurchaseOrder, seen: int, user_id: int, now: datetime) -> bool:
    """Issue the draft, or let it wait for approvals; True when it is issued. Raises Refused."""
    # Two orders of one person must not both find the same rest of a limit.
    check_dealing(session, order.retailer_id, alone=True)
    order = lock_order(session, order.id)
    check_seen(order, seen, S.DRAFT)
    check_days(order, day_of(now))
    _check_source(session, order)
    check_papers(session, order, day_of(now))
    order.user_id, order.reason = user_id, ""
    order.revision += 1
    if approvals_left(session, order, now):
        order.move(S.WAITING)
        order.note("purchase_order.handed_in", number=order.number)
        return False
    _issue(session, order, now)
    return True


def _check_source(session: Session, order: PurchaseOrder) -> None:
    """Whether what it was drafted from still offers this, at this price. Raises Refused."""
    check_selling(session, order.producer_id)
    source = source_of(session, order, lock=True)
    offered = {one.key: one for one in source.offers}
    for line in order.lines:
        one = offered.get(line.award_line_id or line.contract_line_id or line.variant_id)
        if one is None:
            raise Refused("%(product)s is not offered any more.", product=line.product_name)
        one.packs(line.quantity)
        if one.price_of(line.quantity) != line.price:
            raise Refused(
                "The price of %(product)s has changed: please save the draft anew.", product=line.product_name
            )
    take_amounts(order)


def approvals_left(session: Session, order: PurchaseOrder, now: datetime) -> int:
    """How many more people have to agree to the order as it is now."""
    needed = approvals_needed(rules_of(session, order.retailer_id), order.total)
    of_this = order.retailer_id, order.user_id, order.total, now
    if not needed and over_limit(session, *of_this, besides=order.id):
        # Beyond their own limit somebody else has to agree.
        needed = 1
    return max(0, needed - len(_approvers(session, order)))


def _approvers(session: Session, order: PurchaseOrder) -> set[int]:
    mine = Approval.purchase_order_id == order.id, Approval.revision == order.revision
    return set(session.scalars(select(Approval.user_id).where(*mine)))


def approve(session: Session, order: PurchaseOrder, seen: int, user_id: int, now: datetime) -> bool:
    """Agree to it as it was at revision `seen`; True when that was the last who had to, and it is issued.

    Raises Refused for who has drafted it, or has agreed already.
    """
    check_dealing(session, order.retailer_id)
    order = lock_order(session, order.id)
    check_seen(order, seen, S.WAITING)
    if user_id == order.user_id:
        raise Refused("Somebody else has to agree to what you have ordered yourself.")
    if user_id in _approvers(session, order):
        raise Refused("You have agreed to this order already.")
    session.add(Approval(purchase_order_id=order.id, revision=order.revision, user_id=user_id, at=now))
    session.flush()
    order.note("purchase_order.approved")
    # Who was over the limit has the agreement of one now.
    if approvals_left(session, order, now):
        return False
    check_selling(session, order.producer_id)
    check_papers(session, order, day_of(now))
    order.revision += 1
    _issue(session, order, now)
    return True


def send_back(session: Session, order: PurchaseOrder, seen: int, reason: str) -> None:
    """Somebody who may approve does not: it is a draft again, and what was agreed to it counts no more."""
    check_dealing(session, order.retailer_id)
    order = lock_order(session, order.id)
    check_seen(order, seen, S.WAITING)
    order.reason = read_reason(reason)
    order.revision += 1
    order.move(S.DRAFT)
    order.note("purchase_order.sent_back", reason=order.reason)


def count_waiting(session: Session, retailer_ids: list[int]) -> int:
    """Orders that wait for an approval."""
    mine = PurchaseOrder.retailer_id.in_(retailer_ids), PurchaseOrder.state == S.WAITING
    return session.scalar(select(func.count()).select_from(PurchaseOrder).where(*mine)) or 0


def _issue(session: Session, order: PurchaseOrder, now: datetime) -> None:
    order.move(S.ISSUED)
    order.issued_at = now
    _keep_badges(session, order, now)
    order.note("purchase_order.issued", number=order.number, total=order.total)


def _keep_badges(session: Session, order: PurchaseOrder, now: datetime) -> None:
    ids = [line.variant_id for line in order.lines]
    query = select(Variant.id, Product.id, Product.producer_id).join(Variant.product)
    rows = session.execute(query.where(Variant.id.in_(ids))).all()
    proofs = proofs_of(session, {product: producer for _variant, product, producer in rows})
    product_of = {variant: product for variant, product, _producer in rows}
    for line in order.lines:
        line.badges = proofs[product_of[line.variant_id]].snapshot(day_of(now))
        line.badges_on = day_of(now)
