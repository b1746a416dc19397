"""Databases of a test's own, whose transactions really commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalog.categories import load_categories
from catalog.place_data import load_places
from marketplace import migrations
from storefront.database import Database
from tests.conftest import postgres_url


@contextmanager
def own_database(kind: str, folder: Path, name: str) -> Iterator[Database]:
    """Migrated, with places and categories; `kind` is sqlite or postgresql."""
    url = f"sqlite:///{folder / name}.db" if kind == "sqlite" else postgres_url(name)
    made = Database(url)
    migrations.upgrade(made.engine)
    with made.transaction() as session:
        load_places(session)
        load_categories(session)
    yield made
    made.engine.dispose()
