"""Counts how often products are looked at: no person, no cookie, no address; programs left out where they say so.

A page from the page cache counts like one that was made. The same person twice is two visits.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from flask import Flask, current_app, request

from catalog.visits import record

from .clock import Clock
from .database import Database
from .tally import Tally, write_at_the_end

_PAGE = re.compile(r"/products/([^/]+)")
# What programs call themselves, roughly; one that says it is a browser is counted.
_PROGRAM = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|scan|monitor|headless|archiv|facebookexternalhit"
    r"|curl|wget|python|java/|go-http|okhttp|libwww|axios|node|httpclient",
    re.IGNORECASE,
)


class VisitLog(Tally[tuple[str, date]]):
    """Counts by the end of the product's address, and day."""

    def note(self, slug: str, environ: Mapping[str, str]) -> None:
        """Count one visit, unless a program made it or a browser that only fetches ahead."""
        agent = environ.get("HTTP_USER_AGENT", "")
        if agent and not _PROGRAM.search(agent) and "prefetch" not in environ.get("HTTP_SEC_PURPOSE", ""):
            self.count((slug, self.clock.today()))

    def _write(self, counts: Counter[tuple[str, date]]) -> None:
        with self.database.transaction() as session:
            record(session, counts)


def note_visit(slug: str) -> None:
    """Of the page that this request shows."""
    if request.method == "GET":
        current_app.extensions["visit_log"].note(slug, request.environ)


def init(app: Flask, database: Database, clock: Clock) -> None:
    log = app.extensions["visit_log"] = VisitLog(database, clock)
    write_at_the_end(log)
    app.extensions["page_cache"].on_hit.append(
        lambda environ: _count_kept(app.extensions["visit_log"], environ)
    )


def _count_kept(log: VisitLog, environ: dict) -> None:
    page = _PAGE.fullmatch(environ["PATH_INFO"])
    if page:
        log.note(page[1], environ)
