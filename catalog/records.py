"""What every record shares: base class, column types, states, refusals and notes."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, Date, DateTime, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column, object_session


class Refused(Exception):
    """A rule said no.

    `message` is an English sentence from the catalogue of translations, with `facts` for its
    placeholders; the storefront shows it in the visitor's language.
    """

    def __init__(self, message: str, **facts: Any):
        super().__init__(message % facts if facts else message)
        self.message = message
        self.facts = facts


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as naive UTC because SQLite forgets time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        return value.replace(tzinfo=UTC) if value is not None else None


Dong = Annotated[int, mapped_column(BigInteger)]
Grams = Annotated[int, mapped_column(BigInteger)]
LongText = Annotated[str, mapped_column(Text)]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: String(255), datetime: UtcDateTime, date: Date}

    # Whether a change of this record can be seen on a public page; see catalog/versions.py.
    public: ClassVar[bool] = False

    def note(self, action: str, **facts: Any) -> None:
        """Say what happened to this record; the audit writes it in the same transaction."""
        session = object_session(self)
        if session is None:
            raise RuntimeError("only a record in a session can note what happened to it")
        session.info.setdefault("notes", []).append((self, action, facts))


def one_of(column: str, values: type[StrEnum]) -> str:
    """The SQL of a CHECK that a text column holds one of the enum's values."""
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Stateful:
    """A record with a `state` that moves only along the table of its class."""

    moves: ClassVar[dict[StrEnum, frozenset[StrEnum]]]
    state: Any

    def move(self, to: StrEnum) -> None:
        """Set the state, or raise Refused when the table does not allow this move."""
        if to not in self.moves[type(to)(self.state)]:
            raise Refused("This step is not possible any more: something has changed meanwhile.")
        self.state = to
