"""The tables of search on PostgreSQL; on SQLite they stay empty."""

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, select
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from ...records import Base, LongText

_VECTOR = Text().with_variant(TSVECTOR(), "postgresql")


class SearchDocument(Base):
    """The words of one product; vectors.py says what a lexeme is.

    No foreign key: the index follows the catalogue a moment later, and words of what is gone have to be
    taken out of the counts.
    """

    __tablename__ = "search_documents"
    __table_args__ = (Index("ix_search_documents_words", "words", postgresql_using="gin"),)

    product_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    digest: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(_VECTOR)
    prominent: Mapped[str] = mapped_column(_VECTOR)


class SearchWord(Base):
    """How many documents have a lexeme, and the edition that changed this last; 0 for one that is no more."""

    __tablename__ = "search_words"
    __table_args__ = (CheckConstraint("documents >= 0", name="documents"),)

    lexeme: Mapped[LongText] = mapped_column(primary_key=True)
    documents: Mapped[int]
    edition: Mapped[int] = mapped_column(BigInteger, index=True)


class SearchState(Base):
    """The one row that says what the index holds.

    `version` is the catalogue version it has reached. `edition` moves only when words change, and is 0 before
    the first rebuild; `rebuilt` is the edition of the last one.
    """

    __tablename__ = "search_state"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger)
    edition: Mapped[int] = mapped_column(BigInteger)
    rebuilt: Mapped[int] = mapped_column(BigInteger)
    documents: Mapped[int]
    rebuild_wanted: Mapped[bool]


# As plain columns: the row changes under the sessions that read it.
STATE = select(*SearchState.__table__.columns)
