"""The library's `Searcher.refresh()` keeps deleted documents and shows changed ones several times; we open snapshots."""

import ast
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Term

from catalog.search.documents import Document
from catalog.search.index.schema import FOLDED, NAME
from tests.catalog.search.corpus import Corpus
from tests.catalog.search.index.making import MadeIndex, ids_with

ROOT = Path(__file__).parents[4]
UPDATES = 12
# A word that no other document has.
WORD = "xoan"


def version_of(number: int) -> Document:
    return Document(7, (f"{WORD} {number}",), ("thử",), f"lần {number}")


@pytest.fixture
def index(tmp_path) -> MadeIndex:
    made = MadeIndex(tmp_path / "index", Corpus(30))
    made.update([version_of(0)])
    return made


def test_a_product_changed_often_is_there_once_and_then_not_at_all(index):
    for number in range(1, UPDATES + 1):
        index.update([version_of(number)])
        assert ids_with(index.snapshot, WORD) == [7]
        assert ids_with(index.snapshot, f"{WORD} {number}") == [7]
        assert ids_with(index.snapshot, f"{WORD} {number - 1}") == []
        assert index.snapshot.documents == 30
    index.update([], [7])
    assert ids_with(index.snapshot, WORD) == []
    assert index.snapshot.documents == 29


def test_so_it_is_for_a_reader_that_looks_seldom(index):
    assert ids_with(index.snapshot, WORD) == [7]
    for number in range(1, UPDATES + 1):
        index.update([version_of(number)])
    assert ids_with(index.snapshot, WORD) == [7]
    index.update([], [7])
    index.update([version_of(0)])
    assert ids_with(index.snapshot, f"{WORD} 0") == [7]
    assert ids_with(index.snapshot, f"{WORD} {UPDATES}") == []


def test_the_librarys_own_refresh_still_shows_it_too_often(index):
    """Why ours is not made of it. Should a release mend it, this fails, and the warnings can go."""
    storage = FileStorage(str(index.store.folder / index.store.state().folder))
    searcher = storage.open_index(NAME).searcher()
    try:
        for number in range(1, UPDATES + 1):
            index.update([version_of(number)])
            searcher = searcher.refresh()
        assert len(searcher.search(Term(FOLDED, WORD), limit=None)) > 1
    finally:
        searcher.close()


def pitfalls(source: str) -> list[str]:
    """What of the library is never used: its refreshing, its reuse of readers, and its parser of queries."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr="refresh", value=ast.Name(id="session")):
                pass  # that of the database
            case ast.Attribute(attr="refresh") | ast.keyword(arg="reuse"):
                found.append(f"line {node.lineno if hasattr(node, 'lineno') else node.value.lineno}")
            case ast.ImportFrom(module=str() as module) if module.startswith("whoosh.qparser"):
                found.append(module)
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) if "QueryParser" in name:
                found.append(name)
    return found


@pytest.mark.parametrize(
    "line",
    [
        "searcher = searcher.refresh()",
        "index.reader(reuse=old)",
        "from whoosh.qparser import MultifieldParser",
        "whoosh.qparser.QueryParser('a', schema)",
    ],
)
def test_a_pitfall_is_recognised(line):
    assert pitfalls(line)


def test_we_step_into_none_of_them():
    files = sorted((ROOT / "catalog").rglob("*.py"))
    assert ROOT / "catalog/search/index/snapshot.py" in files
    assert {str(path): found for path in files if (found := pitfalls(path.read_text("utf-8")))} == {}
