"""Orders that nobody has paid in time: their goods are free again."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ..payments.payments import UNPAID, Payment, call_off, lock_payment
from ..stock import hold
from .life import lapse
from .orders import SubOrderState
from .paying import lock_parts

# Other things are paid too, and lapse by rules of their own.
_OF_ORDERS = or_(Payment.reference.startswith("order:"), Payment.reference.startswith("sub-order:"))


def lapse_unpaid(session: Session, now: datetime, most: int = 100) -> int:
    """Cancel the parts whose money has not come in time. Returns how many payments lapsed.

    While others place orders, one payment a transaction: the second would lock its stock after the vouchers
    of the first.
    """
    query = (
        select(Payment.id, Payment.reference)
        .where(Payment.state.in_(UNPAID), Payment.expires_at <= now, _OF_ORDERS)
        .order_by(Payment.expires_at)
        .limit(most)
    )
    return sum(_lapse(session, *row, now) for row in session.execute(query).all())


def _lapse(session: Session, payment_id: int, reference: str, now: datetime) -> bool:
    parts = lock_parts(session, reference)
    payment = lock_payment(session, payment_id)
    if payment.state not in UNPAID or payment.expires_at is None or payment.expires_at > now:
        return False
    call_off(payment)
    # All stock before the first voucher, as when an order is placed: nobody waits for another in a circle.
    hold(session, [line.variant_id for part in parts for line in part.lines])
    for part in parts:
        if part.state == SubOrderState.PENDING:
            lapse(session, part, now)
    return True
