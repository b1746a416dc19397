"""Migrations from the first table on, run from Python: no alembic.ini."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to `revision` in one transaction."""
    with _changing(engine) as connection:
        command.upgrade(_config(connection), revision)


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    """One transaction, without foreign keys on SQLite: it changes a table by making it anew, and the rows that
    point at it must not go with the old one. All of them are checked at the end."""
    with engine.execution_options(writes=True).connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        driver = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                astray = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if astray:
                    raise RuntimeError(f"rows would point at nothing: {astray[:5]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def revise(engine: Engine, message: str) -> None:
    """Write a new migration from the difference between the models and the database."""
    with engine.execution_options(writes=True).begin() as connection:
        command.revision(_config(connection), message, autogenerate=True)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
