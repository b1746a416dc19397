"""Search on a Whoosh index in a folder of this machine."""

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from ..columns import Columns
from .backend import Busy, Health, Matches, NoIndex, Progress
from .documents import Document, read_documents
from .index.snapshot import Snapshot
from .index.snapshots import Snapshots
from .index.store import Busy as StoreBusy
from .index.store import Damaged, Store
from .index.view import View
from .index.writer import IndexWriter
from .searching import Searcher
from .synonyms import Synonyms


class WhooshBackend:
    """`search` and `health` from any thread; the others only under `writing()`."""

    name = "whoosh"

    def __init__(self, folder: Path):
        self.store = Store(folder)
        self.snapshots = Snapshots(self.store)
        self._writer = IndexWriter(self.store)
        self._view: View | None = None
        self._making_view = threading.Lock()

    def search(self, session: Session, columns: Columns, typed: str, synonyms: Synonyms) -> Matches:
        return self.matches(columns, typed, synonyms)

    def matches(self, columns: Columns, typed: str, synonyms: Synonyms) -> Matches:
        """Raises NoIndex."""
        snapshot = self._snapshot()
        view = self._view_of(snapshot, columns)
        try:
            return Searcher(columns, view, snapshot, synonyms, snapshot.state.version).search(typed)
        except Damaged as damage:
            self.snapshots.give_up(snapshot, str(damage))
            raise NoIndex(str(damage)) from damage

    @contextmanager
    def writing(self) -> Iterator[None]:
        try:
            with self.store.writing():
                yield
        except StoreBusy as busy:
            raise Busy(str(busy)) from None

    def reached(self) -> int | None:
        try:
            if self.store.is_rebuild_wanted:
                return None
            state = self._writer.open()
            return None if self._writer.is_worn else state.version
        except Damaged:
            return None

    def upsert(self, session: Session, product_ids: Collection[int] | None, version: int) -> None:
        wanted = None if product_ids is None else set(product_ids)
        documents = read_documents(session, wanted)
        known = self._writer.digests() if wanted is None else wanted
        self.upsert_documents(documents, set(known) - {d.product_id for d in documents}, version)
        # What was changed can be found by now; this only keeps the next searches quick.
        crowd = self.crowd()
        if crowd:
            self.merge_documents(read_documents(session, crowd), version)

    def upsert_documents(self, documents: Sequence[Document], gone: Collection[int], version: int) -> None:
        self._writer.update(documents, gone, version)
        self.snapshots.look_again()

    def crowd(self) -> set[int]:
        """Product ids of the small segments, when there are too many of these."""
        return set(self._writer.crowded())

    def merge_documents(self, documents: Sequence[Document], version: int) -> None:
        """Write these documents of the index again, as one segment."""
        self._writer.merge(documents, version)
        self.snapshots.look_again()

    def delete(self, session: Session, product_ids: Collection[int], version: int) -> None:
        self.upsert_documents([], product_ids, version)

    def rebuild(self, session: Session, version: int, progress: Progress) -> None:
        self.rebuild_from(read_documents(session), version, progress)

    def rebuild_from(self, documents: Iterable[Document], version: int, progress: Progress) -> None:
        self._writer.rebuild(documents, version, progress)
        self.snapshots.look_again()

    def want_rebuild(self) -> None:
        self.store.want_rebuild()

    def health(self, session: Session) -> Health:
        snapshot = self.snapshots.at_present()
        if snapshot is None:
            return Health(self.name, 0, 0, self.snapshots.problem)
        return Health(self.name, snapshot.documents, snapshot.state.version)

    def _snapshot(self) -> Snapshot:
        snapshot = self.snapshots.at_present()
        if snapshot is None:
            raise NoIndex(self.snapshots.problem)
        return snapshot

    def _view_of(self, snapshot: Snapshot, columns: Columns) -> View:
        view = self._view
        if view is None or not view.fits(snapshot, columns.ids):
            with self._making_view:
                view = self._view
                if view is None or not view.fits(snapshot, columns.ids):
                    view = self._view = View(snapshot, columns.ids)
        return view
