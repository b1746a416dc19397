"""Purchase orders: what a retailer orders from one producer for one store, and who agreed to the spending."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.codes import new_code
from catalog.document_kinds import DocumentKind
from catalog.producers import Producer
from catalog.products import Variant
from catalog.records import Base, Dong, LongText, Stateful, one_of

from ..accounts.retailers import Retailer
from ..accounts.stores import Store
from ..stock import PROMISES
from .contracts import Contract, ContractLine
from .quotes import Award, AwardLine
from .terms import VAT_RATE, Termed, terms_checks
from .units import MOST_QUANTITY, QuantityUnit


class PurchaseOrderState(StrEnum):
    """`WAITING`: for an approval. `DELIVERED`: nothing more is to come. `CLOSED`: invoiced and settled, or nothing to pay."""

    DRAFT = "draft"
    WAITING = "waiting"
    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    DELIVERED = "delivered"
    INVOICED = "invoiced"
    CLOSED = "closed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


def _code() -> str:
    return new_code(8)


class PurchaseOrder(Termed, Stateful, Base):
    """`number` is the retailer's own (its PO number). Dong are frozen when it is issued: `total` = `subtotal` − `discount` + `vat`.

    It is called off a contract, follows from an award, or stands alone at catalogue prices. `deliver_from` through
    `deliver_until` is the window at the store. `revision` moves with every step.
    """

    __tablename__ = "purchase_orders"
    __table_args__ = (
        *terms_checks(),
        CheckConstraint(one_of("state", PurchaseOrderState), name="state"),
        CheckConstraint("length(number) > 0", name="number"),
        CheckConstraint("deliver_from <= deliver_until", name="days"),
        CheckConstraint("subtotal >= 0 AND vat >= 0 AND discount BETWEEN 0 AND subtotal", name="amounts"),
        CheckConstraint("contract_id IS NULL OR award_id IS NULL", name="source"),
        CheckConstraint("state NOT IN ('declined', 'cancelled') OR length(reason) > 0", name="reason"),
        CheckConstraint(
            "state IN ('draft', 'waiting', 'cancelled') OR issued_at IS NOT NULL", name="issued_at"
        ),
        CheckConstraint("revision > 0", name="revision"),
        ForeignKeyConstraint(["store_id", "retailer_id"], [Store.id, Store.retailer_id], name="store"),
        UniqueConstraint("retailer_id", "number"),
        Index("ix_purchase_orders_retailer_state", "retailer_id", "state", "id"),
        Index("ix_purchase_orders_producer_state", "producer_id", "state", "id"),
        # How reliably producers deliver is asked of many at once, and whether that has changed from this index alone.
        Index("ix_purchase_orders_producer_until", "producer_id", "deliver_until", "issued_at", "revision"),
    )
    S = PurchaseOrderState
    moves = {
        # A draft that nobody wants any more is deleted.
        S.DRAFT: frozenset({S.WAITING, S.ISSUED}),
        S.WAITING: frozenset({S.ISSUED, S.DRAFT, S.CANCELLED}),
        S.ISSUED: frozenset({S.ACKNOWLEDGED, S.DECLINED, S.CANCELLED}),
        S.ACKNOWLEDGED: frozenset({S.DELIVERED, S.CANCELLED}),
        S.DELIVERED: frozenset({S.INVOICED, S.CLOSED}),
        S.INVOICED: frozenset({S.CLOSED}),
        S.CLOSED: frozenset(),
        S.DECLINED: frozenset(),
        S.CANCELLED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=_code)
    number: Mapped[str]
    retailer_id: Mapped[int] = mapped_column(ForeignKey(Retailer.id))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    contract_id: Mapped[int | None] = mapped_column(ForeignKey(Contract.id), index=True)
    award_id: Mapped[int | None] = mapped_column(ForeignKey(Award.id), index=True)
    store_id: Mapped[int] = mapped_column(index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(default=PurchaseOrderState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    deliver_from: Mapped[date]
    deliver_until: Mapped[date]
    subtotal: Mapped[Dong] = mapped_column(default=0)
    discount: Mapped[Dong] = mapped_column(default=0)
    vat: Mapped[Dong] = mapped_column(default=0)
    remarks: Mapped[LongText] = mapped_column(default="")
    reason: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]

    retailer: Mapped[Retailer] = relationship(lazy="raise")
    producer: Mapped[Producer] = relationship(lazy="raise")
    store: Mapped[Store] = relationship(lazy="raise", viewonly=True)
    lines: Mapped[list["PurchaseLine"]] = relationship(
        lazy="raise",
        back_populates="purchase_order",
        order_by="PurchaseLine.position",
        cascade="all, delete-orphan",
    )

    @property
    def total(self) -> int:
        return self.subtotal - self.discount + self.vat


class PurchaseLine(Base):
    """`quantity` units (`packs` of the variant) at `price` dong a unit before tax, in the words of that day.

    `promised` of the packs are reserved in the stock that the shop sells from, too. `badges` is the snapshot
    on `badges_on`, as order lines keep it.
    """

    __tablename__ = "purchase_lines"
    __table_args__ = (
        CheckConstraint(one_of("unit", QuantityUnit), name="unit"),
        CheckConstraint(f"quantity BETWEEN 1 AND {MOST_QUANTITY}", name="quantity"),
        CheckConstraint("packs > 0 AND promised BETWEEN 0 AND packs", name="packs"),
        CheckConstraint("price > 0", name="price"),
        CheckConstraint(VAT_RATE, name="vat_percent"),
        UniqueConstraint("purchase_order_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purchase_order_id: Mapped[int] = mapped_column(ForeignKey(PurchaseOrder.id))
    position: Mapped[int]
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    contract_line_id: Mapped[int | None] = mapped_column(ForeignKey(ContractLine.id), index=True)
    award_line_id: Mapped[int | None] = mapped_column(ForeignKey(AwardLine.id), index=True)
    product_name: Mapped[str]
    product_name_en: Mapped[str] = mapped_column(default="")
    pack: Mapped[str]
    pack_en: Mapped[str] = mapped_column(default="")
    unit: Mapped[str]
    quantity: Mapped[int]
    packs: Mapped[int]
    promised: Mapped[int] = mapped_column(default=0)
    price: Mapped[Dong]
    vat_percent: Mapped[int] = mapped_column(default=0)
    badges: Mapped[list[dict]] = mapped_column(JSON, default=list)
    badges_on: Mapped[date | None]

    purchase_order: Mapped[PurchaseOrder] = relationship(lazy="raise", back_populates="lines")
    variant: Mapped[Variant] = relationship(lazy="raise")

    @property
    def net(self) -> int:
        """Dong before discount and tax."""
        return self.price * self.quantity


PROMISES.append(select(PurchaseLine.variant_id, PurchaseLine.promised).where(PurchaseLine.promised > 0))


class Approval(Base):
    """Somebody of the retailer agreed to a purchase order as it was at this revision; nobody does so twice."""

    __tablename__ = "approvals"

    purchase_order_id: Mapped[int] = mapped_column(ForeignKey(PurchaseOrder.id), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class ApprovalRule(Base):
    """Purchase orders from `from_amount` dong on need this many approvals, by people other than who drafted it."""

    __tablename__ = "approval_rules"
    __table_args__ = (
        CheckConstraint("from_amount >= 0", name="from_amount"),
        CheckConstraint("approvals BETWEEN 1 AND 3", name="approvals"),
    )

    retailer_id: Mapped[int] = mapped_column(ForeignKey(Retailer.id), primary_key=True)
    from_amount: Mapped[Dong] = mapped_column(primary_key=True)
    approvals: Mapped[int]


class SpendingLimit(Base):
    """What one person may order in a calendar month, in dong; nobody without a row has a limit of their own."""

    __tablename__ = "spending_limits"
    __table_args__ = (CheckConstraint("per_month >= 0", name="per_month"),)

    retailer_id: Mapped[int] = mapped_column(ForeignKey(Retailer.id), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    per_month: Mapped[Dong]


class PaperOverride(Base):
    """Somebody of the retailer ordered although a paper of this kind was missing or had lapsed, and said why."""

    __tablename__ = "paper_overrides"
    __table_args__ = (
        CheckConstraint(one_of("kind", DocumentKind), name="kind"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    purchase_order_id: Mapped[int] = mapped_column(ForeignKey(PurchaseOrder.id), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    reason: Mapped[LongText]
    at: Mapped[datetime]
