"""What was searched for, counted by day: words only, nobody's name, nothing that could be personal."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import CheckConstraint, Select, String, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..records import Base
from ..text import clean

KEPT = timedelta(days=400)
MAX_LENGTH = 60
_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
# A telephone, account or identity number, however its digits are grouped.
_NUMBER = re.compile(r"\d(?:[\s.,/()+–—_-]*\d){5}")


class Search(Base):
    """How often these words were searched for on this day, apart for found and not found."""

    __tablename__ = "searches"
    __table_args__ = (CheckConstraint("count > 0", name="count"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(128), primary_key=True)
    found: Mapped[bool] = mapped_column(primary_key=True)
    count: Mapped[int]


class Counted(NamedTuple):
    """Words with the number of searches for them and the last day of one."""

    words: str
    count: int
    last_day: date


def worth_counting(text: str) -> str | None:
    """The words in the form that is counted, or None for what could be personal or says nothing."""
    words = clean(text).lower()
    if len(words) > MAX_LENGTH or "@" in words or _NUMBER.search(words):
        return None
    return words if any(sign.isalpha() for sign in words) else None


def record(session: Session, day: date, counts: Mapping[tuple[str, bool], int]) -> None:
    """Add to the counts of this day: (words, found) → number of searches."""
    insert = _INSERTS[session.get_bind().dialect.name](Search)
    add = insert.on_conflict_do_update(
        index_elements=[Search.day, Search.words, Search.found],
        set_={"count": Search.count + insert.excluded.count},
    )
    # In one order everywhere, or two processes that write at once could wait for each other.
    rows = [
        {"day": day, "words": words, "found": found, "count": counts[words, found]}
        for words, found in sorted(counts)
    ]
    if rows:
        session.execute(add, rows)


def missed(session: Session, since: date, limit: int) -> list[Counted]:
    """What was searched for and not found, most first."""
    return _counted(session, _by_words(since, found=False), limit)


def popular(session: Session, since: date, at_least: int, limit: int) -> list[Counted]:
    """What was found at least so often, and on two days: one person in one evening makes nothing popular."""
    often = func.sum(Search.count) >= at_least
    on_two_days = func.count(Search.day.distinct()) >= 2
    return _counted(session, _by_words(since, found=True).having(often, on_two_days), limit)


def count_missed(session: Session, since: date) -> int:
    """How many different searches found nothing."""
    query = select(func.count(Search.words.distinct()))
    return session.scalar(query.where(Search.day >= since, ~Search.found)) or 0


def forget_old(session: Session, today: date) -> int:
    """Delete what nobody looks at any more. Returns the number of rows."""
    return session.execute(delete(Search).where(Search.day < today - KEPT)).rowcount


def _by_words(since: date, *, found: bool) -> Select:
    return (
        select(Search.words, func.sum(Search.count), func.max(Search.day))
        .where(Search.day >= since, Search.found == found)
        .group_by(Search.words)
    )


def _counted(session: Session, query: Select, limit: int) -> list[Counted]:
    most_first = query.order_by(func.sum(Search.count).desc(), Search.words).limit(limit)
    return [Counted(words, int(count), day) for words, count, day in session.execute(most_first)]
