"""Whoosh as its manual shows it: parsed queries, facets by groupedby, a searcher for each query."""

from pathlib import Path

from whoosh import index, sorting
from whoosh.analysis import SimpleAnalyzer
from whoosh.fields import KEYWORD, NUMERIC, TEXT, Schema
from whoosh.qparser import QueryParser
from whoosh.query import And, FuzzyTerm, Or, Prefix, Query, Term
from whoosh.searching import Results

from catalog.rows import MARK_KINDS
from catalog.search.documents import Document
from catalog.text import fold

from ..corpus import Corpus
from ..queries import Ask, Kind
from .base import FACETS, PAGE, SUGGESTED, Answer, Fact, Folded, facts_of, folded

_WRITER_MEGABYTES = 256


class StockWhoosh:
    key = "whoosh"
    name = "Whoosh, stock"
    every = 5
    kinds = frozenset(Kind) - {Kind.TELEX, Kind.SYNONYM}

    def build(self, corpus: Corpus, folder: Path) -> None:
        self.index = index.create_in(folder, _schema())
        self.parser = QueryParser("words", self.index.schema)
        self.facts = {fact.id: fact for fact in facts_of(corpus)}
        writer = self.index.writer(limitmb=_WRITER_MEGABYTES)
        for document in corpus.documents:
            writer.add_document(**self._fields(document))
        writer.commit()

    def query(self, ask: Ask) -> Answer:
        """Facets are counted under all filters, their own too: anything else would be four searches."""
        with self.index.searcher() as searcher:
            results = searcher.search(self._parsed(ask), limit=PAGE, filter=_filter(ask), groupedby=_groups())
            return Answer([hit["id"] for hit in results[:PAGE]], len(results), _counts(results))

    def suggest(self, text: str) -> list:
        *whole, begun = fold(text).split()
        query = And([*(Term("names", word) for word in whole), Prefix("names", begun)])
        with self.index.searcher() as searcher:
            return [hit["id"] for hit in searcher.search(query, limit=SUGGESTED)]

    def settle(self) -> None:
        """Nothing was put off."""

    def update(self, document: Document) -> None:
        writer = self.index.writer()
        writer.update_document(**self._fields(document))
        writer.commit()

    def _fields(self, document: Document) -> dict:
        fact = self.facts[document.product_id]
        return folded(document)._asdict() | _facts(fact) | {"id": fact.id}

    def _parsed(self, ask: Ask) -> Query:
        text = fold(ask.text)
        if ask.kind is not Kind.TYPO:
            return self.parser.parse(text)
        return And([FuzzyTerm("words", word) for word in text.split()])


def _schema() -> Schema:
    texts = {name: TEXT(analyzer=SimpleAnalyzer(), stored=True) for name in Folded._fields}
    return Schema(
        id=NUMERIC(stored=True, unique=True), **texts, **{name: KEYWORD(sortable=True) for name in FACETS}
    )


def _facts(fact: Fact) -> dict[str, str]:
    return {
        "sets": str(fact.set_number),
        "provinces": fact.province,
        "stars": str(fact.stars),
        "marks": " ".join(map(str, fact.marks)),
    }


def _filter(ask: Ask) -> Query | None:
    """The listing's filters but marks, which no query of the benchmark has."""
    chosen = {"sets": ask.filters.sets, "provinces": ask.filters.provinces, "stars": ask.filters.stars}
    parts = [Or([Term(name, str(value)) for value in values]) for name, values in chosen.items() if values]
    return And(parts) if parts else None


def _groups() -> dict[str, sorting.FieldFacet]:
    return {
        name: sorting.FieldFacet(name, allow_overlap=name == "marks", maptype=sorting.Count)
        for name in FACETS
    }


def _counts(results: Results) -> dict[str, dict]:
    found = {facet: results.groups(facet) for facet in FACETS}
    return {
        "sets": {int(value): n for value, n in found["sets"].items()},
        "provinces": found["provinces"],
        "stars": {int(value): n for value, n in found["stars"].items()},
        "marks": {MARK_KINDS[int(value)]: n for value, n in found["marks"].items() if value},
    }
