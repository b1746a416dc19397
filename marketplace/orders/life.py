"""The life of a sub-order: each step happens once, moves the stock with it, and says so in the audit.

Every step locks the sub-order's row first and then its stock in the order of variants, so two steps at
once follow each other. Each answers True when it was done now, and False when it had been done before.
"""

import hmac
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.codes import read_code
from catalog.records import Refused
from catalog.text import clean

from .. import stock
from . import voucher_uses
from .carriers import carrier_of
from .disputed import SentInVain, is_disputed
from .orders import Order, OrderLine, Party, PaymentMethod, SubOrder, SubOrderState
from .parcel_money import called_off, handed_over, parcel_came_back
from .paying import check_may_confirm, payment_of
from .returns import OPEN, Return
from .shipments import Shipment
from .transfers import pass_on

S = SubOrderState
RETURN_WINDOW = timedelta(days=7)
LONGEST_REASON = 300
_LOCKED = ("state", "moved_at", "delivered_at", "cancelled_by", "cancel_reason")
_AT_ONCE = 200
_MAY_CANCEL = {
    Party.BUYER: frozenset({S.PENDING, S.CONFIRMED}),
    Party.PRODUCER: frozenset({S.PENDING, S.CONFIRMED, S.PACKED}),
    Party.OPERATOR: frozenset({S.PENDING, S.CONFIRMED, S.PACKED}),
    Party.TIMER: frozenset({S.PENDING, S.CONFIRMED}),
}


def confirm(session: Session, sub_order: SubOrder, now: datetime, by: Party = Party.PRODUCER) -> bool:
    """Raises Refused while money that is to be paid in advance has not come."""
    if _is_at(session, sub_order, S.CONFIRMED):
        return False
    if sub_order.state == S.PENDING:
        check_may_confirm(session, sub_order)
    _move(sub_order, S.CONFIRMED, now, by)
    return True


def pack(session: Session, sub_order: SubOrder, now: datetime, by: Party = Party.PRODUCER) -> bool:
    return _step(session, sub_order, S.PACKED, now, by)


def ship(
    session: Session,
    sub_order: SubOrder,
    carrier: str,
    tracking_no: str,
    now: datetime,
    by: Party = Party.PRODUCER,
    *,
    nevertheless: bool = False,
) -> bool:
    """Hand the parcel to a carrier (a CarrierKey). Raises Refused for a number that can't be one of theirs, and
    SentInVain while the buyer disputes the payment, unless it is to go `nevertheless`."""
    if _is_at(session, sub_order, S.SHIPPED):
        return False
    _check_is_sent(sub_order)
    number = carrier_of(carrier).read_number(tracking_no)
    disputed = sub_order.state == S.PACKED and is_disputed(session, payment_of(session, sub_order))
    if disputed and not nevertheless:
        raise SentInVain
    facts = {"nevertheless": True} if disputed else {}
    _move(sub_order, S.SHIPPED, now, by, carrier=carrier, tracking_no=number, **facts)
    session.add(
        Shipment(
            sub_order_id=sub_order.id,
            carrier=carrier,
            tracking_no=number,
            shipped_at=now,
            cash_to_collect=_cash_to_collect(session, sub_order),
        )
    )
    _each_line(session, sub_order, stock.take_out, now)
    return True


def deliver(session: Session, sub_order: SubOrder, now: datetime, by: Party = Party.PRODUCER) -> bool:
    if _is_at(session, sub_order, S.DELIVERED):
        return False
    _check_is_sent(sub_order)
    if sub_order.state == S.PACKED:
        # The table allows it to what is collected.
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    _move(sub_order, S.DELIVERED, now, by)
    sub_order.delivered_at = now
    handed_over(session, sub_order, now)
    return True


def hand_over(session: Session, sub_order: SubOrder, code: str, now: datetime) -> bool:
    """The buyer is at the booth and shows the code: what was not said of the part before is said now.

    Raises Refused for another code, for what is sent, and while money that is to be paid in advance has not come.
    """
    if _is_at(session, sub_order, S.DELIVERED):
        return False
    if sub_order.collect_code is None:
        raise Refused("This parcel is sent, and not collected.")
    if not hmac.compare_digest(read_code(code).encode(), sub_order.collect_code.encode()):
        raise Refused("This is not the code of this order. Please compare it with what the buyer shows.")
    if sub_order.state == S.PENDING:
        check_may_confirm(session, sub_order)
        _move(sub_order, S.CONFIRMED, now, Party.PRODUCER)
    if sub_order.state == S.CONFIRMED:
        _move(sub_order, S.PACKED, now, Party.PRODUCER)
    _move(sub_order, S.DELIVERED, now, Party.PRODUCER)
    sub_order.delivered_at = now
    _each_line(session, sub_order, stock.take_out, now)
    handed_over(session, sub_order, now)
    return True


