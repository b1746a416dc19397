"""Vouchers: a code that takes something off the goods, who bears that, and each use of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.producers import Producer
from catalog.records import Base, Dong, one_of
from catalog.text import fold

WHOLE = 10_000
MIN_CODE, MAX_CODE = 3, 24
MAX_USES = 10_000_000


class Bearer(StrEnum):
    """Who goes without the money: the operator of the market, or the producer."""

    OPERATOR = "operator"
    PRODUCER = "producer"


class VoucherKind(StrEnum):
    PERCENT = "percent"
    FIXED = "fixed"


class VoucherState(StrEnum):
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class VoucherStatus(StrEnum):
    """What the state, the day and the uses make of a voucher; derived, never stored."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    OVER = "over"
    USED_UP = "used_up"
    WITHDRAWN = "withdrawn"


class Voucher(Base):
    """`value` is in hundredths of a per cent of the goods, or in dong; `most` caps a percentage, in dong.

    It applies when the goods come to `minimum` dong: those of the producer that gives it, or all of an
    order. It is good from the first through the last day, in Vietnam. `uses` counts orders.
    """

    __tablename__ = "vouchers"
    __table_args__ = (
        CheckConstraint(one_of("bearer", Bearer), name="bearer"),
        CheckConstraint("(bearer = 'producer') = (producer_id IS NOT NULL)", name="producer"),
        CheckConstraint(one_of("kind", VoucherKind), name="kind"),
        CheckConstraint(f"value > 0 AND (kind = 'fixed' OR value <= {WHOLE})", name="value"),
        CheckConstraint("most IS NULL OR (most > 0 AND kind = 'percent')", name="most"),
        CheckConstraint("minimum >= 0", name="minimum"),
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("uses >= 0 AND uses <= uses_allowed AND uses_allowed > 0", name="uses"),
        CheckConstraint("per_buyer_allowed > 0", name="per_buyer_allowed"),
        CheckConstraint(one_of("state", VoucherState), name="state"),
        CheckConstraint(f"length(code) BETWEEN {MIN_CODE} AND {MAX_CODE}", name="code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    bearer: Mapped[str]
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    kind: Mapped[str]
    value: Mapped[Dong]
    most: Mapped[Dong | None]
    minimum: Mapped[Dong] = mapped_column(default=0)
    first_day: Mapped[date]
    last_day: Mapped[date]
    uses_allowed: Mapped[int]
    uses: Mapped[int] = mapped_column(default=0)
    # How often one telephone number or account may use it; None: as often as there are uses left.
    per_buyer_allowed: Mapped[int | None]
    state: Mapped[str] = mapped_column(default=VoucherState.ACTIVE)
    created_at: Mapped[datetime]

    producer: Mapped[Producer | None] = relationship(lazy="raise")

    def status(self, day: date) -> VoucherStatus:
        if self.state == VoucherState.WITHDRAWN:
            return VoucherStatus.WITHDRAWN
        if day > self.last_day:
            return VoucherStatus.OVER
        if day < self.first_day:
            return VoucherStatus.NOT_YET
        return VoucherStatus.USED_UP if self.uses >= self.uses_allowed else VoucherStatus.IN_FORCE

    def worth(self, goods: int) -> int:
        """Dong off `goods` dong, rounded down to a whole dong and never more than the goods."""
        if self.kind == VoucherKind.FIXED:
            return min(self.value, goods)
        off = goods * self.value // WHOLE
        return min(off, self.most) if self.most else off


class VoucherUse(Base):
    """What a voucher took off one sub-order, in dong, and who bears it; given back when that is cancelled."""

    __tablename__ = "voucher_uses"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(one_of("bearer", Bearer), name="bearer"),
        Index("uq_voucher_uses_sub_order", "voucher_id", "sub_order_id", unique=True),
        Index("ix_voucher_uses_sub_order", "sub_order_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("vouchers.id"))
    sub_order_id: Mapped[int] = mapped_column(ForeignKey("sub_orders.id"))
    bearer: Mapped[str]
    amount: Mapped[Dong]
    given_back: Mapped[bool] = mapped_column(default=False)

    voucher: Mapped[Voucher] = relationship(lazy="raise")


def read_code(text: str) -> str:
    """A code as typed, in capitals without accents, spaces and signs: "tết 2026" is "TET2026"."""
    return fold(text[:200]).replace(" ", "").upper()
