"""Visitors who register for a fair: one ticket for so many heads, within the fair's quota."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, and_, func, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.codes import new_code
from catalog.days import day_of
from catalog.records import Base, Dong, Refused, Stateful, one_of
from catalog.text import clean

from ..accounts.users import User, read_contact
from .fairs import Fair, FairPhase

MOST_HEADS = 20
# How long a ticket waits for its money, so that nobody keeps others out without paying.
HOLD = timedelta(hours=1)


class VisitorKind(StrEnum):
    """`TRADE`: buys for a company, and may ask exhibitors for meetings."""

    PUBLIC = "public"
    TRADE = "trade"


class VisitorState(StrEnum):
    """`PENDING`: the ticket is not paid yet."""

    PENDING = "pending"
    REGISTERED = "registered"
    CANCELLED = "cancelled"


_OPEN = text("state <> 'cancelled'")


def _code() -> str:
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
        S.PENDING: frozenset({S.REGISTERED, S.CANCELLED}),
        S.REGISTERED: frozenset({S.CANCELLED}),
        S.CANCELLED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=_code)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str] = mapped_column(default=VisitorKind.PUBLIC)
    state: Mapped[str]
    name: Mapped[str]
    contact: Mapped[str]
    company: Mapped[str] = mapped_column(default="")
    heads: Mapped[int] = mapped_column(default=1)
    amount: Mapped[Dong] = mapped_column(default=0)
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


def registers(fair: Fair, now: datetime) -> bool:
    """Whether visitors may register for it."""
    open_phases = (FairPhase.COMING, FairPhase.RUNNING)
    return fair.visitor_quota is not None and fair.phase(day_of(now)) in open_phases


def register(
    session: Session,
    fair: Fair,
    *,
    name: str,
    contact: str | None,
    heads: int,
    company: str,
    user: User | None,
    language: str,
    now: datetime,
) -> tuple[Visitor, bool]:
    """A ticket and True, or the one that this contact has and False: that one is for the contact's eyes alone.

    A company makes a trade visitor. `contact` is None for somebody who stands at the gate and leaves none. Raises
    Refused when it is full. The fair's row is locked, so that two who want the last place come one after the other.
    """
    fair = session.get_one(Fair, fair.id, with_for_update=True, populate_existing=True)
    if not registers(fair, now):
        raise Refused("This fair takes no registrations.")
    code = _code()
    contact = code if contact is None else read_contact(contact)
    name, company = _words(name, 80), _words(company, 120)
    if not name:
        raise Refused("Please write your name.")
    if not 1 <= heads <= MOST_HEADS:
        raise Refused("A ticket is for 1 to %(most)d people.", most=MOST_HEADS)
    known = _known(session, fair, contact, now)
    if known:
        return known, False
    _check_room(session, fair, heads, now)
    made = Visitor(
        code=code,
        fair_id=fair.id,
        user_id=user.id if user else None,
        kind=VisitorKind.TRADE if company else VisitorKind.PUBLIC,
        state=VisitorState.PENDING if fair.ticket_price else VisitorState.REGISTERED,
        name=name,
        contact=contact,
        company=company,
        heads=heads,
        amount=fair.ticket_price * heads,
        language=language,
        held_until=now + HOLD if fair.ticket_price else None,
        created_at=now,
    )
    session.add(made)
    session.flush()
    made.note("visitor.registered", fair=fair.slug, heads=heads)
    return made, True


def _known(session: Session, fair: Fair, contact: str, now: datetime) -> Visitor | None:
    """The good ticket of this contact; one whose hold has lapsed makes way."""
    mine = Visitor.fair_id == fair.id, Visitor.contact == contact, Visitor.state != VisitorState.CANCELLED
    known = session.scalar(select(Visitor).where(*mine).with_for_update())
    if known is None or known.is_good(now):
        return known
    cancel(known)
    session.flush()
    return None


def places_left(session: Session, fair: Fair, now: datetime) -> int:
    """How many more people may register."""
    return max(0, (fair.visitor_quota or 0) - heads_registered(session, fair.id, now))


def _check_room(session: Session, fair: Fair, heads: int, now: datetime) -> None:
    left = places_left(session, fair, now)
    if not left:
        raise Refused("All places for visitors are taken.")
    if heads > left:
        raise Refused("Only %(left)d places are left.", left=left)


def paid(visitor: Visitor) -> None:
    """The money for the ticket has come."""
    visitor.move(VisitorState.REGISTERED)
    visitor.note("visitor.paid", amount=visitor.amount)


def cancel(visitor: Visitor) -> None:
    """The places are free again."""
    visitor.move(VisitorState.CANCELLED)
    visitor.note("visitor.cancelled")


def _words(text: str, most: int) -> str:
    return clean(text)[:most]