def complete(session: Session, sub_order: SubOrder, now: datetime, by: Party = Party.TIMER) -> bool:
    """Nothing can be returned any more: the producer's share of a card payment goes on to it."""
    if not _step(session, sub_order, S.COMPLETED, now, by):
        return False
    pass_on(session, sub_order, now)
    return True


def may_cancel(sub_order: SubOrder, by: Party) -> bool:
    """What waits at a booth costs nobody a way: its buyer may give it up until it is handed over."""
    if sub_order.point_source and by == Party.BUYER:
        by = Party.PRODUCER
    return sub_order.state in _MAY_CANCEL[by]


def cancel(session: Session, sub_order: SubOrder, by: Party, reason: str, now: datetime) -> bool:
    """Give the sub-order up, its pieces free again and its vouchers back.

    Raises Refused when it is too late for that party, or when somebody who sells says no reason.
    """
    if _is_at(session, sub_order, S.CANCELLED):
        return False
    reason = clean(reason)
    if by in (Party.PRODUCER, Party.OPERATOR) and not reason:
        raise Refused("Please write why: the buyer reads it.")
    if len(reason) > LONGEST_REASON:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_REASON)
    if not may_cancel(sub_order, by):
        raise Refused("This parcel is already too far on its way to be cancelled.")
    sub_order.cancelled_by, sub_order.cancel_reason = by, reason
    _move(sub_order, S.CANCELLED, now, by, reason=reason)
    _each_line(session, sub_order, stock.release, now)
    voucher_uses.give_back(session, sub_order)
    called_off(session, sub_order, now)
    return True


def lapse(session: Session, sub_order: SubOrder, now: datetime) -> bool:
    """Cancel what was not paid in time. Raises Refused when it is packed already."""
    return cancel(session, sub_order, Party.TIMER, "", now)


def bring_back(session: Session, sub_order: SubOrder, now: datetime, by: Party = Party.PRODUCER) -> bool:
    """The parcel came back: nobody accepted it, and its pieces can be sold again."""
    if _is_at(session, sub_order, S.RETURNED):
        return False
    if sub_order.state != S.SHIPPED:
        raise Refused("Only a parcel on its way can come back undelivered.")
    _move(sub_order, S.RETURNED, now, by, undelivered=True)
    _each_line(session, sub_order, stock.put_back, now)
    parcel_came_back(session, sub_order, now)
    return True


def take_back(session: Session, sub_order: SubOrder, now: datetime, return_number: str) -> bool:
    """The buyer has sent everything back, in one return or several; their stock is moved by the returns."""
    if _is_at(session, sub_order, S.RETURNED):
        return False
    _move(sub_order, S.RETURNED, now, Party.BUYER, return_number=return_number)
    return True


def complete_delivered(session: Session, now: datetime) -> int:
    """Complete what was delivered so long ago that it can't be sent back any more; the number of them.

    A parcel waits for its open return.

    At most a few hundred at a time: the caller comes again while the number is not 0.
    """
    due = (
        select(SubOrder)
        .where(
            SubOrder.state == S.DELIVERED,
            SubOrder.delivered_at <= now - RETURN_WINDOW,
            ~select(Return.id).where(Return.sub_order_id == SubOrder.id, Return.state.in_(OPEN)).exists(),
        )
        .order_by(SubOrder.id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return sum(complete(session, sub_order, now) for sub_order in session.scalars(due).all())


def _check_is_sent(sub_order: SubOrder) -> None:
    if sub_order.point_source:
        raise Refused("This order is collected at the booth: hand it over by the buyer's code.")


def _step(session: Session, sub_order: SubOrder, to: SubOrderState, now: datetime, by: Party) -> bool:
    if _is_at(session, sub_order, to):
        return False
    _move(sub_order, to, now, by)
    return True


def _is_at(session: Session, sub_order: SubOrder, state: SubOrderState) -> bool:
    # What the page was made of may be old: only the locked row says how things stand. A refresh would
    # throw away what has been set and not yet written.
    session.flush()
    session.refresh(sub_order, _LOCKED, with_for_update=True)
    return sub_order.state == state


def _move(sub_order: SubOrder, to: SubOrderState, now: datetime, by: Party, **facts) -> None:
    sub_order.move(to)
    sub_order.moved_at = now
    sub_order.note(f"sub_order.{to}", by=by, **facts)


def _each_line(session: Session, sub_order: SubOrder, change, now: datetime) -> None:
    # Always in the order of variant ids, as checkout does: nobody waits for another in a circle.
    query = select(OrderLine).where(OrderLine.sub_order_id == sub_order.id)
    for line in session.scalars(query.order_by(OrderLine.variant_id, OrderLine.id)).all():
        change(session, line.variant_id, line.quantity, line.source, now)


def _cash_to_collect(session: Session, sub_order: SubOrder) -> int:
    method = session.scalar(select(Order.payment_method).where(Order.id == sub_order.order_id))
    return sub_order.total if method == PaymentMethod.CASH_ON_DELIVERY else 0
