"""The writer's statements: documents and the counts of their words, each change in one transaction."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, delete, insert, select, text, update

from ..analysis import Analysed, analyse
from ..backend import Progress
from ..documents import Document
from .tables import STATE, SearchDocument, SearchState, SearchWord
from .vectors import counts, vectors
from .words import NewestWords

_PORTION = 500
_DIGESTS = text(
    "SELECT product_id, digest FROM search_documents WHERE product_id = ANY(CAST(:ids AS bigint[]))"
)
_COUNT_OFF = text(
    """
    UPDATE search_words
    SET documents = search_words.documents - gone.documents, edition = :edition
    FROM (
        SELECT lexeme, count(*) AS documents
        FROM search_documents, unnest(tsvector_to_array(words)) AS lexeme
        WHERE product_id = ANY(CAST(:ids AS bigint[]))
        GROUP BY lexeme
    ) AS gone
    WHERE search_words.lexeme = gone.lexeme
    """
)
_DELETE = text("DELETE FROM search_documents WHERE product_id = ANY(CAST(:ids AS bigint[]))")
_COUNT = text(
    """
    INSERT INTO search_words (lexeme, documents, edition)
    SELECT lexeme, documents, :edition
    FROM unnest(CAST(:lexemes AS text[]), CAST(:documents AS integer[])) AS added (lexeme, documents)
    ON CONFLICT (lexeme) DO UPDATE
    SET documents = search_words.documents + excluded.documents, edition = excluded.edition
    """
)
# New entries of a GIN index wait in a list that every search would have to go through.
_FILE = text("SELECT gin_clean_pending_list('ix_search_documents_words')")


class Change:
    """One transaction that changes the index: another one waits for it, readers do not."""

    def __init__(self, connection: Connection, words: NewestWords):
        self.connection = connection
        self.words = words
        self.state = connection.execute(STATE.with_for_update()).one()
        self._edition = self.state.edition + 1

    def product_ids(self) -> set[int]:
        return set(self.connection.scalars(select(SearchDocument.product_id)))

    def update(self, documents: Sequence[Document], gone: Collection[int], version: int) -> None:
        """Replace these documents where their words have changed, and delete those of `gone`."""
        ids = [*gone, *(document.product_id for document in documents)]
        known = dict(self.connection.execute(_DIGESTS, {"ids": ids}).all())
        changed = [document for document in documents if known.get(document.product_id) != document.digest]
        lost = [id for id in gone if id in known]
        if changed or lost:
            self._replace(changed, lost)
        self._set(version=version)

    def rebuild(self, documents: Iterable[Document], version: int, progress: Progress) -> None:
        """Delete everything and write it anew."""
        analysed = analyse(documents)
        for table in (SearchDocument, SearchWord):
            self.connection.execute(delete(table))
        for done in self._add(analysed):
            progress(done, len(analysed.product_ids))
        self._set(
            version=version,
            edition=self._edition,
            rebuilt=self._edition,
            documents=len(analysed.product_ids),
            rebuild_wanted=False,
        )

    def _replace(self, documents: Sequence[Document], gone: Sequence[int]) -> None:
        ids = [*gone, *(document.product_id for document in documents)]
        # A pair of words that a name has is a lexeme in stories too.
        pairs = self.words.at(self.connection, self.state).counts
        self.connection.execute(_COUNT_OFF, {"ids": ids, "edition": self._edition})
        deleted = self.connection.execute(_DELETE, {"ids": ids}).rowcount
        if documents:
            for _ in self._add(analyse(documents, pairs)):
                pass
        self._set(edition=self._edition, documents=self.state.documents - deleted + len(documents))

    def _add(self, analysed: Analysed) -> Iterator[int]:
        """Insert documents and count their words; tells after each portion how many are in."""
        made = vectors(analysed)
        done = 0
        while portion := [row._asdict() for row in islice(made, _PORTION)]:
            self.connection.execute(insert(SearchDocument), portion)
            done += len(portion)
            yield done
        numbers = counts(analysed)
        lexemes = {"lexemes": list(numbers), "documents": list(numbers.values())}
        self.connection.execute(_COUNT, lexemes | {"edition": self._edition})
        self.connection.execute(_FILE)

    def _set(self, **values: object) -> None:
        self.connection.execute(update(SearchState).values(**values))
