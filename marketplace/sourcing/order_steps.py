"""What becomes of an issued purchase order: acknowledged, declined, cancelled; the shop's stock follows each step."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records import Refused

from .. import stock
from .goods import Delivery
from .order_rows import check_dealing, check_seen, check_selling, lock_order, read_reason
from .purchase_orders import PurchaseLine, PurchaseOrder, PurchaseOrderState
from .quotes import Side

S = PurchaseOrderState
_RETAILER_CANCELS = (S.WAITING, S.ISSUED, S.ACKNOWLEDGED)


def acknowledge(session: Session, order: PurchaseOrder, seen: int, now: datetime) -> None:
    """The producer will deliver. What is on hand is reserved at once; the rest it still has to make or harvest."""
    check_dealing(session, order.retailer_id)
    check_selling(session, order.producer_id)
    order = lock_order(session, order.id)
    check_seen(order, seen, S.ISSUED)
    order.revision += 1
    order.acknowledged_at = now
    order.move(S.ACKNOWLEDGED)
    _promise(session, order, now)
    order.note("purchase_order.acknowledged", number=order.number)


def _promise(session: Session, order: PurchaseOrder, now: datetime) -> None:
    lines = sorted(order.lines, key=lambda line: (line.variant_id, line.id))
    # Nobody buys the pieces between looking and reserving.
    stock.hold(session, [line.variant_id for line in lines])
    left = stock.left(session, [line.variant_id for line in lines])
    wanted = []
    for line in lines:
        line.promised = min(line.packs, max(0, left.get(line.variant_id, 0)))
        if line.promised:
            left[line.variant_id] -= line.promised
            wanted.append(stock.Wanted(line.variant_id, line.promised, source_of_line(line)))
    if wanted and stock.reserve_all(session, wanted, now) is not None:
        raise RuntimeError("stock that was held has changed")


def source_of_line(line: PurchaseLine) -> str:
    """The name of its first promise in the movements of stock."""
    return f"purchase-line:{line.id}"


def decline(session: Session, order: PurchaseOrder, seen: int, reason: str) -> None:
    """The producer will not deliver. Raises Refused without a reason."""
    order = lock_order(session, order.id)
    check_seen(order, seen, S.ISSUED)
    order.reason = read_reason(reason)
    order.revision += 1
    order.move(S.DECLINED)
    order.note("purchase_order.declined", reason=order.reason)


def may_cancel(order: PurchaseOrder, by: Side, sent: bool) -> bool:
    """`sent`: goods are on their way or have come."""
    if sent:
        return False
    return order.state in _RETAILER_CANCELS if by is Side.RETAILER else order.state == S.ACKNOWLEDGED


def cancel(session: Session, order: PurchaseOrder, seen: int, by: Side, reason: str, now: datetime) -> None:
    """Either side gives it up before anything is sent; what was reserved is free again. Raises Refused."""
    if by is Side.RETAILER:
        check_dealing(session, order.retailer_id)
    order = lock_order(session, order.id)
    check_seen(order, seen, *_RETAILER_CANCELS)
    if not may_cancel(order, by, is_sent(session, order.id)):
        raise Refused("Goods are on their way: this order can't be cancelled any more.")
    order.reason = read_reason(reason)
    order.revision += 1
    order.move(S.CANCELLED)
    free_promises(session, order, now)
    order.note("purchase_order.cancelled", by=by, reason=order.reason)


def is_sent(session: Session, order_id: int) -> bool:
    mine = Delivery.purchase_order_id == order_id
    return session.scalar(select(Delivery.id).where(mine).limit(1)) is not None


def free_promises(session: Session, order: PurchaseOrder, now: datetime) -> None:
    """What is still reserved for the order can be bought again."""
    for line in sorted(order.lines, key=lambda line: (line.variant_id, line.id)):
        if line.promised:
            stock.release(session, line.variant_id, line.promised, source_of_line(line), now)
            line.promised = 0
    session.flush()
