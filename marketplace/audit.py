"""One row says what happened: every note of a record becomes an entry in the same transaction."""

from datetime import UTC, datetime

from sqlalchemy import JSON, ForeignKey, Index, event, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base

from .jobs import enqueue

# What people are told of. Who gets which letter is said where letters are written; see docs/letters.md.
ANNOUNCED: set[str] = set()


class Entry(Base):
    """What happened to which record. `at` serves people, not rules.

    `user_id` is who did it, where somebody was signed in: session.info holds it, and the moment ("now") too
    where the session was begun by a request or by the worker.
    """

    __tablename__ = "entries"
    __table_args__ = (Index("ix_entries_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    subject_id: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    facts: Mapped[dict] = mapped_column(JSON)


_INSERT = insert(Entry.__table__).returning(Entry.__table__.c.id, sort_by_parameter_order=True)


@event.listens_for(Session, "before_commit")
def _write_notes(session: Session) -> None:
    session.flush()
    notes = session.info.pop("notes", [])
    if not notes:
        return
    now = session.info.get("now") or datetime.now(UTC)
    entries = [
        {
            "at": now,
            "action": action,
            "subject": record.__tablename__,
            "subject_id": record.id,
            "user_id": session.info.get("user_id"),
            "facts": facts,
        }
        for record, action, facts in notes
    ]
    ids = session.connection().execute(_INSERT, entries).scalars().all()
    for id, entry in zip(ids, entries, strict=True):
        if entry["action"] in ANNOUNCED:
            enqueue(session, "announce", now, entry=id)
