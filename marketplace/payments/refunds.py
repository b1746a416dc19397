"""Refunds: what has to go back to who paid, once per reason, and never more than came."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from catalog.records import Base, Dong, Refused

from ..jobs import enqueue
from .payments import Payment, PaymentMethod, give_back, receipts_of


class Refund(Base):
    """`amount` dong due since `asked_at`; the same reason ("sub-order:12", "return:3") makes one refund.

    A card gateway pays it out by itself. Money that went straight to a producer, the producer sends back.
    `source` is that of the receipt it goes back from.
    """

    __tablename__ = "refunds"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    reason: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    amount: Mapped[Dong]
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    provider_id: Mapped[str | None] = mapped_column(unique=True)

    payment: Mapped[Payment] = relationship(lazy="raise")

    @property
    def key(self) -> str:
        """The gateway pays out once for this key, however often it is asked."""
        return f"refund-{self.id}"


def asked_for(session: Session, reason: str) -> int:
    """Dong that are to go back for this reason, or have; 0 where nothing is."""
    return session.scalar(select(Refund.amount).where(Refund.reason == reason)) or 0


def ask_refund(
    session: Session,
    payment: Payment,
    amount: int,
    reason: str,
    now: datetime,
    source: str = "",
    collected: int = 0,
) -> Refund:
    """The refund of `amount` dong of a locked payment for this reason, made once.

    It goes back from the receipt of this source, usually the first. `collected` dong were paid at the door,
    whether they are counted here already or not. Raises Refused when that is more than came and is
    neither to go back nor taken back by the buyer's bank.
    """
    known = session.scalar(select(Refund).where(Refund.reason == reason))
    if known:
        return known
    if not 0 < amount <= refundable(session, payment, collected):
        raise Refused("More can't be given back than was paid.")
    source = source or _first_source(session, payment)
    refund = Refund(payment_id=payment.id, amount=amount, reason=reason, source=source, asked_at=now)
    session.add(refund)
    payment.note("payment.refund_asked", amount=amount, reason=reason)
    session.flush()
    if payment.method == PaymentMethod.CARD:
        enqueue(session, "refund_payment", now, key=refund.key, refund=refund.id)
    return refund


def refundable(session: Session, payment: Payment, collected: int = 0) -> int:
    """Dong of a locked payment that came and are neither to go back nor taken back by the buyer's bank; see ask_refund."""
    came = max(payment.received, collected)
    return came - payment.given_back - payment.disputed - _on_its_way(session, payment)


def _first_source(session: Session, payment: Payment) -> str:
    receipts = receipts_of(session, payment)
    return receipts[0].source if receipts else f"at-the-door:{payment.code}"


def _on_its_way(session: Session, payment: Payment) -> int:
    """Dong of refunds that are not counted as given back."""
    asked = select(func.sum(Refund.amount)).where(Refund.payment_id == payment.id)
    # PostgreSQL sums bigints to a decimal.
    if payment.method != PaymentMethod.CARD:
        return int(session.scalar(asked) or 0) - payment.given_back
    return int(session.scalar(asked.where(Refund.done_at.is_(None))) or 0)


def refund_done(
    session: Session, refund: Refund, payment: Payment, now: datetime, provider_id: str | None = None
) -> bool:
    """The money is on its way back; the payment is locked. False when that is known already."""
    if refund.done_at is not None:
        return False
    refund.done_at, refund.provider_id = now, provider_id
    if payment.method == PaymentMethod.CASH_ON_DELIVERY:
        count_given_back(session, payment, now)
        return True
    return give_back(session, payment, refund.amount, f"refund:{provider_id or refund.id}", now)


def is_told(session: Session, provider_id: str) -> bool:
    """Whether a refund of ours is known by the gateway's name for it."""
    return session.scalar(select(Refund.id).where(Refund.provider_id == provider_id)) is not None


def open_refund(session: Session, payment: Payment, amount: int) -> Refund | None:
    """The oldest refund of `amount` dong that is still to be paid out, locked: what the gateway tells of is this one."""
    mine = Refund.payment_id == payment.id, Refund.done_at.is_(None), Refund.amount == amount
    return session.scalar(select(Refund).where(*mine).order_by(Refund.id).limit(1).with_for_update())


def count_given_back(session: Session, payment: Payment, now: datetime) -> None:
    """Count what a producer has sent back of cash, as far as the carrier has passed that cash on."""
    session.flush()
    mine = Refund.payment_id == payment.id, Refund.done_at.is_not(None)
    for refund in session.scalars(select(Refund).where(*mine).order_by(Refund.id)).all():
        if refund.amount <= payment.received - payment.given_back:
            give_back(session, payment, refund.amount, f"refund:{refund.id}", now)


def due_refunds(session: Session, method: PaymentMethod) -> list[Refund]:
    """Refunds still to be paid out, oldest first."""
    query = (
        select(Refund)
        .join(Payment)
        .where(Refund.done_at.is_(None), Payment.method == method)
        .order_by(Refund.id)
    )
    return list(session.scalars(query))
