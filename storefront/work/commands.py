"""Commands of the worker: `work` beside the server, `work --once` for cron, and `reindex`."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from catalog.search.backend import Busy

from ..words import search_backend
from .feeding import bar, index_once
from .loop import run, run_once


def init(app: Flask) -> None:
    for command in (work, reindex):
        app.cli.add_command(command)


@click.command()
@click.option("--while", "server", type=int, help="Stop when the process with this number is gone.")
@click.option("--once", is_flag=True, help="Do what is due, and stop.")
@with_appcontext
def work(server: int | None, once: bool) -> None:
    """Feed the search index, send letters, do jobs and periodic checks, until stopped."""
    app = current_app._get_current_object()
    if once:
        run_once(app)
    else:
        run(app, server)


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
