"""One row says what happened: every note of a record becomes an entry in the same transaction."""

from datetime import UTC, datetime

from sqlalchemy import JSON, ForeignKey, Index, event
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base


class Entry(Base):
    """What happened to which record; `at` is the only wall-clock reading and serves people, not rules.

    `user_id` is who did it, where somebody was signed in: session.info holds it.
    """

    __tablename__ = "entries"
    __table_args__ = (Index("ix_entries_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    action: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    subject_id: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    facts: Mapped[dict] = mapped_column(JSON)


@event.listens_for(Session, "before_commit")
def _write_notes(session: Session) -> None:
    session.flush()
    user_id = session.info.get("user_id")
    for record, action, facts in session.info.pop("notes", []):
        subject = {"subject": record.__tablename__, "subject_id": record.id}
        session.add(Entry(action=action, user_id=user_id, facts=facts, **subject))
