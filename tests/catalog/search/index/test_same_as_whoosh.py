"""Queries executed in numpy find what the library's own searcher finds, in its order, with its scores."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

import numpy as np
import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.query import And, Or, Query, Term
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from catalog.search.hits import both
from catalog.search.index.schema import EXACT, FOLDED, NAME, NAMED, PRODUCT_ID
from catalog.search.index.view import View
from tests.catalog.search.corpus import Corpus, lexicon, terms_of
from tests.catalog.search.index.making import MadeIndex

# Queries of each of the five tests.
DOCUMENTS, QUERIES = 300, 200
Scores = dict[int, float]
Terms = dict[str, set[str]]


@dataclass(frozen=True)
class Asked:
    """Terms of which a document must have all, or any."""

    terms: tuple[tuple[str, str], ...]
    all: bool

    @property
    def query(self) -> Query:
        terms = [Term(field, text) for field, text in self.terms]
        return terms[0] if len(terms) == 1 else (And if self.all else Or)(terms)


class Asker:
    """Random queries of what the documents have: frequent words more often than rare ones, some of them unknown."""

    def __init__(self, documents: list[Terms]):
        self.random = Random(2)
        self._terms = {field: Counter() for field in (EXACT, FOLDED, NAMED)}
        for document in documents:
            for field, terms in document.items():
                self._terms[field].update(sorted(terms))
        self._pairs = [term for term in self._terms[FOLDED] if " " in term]

    def ask(self) -> Asked:
        match self.random.randrange(4):
            case 0:
                return Asked((self._term(),), True)
            case 1:
                return Asked(((FOLDED, self.random.choice(self._pairs)),), True)
            case 2:
                return Asked(self._some(2, 4), True)
            case _:
                return Asked(self._some(2, 3), False)

    def _some(self, fewest: int, most: int) -> tuple[tuple[str, str], ...]:
        wanted = self.random.randint(fewest, most)
        # A term named twice counts twice in the library, and is never asked for by us.
        return tuple({self._term(): None for _ in range(wanted)})

    def _term(self) -> tuple[str, str]:
        if self.random.random() < 0.02:
            return FOLDED, "zzz"
        field = self.random.choice((EXACT, FOLDED, NAMED))
        counts = self._terms[field]
        return field, self.random.choices(list(counts), list(counts.values()))[0]


def ours(index: MadeIndex, view: View, asked: Asked) -> Scores:
    if asked.all:
        hits = _of_term(view, *asked.terms[0])
        for field, text in asked.terms[1:]:
            hits = both(hits, _of_term(view, field, text), view.size)
        return dict(zip(view.ids[hits.rows].tolist(), hits.score.tolist(), strict=True))
    together = np.zeros(index.snapshot.documents_ever)
    for field, text in asked.terms:
        documents, _, scores = index.snapshot.scored(field, text)
        together[documents] += scores
    found = np.flatnonzero((together > 0) & (index.snapshot.product_ids >= 0))
    return dict(zip(index.snapshot.product_ids[found].tolist(), together[found].tolist(), strict=True))


def _of_term(view: View, field: str, text: str):
    return {EXACT: view.exact, FOLDED: view.folded, NAMED: view.named}[field](text)


class Library:
    """The library's own way to search the same files."""

    def __init__(self, searcher: Searcher):
        self.searcher = searcher
        self.ids = searcher.reader().column_reader(PRODUCT_ID)

    def scores(self, asked: Asked) -> Scores:
        """In the order of its results."""
        found = self.searcher.search(asked.query, limit=None).top_n
        return {self.ids[document]: score for score, document in found}


@contextmanager
def library(index: MadeIndex) -> Iterator[Library]:
    storage = FileStorage(str(index.store.folder / index.store.state().folder))
    with storage.open_index(NAME).searcher(weighting=BM25F()) as searcher:
        yield Library(searcher)


def by_hand(documents: dict[int, Terms], asked: Asked) -> set[int]:
    met = all if asked.all else any
    return {id for id, terms in documents.items() if met(text in terms[field] for field, text in asked.terms)}


def change_much(index: MadeIndex) -> None:
    for _ in range(4):
        index.change(12)
    index.update(index.corpus.add(9))


def drop_some(index: MadeIndex) -> None:
    index.drop(15)
    index.update(index.corpus.change(5), index.corpus.drop(0))


def merge(index: MadeIndex) -> None:
    while not index.writer.crowded():
        index.change(3)
    before = len(index.snapshot.segments)
    index.merge()
    assert len(index.snapshot.segments) < before / 2


STEPS: list[Callable[[MadeIndex], None]] = [change_much, drop_some, merge, MadeIndex.rebuild]


@pytest.mark.parametrize(
    "steps", range(len(STEPS) + 1), ids=["fresh", "updated", "deleted", "merged", "anew"]
)
def test_same_documents_order_and_scores(tmp_path, steps):
    corpus = Corpus(DOCUMENTS)
    units = lexicon(corpus)
    index = MadeIndex(tmp_path / "index", corpus)
    for step in STEPS[:steps]:
        step(index)
    # Pairs that a later name makes a unit are none in older stories until these are written anew.
    units &= lexicon(corpus)
    documents = {document.product_id: terms_of(document, units) for document in corpus}
    asker = Asker(list(documents.values()))
    view = View(index.snapshot, np.array(sorted(documents), np.int64))
    total = 0
    with library(index) as judge:
        for _ in range(QUERIES):
            asked = asker.ask()
            found, expected = ours(index, view, asked), judge.scores(asked)
            assert found.keys() == expected.keys() == by_hand(documents, asked), asked
            assert found == pytest.approx(expected, rel=1e-4), asked
            assert in_order(list(expected), found), asked
            total += len(found)
    assert total > 10 * QUERIES


def in_order(ids: list[int], scores: Scores) -> bool:
    """Whether our scores put the ids like this too, where they tell them apart."""
    own = np.array([scores[id] for id in ids])
    return bool((own[:-1] >= own[1:] * (1 - 1e-6)).all())


def test_documents_are_numbered_as_the_library_numbers_them(tmp_path):
    index = MadeIndex(tmp_path / "index", Corpus(60))
    change_much(index)
    alive = [number for number, id in enumerate(index.snapshot.product_ids.tolist()) if id >= 0]
    with library(index) as judge:
        assert alive == list(judge.searcher.reader().all_doc_ids())
        assert [judge.ids[number] for number in alive] == index.snapshot.product_ids[alive].tolist()
    assert index.snapshot.documents == len(index.corpus.documents)
