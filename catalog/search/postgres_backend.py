"""Search inside PostgreSQL: nothing beside the database, and slower than an index of its own."""

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ..columns import Columns
from .backend import Busy, Health, Matches, NoIndex, Progress
from .documents import Document, read_documents
from .postgres.tables import STATE, SearchState
from .postgres.terms import SqlTerms, View
from .postgres.words import NewestWords, Words
from .postgres.writing import Change
from .searching import Searcher
from .synonyms import Synonyms

# Any number, the same in every process: it names the lock of the one writer.
_WRITER = 7_358_120_694
_NOT_YET = "there is no index yet"


class PostgresBackend:
    """`search` and `health` see what the given session sees; the others have transactions of their own."""

    name = "postgres"

    def __init__(self, engine: Engine):
        self.engine = engine
        self._words = NewestWords()
        self._view: View | None = None
        self._making_view = threading.Lock()

    def search(self, session: Session, columns: Columns, typed: str, synonyms: Synonyms) -> Matches:
        state = session.execute(STATE).one()
        if not state.edition:
            raise NoIndex(_NOT_YET)
        words = self._words.at(session, state)
        terms = SqlTerms(session, self._view_of(words, columns))
        return Searcher(columns, terms, words, synonyms, state.version).search(typed)

    @contextmanager
    def writing(self) -> Iterator[None]:
        with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            # Taken out of the pool for good: the lock goes when the connection is closed, whatever happens.
            connection.detach()
            if not connection.scalar(select(func.pg_try_advisory_lock(_WRITER))):
                raise Busy("the index is being written by another process")
            try:
                yield
            finally:
                # The server takes a while to notice that a connection is gone: give the lock back by word.
                with suppress(SQLAlchemyError):
                    connection.execute(select(func.pg_advisory_unlock(_WRITER)))

    def reached(self) -> int | None:
        with self.engine.connect() as connection:
            state = connection.execute(STATE).one()
        return None if state.rebuild_wanted else state.version

    def upsert(self, session: Session, product_ids: Collection[int] | None, version: int) -> None:
        wanted = None if product_ids is None else set(product_ids)
        documents = read_documents(session, wanted)
        with self._change() as change:
            known = change.product_ids() if wanted is None else wanted
            change.update(documents, known - {d.product_id for d in documents}, version)

    def upsert_documents(self, documents: Sequence[Document], gone: Collection[int], version: int) -> None:
        with self._change() as change:
            change.update(documents, gone, version)

    def delete(self, session: Session, product_ids: Collection[int], version: int) -> None:
        self.upsert_documents([], product_ids, version)

    def rebuild(self, session: Session, version: int, progress: Progress) -> None:
        self.rebuild_from(read_documents(session), version, progress)

    def rebuild_from(self, documents: Iterable[Document], version: int, progress: Progress) -> None:
        with self._change() as change:
            change.rebuild(documents, version, progress)

    def want_rebuild(self) -> None:
        with self.engine.begin() as connection:
            connection.execute(update(SearchState).values(rebuild_wanted=True))

    def health(self, session: Session) -> Health:
        state = session.execute(STATE).one()
        problem = "" if state.edition else _NOT_YET
        return Health(self.name, state.documents, state.version, problem)

    @contextmanager
    def _change(self) -> Iterator[Change]:
        with self.engine.begin() as connection:
            yield Change(connection, self._words)

    def _view_of(self, words: Words, columns: Columns) -> View:
        view = self._view
        if view is None or not view.fits(words, columns.ids):
            with self._making_view:
                view = self._view
                if view is None or not view.fits(words, columns.ids):
                    view = self._view = View(words, columns.ids)
        return view
