"""Goods on their way: delivery notes of producers, what stores received of them, and claims about it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.codes import new_code
from catalog.records import Base, Dong, LongText, Stateful, one_of

from .purchase_orders import PurchaseLine, PurchaseOrder


class DeliveryState(StrEnum):
    SENT = "sent"
    RECEIVED = "received"


def _code() -> str:
    return new_code(8)


class Delivery(Stateful, Base):
    """A delivery note of a purchase order, of which there may be several. `temperature` in tenths of a degree Celsius.

    `remarks` are the producer's, `receipt_remarks` those of who received it.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint(one_of("state", DeliveryState), name="state"),
        CheckConstraint("temperature BETWEEN -500 AND 1000", name="temperature"),
        CheckConstraint("(state = 'received') = (received_at IS NOT NULL)", name="received_at"),
        UniqueConstraint("purchase_order_id", "number"),
        Index("ix_deliveries_state", "state", "sent_at"),
    )
    S = DeliveryState
    moves = {S.SENT: frozenset({S.RECEIVED}), S.RECEIVED: frozenset()}

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=_code)
    purchase_order_id: Mapped[int] = mapped_column(ForeignKey(PurchaseOrder.id))
    # Counts from 1 within the purchase order.
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default=DeliveryState.SENT)
    carrier: Mapped[str] = mapped_column(default="")
    tracking_number: Mapped[str] = mapped_column(default="")
    expected_on: Mapped[date | None]
    temperature: Mapped[int | None]
    remarks: Mapped[LongText] = mapped_column(default="")
    receipt_remarks: Mapped[LongText] = mapped_column(default="")
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    received_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    purchase_order: Mapped[PurchaseOrder] = relationship(lazy="raise")
    lines: Mapped[list["DeliveryLine"]] = relationship(
        lazy="raise", back_populates="delivery", order_by="DeliveryLine.id"
    )


class DeliveryLine(Base):
    """In units of the purchase line: of `sent` units `received` came, and `rejected` of those went back at the ramp.

    `taken` packs of what was sent left the stock that the shop sells from; the rest never stood in it.
    `best_before` is the earliest day printed on what came, `batch` its lot.
    """

    __tablename__ = "delivery_lines"
    __table_args__ = (
        CheckConstraint("sent > 0", name="sent"),
        CheckConstraint("taken >= 0", name="taken"),
        CheckConstraint("received >= 0 AND rejected >= 0 AND rejected <= received", name="received"),
        UniqueConstraint("delivery_id", "purchase_line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey(Delivery.id))
    purchase_line_id: Mapped[int] = mapped_column(ForeignKey(PurchaseLine.id), index=True)
    sent: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    received: Mapped[int | None]
    rejected: Mapped[int] = mapped_column(default=0)
    batch: Mapped[str] = mapped_column(default="")
    best_before: Mapped[date | None]
    remarks: Mapped[LongText] = mapped_column(default="")

    delivery: Mapped[Delivery] = relationship(lazy="raise", back_populates="lines")
    purchase_line: Mapped[PurchaseLine] = relationship(lazy="raise")


class ClaimKind(StrEnum):
    SHORT = "short"
    DAMAGED = "damaged"
    QUALITY = "quality"
    TEMPERATURE = "temperature"
    LATE = "late"
    PAPERS = "papers"


class ClaimState(StrEnum):
    """`REFERRED`: the two do not agree, and an officer is asked."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"


class GoodsClaim(Stateful, Base):
    """The retailer asks for `amount` dong off what it owes; `granted` is what it gets."""

    __tablename__ = "goods_claims"
    __table_args__ = (
        CheckConstraint(one_of("kind", ClaimKind), name="kind"),
        CheckConstraint(one_of("state", ClaimState), name="state"),
        CheckConstraint("amount > 0 AND granted BETWEEN 0 AND amount", name="amount"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("length(reasons) > 0", name="reasons"),
        CheckConstraint("state NOT IN ('declined') OR length(answer) > 0", name="answer"),
        CheckConstraint("revision > 0", name="revision"),
        Index("ix_goods_claims_state", "state", "opened_at"),
    )
    S = ClaimState
    moves = {
        S.OPEN: frozenset({S.ACCEPTED, S.DECLINED, S.WITHDRAWN}),
        S.DECLINED: frozenset({S.REFERRED, S.WITHDRAWN}),
        S.REFERRED: frozenset({S.ACCEPTED, S.WITHDRAWN, S.DECLINED}),
        S.ACCEPTED: frozenset(),
        S.WITHDRAWN: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=_code)
    purchase_order_id: Mapped[int] = mapped_column(ForeignKey(PurchaseOrder.id), index=True)
    delivery_line_id: Mapped[int | None] = mapped_column(ForeignKey(DeliveryLine.id), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default=ClaimState.OPEN)
    revision: Mapped[int] = mapped_column(default=1)
    quantity: Mapped[int | None]
    amount: Mapped[Dong]
    granted: Mapped[Dong] = mapped_column(default=0)
    reasons: Mapped[LongText]
    answer: Mapped[LongText] = mapped_column(default="")
    # Decided by an officer, once: it is not referred again.
    ruled: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    purchase_order: Mapped[PurchaseOrder] = relationship(lazy="raise")
    delivery_line: Mapped[DeliveryLine | None] = relationship(lazy="raise")


class Invoice(Base):
    """The producer's invoice for a delivered purchase order: `amount` dong with tax, due on `due_on`.

    `number` is that of the invoice the producer has registered with the tax office. Money for it is a payment of
    the purpose "invoice:12"; `credited` dong were taken off by claims.
    """

    __tablename__ = "invoices"
    __table_args__ = (
        CheckConstraint("length(number) > 0", name="number"),
        CheckConstraint("amount > 0 AND credited BETWEEN 0 AND amount", name="amount"),
        CheckConstraint("issued_on <= due_on", name="due_on"),
        Index("ix_invoices_due_on", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purchase_order_id: Mapped[int] = mapped_column(ForeignKey(PurchaseOrder.id), unique=True)
    number: Mapped[str]
    amount: Mapped[Dong]
    vat: Mapped[Dong] = mapped_column(default=0)
    credited: Mapped[Dong] = mapped_column(default=0)
    issued_on: Mapped[date]
    due_on: Mapped[date]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    purchase_order: Mapped[PurchaseOrder] = relationship(lazy="raise")

    @property
    def due(self) -> int:
        """Dong to pay in all."""
        return self.amount - self.credited
