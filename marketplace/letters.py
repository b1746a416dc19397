"""Letters to people, by e-mail or text message: what is to be said to whom; the worker writes and sends them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, LongText

from .jobs import Job, enqueue

KEPT = timedelta(days=30)


class SentLetter(Base):
    """Development's mailbox: a letter that was kept here instead of going out. `html` is empty for a text message."""

    __tablename__ = "sent_letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    to: Mapped[str]
    subject: Mapped[str]
    text: Mapped[LongText]
    html: Mapped[LongText]
    at: Mapped[datetime] = mapped_column(index=True)


def send(
    session: Session,
    letter: str,
    to: str,
    language: str,
    now: datetime,
    *,
    key: str | None = None,
    due_at: datetime | None = None,
    **facts: Any,
) -> bool:
    """Have the letter of this name written in `language` ("vi" or "en") from its facts, once this is committed,
    or at `due_at`.

    `to` is an e-mail address, or a telephone number in international form. A `key` that is known already
    sends nothing (False).
    """
    return enqueue(
        session, "letter", now, key=key, due_at=due_at, letter=letter, to=to, language=language, facts=facts
    )


def withdraw(session: Session, contacts: Collection[str]) -> int:
    """Nothing that still waits, or that an officer was left with, is written to these any more. Returns how many."""
    unsent = Job.kind == "letter", Job.done_at.is_(None), Job.facts["to"].as_string().in_(list(contacts))
    return session.execute(delete(Job).where(*unsent)).rowcount


def forget_sent(session: Session, now: datetime) -> int:
    """Delete what development's mailbox has kept long enough. Returns the number of letters."""
    return session.execute(delete(SentLetter).where(SentLetter.at < now - KEPT)).rowcount
