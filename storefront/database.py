"""One session and one transaction per request, on SQLite and PostgreSQL."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from .clock import clock

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Database:
    """The engine and the two ways to begin: to read, and to write."""

    def __init__(self, url: str):
        self.engine = make_engine(url)
        self.reading = sessionmaker(self.engine)
        self.writing = sessionmaker(self.engine.execution_options(writes=True))

    def catalogue_version(self) -> int:
        """The version of the public catalogue, outside any transaction: asked for at every page."""
        # Straight through the driver: the way through the ORM costs more than a page from the cache.
        query = "SELECT version FROM catalogue_version"
        try:
            with closing(self.engine.raw_connection()) as connection:
                cursor = connection.cursor()
                cursor.execute(query)
                return cursor.fetchone()[0]
        except self.engine.dialect.loaded_dbapi.Error as error:
            raise OperationalError(query, None, error) from error

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A writing session that commits at the end, for commands and jobs."""
        with self.writing() as session, session.begin():
            yield session


def make_engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": 30}, json_serializer=_json)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_pre_ping=True, pool_size=10, json_serializer=_json)


def _json(value: object) -> str:
    # Readable in the database, and a search for a word with diacritics finds it.
    return json.dumps(value, ensure_ascii=False)


def _prepare_sqlite(connection, _record) -> None:
    # The driver must not begin by itself: a deferred BEGIN fails with "locked" under concurrent writers.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "cache_size=-32000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # Takes no lock, so it can't fail, and every page pays for it: straight to the driver.
        connection.connection.dbapi_connection.execute("BEGIN")


def database() -> Database:
    return current_app.extensions["database"]


def session() -> Session:
    """The session of this request. A request that may write holds the write lock from its first statement."""
    if "session" not in g:
        makers = database()
        g.session = makers.reading() if request.method in SAFE_METHODS else makers.writing()
        g.session.info["now"] = clock().now()
    return g.session


def init(app: Flask, url: str) -> None:
    app.extensions["database"] = Database(url)
    app.after_request(_end_transaction)
    app.teardown_request(_close)


def _end_transaction(response: Response) -> Response:
    """Commit what an accepted request wrote; a refusal or an error writes nothing."""
    if "session" in g and request.method not in SAFE_METHODS:
        if response.status_code < 400:
            g.session.commit()
        else:
            g.session.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    if "session" in g:
        g.pop("session").close()
