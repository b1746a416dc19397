"""Periodic checks: when each ran last, so that one worker runs it, and the next one where that worker died."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base

# A check that has not ended by then has died with its worker, or has failed: it is begun anew.
LEASE = timedelta(minutes=10)
_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Timer(Base):
    """When the check of this name was begun that ended well."""

    __tablename__ = "timers"

    name: Mapped[str] = mapped_column(primary_key=True)
    last_run_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]


def is_due(session: Session, name: str, every: timedelta, now: datetime) -> bool:
    """Whether to try `take`; locks nothing."""
    timer = session.get(Timer, name)
    if timer is None:
        return True
    rested = timer.last_run_at is None or timer.last_run_at <= now - every
    return rested and (timer.leased_until is None or timer.leased_until <= now)


def take(session: Session, name: str, every: timedelta, now: datetime) -> bool:
    """Whether it is ours to run the check now: of several workers one hears yes."""
    insert = _INSERTS[session.get_bind().dialect.name](Timer)
    session.execute(insert.values(name=name).on_conflict_do_nothing())
    rested = Timer.last_run_at.is_(None) | (Timer.last_run_at <= now - every)
    free = Timer.leased_until.is_(None) | (Timer.leased_until <= now)
    mine = update(Timer).where(Timer.name == name, rested, free).values(leased_until=now + LEASE)
    return session.execute(mine).rowcount == 1


def finish(session: Session, name: str, begun_at: datetime) -> None:
    """The check begun at this moment has ended well."""
    mine = Timer.name == name, Timer.leased_until == begun_at + LEASE
    session.execute(update(Timer).where(*mine).values(last_run_at=begun_at, leased_until=None))


def last_runs(session: Session) -> dict[str, datetime | None]:
    return dict(session.execute(select(Timer.name, Timer.last_run_at)).all())
