"""Frame contracts for a season: a corridor of prices, a calendar of harvests, and the papers that must hold."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.codes import new_code
from catalog.document_kinds import DocumentKind
from catalog.producers import Producer
from catalog.products import Variant
from catalog.records import Base, Dong, LongText, Stateful, one_of

from ..accounts.retailers import Retailer
from .quotes import Award, AwardLine
from .terms import VAT_RATE, Termed, terms_checks
from .units import MOST_QUANTITY, QuantityUnit


class ContractState(StrEnum):
    """The retailer proposes, the producer signs. That its season is coming, running or over follows from its days.

    `ENDED`: one side has said, before its last day, that it ends on `ended_on`; it runs until then.
    """

    DRAFT = "draft"
    PROPOSED = "proposed"
    RETURNED = "returned"
    SIGNED = "signed"
    DECLINED = "declined"
    ENDED = "ended"


def _code() -> str:
    return new_code(8)


class Contract(Termed, Stateful, Base):
    """From `starts_on` through `ends_on`. `number` is the retailer's own; `reason` the last words of who did not agree."""

    __tablename__ = "contracts"
    __table_args__ = (
        *terms_checks(),
        CheckConstraint(one_of("state", ContractState), name="state"),
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint("length(number) > 0", name="number"),
        CheckConstraint(
            "state NOT IN ('returned', 'declined', 'ended') OR length(reason) > 0", name="reason"
        ),
        CheckConstraint("(state IN ('signed', 'ended')) = (signed_at IS NOT NULL)", name="signed_at"),
        CheckConstraint("(state = 'ended') = (ended_on IS NOT NULL)", name="ended_on"),
        CheckConstraint("revision > 0", name="revision"),
        UniqueConstraint("retailer_id", "number"),
        Index("ix_contracts_retailer_state", "retailer_id", "state", "id"),
        Index("ix_contracts_producer_state", "producer_id", "state", "id"),
    )
    S = ContractState
    moves = {
        # A draft that nobody wants any more is deleted.
        S.DRAFT: frozenset({S.PROPOSED}),
        S.PROPOSED: frozenset({S.SIGNED, S.RETURNED, S.DECLINED, S.DRAFT}),
        S.RETURNED: frozenset({S.PROPOSED, S.DECLINED}),
        S.SIGNED: frozenset({S.ENDED}),
        S.DECLINED: frozenset(),
        S.ENDED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=_code)
    number: Mapped[str]
    retailer_id: Mapped[int] = mapped_column(ForeignKey(Retailer.id))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    award_id: Mapped[int | None] = mapped_column(ForeignKey(Award.id), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(default=ContractState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    remarks: Mapped[LongText] = mapped_column(default="")
    reason: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]
    proposed_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]

    retailer: Mapped[Retailer] = relationship(lazy="raise")
    producer: Mapped[Producer] = relationship(lazy="raise")
    lines: Mapped[list["ContractLine"]] = relationship(
        lazy="raise", back_populates="contract", order_by="ContractLine.id"
    )

    @property
    def last_day(self) -> date:
        """The last day on which goods can be called off; an earlier one than agreed where one side has ended it."""
        return self.ended_on or self.ends_on

    def is_live(self, day: date) -> bool:
        """Signed, and its last day is not over."""
        return self.state in (ContractState.SIGNED, ContractState.ENDED) and day <= self.last_day

    def runs_on(self, day: date) -> bool:
        """Whether goods can be called off on this day."""
        return self.is_live(day) and self.starts_on <= day


class ContractLine(Base):
    """Up to `quantity` units in the season, at least `minimum` a call-off, at `price` dong a unit before tax.

    A later price stays between `price_floor` and `price_ceiling`. `packs_numerator / packs_denominator` packs make a unit.
    """

    __tablename__ = "contract_lines"
    __table_args__ = (
        CheckConstraint(one_of("unit", QuantityUnit), name="unit"),
        CheckConstraint(
            f"minimum > 0 AND minimum <= quantity AND quantity <= {MOST_QUANTITY}", name="quantity"
        ),
        CheckConstraint(
            "price_floor > 0 AND price_floor <= price AND price <= price_ceiling", name="price_corridor"
        ),
        CheckConstraint(VAT_RATE, name="vat_percent"),
        CheckConstraint("packs_numerator > 0 AND packs_denominator > 0", name="packs"),
        UniqueConstraint("contract_id", "variant_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey(Contract.id))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    award_line_id: Mapped[int | None] = mapped_column(ForeignKey(AwardLine.id), index=True)
    unit: Mapped[str]
    quantity: Mapped[int]
    minimum: Mapped[int] = mapped_column(default=1)
    price: Mapped[Dong]
    price_floor: Mapped[Dong]
    price_ceiling: Mapped[Dong]
    vat_percent: Mapped[int] = mapped_column(default=0)
    packs_numerator: Mapped[int] = mapped_column(default=1)
    packs_denominator: Mapped[int] = mapped_column(default=1)

    contract: Mapped[Contract] = relationship(lazy="raise", back_populates="lines")
    variant: Mapped[Variant] = relationship(lazy="raise")
    harvests: Mapped[list["Harvest"]] = relationship(lazy="raise", order_by="Harvest.month")


class Harvest(Base):
    """What the producer expects to have in a month (its first day): units of the contract's line."""

    __tablename__ = "harvests"
    __table_args__ = (CheckConstraint("quantity >= 0", name="quantity"),)

    line_id: Mapped[int] = mapped_column(ForeignKey(ContractLine.id), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    quantity: Mapped[int]


class ContractPaper(Base):
    """A paper that must be in force at every call-off."""

    __tablename__ = "contract_papers"
    __table_args__ = (CheckConstraint(one_of("kind", DocumentKind), name="kind"),)

    contract_id: Mapped[int] = mapped_column(ForeignKey(Contract.id), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
