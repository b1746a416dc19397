"""Counts kept in memory and written every few seconds, beside the requests and never in one."""

import atexit
import logging
import threading
from collections import Counter
from collections.abc import Hashable
from typing import Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from .clock import Clock
from .database import Database

EVERY = 5.0
Key = TypeVar("Key", bound=Hashable)
_log = logging.getLogger(__name__)


class Tally(Generic[Key]):
    """What a process counts; a crash loses the last seconds of it. With `every` None only `flush` writes."""

    # So many different things between two writings: nobody can fill our memory.
    most = 10_000

    def __init__(self, database: Database, clock: Clock, every: float | None = EVERY):
        self.database = database
        self.clock = clock
        self.every = every
        self._counts: Counter[Key] = Counter()
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    def count(self, key: Key) -> None:
        with self._lock:
            self._add(key, 1)
            self._wind_up()

    def flush(self) -> None:
        """Write what was counted; when the database does not let us, the counts wait for the next time."""
        with self._lock:
            counts, self._counts, self._timer = self._counts, Counter(), None
        if not counts:
            return
        try:
            self._write(counts)
        except SQLAlchemyError as error:
            _log.warning("%s could not write yet: %s", type(self).__name__, error)
            with self._lock:
                for key, count in counts.items():
                    self._add(key, count)
                self._wind_up()

    def _write(self, counts: Counter[Key]) -> None:
        raise NotImplementedError

    def _add(self, key: Key, count: int) -> None:
        if key in self._counts or len(self._counts) < self.most:
            self._counts[key] += count

    def _wind_up(self) -> None:
        # After a fork the timer of the parent is here, but does not run.
        if self.every is None or (self._timer and self._timer.is_alive()):
            return
        self._timer = threading.Timer(self.every, self.flush)
        self._timer.daemon = True
        self._timer.start()


def write_at_the_end(tally: Tally) -> None:
    """A process that stops in good order loses nothing."""
    atexit.register(tally.flush)
