"""What people are told in the shop itself: one feed for each person, made of what the audit has noted."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, ScalarSelect, Select, delete, func, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base

from ..audit import Entry
from .users import User

KEPT = timedelta(days=400)
_UNREAD = text("read_at IS NULL")


class Notice(Base):
    """`kind` is said in words when it is read, in the language of the reader; `about` is the name in it."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("uq_notices_entry", "user_id", "entry_id", "kind", "path", unique=True),
        Index("ix_notices_unread", "user_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index("ix_notices_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"))
    kind: Mapped[str]
    about: Mapped[str]
    path: Mapped[str]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]


def tell(
    session: Session, entry: Entry, users: Iterable[User], kind: str, about: str, path: str
) -> list[Notice]:
    """Tell people of an entry; not whoever did it themselves. `path` is where it leads, without the language."""
    made = [
        Notice(user_id=user.id, entry_id=entry.id, kind=kind, about=about[:255], path=path, at=entry.at)
        for user in users
        if user.id != entry.user_id and user.erased_at is None
    ]
    session.add_all(made)
    session.flush()
    return made


def notices_of(user_id: int) -> Select:
    return select(Notice).where(Notice.user_id == user_id).order_by(Notice.id.desc())


def unread(user_id: object) -> ScalarSelect[int]:
    """How many somebody has not read, to be put into a query of theirs."""
    theirs = Notice.user_id == user_id, Notice.read_at.is_(None)
    return select(func.count()).select_from(Notice).where(*theirs).scalar_subquery()


def read(session: Session, user_id: int, now: datetime, id: int | None = None) -> int:
    """Mark one as read, or all. Returns how many were not."""
    theirs = [Notice.user_id == user_id, Notice.read_at.is_(None)]
    theirs += [Notice.id == id] if id is not None else []
    return session.execute(update(Notice).where(*theirs).values(read_at=now)).rowcount


def forget_old(session: Session, now: datetime) -> int:
    return session.execute(delete(Notice).where(Notice.at < now - KEPT)).rowcount
