"""Meetings of trade visitors and exhibitors at a fair (kết nối cung cầu): slots, wishes, and the timetable made from them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from catalog.records import Base, Refused, one_of

from .applications import EXHIBITING, Application
from .fairs import Fair
from .meeting_plan import Pair, Person, plan
from .visitors import Visitor, VisitorKind, VisitorState

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


def remove_slots(session: Session, fair: Fair, day_from: datetime, day_until: datetime) -> int:
    """Take away the slots that begin in this time, with the meetings in them. Returns how many."""
    times = MeetingSlot.starts_at >= day_from, MeetingSlot.starts_at < day_until
    gone = select(MeetingSlot.id).where(MeetingSlot.fair_id == fair.id, *times)
    session.execute(delete(Meeting).where(Meeting.slot_id.in_(gone)))
    session.execute(delete(BusySlot).where(BusySlot.slot_id.in_(gone)))
    removed = session.execute(delete(MeetingSlot).where(MeetingSlot.fair_id == fair.id, *times)).rowcount
    if removed:
        fair.note("fair.meeting_slots_removed", count=removed)
    return removed


def slots_of(session: Session, fair_id: int) -> Sequence[MeetingSlot]:
    query = select(MeetingSlot).where(MeetingSlot.fair_id == fair_id)
    return session.scalars(query.order_by(MeetingSlot.starts_at)).all()


def wish(session: Session, side: Side, mine: int, others: Sequence[int]) -> None:
    """What one side wants, in its order: `others` take the place of what it wanted before. Raises Refused for too many.

    `mine` and `others` are the ids of a visitor and of applications, or the other way round.
    """
    if len(others) > MOST_WISHES:
        raise Refused("Please choose at most %(most)d.", most=MOST_WISHES)
    own = MeetingWish.visitor_id if side == Side.BUYER else MeetingWish.application_id
    session.execute(delete(MeetingWish).where(own == mine, MeetingWish.side == side))
    for rank, other in enumerate(dict.fromkeys(others), 1):
        visitor, application = (mine, other) if side == Side.BUYER else (other, mine)
        session.add(MeetingWish(visitor_id=visitor, application_id=application, side=side, rank=rank))
    session.flush()


def mark_busy(session: Session, side: Side, mine: int, slot_ids: Iterable[int]) -> None:
    """The slots in which one side has no time take the place of those said before."""
    own = BusySlot.visitor_id if side == Side.BUYER else BusySlot.application_id
    session.execute(delete(BusySlot).where(own == mine))
    for slot in sorted(set(slot_ids)):
        session.add(BusySlot(slot_id=slot, **{own.key: mine}))
    session.flush()


def make_timetable(session: Session, fair: Fair) -> int:
    """Make the timetable from the wishes anew; it takes the place of the former one. Returns the number of meetings.

    What both sides wish comes first, then what ranks higher. The fair's row is locked.
    """
    session.get_one(Fair, fair.id, with_for_update=True)
    slots = slots_of(session, fair.id)
    ids = [slot.id for slot in slots]
    session.execute(delete(Meeting).where(Meeting.slot_id.in_(ids)))
    placed = plan(_pairs(session, fair.id), [slot.tables for slot in slots], _busy(session, ids))
    used: dict[int, int] = defaultdict(int)
    for one in placed:
        used[one.slot] += 1
        facts = {"visitor_id": one.buyer, "application_id": one.exhibitor, "table_number": used[one.slot]}
        session.add(Meeting(slot_id=ids[one.slot], **facts))
    session.flush()
    fair.note("fair.timetable_made", meetings=len(placed))
    return len(placed)


def _pairs(session: Session, fair_id: int) -> list[Pair]:
    query = (
        select(
            MeetingWish.visitor_id,
            MeetingWish.application_id,
            func.count(),
            func.sum(MOST_WISHES + 1 - MeetingWish.rank),
        )
        .join(Visitor, Visitor.id == MeetingWish.visitor_id)
        .join(Application, Application.id == MeetingWish.application_id)
        .where(Visitor.fair_id == fair_id, Application.fair_id == fair_id)
        .where(Visitor.state == VisitorState.REGISTERED, Visitor.kind == VisitorKind.TRADE)
        .where(Application.state.in_(EXHIBITING))
        .group_by(MeetingWish.visitor_id, MeetingWish.application_id)
    )
    # A wish of both sides weighs more than any of one.
    weight = 2 * MOST_WISHES + 1
    rows = session.execute(query)
    return [
        Pair(visitor, application, weight * sides + int(rank)) for visitor, application, sides, rank in rows
    ]


def _busy(session: Session, slot_ids: Sequence[int]) -> dict[Person, set[int]]:
    places = {id: place for place, id in enumerate(slot_ids)}
    found: dict[Person, set[int]] = defaultdict(set)
    for busy in session.scalars(select(BusySlot).where(BusySlot.slot_id.in_(slot_ids))):
        is_buyer = busy.visitor_id is not None
        found[Person(is_buyer, busy.visitor_id or busy.application_id or 0)].add(places[busy.slot_id])
    return found


def meetings_of(session: Session, fair_id: int, side: Side | None = None, id: int = 0) -> Sequence[Meeting]:
    """The timetable of a fair, or of one visitor or exhibitor, by time and table."""
    query = select(Meeting).join(MeetingSlot).where(MeetingSlot.fair_id == fair_id)
    if side is not None:
        own = Meeting.visitor_id if side == Side.BUYER else Meeting.application_id
        query = query.where(own == id)
    people = joinedload(Meeting.application).joinedload(Application.producer)
    query = query.options(joinedload(Meeting.slot), joinedload(Meeting.visitor), people)
    return session.scalars(query.order_by(MeetingSlot.starts_at, Meeting.table_number)).all()
