"""An index in a folder of the test's own, kept in step with a corpus."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from catalog.search.documents import Document
from catalog.search.index.schema import FOLDED
from catalog.search.index.snapshot import Snapshot
from catalog.search.index.snapshots import Snapshots
from catalog.search.index.store import Store
from catalog.search.index.writer import IndexWriter
from tests.catalog.search.corpus import Corpus


def silent(done: int, total: int) -> None:
    """Progress nobody watches."""


class MadeIndex:
    """`version` counts the steps of the writer."""

    def __init__(self, folder: Path, corpus: Corpus):
        self.corpus = corpus
        self.store = Store(folder)
        self.writer = IndexWriter(self.store)
        self.snapshots = Snapshots(self.store)
        self.version = 0
        self.rebuild()

    def rebuild(self) -> None:
        self.version += 1
        with self.store.writing():
            self.writer.rebuild(self.corpus, self.version, silent)

    def update(self, documents: list[Document], gone: list[int] = ()) -> None:
        self.version += 1
        with self.store.writing():
            self.writer.update(documents, gone, self.version)

    def change(self, wanted: int) -> None:
        self.update(self.corpus.change(wanted))

    def drop(self, wanted: int) -> None:
        self.update([], self.corpus.drop(wanted))

    def merge(self) -> None:
        """Write as one what stands in too many segments."""
        crowd = set(self.writer.crowded())
        self.version += 1
        with self.store.writing():
            self.writer.merge([self.corpus.documents[id] for id in sorted(crowd)], self.version)

    @property
    def snapshot(self) -> Snapshot:
        snapshot = self.snapshots.at_present()
        assert snapshot is not None, self.snapshots.problem
        return snapshot

    def files(self) -> Iterator[Path]:
        """Those the present index is made of."""
        yield self.store.folder / "current.json"
        state = self.store.state()
        yield from (self.store.folder / state.folder / name for name in sorted(state.files))


def ids_with(snapshot: Snapshot, term: str, field: str = FOLDED) -> list[int]:
    """Ids of the products that have the term, as often as the index shows them."""
    documents, _, _ = snapshot.scored(field, term)
    ids = snapshot.product_ids[documents]
    return np.sort(ids[ids >= 0]).tolist()
