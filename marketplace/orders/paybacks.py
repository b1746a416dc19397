"""Money that has gone back to a buyer: counted with its payment and told to the ledger, together and once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.days import day_of

from ..payments.ledger import source_concerns
from ..payments.payments import Payment, give_back
from ..payments.refunds import Refund, is_told, open_refund, refund_done
from .booking import method_of, will_come
from .orders import SubOrder
from .settlement import settle_payback


def paid_out(
    session: Session, refund: Refund, payment: Payment, now: datetime, provider_id: str | None = None
) -> bool:
    """A refund is on its way back to the buyer; the payment is locked. False when that is known already."""
    if refund.done_at is not None:
        return False
    refund_done(session, refund, payment, now, provider_id)
    _book(session, payment, part_of(session, refund, payment), refund.amount, f"refund:{refund.id}", now)
    return True


def went_back(session: Session, payment: Payment, provider_id: str, amount: int, now: datetime) -> None:
    """The gateway says that it has given `amount` dong back; parts and payment are locked.

    That is a refund of ours which it was asked for, or one that somebody made there by hand.
    """
    if is_told(session, provider_id):
        return
    if refund := open_refund(session, payment, amount):
        paid_out(session, refund, payment, now, provider_id)
    elif amount <= payment.received - payment.given_back:
        source = f"refund:{provider_id}"
        if give_back(session, payment, amount, source, now):
            _book(session, payment, _usual_part(session, payment), amount, source, now)


def _book(
    session: Session, payment: Payment, part: SubOrder, amount: int, source: str, now: datetime
) -> None:
    method = method_of(session, payment, part)
    settle_payback(session, part, method, amount, source, day_of(now), now)


def part_of(session: Session, refund: Refund, payment: Payment) -> SubOrder:
    """The part a refund is for: its reason names it, or the ledger has it with the same reason."""
    named = refund.reason if refund.reason.startswith("sub-order:") else ""
    name = named or source_concerns(session, refund.reason)
    if not name:
        return _usual_part(session, payment)
    return session.get_one(SubOrder, int(name.removeprefix("sub-order:")))


def _usual_part(session: Session, payment: Payment) -> SubOrder:
    kind, _, id = payment.reference.partition(":")
    column = SubOrder.order_id if kind == "order" else SubOrder.id
    # Without a lock: who has only the payment's must not wait for that of a part.
    parts = session.scalars(select(SubOrder).where(column == int(id)).order_by(SubOrder.id)).all()
    return next((part for part in parts if will_come(part)), parts[0])
