"""Things by the words of their names."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Generic, TypeVar

from catalog.text import words

T = TypeVar("T")


class ByWord(Generic[T]):
    """Made once of things that seldom change, so that a search need not look at every name."""

    def __init__(self, things: Iterable[T], names: Callable[[T], Iterable[str]]):
        self._things: dict[str, list[T]] = {}
        for thing in things:
            for word in {word.folded for name in names(thing) for word in words(name)}:
                self._things.setdefault(word, []).append(thing)

    def candidates(self, wanted: Collection[str]) -> Sequence[T]:
        """Everything that has all of these folded words in its names, in the order given, among a few others."""
        return min((self._things.get(word, ()) for word in wanted), key=len, default=())
