"""The timetable of a fair's meetings, made from the wishes of both sides, and whom a new one concerns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session, joinedload

from .applications import EXHIBITING, Application
from .fairs import Fair
from .meeting_plan import Pair, Person, plan
from .meetings import MOST_WISHES, BusySlot, Meeting, MeetingSlot, MeetingWish, Side, slots_of
from .visitors import Visitor, VisitorKind, VisitorState


class Appointment(NamedTuple):
    """One meeting as somebody's own timetable has it: `other` is the id of whom they meet."""

    starts_at: datetime
    ends_at: datetime
    other: int
    table: int


Diaries = dict[Person, set[Appointment]]


def make_timetable(session: Session, fair: Fair) -> int:
    """Make the timetable from the wishes anew; it takes the place of the former one. Returns the number of meetings.

    What both sides wish comes first, then what ranks higher. The fair's row is locked. The audit notes whose meetings
    are not what they were: nobody else need be told.
    """
    session.get_one(Fair, fair.id, with_for_update=True)
    before = diaries(session, fair.id)
    slots = slots_of(session, fair.id)
    ids = [slot.id for slot in slots]
    session.execute(delete(Meeting).where(Meeting.slot_id.in_(ids)))
    placed = plan(wanted_pairs(session, fair.id), [slot.tables for slot in slots], _busy(session, ids))
    used: dict[int, int] = defaultdict(int)
    for one in placed:
        used[one.slot] += 1
        facts = {"visitor_id": one.buyer, "application_id": one.exhibitor, "table_number": used[one.slot]}
        session.add(Meeting(slot_id=ids[one.slot], **facts))
    session.flush()
    fair.note("fair.timetable_made", meetings=len(placed), **changed(before, diaries(session, fair.id)))
    return len(placed)


def remove_slots(session: Session, fair: Fair, day_from: datetime, day_until: datetime) -> int:
    """Take away the slots that begin in this time, with the meetings in them. Returns how many."""
    before = diaries(session, fair.id)
    times = MeetingSlot.starts_at >= day_from, MeetingSlot.starts_at < day_until
    gone = select(MeetingSlot.id).where(MeetingSlot.fair_id == fair.id, *times)
    session.execute(delete(Meeting).where(Meeting.slot_id.in_(gone)))
    session.execute(delete(BusySlot).where(BusySlot.slot_id.in_(gone)))
    removed = session.execute(delete(MeetingSlot).where(MeetingSlot.fair_id == fair.id, *times)).rowcount
    if removed:
        concerned = changed(before, diaries(session, fair.id))
        fair.note("fair.meeting_slots_removed", count=removed, **concerned)
    return removed


def diaries(session: Session, fair_id: int) -> Diaries:
    """What each person's own timetable says."""
    query = (
        select(
            MeetingSlot.starts_at,
            MeetingSlot.ends_at,
            Meeting.visitor_id,
            Meeting.application_id,
            Meeting.table_number,
        )
        .join(Meeting, Meeting.slot_id == MeetingSlot.id)
        .where(MeetingSlot.fair_id == fair_id)
    )
    found: Diaries = defaultdict(set)
    for start, end, visitor, application, table in session.execute(query):
        found[Person(True, visitor)].add(Appointment(start, end, application, table))
        found[Person(False, application)].add(Appointment(start, end, visitor, table))
    return found


def changed(before: Diaries, after: Diaries) -> dict[str, list[int]]:
    """Ids of the `visitors` and `applications` whose meetings are not what they were."""
    theirs = [who for who in before.keys() | after.keys() if before.get(who) != after.get(who)]
    return {
        "visitors": sorted(who.id for who in theirs if who.is_buyer),
        "applications": sorted(who.id for who in theirs if not who.is_buyer),
    }


def wanted_pairs(session: Session, fair_id: int) -> list[Pair]:
    """Who of those that can meet want to, once for each two; heavier where both do and where it ranks higher."""
    query = (
        select(
            MeetingWish.visitor_id,
            MeetingWish.application_id,
            func.count(),
            func.sum(MOST_WISHES + 1 - MeetingWish.rank),
        )
        .join(Visitor, Visitor.id == MeetingWish.visitor_id)
        .join(Application, Application.id == MeetingWish.application_id)
        .where(Visitor.fair_id == fair_id, Application.fair_id == fair_id, *_can_meet())
        .group_by(MeetingWish.visitor_id, MeetingWish.application_id)
    )
    # A wish of both sides weighs more than any of one.
    weight = 2 * MOST_WISHES + 1
    rows = session.execute(query)
    return [
        Pair(visitor, application, weight * sides + int(rank)) for visitor, application, sides, rank in rows
    ]


def _can_meet() -> Iterable:
    yield Visitor.state == VisitorState.REGISTERED
    yield Visitor.kind == VisitorKind.TRADE
    yield Application.state.in_(EXHIBITING)


def _busy(session: Session, slot_ids: Sequence[int]) -> dict[Person, set[int]]:
    places = {id: place for place, id in enumerate(slot_ids)}
    found: dict[Person, set[int]] = defaultdict(set)
    for busy in session.scalars(select(BusySlot).where(BusySlot.slot_id.in_(slot_ids))):
        is_buyer = busy.visitor_id is not None
        found[Person(is_buyer, busy.visitor_id or busy.application_id or 0)].add(places[busy.slot_id])
    return found


def meetings_of(session: Session, fair_id: int, side: Side | None = None, id: int = 0) -> Sequence[Meeting]:
    """The timetable of a fair, or of one visitor or exhibitor, by time and table; without who has left since it was made."""
    query = select(Meeting).join(MeetingSlot).where(MeetingSlot.fair_id == fair_id)
    if side is not None:
        own = Meeting.visitor_id if side == Side.BUYER else Meeting.application_id
        query = query.where(own == id)
    query = query.join(Visitor, Visitor.id == Meeting.visitor_id)
    query = query.join(Application, Application.id == Meeting.application_id).where(*_can_meet())
    people = joinedload(Meeting.application).joinedload(Application.producer)
    query = query.options(joinedload(Meeting.slot), joinedload(Meeting.visitor), people)
    return session.scalars(query.order_by(MeetingSlot.starts_at, Meeting.table_number)).all()


def trade_visitors(fair_id: int) -> Select[tuple[Visitor]]:
    """Those who may ask for meetings, by company."""
    theirs = Visitor.state == VisitorState.REGISTERED, Visitor.kind == VisitorKind.TRADE
    return select(Visitor).where(Visitor.fair_id == fair_id, *theirs).order_by(Visitor.company, Visitor.id)


def wishes_of(session: Session, side: Side, mine: int) -> list[int]:
    """Ids of those whom one side wants to meet, its first wish first."""
    own, other = MeetingWish.visitor_id, MeetingWish.application_id
    if side == Side.EXHIBITOR:
        own, other = other, own
    query = select(other).where(own == mine, MeetingWish.side == side)
    return list(session.scalars(query.order_by(MeetingWish.rank)))


def busy_of(session: Session, side: Side, mine: int) -> set[int]:
    """Ids of the slots in which one side has no time."""
    own = BusySlot.visitor_id if side == Side.BUYER else BusySlot.application_id
    return set(session.scalars(select(BusySlot.slot_id).where(own == mine)))
