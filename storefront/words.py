"""Search in this application: its backend, the synonyms in force, and the answers for one request."""

import logging

from flask import Flask, current_app, request
from sqlalchemy import Engine

from catalog.columns import Columns
from catalog.records import Refused
from catalog.search.backend import Backend, Matches, NoIndex
from catalog.search.plain import plain_matches
from catalog.search.postgres_backend import PostgresBackend
from catalog.search.synonym_lists import PACKAGED, current_synonyms
from catalog.search.synonyms import Synonyms, parse_synonyms
from catalog.search.whoosh_backend import WhooshBackend
from catalog.text import words
from catalog.versions import current_version

from .database import session
from .settings import Settings

_log = logging.getLogger(__name__)


class Wording:
    """The synonyms in force, read again when the catalogue's version has moved."""

    def __init__(self) -> None:
        self._kept: tuple[int, int, Synonyms] | None = None

    def at_present(self, version: int) -> Synonyms:
        kept = self._kept
        if kept is None or kept[0] != version:
            id, text = current_synonyms(session())
            parsed = kept[2] if kept is not None and kept[1] == id else _parsed(text)
            kept = self._kept = version, id, parsed
        return kept[2]


def _parsed(text: str) -> Synonyms:
    try:
        return parse_synonyms(text)
    except Refused as refusal:
        # Checked when it was saved: only a newer program can be stricter. Search does not stop for that.
        _log.error("The synonyms in force can't be read, those of the package are used: %s", refusal)
        return parse_synonyms(PACKAGED.read_text("utf-8"))


def init(app: Flask, settings: Settings) -> None:
    engine = app.extensions["database"].engine
    app.extensions |= {"search": make_backend(settings, engine), "wording": Wording()}


def make_backend(settings: Settings, engine: Engine) -> Backend:
    if settings.search_backend == "postgres":
        return PostgresBackend(engine)
    return WhooshBackend(settings.data_dir / "search")


def search_backend() -> Backend:
    return current_app.extensions["search"]


def matches_for(columns: Columns, typed: str) -> Matches | None:
    """What the typed words match at present, None where there is no word among what was typed.

    A plain answer where the index can't give one.
    """
    if not words(typed):
        return None
    synonyms = current_app.extensions["wording"].at_present(_version())
    try:
        return search_backend().search(session(), columns, typed, synonyms)
    except NoIndex as problem:
        _say_once(str(problem))
        return plain_matches(session(), columns, typed)


def _say_once(problem: str) -> None:
    """Every search meets it until the index is there again; the log need not."""
    if current_app.extensions.get("search_problem") != problem:
        current_app.extensions["search_problem"] = problem
        _log.warning("Search answers without its index: %s", problem)


def is_lasting(matches: Matches) -> bool:
    """Whether this answer holds for the whole version: the index has caught up with it."""
    return not matches.plain and matches.version >= _version()


def _version() -> int:
    return request.environ.get("chophien.version") or current_version(session())
