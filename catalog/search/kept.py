"""What was made for one search, kept for the next ones in a bounded memory."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Two halves: when the new one is full it becomes the old one, and what nobody has asked for meanwhile is gone.

    So nothing is put in order when something is found, and threads need no lock: at worst they make a thing twice.
    """

    def __init__(self, most: float, size: Callable[[T], int]):
        self._most, self._size = most, size
        self._new: dict[Hashable, T] = {}
        self._old: dict[Hashable, T] = {}
        self._filled = 0

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        found = self._new.get(key)
        if found is None:
            found = self._old.get(key)
            if found is None:
                found = make()
            self._keep(key, found)
        return found

    def _keep(self, key: Hashable, value: T) -> None:
        size = self._size(value)
        if self._filled + size > self._most / 2:
            self._new, self._old, self._filled = {}, self._new, 0
        if size <= self._most / 2:
            self._new[key] = value
            self._filled += size
