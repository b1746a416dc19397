"""What every search backend answers, whatever engine is behind it."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Protocol

import numpy as np
from sqlalchemy.orm import Session

from ..columns import Columns
from ..text import words
from .synonyms import Synonyms


@dataclass(frozen=True)
class Offer:
    """A filter that some of the words ask for: a parameter of the listing with its value, and the words as typed."""

    name: str
    value: str
    words: str


@dataclass(frozen=True)
class Reading:
    """How the typed words were understood.

    `text` is what was searched for in the end, with diacritics where the catalogue knows them; `repaired`
    says that this is not what was typed (Telex, glued words, a typo) and has to be told; `suggestion` is
    another reading worth offering, "" for none. `words` are the folded words to highlight. `only` holds
    the exact keys that a highlighted folded word is limited to, where it was typed with diacritics.
    """

    typed: str
    text: str
    repaired: bool = False
    suggestion: str = ""
    offers: tuple[Offer, ...] = ()
    words: frozenset[str] = frozenset()
    only: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The folded words that were searched for: neither what asks for a filter nor what another word stands for."""
        return frozenset(word.folded for word in words(self.text)) & self.words


class Level:
    """Where the words were found, the worse of two words counts; `NONE` is no match."""

    NONE = -1
    SOME = 0
    ANYWHERE = 1
    HEADS = 2
    NAME = 3
    PREFIX = 4
    WHOLE = 5


@dataclass(frozen=True)
class Matches:
    """The answer to words: the rows of the columns that match (ascending), and for each of them the level,
    whether it has the typed diacritics, and the BM25 score.

    `version` is the catalogue version that the index had reached; `plain` says that the answer is a plain
    one because the index is not there.
    """

    reading: Reading
    rows: np.ndarray
    level: np.ndarray
    exact: np.ndarray
    score: np.ndarray
    version: int = 0
    plain: bool = False


class SuggestionKind(StrEnum):
    PRODUCT = "product"
    PRODUCER = "producer"
    PLACE = "place"
    MARK = "mark"
    CATEGORY = "category"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line below the search box: `text` to show, `key` is the slug (a place's code, a query's words)."""

    kind: SuggestionKind
    text: str
    key: str
    detail: str = ""


@dataclass(frozen=True)
class Health:
    """`version` is the catalogue version the index has reached; `problem` is "" when it can answer."""

    backend: str
    documents: int
    version: int
    problem: str = ""


Progress = Callable[[int, int], None]


class NoIndex(Exception):
    """There is nothing to search in now; the message says why."""


class Busy(Exception):
    """Another process is writing the index."""


class Backend(Protocol):
    """Words to matches.

    `search` and `health` may be called from any thread. The others belong to the one writer process, inside
    `writing()`; each brings the index to `version` of the catalogue, in one step that a reader sees whole or
    not at all.
    """

    name: str

    def search(self, session: Session, columns: Columns, typed: str, synonyms: Synonyms) -> Matches:
        """Raises NoIndex."""

    def writing(self) -> AbstractContextManager[None]:
        """Raises Busy."""

    def reached(self) -> int | None:
        """The version the index is at, None when it has to be rebuilt."""

    def upsert(self, session: Session, product_ids: Collection[int] | None, version: int) -> None:
        """Bring these products (or all of them) up to date; those no longer published are deleted."""

    def delete(self, session: Session, product_ids: Collection[int], version: int) -> None: ...

    def rebuild(self, session: Session, version: int, progress: Progress) -> None:
        """Make the index anew beside the present one, which answers meanwhile."""

    def want_rebuild(self) -> None:
        """Ask the writer, wherever it runs, to rebuild."""

    def health(self, session: Session) -> Health: ...
