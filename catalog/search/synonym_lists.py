"""The synonyms that officers edit: every version is kept, the newest is in force."""

import re
import unicodedata
from datetime import datetime
from pathlib import Path

from sqlalchemy import Row, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..acts import Registered
from ..records import Base, LongText, Refused
from ..versions import WORDS, lock_version
from .synonyms import parse_synonyms

MAX_LENGTH = 200_000
PACKAGED = Path(__file__).with_name("synonyms.txt")
# The line and paragraph separators too: a line in the browser is a line here, and errors name its number.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class SynonymList(Registered, Base):
    """One version of the whole list, in the format of synonyms.txt."""

    __tablename__ = "synonym_lists"
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[LongText]
    created_at: Mapped[datetime]

    def products_seen_through(self) -> tuple[int, ...]:
        return (WORDS,)


def current_synonyms(session: Session) -> tuple[int, str]:
    """Id and text of the list in force; the packaged one, as number 0, where none is stored yet."""
    newest = select(SynonymList.id, SynonymList.text).order_by(SynonymList.id.desc()).limit(1)
    row = session.execute(newest).first()
    return (row.id, row.text) if row else (0, _tidied(PACKAGED.read_text("utf-8")))


def edit_synonyms(session: Session, text: str, now: datetime, based_on: int | None = None) -> bool:
    """Put a new version in force; False when nothing has changed.

    `based_on` is the version that was edited. Raises Refused for a list that can't be read or is too long, and
    where another version has come into force meanwhile.
    """
    text = _tidied(text)
    if len(text) > MAX_LENGTH:
        raise Refused("The list is longer than %(limit)s characters.", limit=MAX_LENGTH)
    parse_synonyms(text)
    # One edit at a time: without the lock two could be based on the same version, and one would be lost.
    lock_version(session)
    current, in_force = current_synonyms(session)
    if based_on not in (None, current):
        raise Refused("Somebody has saved another version meanwhile.")
    if text == in_force:
        return False
    made = SynonymList(text=text, created_at=now)
    session.add(made)
    made.note("synonyms.edited", replaces=current)
    return True


def load_synonyms(session: Session, now: datetime) -> int:
    """Store the packaged list as the first version. Returns the number of rows added."""
    if session.scalar(select(SynonymList.id).limit(1)):
        return 0
    session.add(SynonymList(text=current_synonyms(session)[1], created_at=now))
    return 1


def newest_versions(session: Session, limit: int) -> list[Row[tuple[int, datetime]]]:
    """Id and moment of the newest versions, without their texts."""
    query = select(SynonymList.id, SynonymList.created_at).order_by(SynonymList.id.desc())
    return list(session.execute(query.limit(limit)))


def version_before(session: Session, id: int) -> SynonymList | None:
    query = select(SynonymList).where(SynonymList.id < id).order_by(SynonymList.id.desc())
    return session.scalar(query.limit(1))


def _tidied(text: str) -> str:
    """NFC with plain line ends: a browser sends others, and must not make a new version by that."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (line.rstrip() for line in _CONTROL.sub("", text).split("\n"))
    return "\n".join(lines).rstrip("\n") + "\n"
