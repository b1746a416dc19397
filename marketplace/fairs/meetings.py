"""Meetings of trade visitors and exhibitors at a fair (kết nối cung cầu): slots, wishes, and who has no time; see timetables.py."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from catalog.days import day_of
from catalog.records import Base, Refused, one_of

from .applications import Application
from .fairs import Fair
from .visitors import Visitor

MOST_SLOTS, MOST_TABLES, MOST_WISHES = 200, 200, 20


class MeetingSlot(Base):
    """A time at which `tables` meetings go on at once."""

    __tablename__ = "meeting_slots"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="hours"),
        CheckConstraint(f"tables BETWEEN 1 AND {MOST_TABLES}", name="tables"),
        Index("uq_meeting_slots_starts_at", "fair_id", "starts_at", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    tables: Mapped[int]


class Side(StrEnum):
    BUYER = "buyer"
    EXHIBITOR = "exhibitor"


class MeetingWish(Base):
    """One side wants to meet the other; `rank` 1 is its first wish."""

    __tablename__ = "meeting_wishes"
    __table_args__ = (
        CheckConstraint(one_of("side", Side), name="side"),
        CheckConstraint(f"rank BETWEEN 1 AND {MOST_WISHES}", name="rank"),
        Index("uq_meeting_wishes_pair", "visitor_id", "application_id", "side", unique=True),
        Index("ix_meeting_wishes_application_id", "application_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visitor_id: Mapped[int] = mapped_column(ForeignKey("visitors.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    side: Mapped[str]
    rank: Mapped[int]


class BusySlot(Base):
    """A slot in which a trade visitor, or an exhibitor, has no time."""

    __tablename__ = "busy_slots"
    __table_args__ = (
        CheckConstraint("(visitor_id IS NULL) <> (application_id IS NULL)", name="whose"),
        Index("uq_busy_slots_visitor", "slot_id", "visitor_id", unique=True),
        Index("uq_busy_slots_application", "slot_id", "application_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("meeting_slots.id"))
    visitor_id: Mapped[int | None] = mapped_column(ForeignKey("visitors.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"), index=True)


class Meeting(Base):
    """Two sides meet in a slot at a table, which counts from 1. Nobody, and no table, is in two meetings at once."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("table_number > 0", name="table_number"),
        Index("uq_meetings_visitor", "slot_id", "visitor_id", unique=True),
        Index("uq_meetings_application", "slot_id", "application_id", unique=True),
        Index("uq_meetings_table", "slot_id", "table_number", unique=True),
        Index("uq_meetings_pair", "visitor_id", "application_id", unique=True),
        Index("ix_meetings_application_id", "application_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("meeting_slots.id"))
    visitor_id: Mapped[int] = mapped_column(ForeignKey("visitors.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    table_number: Mapped[int]

    slot: Mapped[MeetingSlot] = relationship(lazy="raise")
    visitor: Mapped[Visitor] = relationship(lazy="raise")
    application: Mapped[Application] = relationship(lazy="raise")


def lay_out_slots(
    session: Session, fair: Fair, begin: datetime, end: datetime, minutes: int, tables: int
) -> list[MeetingSlot]:
    """Slots of `minutes` one after the other, on one of the fair's days. Raises Refused."""
    if fair.starts_on is None or fair.ends_on is None or not fair.starts_on <= day_of(begin) <= fair.ends_on:
        raise Refused("Please choose one of the fair's days.")
    length = timedelta(minutes=minutes)
    if not 10 <= minutes <= 180 or begin + length > end:
        raise Refused("A meeting lasts 10 minutes to 3 hours, and at least one must fit in.")
    if not 1 <= tables <= MOST_TABLES:
        raise Refused("Please give 1 to %(most)d tables.", most=MOST_TABLES)
    present = slots_of(session, fair.id)
    wanted = [begin + n * length for n in range((end - begin) // length)]
    if len(present) + len(wanted) > MOST_SLOTS:
        raise Refused("A fair has at most %(most)d meeting times.", most=MOST_SLOTS)
    if any(start < slot.ends_at and slot.starts_at < start + length for start in wanted for slot in present):
        raise Refused("These times overlap with meeting times that are there already.")
    made = [MeetingSlot(fair_id=fair.id, starts_at=at, ends_at=at + length, tables=tables) for at in wanted]
    session.add_all(made)
    session.flush()
    fair.note("fair.meeting_slots_laid_out", count=len(made))
    return made


def slots_of(session: Session, fair_id: int) -> Sequence[MeetingSlot]:
    query = select(MeetingSlot).where(MeetingSlot.fair_id == fair_id)
    return session.scalars(query.order_by(MeetingSlot.starts_at)).all()


def wish(session: Session, side: Side, mine: int, others: Sequence[int]) -> None:
    """What one side wants, in its order: `others` take the place of what it wanted before. Raises Refused for too many.

    `mine` and `others` are the ids of a visitor and of applications, or the other way round.
    """
    if len(others) > MOST_WISHES:
        raise Refused("Please choose at most %(most)d.", most=MOST_WISHES)
    _lock(session, side, mine)
    own = MeetingWish.visitor_id if side == Side.BUYER else MeetingWish.application_id
    session.execute(delete(MeetingWish).where(own == mine, MeetingWish.side == side))
    for rank, other in enumerate(dict.fromkeys(others), 1):
        visitor, application = (mine, other) if side == Side.BUYER else (other, mine)
        session.add(MeetingWish(visitor_id=visitor, application_id=application, side=side, rank=rank))
    session.flush()


def mark_busy(session: Session, side: Side, mine: int, slot_ids: Iterable[int]) -> None:
    """The slots in which one side has no time take the place of those said before."""
    _lock(session, side, mine)
    own = BusySlot.visitor_id if side == Side.BUYER else BusySlot.application_id
    session.execute(delete(BusySlot).where(own == mine))
    for slot in sorted(set(slot_ids)):
        session.add(BusySlot(slot_id=slot, **{own.key: mine}))
    session.flush()


def _lock(session: Session, side: Side, mine: int) -> None:
    """Two windows of the same person say it one after the other."""
    session.get_one(Visitor if side == Side.BUYER else Application, mine, with_for_update=True)
