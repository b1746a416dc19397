"""The worker beside the server: `flask --app storefront work` feeds the search index; `reindex` makes it anew."""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from catalog.search.backend import Backend, Busy, Progress
from catalog.search.feeding import catch_up

from .database import database
from .words import search_backend

_log = logging.getLogger(__name__)
# How long a change may wait for the index, and a second worker for its turn, in seconds.
_STEP, _TURN = 0.5, 5.0


def init(app: Flask) -> None:
    for command in (work, reindex):
        app.cli.add_command(command)


@click.command()
@click.option("--while", "server", type=int, help="Stop when the process with this number is gone.")
@with_appcontext
def work(server: int | None) -> None:
    """Bring every change of the catalogue into the search index within a second, until stopped."""
    backend = search_backend()
    while _lives(server):
        try:
            with backend.writing():
                _feed(backend, server)
        except Busy:
            time.sleep(_TURN)
        except SQLAlchemyError as error:
            _log.warning("The database does not answer, search waits: %s", error)
            time.sleep(_TURN)


def _feed(backend: Backend, server: int | None) -> None:
    while _lives(server):
        try:
            index_once(backend)
        except SQLAlchemyError as error:
            _log.warning("The database does not answer, search waits: %s", error)
        except OSError as error:
            _log.error("The search index can't be written: %s", error)
        time.sleep(_STEP)


def index_once(backend: Backend, progress: Progress = lambda done, total: None) -> bool:
    """One step of the writer; whether there was anything to do. Raises SQLAlchemyError, OSError."""
    with database().reading() as session:
        return catch_up(session, backend, progress)


def _lives(process: int | None) -> bool:
    if process is None:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # It is there, and somebody else's.
        return True
    return True


@click.command()
@with_appcontext
def reindex() -> None:
    """Make the search index anew beside the present one, which answers meanwhile."""
    backend = search_backend()
    backend.want_rebuild()
    try:
        with backend.writing(), bar() as progress:
            index_once(backend, progress)
    except Busy:
        click.echo("The worker is running: it makes the index anew within a few seconds.")


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


def build_index() -> None:
    """Before the first page: an index if there is none. A running worker is left to it."""
    backend = search_backend()
    try:
        with backend.writing(), bar() as progress:
            index_once(backend, progress)
    except Busy:
        click.echo("The search index is being kept by a running worker.")
