"""The shop's own search: the whole Vietnamese reading, then filters, counts and order from the columns."""

from functools import cached_property
from itertools import chain
from pathlib import Path

from catalog.columns import Sort
from catalog.listing import find
from catalog.search.documents import Document
from catalog.search.suggestions import Suggester, producers_known, products_known
from catalog.search.synonym_lists import PACKAGED
from catalog.search.synonyms import parse_synonyms
from catalog.search.whoosh_backend import WhooshBackend

from ..corpus import Corpus
from ..queries import Ask, Kind
from .base import PAGE, Answer


class Ours:
    key = "ours"
    name = "the shop"
    every = 1
    kinds = frozenset(Kind)

    def build(self, corpus: Corpus, folder: Path) -> None:
        self.open(corpus, folder)
        self.backend.rebuild_from(corpus.documents, self.columns.version, lambda done, all: None)

    def open(self, corpus: Corpus, folder: Path) -> None:
        self.columns, self.day = corpus.columns, corpus.day
        self.documents = {document.product_id: document for document in corpus.documents}
        self.synonyms = parse_synonyms(PACKAGED.read_text("utf-8"))
        self.backend = WhooshBackend(folder)

    def query(self, ask: Ask) -> Answer:
        matches = self.backend.matches(self.columns, ask.text, self.synonyms)
        found = find(self.columns, ask.filters, self.day, Sort.RELEVANCE, 1, PAGE, matches)
        return Answer(found.ids, found.total, found.counts)

    def suggest(self, text: str) -> list:
        return self._suggester.suggest(text)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(chain(products_known(self.columns, self.day), producers_known(self.columns)))

    def update(self, document: Document) -> None:
        """As the shop's writer does it; the reader's columns move on as well."""
        id, version = document.product_id, self.columns.version + 1
        self.documents[id] = document
        self.backend.upsert_documents([document], (), version)
        self.columns = self.columns.changed(version, {id}, {id: self.columns.rows[id]})

    def settle(self) -> None:
        """The writer's small segments as one, when there are too many: after the change can be found."""
        if crowd := self.backend.crowd():
            self.backend.merge_documents([self.documents[id] for id in crowd], self.columns.version)
