"""Who has come to a fair: scans of tickets, taken on telephones that may be without a network.

A telephone says how long after it fetched the roster it saw a ticket; the server knows when it gave out that
roster. So every moment is the server's, whatever the clock of the telephone shows, and the arrival is the earliest
scan, in whatever order they are sent.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ColumnElement, Date, ForeignKey, Index, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from catalog.codes import new_code
from catalog.days import day_of
from catalog.producers import Producer
from catalog.records import Base, UtcDateTime

from .applications import EXHIBITING, Allotment, Application, ApplicationState
from .booths import Booth
from .fairs import Fair
from .visitors import OPEN, Visitor, VisitorState

MOST_SCANS = 500


class Scan(Base):
    """Somebody's ticket was read at `scanned_at`; `key` is the telephone's own name for it, so it counts once."""

    __tablename__ = "scans"
    __table_args__ = (
        CheckConstraint("scanned_at <= received_at", name="scanned_at"),
        CheckConstraint("length(key) BETWEEN 8 AND 64", name="key"),
        Index("ix_scans_fair_id_code", "fair_id", "code", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"))
    code: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    day: Mapped[date] = mapped_column(Date)
    scanned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Seen(NamedTuple):
    """What a telephone tells: its name for the scan, the code, and the seconds since it fetched the roster."""

    key: str
    code: str
    seconds: float


class Outcome(StrEnum):
    """`BEFORE`: had come already that day. `NOT_PAID`: it can be paid at the gate. `NOT_GOOD`: cancelled, or not confirmed."""

    COME = "come"
    BEFORE = "before"
    NOT_PAID = "not_paid"
    NOT_GOOD = "not_good"
    UNKNOWN = "unknown"


class Guest(NamedTuple):
    """A line of the roster; `booth` is empty for a visitor, `came_at` None for who has not come that day.

    Who has not paid `is_good` only once they have.
    """

    code: str
    name: str
    heads: int
    booth: str
    came_at: datetime | None
    is_good: bool = True


def new_key() -> str:
    """A name for a scan that nobody else gives."""
    return new_code(16)


def roster(session: Session, fair: Fair, day: date, codes: Collection[str] | None = None) -> list[Guest]:
    """Exhibitors by booth, then visitors by name: all who may come in on this day, or once they have paid; or those
    with these codes."""
    came = arrivals(session, fair, day, codes)
    exhibitors = [
        Guest(code, name, 1, booth, came.get(code)) for code, name, booth in _exhibitors(session, fair, codes)
    ]
    visitors = [
        Guest(code, name, heads, "", came.get(code), state == VisitorState.REGISTERED)
        for code, name, heads, state in _visitors(session, fair, codes)
    ]
    return exhibitors + visitors


def _among(column: InstrumentedAttribute[str], codes: Collection[str] | None) -> ColumnElement[bool]:
    return true() if codes is None else column.in_(codes)


def _exhibitors(session: Session, fair: Fair, codes: Collection[str] | None) -> Sequence:
    query = (
        select(Application.code, Producer.name, Booth.number)
        .join(Producer, Producer.id == Application.producer_id)
        .join(Allotment, Allotment.application_id == Application.id)
        .join(Booth, Booth.id == Allotment.booth_id)
        .where(Application.fair_id == fair.id, Allotment.released_at.is_(None))
        .where(Application.state.in_(EXHIBITING | {ApplicationState.NO_SHOW}))
        .where(_among(Application.code, codes))
    )
    return session.execute(query.order_by(Booth.number, Allotment.place)).all()


def _visitors(session: Session, fair: Fair, codes: Collection[str] | None) -> Sequence:
    mine = Visitor.fair_id == fair.id, Visitor.state.in_(OPEN), _among(Visitor.code, codes)
    query = select(Visitor.code, Visitor.name, Visitor.heads, Visitor.state).where(*mine)
    return session.execute(query.order_by(Visitor.name, Visitor.id)).all()


def arrivals(
    session: Session, fair: Fair, day: date, codes: Collection[str] | None = None
) -> dict[str, datetime]:
    """When each ticket was seen first on this day, by its code."""
    mine = Scan.fair_id == fair.id, Scan.day == day, _among(Scan.code, codes)
    query = select(Scan.code, func.min(Scan.scanned_at)).where(*mine)
    return dict(session.execute(query.group_by(Scan.code)).all())


def take_scans(
    session: Session, fair: Fair, roster_given_at: datetime, seen: Iterable[Seen], user_id: int, now: datetime
) -> list[tuple[Seen, Outcome]]:
    """Count what a telephone has seen since the roster of that moment; what was sent before counts once.

    The fair's row is locked. An exhibitor's first scan checks its application in.
    """
    session.get_one(Fair, fair.id, with_for_update=True)
    seen = list(seen)[:MOST_SCANS]
    codes = {one.code for one in seen}
    applications, visitors = _applications(session, fair, codes), _tickets(session, fair, codes)
    known = _known(session, fair, {one.key for one in seen})
    first = _first_scans(session, fair, codes)
    told = []
    for one in seen:
        outcome = _judge(applications.get(one.code) or visitors.get(one.code))
        if outcome == Outcome.COME:
            at = known.get(one.key) or _moment(roster_given_at, one.seconds, now)
            if one.key not in known:
                known[one.key] = at
                _write(session, fair, one, at, user_id, now)
            # Told once more, the scan that let somebody in has still let them in.
            is_first = first.setdefault((one.code, day_of(at)), one.key) == one.key
            outcome = Outcome.COME if is_first else Outcome.BEFORE
        told.append((one, outcome))
    for application in applications.values():
        _check_in(session, application, first.keys())
    session.flush()
    return told


def _moment(given_at: datetime, seconds: float, now: datetime) -> datetime:
    """Never before the roster was given out, and never after it is told."""
    return min(given_at + timedelta(seconds=max(0.0, seconds)), now)


def _judge(subject: Application | Visitor | None) -> Outcome:
    if subject is None:
        return Outcome.UNKNOWN
    if subject.state in EXHIBITING | {ApplicationState.NO_SHOW, VisitorState.REGISTERED}:
        return Outcome.COME
    unpaid = isinstance(subject, Visitor) and subject.state in (VisitorState.PENDING, VisitorState.LAPSED)
    return Outcome.NOT_PAID if unpaid else Outcome.NOT_GOOD


def _write(session: Session, fair: Fair, one: Seen, at: datetime, user_id: int, now: datetime) -> None:
    facts = {"scanned_at": at, "received_at": now, "day": day_of(at), "user_id": user_id}
    session.add(Scan(fair_id=fair.id, code=one.code, key=one.key, **facts))


def _check_in(session: Session, application: Application, come: Collection[tuple[str, date]]) -> None:
    waits = application.state in (ApplicationState.CONFIRMED, ApplicationState.NO_SHOW)
    if waits and any(code == application.code for code, _day in come):
        application.move(ApplicationState.CHECKED_IN)
        application.revision += 1
        application.note("application.checked_in")


def _applications(session: Session, fair: Fair, codes: set[str]) -> dict[str, Application]:
    mine = Application.fair_id == fair.id, Application.code.in_(codes)
    query = select(Application).where(*mine).order_by(Application.id).with_for_update()
    return {one.code: one for one in session.scalars(query)}


def _tickets(session: Session, fair: Fair, codes: set[str]) -> dict[str, Visitor]:
    mine = Visitor.fair_id == fair.id, Visitor.code.in_(codes)
    return {one.code: one for one in session.scalars(select(Visitor).where(*mine))}


def _known(session: Session, fair: Fair, keys: set[str]) -> dict[str, datetime]:
    """The moment of each scan that was told before."""
    query = select(Scan.key, Scan.scanned_at).where(Scan.fair_id == fair.id, Scan.key.in_(keys))
    return dict(session.execute(query).all())


def _first_scans(session: Session, fair: Fair, codes: set[str]) -> dict[tuple[str, date], str]:
    """The scan by which each code came in on each day: the first that was told, by its key."""
    mine = Scan.fair_id == fair.id, Scan.code.in_(codes)
    firsts = select(func.min(Scan.id)).where(*mine).group_by(Scan.code, Scan.day)
    query = select(Scan.code, Scan.day, Scan.key).where(Scan.id.in_(firsts))
    return {(code, day): key for code, day, key in session.execute(query)}
