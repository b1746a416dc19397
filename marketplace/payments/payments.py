"""Payments: what is to be paid for what, what has arrived for it, and what was given back."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.codes import new_code
from catalog.records import Base, Dong, Stateful, one_of


class PaymentMethod(StrEnum):
    CASH_ON_DELIVERY = "cash_on_delivery"
    VIETQR = "vietqr"
    CARD = "card"


# What has to be paid before the goods move.
PREPAID = frozenset({PaymentMethod.VIETQR, PaymentMethod.CARD})


class PaymentState(StrEnum):
    CREATED = "created"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNPAID = frozenset({PaymentState.CREATED, PaymentState.PENDING, PaymentState.FAILED})


def _code() -> str:
    return f"CP{new_code(10)}"


class Payment(Stateful, Base):
    """`amount` dong for `reference` ("sub-order:12", "order:7"); the code is its unique purpose.

    `received` and `given_back` are the sums of its receipts. `surplus` of what came pays for nothing and is to go
    back, or has gone; `disputed` the buyer's bank has taken back without a refund. `provider_id` names the open page of the gateway, `tries` counts such pages.
    `bank_account_id` is the account shown, frozen.
    """

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint(one_of("method", PaymentMethod), name="method"),
        CheckConstraint(one_of("state", PaymentState), name="state"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("given_back >= 0 AND given_back <= received", name="given_back"),
        CheckConstraint("surplus >= 0 AND surplus <= received", name="surplus"),
        CheckConstraint("disputed >= 0", name="disputed"),
        CheckConstraint("state != 'succeeded' OR received >= amount", name="succeeded"),
        Index("ix_payments_state_expires_at", "state", "expires_at"),
        # Open transfers, among many more parcels that are paid at the door.
        Index("ix_payments_method_state", "method", "state"),
    )
    S = PaymentState
    # Money that comes after a hold has lapsed still came, so even a cancelled payment may succeed.
    moves = {
        S.CREATED: frozenset({S.PENDING, S.SUCCEEDED, S.FAILED, S.CANCELLED}),
        S.PENDING: frozenset({S.SUCCEEDED, S.FAILED, S.CANCELLED}),
        S.FAILED: frozenset({S.PENDING, S.SUCCEEDED, S.CANCELLED}),
        S.CANCELLED: frozenset({S.SUCCEEDED}),
        S.SUCCEEDED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=_code)
    method: Mapped[str]
    reference: Mapped[str] = mapped_column(unique=True)
    amount: Mapped[Dong]
    received: Mapped[Dong] = mapped_column(default=0)
    given_back: Mapped[Dong] = mapped_column(default=0)
    surplus: Mapped[Dong] = mapped_column(default=0)
    disputed: Mapped[Dong] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default=PaymentState.CREATED)
    provider_id: Mapped[str | None] = mapped_column(unique=True)
    tries: Mapped[int] = mapped_column(default=0)
    bank_account_id: Mapped[int | None] = mapped_column(ForeignKey("bank_accounts.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    succeeded_at: Mapped[datetime | None]

    @hybrid_property
    def to_come(self) -> int:
        """Dong that are still to come; less than 0: so many came beyond the amount."""
        return self.amount - (self.received - self.surplus)

    @property
    def missing(self) -> int:
        """Dong that are still to come."""
        return max(0, self.to_come)

    @property
    def unneeded(self) -> int:
        """Dong that came, pay for nothing and are not yet to go back: beyond the amount, or for what is not to be
        paid any more. What is too little may still become enough."""
        if self.state in UNPAID:
            return 0
        return max(0, self.received - self.surplus - (self.amount if self.is_paid else 0))

    @property
    def is_paid(self) -> bool:
        return self.state == PaymentState.SUCCEEDED


class Receipt(Base):
    """Money that came for a payment (amount > 0) or was given back (< 0); each source counts once."""

    __tablename__ = "receipts"
    __table_args__ = (CheckConstraint("amount != 0", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    source: Mapped[str] = mapped_column(unique=True)
    amount: Mapped[Dong]
    received_at: Mapped[datetime]


def lock_payment(session: Session, payment_id: int) -> Payment:
    """The payment as it is now, held against others until the transaction ends."""
    return session.get_one(Payment, payment_id, with_for_update=True, populate_existing=True)


def find_payment(session: Session, code: str) -> Payment | None:
    return session.scalar(select(Payment).where(Payment.code == code))


def payment_for(session: Session, reference: str) -> Payment | None:
    return session.scalar(select(Payment).where(Payment.reference == reference))


def receipts_of(session: Session, payment: Payment) -> list[Receipt]:
    """What came for it, in that order."""
    mine = Receipt.payment_id == payment.id, Receipt.amount > 0
    return list(session.scalars(select(Receipt).where(*mine).order_by(Receipt.id)))


def known_sources(session: Session, sources: list[str]) -> set[str]:
    """Which of these sources have been counted already."""
    found: set[str] = set()
    for start in range(0, len(sources), 500):
        some = sources[start : start + 500]
        found |= set(session.scalars(select(Receipt.source).where(Receipt.source.in_(some))))
    return found


def receive(session: Session, payment: Payment, amount: int, source: str, now: datetime) -> bool:
    """Count `amount` dong (> 0) that came for a locked payment; False when the source is known already.

    The state follows: enough money and it has succeeded, whatever it was before. What is to go back does not count.
    """
    if amount <= 0:
        raise ValueError(amount)
    if known_sources(session, [source]):
        return False
    session.add(Receipt(payment_id=payment.id, source=source, amount=amount, received_at=now))
    payment.received += amount
    payment.note("payment.received", amount=amount, source=source)
    if payment.to_come <= 0 and not payment.is_paid:
        payment.move(PaymentState.SUCCEEDED)
        payment.succeeded_at = now
        payment.note("payment.succeeded", amount=payment.received)
    session.flush()
    return True


def give_back(session: Session, payment: Payment, amount: int, source: str, now: datetime) -> bool:
    """Count `amount` dong (> 0) given back of a locked payment; False when the source is known already.

    Raises ValueError for more than is there: who pays out has computed that under the same lock.
    """
    if known_sources(session, [source]):
        return False
    if not 0 < amount <= payment.received - payment.given_back:
        raise ValueError(amount)
    session.add(Receipt(payment_id=payment.id, source=source, amount=-amount, received_at=now))
    payment.given_back += amount
    payment.note("payment.given_back", amount=amount, source=source)
    session.flush()
    return True


def is_enough(payment: Payment, now: datetime) -> None:
    """What has come of a locked payment is all that is to come: the rest was paid in another way."""
    payment.amount = payment.received - payment.surplus
    payment.move(PaymentState.SUCCEEDED)
    payment.succeeded_at = now
    payment.note("payment.succeeded", amount=payment.received)


def call_off(payment: Payment) -> None:
    """Nothing is to be paid any more. What has come nevertheless stays counted."""
    if payment.state in UNPAID:
        payment.move(PaymentState.CANCELLED)
        payment.note("payment.cancelled")
