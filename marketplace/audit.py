"""One row says what happened: every note of a record becomes an entry in the same transaction."""

from datetime import UTC, datetime

from sqlalchemy import JSON, ForeignKey, Index, event, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.producers import Producer
from catalog.records import Base

from .jobs import enqueue

# What people are told of. Who gets which letter is said where letters are written; see docs/letters.md.
ANNOUNCED: set[str] = set()


class Entry(Base):
    """What happened to which record. `at` serves people, not rules.

    `producer_id` says whose business it is: offices see what concerns their province.
    `user_id` is who did it, where somebody was signed in: session.info holds it, and the moment ("now") too
    where the session was begun by a request or by the worker.
    """

    __tablename__ = "entries"
    __table_args__ = (Index("ix_entries_subject", "subject", "subject_id"), Index("ix_entries_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    subject_id: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    facts: Mapped[dict] = mapped_column(JSON)


_INSERT = insert(Entry.__table__).returning(Entry.__table__.c.id, sort_by_parameter_order=True)


# By what a record belongs to a producer, where it does not say so itself.
_BELONGS = {"product_id": "products", "sub_order_id": "sub_orders"}
_AT_ONCE = 500


def _owners(session: Session, records: list[Base]) -> list[int | None]:
    """Whose business each record is; a few questions, however many records there are."""
    known = {column: _producers_of(session, column, table, records) for column, table in _BELONGS.items()}
    return [_owner(record, known) for record in records]


def _owner(record: Base, known: dict[str, dict[int, int]]) -> int | None:
    if isinstance(record, Producer):
        return record.id
    if getattr(record, "producer_id", None) is not None:
        return record.producer_id
    found = (known[column].get(getattr(record, column, None)) for column in _BELONGS)
    return next((id for id in found if id is not None), None)


def _producers_of(session: Session, column: str, table: str, records: list[Base]) -> dict[int, int]:
    wanted = sorted({id for record in records if (id := getattr(record, column, None)) is not None})
    owner, found = Base.metadata.tables[table].c, {}
    for i in range(0, len(wanted), _AT_ONCE):
        query = select(owner.id, owner.producer_id).where(owner.id.in_(wanted[i : i + _AT_ONCE]))
        found |= dict(session.execute(query).all())
    return found


@event.listens_for(Session, "before_commit")
def _write_notes(session: Session) -> None:
    session.flush()
    notes = session.info.pop("notes", [])
    if not notes:
        return
    now = session.info.get("now") or datetime.now(UTC)
    owners = _owners(session, [record for record, _action, _facts in notes])
    entries = [
        {
            "at": now,
            "action": action,
            "subject": record.__tablename__,
            "subject_id": record.id,
            "user_id": session.info.get("user_id"),
            "producer_id": owner,
            "facts": facts,
        }
        for (record, action, facts), owner in zip(notes, owners, strict=True)
    ]
    ids = session.connection().execute(_INSERT, entries).scalars().all()
    for id, entry in zip(ids, entries, strict=True):
        if entry["action"] in ANNOUNCED:
            enqueue(session, "announce", now, entry=id)
