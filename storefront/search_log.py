"""Counts searches in memory and writes them every few seconds, beside the requests and never in one."""

import atexit
import logging
import threading
from collections import Counter, defaultdict
from datetime import date
from urllib.parse import parse_qs

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from catalog.search.searches import record, worth_counting

from .clock import Clock
from .database import Database

EVERY = 5.0
MOST = 10_000
_log = logging.getLogger(__name__)


class SearchLog:
    """Counts by day, words and whether anything was found. With `every` None only `flush` writes."""

    def __init__(self, database: Database, clock: Clock, every: float | None = EVERY):
        self.database = database
        self.clock = clock
        self.every = every
        self._counts: Counter[tuple[date, str, bool]] = Counter()
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    def note(self, text: str, found: bool) -> None:
        """Count one search, if its words may be kept."""
        words = worth_counting(text)
        if words is None:
            return
        with self._lock:
            self._add((self.clock.today(), words, found), 1)
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
            _log.warning("Searches could not be counted yet: %s", error)
            with self._lock:
                for key, count in counts.items():
                    self._add(key, count)
                self._wind_up()

    def _add(self, key: tuple[date, str, bool], count: int) -> None:
        # Beyond the limit only known words are counted: nobody can fill our memory.
        if key in self._counts or len(self._counts) < MOST:
            self._counts[key] += count

    def _wind_up(self) -> None:
        # After a fork the timer of the parent is here, but does not run.
        if self.every is None or (self._timer and self._timer.is_alive()):
            return
        self._timer = threading.Timer(self.every, self.flush)
        self._timer.daemon = True
        self._timer.start()

    def _write(self, counts: Counter[tuple[date, str, bool]]) -> None:
        by_day: dict[date, dict[tuple[str, bool], int]] = defaultdict(dict)
        for (day, words, found), count in counts.items():
            by_day[day][words, found] = count
        with self.database.transaction() as session:
            for day in sorted(by_day):
                record(session, day, by_day[day])


def init(app: Flask, database: Database, clock: Clock) -> None:
    log = app.extensions["search_log"] = SearchLog(database, clock)
    atexit.register(log.flush)
    app.extensions["page_cache"].on_hit = lambda environ: _count_kept(app.extensions["search_log"], environ)


def _count_kept(log: SearchLog, environ: dict) -> None:
    """A listing from the page cache never reaches the view that counts. What found nothing is never kept there."""
    query = environ.get("QUERY_STRING", "")
    if environ["PATH_INFO"] != "/products" or "q=" not in query:
        return
    values = parse_qs(query)
    if "q" in values and values.get("page", ["1"])[0] == "1":
        log.note(values["q"][0], True)
