"""What a reader of queries needs to know of the catalogue's words, whichever engine keeps them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol


class Vocabulary(Protocol):
    """`frequency` counts documents with a folded word or a pair ("nuoc mam"), 0 for an unknown one."""

    documents: int

    def frequency(self, term: str) -> int: ...

    def variants(self, folded: str) -> Mapping[str, int]:
        """The exact keys that fold to this word, with their documents; empty for an unknown word."""

    def known(self, folded: str) -> bool: ...

    def known_among(self, words: Iterable[str]) -> list[str]: ...

    def beginning(self, start: str, limit: int) -> Sequence[str]:
        """Folded words that begin with these letters, the first in the alphabet."""
