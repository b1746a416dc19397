"""SQLite FTS5 over folded text, facets by GROUP BY over the hits."""

import sqlite3
from pathlib import Path

from catalog.rows import MARK_KINDS
from catalog.search.documents import Document
from catalog.text import fold

from ..corpus import Corpus
from ..queries import Ask, Kind
from .base import PAGE, SUGGESTED, Answer, Folded, facts_of, folded

_SCHEMA = f"""
    CREATE VIRTUAL TABLE names USING fts5(text, tokenize = "unicode61 remove_diacritics 0");
    CREATE VIRTUAL TABLE words USING fts5(text, tokenize = "unicode61 remove_diacritics 0");
    CREATE TABLE facts (
        id INTEGER PRIMARY KEY, sets INTEGER, provinces TEXT, stars INTEGER,
        {", ".join(f"{kind} INTEGER" for kind in MARK_KINDS)}
    );
"""
_WRITE = "INSERT INTO {} (rowid, text) VALUES (?, ?)"
_DELETE = "DELETE FROM {} WHERE rowid = ?"
_HITS = """
    WITH hits AS MATERIALIZED (
        SELECT facts.* FROM words JOIN facts ON facts.id = words.rowid WHERE words MATCH ?
    )
"""
# bm25() is faster than the hidden column `rank`: only the best rows are kept while sorting.
_FIRST = "SELECT words.rowid FROM words {join} WHERE words MATCH ? {where} ORDER BY bm25(words) LIMIT ?"
_SUGGESTED = "SELECT rowid FROM names WHERE names MATCH ? ORDER BY bm25(names) LIMIT ?"
_JOIN = "JOIN facts ON facts.id = words.rowid"
_MARKS = ", ".join(f"total({kind})" for kind in MARK_KINDS)
_GROUPED = ("sets", "provinces", "stars")


class Fts5:
    key = "fts5"
    name = "SQLite FTS5"
    FILE = "fts5.db"
    every = 1
    kinds = frozenset(Kind) - {Kind.TYPO, Kind.TELEX, Kind.SYNONYM}

    def build(self, corpus: Corpus, folder: Path) -> None:
        self.open(folder / self.FILE)
        self.database.executescript(_SCHEMA)
        for document in corpus.documents:
            self._write(document)
        places = ", ".join("?" * (4 + len(MARK_KINDS)))
        self.database.executemany(
            f"INSERT INTO facts VALUES ({places})",
            ((*fact[:4], *(i in fact.marks for i in range(len(MARK_KINDS)))) for fact in facts_of(corpus)),
        )
        for table in Folded._fields:
            self.database.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        self.database.commit()

    def open(self, path: Path) -> None:
        self.database = sqlite3.connect(path, check_same_thread=False)
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = NORMAL")
        self.database.execute("PRAGMA cache_size = -65536")

    def query(self, ask: Ask) -> Answer:
        match = _quoted(ask.text)
        conditions = _conditions(ask)
        return Answer(self._first(match, conditions), *self._counts(match, conditions))

    def suggest(self, text: str) -> list:
        return self._ids(_SUGGESTED, (f"{_quoted(text)} *", SUGGESTED))

    def settle(self) -> None:
        """Nothing was put off."""

    def update(self, document: Document) -> None:
        with self.database:
            for table in Folded._fields:
                self.database.execute(_DELETE.format(table), (document.product_id,))
            self._write(document)

    def _write(self, document: Document) -> None:
        for table, text in folded(document)._asdict().items():
            self.database.execute(_WRITE.format(table), (document.product_id, text))

    def _first(self, match: str, conditions: dict[str, str]) -> list[int]:
        where = "".join(f" AND {condition}" for condition in conditions.values())
        statement = _FIRST.format(join=_JOIN if conditions else "", where=where)
        return self._ids(statement, (match, PAGE))

    def _ids(self, statement: str, values: tuple) -> list[int]:
        return [id for (id,) in self.database.execute(statement, values)]

    def _counts(self, match: str, conditions: dict[str, str]) -> tuple[int, dict[str, dict]]:
        """The total and all facets in one statement, the hits found once."""
        parts = [
            f"SELECT 'total', '', count(*), 0, 0, 0 FROM hits{_where(conditions)}",
            f"SELECT 'marks', '', {_MARKS} FROM hits{_where(conditions, 'marks')}",
        ]
        for facet in _GROUPED:
            where = _where(conditions, facet)
            parts.append(f"SELECT '{facet}', {facet}, count(*), 0, 0, 0 FROM hits{where} GROUP BY 2")
        found: dict[str, dict] = {"total": {}, "marks": {}} | {facet: {} for facet in _GROUPED}
        for facet, value, *counts in self.database.execute(_HITS + " UNION ALL ".join(parts), (match,)):
            marks = facet == "marks"
            found[facet] |= zip(MARK_KINDS, map(int, counts), strict=True) if marks else {value: counts[0]}
        return found.pop("total")[""], found


def _quoted(text: str) -> str:
    return " ".join(f'"{word}"' for word in fold(text).split())


def _conditions(ask: Ask) -> dict[str, str]:
    """By facet, in SQL; the values come from the program's own lists."""
    filters = ask.filters
    conditions = {
        name: f"{name} IN ({', '.join(repr(value) for value in sorted(chosen))})"
        for name, chosen in (
            ("sets", filters.sets),
            ("provinces", filters.provinces),
            ("stars", filters.stars),
        )
        if chosen
    }
    if filters.marks:
        conditions["marks"] = f"({' OR '.join(sorted(filters.marks))})"
    return conditions


def _where(conditions: dict[str, str], but: str = "") -> str:
    kept = [condition for facet, condition in conditions.items() if facet != but]
    return f" WHERE {' AND '.join(kept)}" if kept else ""
