"""What every engine is asked to do, and the facts beside the words that all but ours keep as of one day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from catalog.rows import MARK_KINDS
from catalog.search.documents import Document
from catalog.text import fold

from ..corpus import Corpus
from ..queries import Ask, Kind

PAGE = 24
SUGGESTED = 8
# Names count more than the names around them and these more than a story: they are repeated in the one field
# that is searched. Several weighted fields rank better and cost the others a third to a half more.
_NAMES, _HEADS = 4, 2
FACETS = ("sets", "provinces", "stars", "marks")


@dataclass
class Answer:
    """Ids of the first page, the exact total, and by facet the count of each value."""

    ids: list[int]
    total: int
    facets: dict[str, dict] = field(default_factory=dict)


class Engine(Protocol):
    """`kinds` are the classes of queries it has an answer to; others are not put to it. A slow engine is
    asked one query in `every`."""

    key: str
    name: str
    every: int
    kinds: frozenset[Kind]

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index everything in this empty folder."""

    def query(self, ask: Ask) -> Answer: ...

    def suggest(self, text: str) -> list: ...

    def update(self, document: Document) -> None:
        """Change one product's words; the next query sees it."""

    def settle(self) -> None:
        """Do what can wait until a change is to be seen."""


def answer(engine: Engine, ask: Ask) -> object:
    return engine.suggest(ask.text) if ask.kind is Kind.PREFIX else engine.query(ask)


class Fact(NamedTuple):
    """`marks` are positions in MARK_KINDS."""

    id: int
    set_number: int
    province: str
    stars: int
    marks: tuple[int, ...]


def facts_of(corpus: Corpus) -> Iterator[Fact]:
    columns = corpus.columns
    now = columns.on_day(corpus.day)
    for row, id in enumerate(columns.ids.tolist()):
        marks = tuple(i for i in range(len(MARK_KINDS)) if now.marks[row] >> i & 1)
        yield Fact(id, int(columns.set_number[row]), columns.rows[id].province, int(now.stars[row]), marks)


class Folded(NamedTuple):
    """A document without diacritics: its names alone, for suggestions, and all its words."""

    names: str
    words: str


def folded(document: Document) -> Folded:
    names, heads = fold(" ".join(document.names)), fold(" ".join(document.heads))
    return Folded(names, " ".join([*[names] * _NAMES, *[heads] * _HEADS, fold(document.body)]))


def occurring(counts: dict[str, dict]) -> dict[str, dict]:
    """The four facets alike for all engines: without values that do not occur, and without zero stars."""
    found = {facet: {value: n for value, n in counts[facet].items() if n} for facet in FACETS}
    found["stars"].pop(0, None)
    return found
