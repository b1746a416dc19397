"""Writes and questions an index in a process of its own, to be run with one package named whoosh or the other:
`python -m tests.catalog.search.index.answers [write|update|ask] FOLDER`."""

import hashlib
import json
import sys
from pathlib import Path

from catalog.search.index.schema import EXACT, FOLDED, NAMED
from catalog.search.index.snapshots import Snapshots
from catalog.search.index.store import Store
from catalog.search.index.writer import IndexWriter
from tests.catalog.search.corpus import Corpus
from tests.catalog.search.index.making import silent

CHANGED, GONE = 20, 10


def write(folder: Path) -> None:
    store = Store(folder)
    with store.writing():
        IndexWriter(store).rebuild(Corpus(300), 1, silent)


def update(folder: Path) -> None:
    corpus, store = Corpus(300), Store(folder)
    gone = corpus.drop(GONE)
    with store.writing():
        IndexWriter(store).update(corpus.change(CHANGED), gone, 2)


def ask(folder: Path) -> dict:
    """The figures of the index, and a digest of what every term finds, with its scores."""
    snapshot = Snapshots(Store(folder)).at_present()
    if snapshot is None:
        return {}
    found = hashlib.sha256()
    fields = {EXACT, FOLDED, NAMED}
    terms = {
        (field, raw.decode())
        for segment in snapshot.segments.values()
        for field in fields
        for raw in segment.reader.lexicon(field)
    }
    for field, term in sorted(terms):
        documents, weights, scores = snapshot.scored(field, term)
        shown = snapshot.product_ids[documents]
        line = [field, term, shown.tolist(), weights.tolist(), [f"{score:.5g}" for score in scores.tolist()]]
        found.update(json.dumps(line).encode())
    return {
        "documents": snapshot.documents,
        "version": snapshot.state.version,
        "terms": len(terms),
        "variants": {folded: dict(snapshot.variants(folded)) for folded in ("be", "ngao", "thui")},
        "found": found.hexdigest(),
    }


if __name__ == "__main__":
    import whoosh

    said = {"write": write, "update": update, "ask": ask}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({"package": str(Path(whoosh.__file__).parent), "said": said}))
