"""Returns: what buyers want to send back or have made good, and how far that is; see docs/returns.md."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.codes import new_code
from catalog.records import Base, Dong, LongText, Stateful, one_of

from ..payments.banks import BANKS
from .orders import OrderLine, Party, SubOrder

MOST_PICTURES = 5
# How long a producer may be silent before an officer looks at it, and a buyer before what was declined stays so.
ANSWER_TERM = timedelta(days=3)
OBJECTION_TERM = timedelta(days=7)
# How long a buyer may take to send back what may be sent back.
SENDING_TERM = timedelta(days=14)
# How long a producer may look at what came back before the money goes back by itself.
CHECKING_TERM = timedelta(days=3)


class ReturnState(StrEnum):
    ASKED = "asked"
    MEDIATION = "mediation"
    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    SETTLED = "settled"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ReturnReason(StrEnum):
    DAMAGED = "damaged"
    WRONG = "wrong"
    NOT_AS_DESCRIBED = "not_as_described"
    SPOILED = "spoiled"
    OTHER = "other"


class Wanted(StrEnum):
    """All of the parcel, some pieces of it, or a part of the money while the goods are kept."""

    EVERYTHING = "everything"
    PIECES = "pieces"
    AMOUNT = "amount"


# In these somebody has something to do; a parcel has one such return at most.
OPEN = frozenset({ReturnState.ASKED, ReturnState.MEDIATION, ReturnState.ACCEPTED, ReturnState.ARRIVED})
# In these its money is promised or paid.
AGREED = frozenset({ReturnState.ACCEPTED, ReturnState.ARRIVED, ReturnState.SETTLED})
_OPEN = text("state IN ('asked', 'mediation', 'accepted', 'arrived')")


class Return(Stateful, Base):
    """What a buyer wants of one parcel. Amounts in dong; `refund` and `delivery_refund` are frozen when it is accepted.

    `wanted_amount` is asked for while the goods are kept. `delivery_refund` is that part of `refund` which is
    for delivery, the rest is on the lines. `due_at` is when the next step happens by itself. The account is the
    buyer's, to pay back to: known to the producer once it is accepted, erased 30 days after the money is sent.
    """

    __tablename__ = "returns"
    __table_args__ = (
        CheckConstraint(one_of("state", ReturnState), name="state"),
        CheckConstraint(one_of("reason", ReturnReason), name="reason"),
        CheckConstraint(one_of("wanted", Wanted), name="wanted"),
        CheckConstraint("(wanted = 'amount') = (wanted_amount IS NOT NULL)", name="wanted_amount"),
        CheckConstraint("wanted_amount > 0", name="wanted_amount_positive"),
        CheckConstraint("delivery_refund >= 0 AND delivery_refund <= refund", name="refund"),
        CheckConstraint(one_of("decided_by", Party), name="decided_by"),
        CheckConstraint("state <> 'arrived' OR (arrived_at IS NOT NULL AND NOT keeps_goods)", name="arrived"),
        CheckConstraint("(account_bin = '') = (account_number = '')", name="account"),
        Index(
            "uq_returns_open",
            "sub_order_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_returns_sub_order_id", "sub_order_id"),
        Index("ix_returns_state_due_at", "state", "due_at"),
    )
    S = ReturnState
    moves = {
        S.ASKED: frozenset({S.ACCEPTED, S.DECLINED, S.MEDIATION, S.WITHDRAWN}),
        S.DECLINED: frozenset({S.MEDIATION}),
        S.MEDIATION: frozenset({S.ACCEPTED, S.DECLINED, S.WITHDRAWN}),
        S.ACCEPTED: frozenset({S.ARRIVED, S.SETTLED, S.WITHDRAWN}),
        S.ARRIVED: frozenset({S.SETTLED, S.MEDIATION}),
        S.SETTLED: frozenset(),
        S.WITHDRAWN: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True, default=lambda: new_code(10))
    sub_order_id: Mapped[int] = mapped_column(ForeignKey("sub_orders.id"))
    state: Mapped[str] = mapped_column(default=ReturnState.ASKED)
    asked_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    reason: Mapped[str]
    text: Mapped[LongText] = mapped_column(default="")
    wanted: Mapped[str]
    wanted_amount: Mapped[Dong | None]
    answer: Mapped[LongText] = mapped_column(default="")
    objection: Mapped[LongText] = mapped_column(default="")
    verdict: Mapped[LongText] = mapped_column(default="")
    decided_by: Mapped[str | None]
    keeps_goods: Mapped[bool] = mapped_column(default=False)
    refund: Mapped[Dong] = mapped_column(default=0)
    delivery_refund: Mapped[Dong] = mapped_column(default=0)
    arrived_at: Mapped[datetime | None]
    account_bin: Mapped[str] = mapped_column(default="")
    account_number: Mapped[str] = mapped_column(default="")
    account_holder: Mapped[str] = mapped_column(default="")

    sub_order: Mapped[SubOrder] = relationship(lazy="raise")
    lines: Mapped[list["ReturnLine"]] = relationship(
        back_populates="of", lazy="raise", order_by="ReturnLine.id"
    )
    pictures: Mapped[list["ReturnPicture"]] = relationship(lazy="raise", order_by="ReturnPicture.position")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def source(self) -> str:
        """What its refund is for, and its rows of the ledger."""
        return f"return:{self.id}"

    @property
    def bank(self) -> str:
        return BANKS.get(self.account_bin, self.account_bin)


class ReturnLine(Base):
    """Pieces of a line; `refund` dong of the return's refund are for them. `sellable` pieces went back on the shelf."""

    __tablename__ = "return_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("refund >= 0", name="refund"),
        CheckConstraint("sellable >= 0 AND sellable <= quantity", name="sellable"),
        Index("uq_return_lines_order_line", "return_id", "order_line_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), index=True)
    quantity: Mapped[int]
    refund: Mapped[Dong] = mapped_column(default=0)
    sellable: Mapped[int] = mapped_column(default=0)

    of: Mapped[Return] = relationship(back_populates="lines", lazy="raise")
    order_line: Mapped[OrderLine] = relationship(lazy="raise")

    @property
    def source(self) -> str:
        """What its movement of stock comes from."""
        return f"return-line:{self.id}"


class ReturnPicture(Base):
    """A picture of what is wrong, with files of its own that only the people of the return may see."""

    __tablename__ = "return_pictures"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="size"),
        CheckConstraint(f"position BETWEEN 1 AND {MOST_PICTURES}", name="position"),
        Index("uq_return_pictures_position", "return_id", "position", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    position: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    width: Mapped[int]
    height: Mapped[int]
    widths: Mapped[list[int]] = mapped_column(JSON)
