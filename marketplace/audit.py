"""One row says what happened: every note of a record becomes an entry in the same transaction."""

from datetime import UTC, datetime

from sqlalchemy import JSON, event
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base


class Entry(Base):
    """What happened to which record; `at` is the only wall-clock reading and serves people, not rules."""

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    action: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    subject_id: Mapped[int]
    facts: Mapped[dict] = mapped_column(JSON)


@event.listens_for(Session, "before_commit")
def _write_notes(session: Session) -> None:
    session.flush()
    for record, action, facts in session.info.pop("notes", []):
        session.add(Entry(action=action, subject=record.__tablename__, subject_id=record.id, facts=facts))
