"""Work for later, written in the transaction that wants it: a job is there exactly when its reason is."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import JSON, CheckConstraint, Index, Select, delete, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, LongText

# After each failure a job rests for longer; after the last pause it is left to an officer.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
    timedelta(hours=24),
)
# Facts of a job may name a person: they are not kept longer than it takes to look into a complaint.
KEPT = timedelta(days=30)
_LONGEST_ERROR = 2000
_OPEN = text("done_at IS NULL")


class Job(Base):
    """One piece of work. `tries` counts its failures; without `due_at` it is left to an officer, with the `error`.

    `token` is what the world outside knows the job by: ids are used again when the last rows are gone.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("tries >= 0", name="tries"),
        Index("ix_jobs_open", "due_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_jobs_done_at", "done_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    key: Mapped[str | None] = mapped_column(unique=True)
    facts: Mapped[dict] = mapped_column(JSON)
    due_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[LongText] = mapped_column(default="")
    done_at: Mapped[datetime | None]

    def finish(self, now: datetime) -> None:
        self.done_at, self.leased_until = now, None

    def fail(self, error: str, now: datetime) -> None:
        """Rest until the next try, or for good."""
        self.tries += 1
        self.error = error[-_LONGEST_ERROR:]
        self.leased_until = None
        self.due_at = now + PAUSES[self.tries - 1] if self.tries <= len(PAUSES) else None

    def retry(self, now: datetime) -> None:
        """Begin anew, because an officer says so."""
        self.tries, self.due_at = 0, now
        self.note("job.retried", kind=self.kind)


# Made once: building a statement costs more than running it.
_UNLESS_KNOWN = {
    name: insert(Job.__table__)
    .on_conflict_do_nothing(index_elements=[Job.__table__.c.key])
    .returning(Job.__table__.c.id)
    for name, insert in {"sqlite": sqlite.insert, "postgresql": postgresql.insert}.items()
}


class Standing(NamedTuple):
    """How many jobs should be under way, how many have their time still to come, and how many are left."""

    due: int
    later: int
    left: int


def enqueue(
    session: Session,
    kind: str,
    now: datetime,
    *,
    key: str | None = None,
    due_at: datetime | None = None,
    **facts: Any,
) -> bool:
    """A job at `due_at`, or as soon as this transaction is committed; False where its `key` is known already."""
    row = {
        "token": secrets.token_hex(16),
        "kind": kind,
        "key": key,
        "facts": facts,
        "due_at": due_at or now,
        "tries": 0,
        "error": "",
    }
    session.flush()
    connection = session.connection()
    return connection.scalar(_UNLESS_KNOWN[connection.dialect.name], row) is not None


def _next(kinds: Collection[str], now: datetime) -> Select[tuple[Job]]:
    """The job whose turn it is: open, its time has come, and nobody is at it."""
    free = Job.leased_until.is_(None) | (Job.leased_until <= now)
    due = Job.done_at.is_(None), Job.due_at <= now, free, Job.kind.in_(kinds)
    return select(Job).where(*due).order_by(Job.due_at, Job.id).limit(1)


def is_any_due(session: Session, kinds: Collection[str], now: datetime) -> bool:
    """Whether to try `take`; locks nothing."""
    return session.scalar(_next(kinds, now).with_only_columns(Job.id)) is not None


def take(session: Session, kinds: Collection[str], now: datetime) -> Job | None:
    """The next job of these kinds, held until this writing transaction ends; what others hold is passed over."""
    return session.scalar(_next(kinds, now).with_for_update(skip_locked=True))


def hold(session: Session, id: int, leased_until: datetime) -> Job | None:
    """The job, locked, if it is still ours by the lease that we took."""
    mine = Job.id == id, Job.done_at.is_(None), Job.leased_until == leased_until
    return session.scalar(select(Job).where(*mine).with_for_update())


def left(session: Session, limit: int) -> list[Job]:
    """What was tried often enough, newest first."""
    query = select(Job).where(Job.done_at.is_(None), Job.due_at.is_(None))
    return list(session.scalars(query.order_by(Job.id.desc()).limit(limit)))


def left_job(session: Session, id: int) -> Job | None:
    """One of those, locked."""
    mine = Job.id == id, Job.done_at.is_(None), Job.due_at.is_(None)
    return session.scalar(select(Job).where(*mine).with_for_update())


def standing(session: Session, now: datetime) -> Standing:
    in_time = Job.due_at <= now
    counts = [func.count().filter(which) for which in (in_time, Job.due_at > now, Job.due_at.is_(None))]
    return Standing(*session.execute(select(*counts).where(Job.done_at.is_(None))).one())


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Since when the job has been due that waits longest."""
    return session.scalar(select(func.min(Job.due_at)).where(Job.done_at.is_(None), Job.due_at <= now))


def forget_done(session: Session, now: datetime) -> int:
    """Delete what was done long ago. Returns the number of jobs."""
    return session.execute(delete(Job).where(Job.done_at < now - KEPT)).rowcount
