"""tantivy over the same folded text, facets by its terms aggregation over fast fields."""

from pathlib import Path

import tantivy
from tantivy import Occur, Query

from catalog.rows import MARK_KINDS
from catalog.search.documents import Document
from catalog.text import fold

from ..corpus import Corpus
from ..queries import Ask, Kind
from .base import FACETS, PAGE, SUGGESTED, Answer, Fact, Folded, facts_of, folded

_MOST_VALUES = 40
_WRITER_BYTES = 128_000_000


class Tantivy:
    key = "tantivy"
    name = "tantivy"
    every = 1
    kinds = frozenset(Kind) - {Kind.TELEX, Kind.SYNONYM}

    def build(self, corpus: Corpus, folder: Path) -> None:
        self.schema = _schema()
        self.index = tantivy.Index(self.schema, str(folder))
        self.facts = {fact.id: fact for fact in facts_of(corpus)}
        self.provinces = corpus.columns.province_codes
        self.writer = self.index.writer(_WRITER_BYTES, 1)
        for document in corpus.documents:
            self.writer.add_document(self._document(document))
        self._commit()

    def query(self, ask: Ask) -> Answer:
        words = self._words(fold(ask.text).split(), fuzzy=ask.kind is Kind.TYPO)
        filters = self._filters(ask)
        query = _all_of([words, *filters.values()])
        result = self.searcher.search(query, PAGE)
        return Answer(self._ids(result), result.count, self._facets(words, filters))

    def suggest(self, text: str) -> list:
        *whole, begun = fold(text).split()
        parts = [Query.term_query(self.schema, "names", word) for word in whole]
        parts.append(Query.regex_query(self.schema, "names", f"{begun}.*"))
        return self._ids(self.searcher.search(_all_of(parts), SUGGESTED, count=False))

    def settle(self) -> None:
        """Nothing was put off."""

    def update(self, document: Document) -> None:
        self.writer.delete_documents_by_query(Query.term_query(self.schema, "id", document.product_id))
        self.writer.add_document(self._document(document))
        self._commit()

    def _commit(self) -> None:
        self.writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def _ids(self, result) -> list[int]:
        return self.searcher.fast_field_values("id", [address for _, address in result.hits])

    def _document(self, document: Document) -> tantivy.Document:
        fact = self.facts[document.product_id]
        return tantivy.Document.from_dict(
            folded(document)._asdict() | self._facts(fact) | {"id": fact.id}, self.schema
        )

    def _facts(self, fact: Fact) -> dict:
        province = self.provinces.index(fact.province)
        return {
            "sets": fact.set_number,
            "provinces": province,
            "stars": fact.stars,
            "marks": list(fact.marks),
        }

    def _words(self, words: list[str], fuzzy: bool) -> Query:
        make = Query.fuzzy_term_query if fuzzy else Query.term_query
        return _all_of([make(self.schema, "words", word) for word in words])

    def _filters(self, ask: Ask) -> dict[str, Query]:
        filters = ask.filters
        chosen = {
            "sets": filters.sets,
            "provinces": [self.provinces.index(code) for code in filters.provinces],
            "stars": filters.stars,
            "marks": [i for i, kind in enumerate(MARK_KINDS) if kind in filters.marks],
        }
        return {
            facet: Query.const_score_query(
                _any_of([Query.term_query(self.schema, facet, value) for value in sorted(values)]), 0
            )
            for facet, values in chosen.items()
            if values
        }

    def _facets(self, words: Query, filters: dict[str, Query]) -> dict[str, dict]:
        """Those that nothing is narrowed by in one pass, each other one under the other filters."""
        free = [facet for facet in FACETS if facet not in filters]
        found = self._counts(_all_of([words, *filters.values()]), free)
        for facet in filters:
            others = [query for name, query in filters.items() if name != facet]
            found |= self._counts(_all_of([words, *others]), [facet])
        return self._named(found)

    def _counts(self, query: Query, facets: list[str]) -> dict[str, dict]:
        wanted = {facet: {"terms": {"field": facet, "size": _MOST_VALUES}} for facet in facets}
        answer = self.searcher.aggregate(query, wanted)
        return {
            facet: {int(bucket["key"]): bucket["doc_count"] for bucket in answer[facet]["buckets"]}
            for facet in facets
        }

    def _named(self, found: dict[str, dict]) -> dict[str, dict]:
        return found | {
            "provinces": {self.provinces[i]: n for i, n in found["provinces"].items()},
            "marks": {MARK_KINDS[i]: n for i, n in found["marks"].items()},
        }


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in Folded._fields:
        builder.add_text_field(name, index_option="freq")
    for name in ("id", *FACETS):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


def _all_of(queries: list[Query]) -> Query:
    return (
        queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])
    )


def _any_of(queries: list[Query]) -> Query:
    return (
        queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])
    )
