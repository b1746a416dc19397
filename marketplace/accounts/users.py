"""People with an account."""

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, Refused
from catalog.text import clean

from ..audit import Entry
from .passwords import hashed

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LONGEST = 200


class User(Base):
    """One person. A session is good for the `session_generation` in which it began: moving it ends them all."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email"),
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("session_generation > 0", name="session_generation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    session_generation: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    def change_password(self, password: str) -> None:
        """A new password signs out everywhere. Raises Refused for one that won't do."""
        self.password_hash = hashed(password)
        self.session_generation += 1
        self.note("user.password_changed")


def read_email(text: str) -> str:
    """An address as it is kept: in small letters. Raises Refused for what is none."""
    email = clean(text).lower()
    if len(email) > _LONGEST or not _EMAIL.fullmatch(email):
        raise Refused("This e-mail address is not complete. Write for example ten@vidu.vn.")
    return email


def find_user(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email == clean(email).lower()))


def add_user(session: Session, email: str, name: str, password: str, now: datetime) -> User:
    """A new account. Raises Refused when something can't be kept as it is."""
    name = clean(name)
    if not 0 < len(name) <= _LONGEST:
        raise Refused("Please write a name of at most %(limit)s characters.", limit=_LONGEST)
    user = User(email=read_email(email), name=name, password_hash=hashed(password), created_at=now)
    session.add(user)
    user.note("user.added")
    return user


def names_behind(session: Session, action: str, subject_ids: Collection[int]) -> dict[int, str]:
    """Who did this to each of the records: the name by the record's id, where somebody was signed in."""
    query = select(Entry.subject_id, User.name).join(User, Entry.user_id == User.id)
    rows = session.execute(query.where(Entry.action == action, Entry.subject_id.in_(subject_ids)))
    return dict(rows.all())
