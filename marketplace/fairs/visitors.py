"""Visitors of a fair: one ticket for so many heads, within the fair's quota."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, and_, func, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.codes import new_code
from catalog.records import Base, Dong, Refused, Stateful, one_of

from .fairs import Fair

MOST_HEADS = 20
# How long a ticket waits for its money: a person looks for transfers, and nobody keeps others out for longer.
HOLD = timedelta(hours=24)


class VisitorKind(StrEnum):
    """`TRADE`: buys for a company, and may ask exhibitors for meetings."""

    PUBLIC = "public"
    TRADE = "trade"


class VisitorState(StrEnum):
    """`PENDING`: the ticket is not paid yet. `LAPSED`: it was not paid in time, and its places are free."""

    PENDING = "pending"
    REGISTERED = "registered"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


OPEN = frozenset({VisitorState.PENDING, VisitorState.REGISTERED})
_OPEN = text("state IN ('pending', 'registered')")


def new_ticket_code() -> str:
    return f"V{new_code(11)}"


class Visitor(Stateful, Base):
    """One registration: `heads` people come with the ticket of this `code`, for `amount` dong in all.

    `contact` is an e-mail address or a telephone number, and the code again for who left none; one contact registers
    once at a fair. An unpaid ticket is held through `held_until`. `company` is that of a trade visitor.
    """

    __tablename__ = "visitors"
    __table_args__ = (
        CheckConstraint(one_of("kind", VisitorKind), name="kind"),
        CheckConstraint(one_of("state", VisitorState), name="state"),
        CheckConstraint(f"heads BETWEEN 1 AND {MOST_HEADS}", name="heads"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("cash BETWEEN 0 AND amount", name="cash"),
        CheckConstraint("length(name) > 0 AND length(contact) > 0", name="name"),
        CheckConstraint("(kind = 'trade') = (length(company) > 0)", name="company"),
        CheckConstraint("state <> 'pending' OR (amount > 0 AND held_until IS NOT NULL)", name="pending"),
        Index(
            "uq_visitors_contact",
            "fair_id",
            "contact",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_visitors_fair_id_state", "fair_id", "state"),
    )
    S = VisitorState
    moves = {
        S.PENDING: frozenset({S.REGISTERED, S.LAPSED, S.CANCELLED}),
        S.REGISTERED: frozenset({S.CANCELLED}),
        # Late money finds its place again where there is one.
        S.LAPSED: frozenset({S.REGISTERED}),
        S.CANCELLED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=new_ticket_code)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str] = mapped_column(default=VisitorKind.PUBLIC)
    state: Mapped[str]
    name: Mapped[str]
    contact: Mapped[str]
    company: Mapped[str] = mapped_column(default="")
    heads: Mapped[int] = mapped_column(default=1)
    amount: Mapped[Dong] = mapped_column(default=0)
    cash: Mapped[Dong] = mapped_column(default=0)
    language: Mapped[str]
    held_until: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def can_be_written_to(self) -> bool:
        """Whether it says where a letter goes."""
        return self.contact != self.code

    def is_good(self, now: datetime) -> bool:
        """Whether it keeps its places: paid or free, or still waiting for its money."""
        if self.state == VisitorState.PENDING:
            return self.held_until is not None and now < self.held_until
        return self.state == VisitorState.REGISTERED


def heads_registered(session: Session, fair_id: int, now: datetime) -> int:
    """How many people have a place: the one count that every way of registering asks."""
    held = and_(Visitor.state == VisitorState.PENDING, Visitor.held_until > now)
    good = or_(Visitor.state == VisitorState.REGISTERED, held)
    # PostgreSQL sums integers to bigint or decimal.
    return int(session.scalar(select(func.sum(Visitor.heads)).where(Visitor.fair_id == fair_id, good)) or 0)


def places_left(session: Session, fair: Fair, now: datetime) -> int:
    """How many more people there is room for."""
    return max(0, (fair.visitor_quota or 0) - heads_registered(session, fair.id, now))


def check_room(session: Session, fair: Fair, heads: int, now: datetime) -> None:
    """Raises Refused where there are fewer places; the fair's row is locked."""
    left = places_left(session, fair, now)
    if not left:
        raise Refused("All places for visitors are taken.")
    if heads > left:
        raise Refused("Only %(left)d places are left.", left=left)
