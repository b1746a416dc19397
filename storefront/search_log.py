"""Counts searches in memory and writes them every few seconds, beside the requests and never in one."""

from collections import Counter, defaultdict
from datetime import date
from urllib.parse import parse_qs

from flask import Flask

from catalog.search.searches import record, worth_counting

from .clock import Clock
from .database import Database
from .tally import Tally, write_at_the_end


class SearchLog(Tally[tuple[date, str, bool]]):
    """Counts by day, words and whether anything was found."""

    def note(self, text: str, found: bool) -> None:
        """Count one search, if its words may be kept."""
        words = worth_counting(text)
        if words is not None:
            self.count((self.clock.today(), words, found))

    def _write(self, counts: Counter[tuple[date, str, bool]]) -> None:
        by_day: dict[date, dict[tuple[str, bool], int]] = defaultdict(dict)
        for (day, words, found), count in counts.items():
            by_day[day][words, found] = count
        with self.database.transaction() as session:
            for day in sorted(by_day):
                record(session, day, by_day[day])


def init(app: Flask, database: Database, clock: Clock) -> None:
    log = app.extensions["search_log"] = SearchLog(database, clock)
    write_at_the_end(log)
    app.extensions["page_cache"].on_hit.append(
        lambda environ: _count_kept(app.extensions["search_log"], environ)
    )


def _count_kept(log: SearchLog, environ: dict) -> None:
    """A listing from the page cache never reaches the view that counts. What found nothing is never kept there."""
    query = environ.get("QUERY_STRING", "")
    if environ["PATH_INFO"] != "/products" or "q=" not in query:
        return
    values = parse_qs(query)
    if "q" in values and values.get("page", ["1"])[0] == "1":
        log.note(values["q"][0], True)
