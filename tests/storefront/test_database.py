"""One transaction per request: how it begins, what it writes, and when it writes nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask, abort
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from catalog.records import Refused
from marketplace.accounts.users import User
from marketplace.orders.baskets import Basket, BasketLine
from storefront import database as module
from storefront.clock import Clock
from storefront.database import Database
from tests.world import NOW

STATUS = {"created": 201, "moved": 303, "wrong": 422, "forbidden": 403, "refused": 500, "broken": 500}


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "own.db"


@pytest.fixture
def own(path):
    """A small SQLite database of its own, with the table of baskets and the one it points at."""
    made = Database(f"sqlite:///{path}")
    for table in (User.__table__, Basket.__table__):
        table.create(made.engine)
    yield made
    made.engine.dispose()


@pytest.fixture
def web(own, path) -> Flask:
    """An application whose requests write a basket, or look whether another connection could write."""
    app = Flask(__name__)
    module.init(app, f"sqlite:///{path}")
    app.extensions |= {"database": own, "clock": Clock()}

    @app.route("/baskets/<outcome>", methods=["GET", "POST"])
    def baskets(outcome):
        module.session().add(Basket(changed_at=NOW))
        module.session().flush()
        match outcome:
            case "broken":
                raise RuntimeError("broken")
            case "refused":
                raise Refused("No.")
            case "forbidden":
                abort(403)
        return "", STATUS[outcome]

    @app.route("/lock", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    def lock():
        module.session().execute(select(1))
        return "held" if is_locked(path) else "free"

    return app


def is_locked(path: Path) -> bool:
    """Whether somebody holds the right to write."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


def baskets(own: Database) -> int:
    with own.reading() as reading:
        return reading.scalar(select(func.count()).select_from(Basket))


@pytest.mark.parametrize(
    ("outcome", "kept"),
    [("created", 1), ("moved", 1), ("wrong", 0), ("forbidden", 0), ("refused", 0), ("broken", 0)],
)
def test_what_a_request_wrote_is_kept_below_400_and_undone_from_400_on(web, own, outcome, kept):
    assert web.test_client().post(f"/baskets/{outcome}").status_code == STATUS[outcome]
    assert baskets(own) == kept


def test_a_reading_request_keeps_nothing(web, own):
    assert web.test_client().get("/baskets/created").status_code == 201
    assert baskets(own) == 0


@pytest.mark.parametrize("outcome", STATUS)
def test_every_request_gives_its_connection_back(web, own, outcome):
    web.test_client().post(f"/baskets/{outcome}")
    assert own.engine.pool.checkedout() == 0


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_request_that_may_write_holds_the_lock_from_its_first_statement(web, path, method):
    assert web.test_client().open("/lock", method=method).text == "held"
    assert not is_locked(path)


def test_a_reading_request_holds_no_lock(web):
    assert web.test_client().get("/lock").text == "free"


def test_readers_go_on_while_somebody_writes(own):
    with own.writing() as writing:
        writing.add(Basket(changed_at=NOW))
        writing.flush()
        assert baskets(own) == 0
        writing.commit()
    assert baskets(own) == 1


def test_a_transaction_is_kept_as_a_whole_or_not_at_all(own):
    with own.transaction() as writing:
        writing.add(Basket(changed_at=NOW))
    with pytest.raises(Refused), own.transaction() as writing:
        writing.add(Basket(changed_at=NOW))
        writing.flush()
        raise Refused("No.")
    assert baskets(own) == 1


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1), ("busy_timeout", 30_000)],
)
def test_every_sqlite_connection_is_prepared(own, pragma, value):
    with own.engine.connect() as one, own.engine.connect() as other:
        assert [c.exec_driver_sql(f"PRAGMA {pragma}").scalar() for c in (one, other)] == [value, value]


def test_what_a_person_typed_is_readable_in_the_database(own):
    with own.transaction() as writing:
        writing.add(Basket(changed_at=NOW, address={"name": "Nguyễn Thử"}))
    with own.reading() as reading:
        assert "Nguyễn Thử" in reading.scalar(text("SELECT address FROM baskets"))


def test_a_line_without_its_basket_is_refused(session):
    session.add(BasketLine(basket_id=10**6, variant_id=10**6, quantity=1, seen_price=1))
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_version_of_the_catalogue_is_seen_from_outside_a_transaction(database):
    with database.reading() as reading:
        version = reading.scalar(text("SELECT version FROM catalogue_version"))
    assert database.catalogue_version() == version > 0
