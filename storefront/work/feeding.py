"""Feeds the search index, as the only one who writes it."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import click
from sqlalchemy.exc import SQLAlchemyError

from catalog.search.backend import Backend, Busy, Progress
from catalog.search.feeding import catch_up

from ..database import database
from ..words import search_backend

_log = logging.getLogger(__name__)
# How long a change may wait for the index, and a second worker for its turn, in seconds.
_STEP, _TURN = 0.5, 5.0


def keep_feeding(goes_on: Callable[[], bool]) -> None:
    """Bring every change of the catalogue into the index within a second, while `goes_on`."""
    backend = search_backend()
    while goes_on():
        try:
            with backend.writing():
                _feed(backend, goes_on)
        except Busy:
            _rest(_TURN, goes_on)
        except SQLAlchemyError as error:
            _log.warning("The database does not answer, search waits: %s", error)
            _rest(_TURN, goes_on)


def _feed(backend: Backend, goes_on: Callable[[], bool]) -> None:
    while goes_on():
        try:
            index_once(backend)
        except SQLAlchemyError as error:
            _log.warning("The database does not answer, search waits: %s", error)
        except OSError as error:
            _log.error("The search index can't be written: %s", error)
        time.sleep(_STEP)


def _rest(seconds: float, goes_on: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while goes_on() and time.monotonic() < end:
        time.sleep(_STEP)


def index_once(backend: Backend, progress: Progress = lambda done, total: None) -> bool:
    """One step of the writer; whether there was anything to do. Raises SQLAlchemyError, OSError."""
    with database().reading() as session:
        return catch_up(session, backend, progress)


def build_index() -> None:
    """Bring the index up to date, or make one, before the next page. A running worker is left to it."""
    backend = search_backend()
    try:
        with backend.writing(), bar() as progress:
            index_once(backend, progress)
    except Busy:
        click.echo("The search index is being kept by a running worker.")


@contextmanager
def bar() -> Iterator[Progress]:
    """A progress bar that appears when there is something to tell, and is as long as that."""
    with ExitStack() as stack:
        shown = None

        def progress(done: int, total: int) -> None:
            nonlocal shown
            if shown is None:
                shown = stack.enter_context(click.progressbar(length=total, label="search index"))
            shown.update(done - shown.pos)

        yield progress
