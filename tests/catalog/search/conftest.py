"""An index of the relevance catalogue on each backend, made once for all tests."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from catalog.search.index import snapshots
from catalog.search.postgres_backend import PostgresBackend
from catalog.search.whoosh_backend import WhooshBackend
from marketplace import migrations
from storefront.database import Database
from tests.conftest import postgres_url

from . import relevance


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Searches look at the folder each time: tests write and search within one breath."""
    monkeypatch.setattr(snapshots, "PATIENCE", 0)


def silent(done: int, total: int) -> None:
    """Progress nobody watches."""


@pytest.fixture(scope="session")
def relevance_columns():
    return relevance.columns()


@pytest.fixture(scope="session")
def relevance_backend(tmp_path_factory):
    backend = WhooshBackend(tmp_path_factory.mktemp("relevance") / "search")
    with backend.writing():
        backend.rebuild_from(relevance.documents(), 1, silent)
    return backend


@contextmanager
def own_postgres(name: str) -> Iterator[Database]:
    """A migrated PostgreSQL database that tests may commit to."""
    made = Database(postgres_url(name))
    migrations.upgrade(made.engine)
    yield made
    made.engine.dispose()


@pytest.fixture(scope="session")
def relevance_postgres():
    with own_postgres("relevance") as database:
        backend = PostgresBackend(database.engine)
        with backend.writing():
            backend.rebuild_from(relevance.documents(), 1, silent)
        with database.reading() as session:
            yield lambda columns, *asked: backend.search(session, columns, *asked)


@pytest.fixture(scope="session", params=["whoosh", "postgres"])
def search(request, relevance_columns):
    """Everything found for some words, by key, and how they were read."""
    if request.param == "whoosh":
        matches_of = request.getfixturevalue("relevance_backend").matches
    else:
        matches_of = request.getfixturevalue("relevance_postgres")

    def searched(text: str):
        matches = matches_of(relevance_columns, text, relevance.SYNONYMS)
        return relevance.found_keys(relevance_columns, matches), matches.reading

    return searched
