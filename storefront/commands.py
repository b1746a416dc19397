"""Commands of `flask --app storefront …` (through `./run app …`)."""

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask_babel import force_locale

from catalog.categories import load_categories
from catalog.place_data import load_places
from catalog.records import Refused
from marketplace import migrations
from marketplace.orders.delivery import load_rates

from .clock import clock
from .database import database
from .demo import load_demo
from .demo.pictures import draw_missing_pictures
from .locales import translated


def init(app: Flask) -> None:
    for command in (migrate, reference, demo, demo_pictures, import_catalogue_command, revise):
        app.cli.add_command(command)


@click.command()
def migrate() -> None:
    """Bring the database up to date."""
    migrations.upgrade(database().engine)


@click.command()
@click.argument("message")
def revise(message: str) -> None:
    """Write a migration from the difference between models and database (for developers)."""
    migrations.revise(database().engine, message)


@click.command()
def reference() -> None:
    """Load places, categories and delivery rates; what is there stays as it is."""
    with database().transaction() as session:
        added = load_places(session) + load_categories(session) + load_rates(session)
    click.echo(f"Reference data: {added} rows added.")


@click.command()
def demo() -> None:
    """Load the demo catalogue once, then draw its pictures."""
    with database().transaction() as session:
        added = load_demo(session, clock().now(), clock().today())
    click.echo(f"Demo data: {added} products added.")


@click.command("demo-pictures")
def demo_pictures() -> None:
    """Draw the demo pictures that are still missing; may be stopped and started again."""
    settings = current_app.extensions["settings"]
    draw_missing_pictures(database(), settings.pictures_dir, click.echo)


@click.command("import-catalogue")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_catalogue_command(file: Path) -> None:
    """Load products, packs and recognitions from a CSV, XLSX or JSON Lines FILE; see docs/import-catalogue.md."""
    # The spreadsheet libraries are slow to load and only this command needs them.
    from marketplace.register.catalogue_import import import_catalogue
    from marketplace.spreadsheets import read_table

    with force_locale("vi"):
        try:
            table = read_table(file)
            with database().transaction() as session, click.progressbar(length=1, label=file.name) as bar:
                outcome = import_catalogue(
                    session,
                    table,
                    now=clock().now(),
                    today=clock().today(),
                    progress=lambda done, total: _advance(bar, done, total),
                )
                if outcome.errors:
                    session.rollback()
        except Refused as refusal:
            raise click.ClickException(translated(refusal)) from None
        for error in outcome.errors:
            click.echo(f"{file.name}: {_error_line(error)}", err=True)
    if outcome.errors:
        click.echo(f"{len(outcome.errors)} errors; nothing was imported.", err=True)
        sys.exit(1)
    click.echo(outcome.summary())


def _advance(bar, done: int, total: int) -> None:
    bar.length = total
    bar.update(done - bar.pos)


def _error_line(error) -> str:
    return f"row {error.row}, {error.column}: {error.message % error.facts if error.facts else error.message}"
