"""A database with places, categories and some marks, and a way to write files for an import."""

import csv
import io
import sqlite3
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

import marketplace.audit
import marketplace.orders.baskets
import marketplace.orders.delivery
import marketplace.orders.orders  # noqa: F401
from catalog.categories import load_categories
from catalog.marks import Mark, MarkKind
from catalog.pictures import Picture  # noqa: F401
from catalog.place_data import load_places
from catalog.records import Base
from catalog.stories import Story  # noqa: F401
from catalog.versions import CatalogueVersion
from marketplace.register.catalogue_import import import_catalogue
from marketplace.spreadsheets import Table, read_table

ROW = {
    "product_name": "Chè Shan tuyết Tà Xùa",
    "name_en": "Ta Xua Shan tea",
    "producer": "HTX Trà Tà Xùa",
    "producer_kind": "HTX",
    "commune_code": "00004",
    "province": "Hà Nội",
    "category_set": "11",
    "stars": "4 sao",
    "decision_no": "3981/QĐ-UBND",
    "decided_on": "05/08/2026",
    "expires_on": "",
    "issuer": "UBND thành phố Hà Nội",
    "marks": "",
    "sku": "TX-100",
    "pack": "Hộp 100 g",
    "net_weight_g": "100",
    "price": "250.000",
    "stock": "12",
    "story": "Chè hái từ cây cổ thụ.\n\nSao bằng tay.",
}


@pytest.fixture(scope="session")
def _filled() -> sqlite3.Connection:
    """A database with all that does not change, made once and copied for each test."""
    connection = sqlite3.connect(":memory:")
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(CatalogueVersion(id=1, version=1))
        load_places(session)
        load_categories(session)
        session.add_all(_marks())
        session.commit()
    return connection


def _marks() -> list[Mark]:
    kinds = {
        "gi-tan-cuong": (MarkKind.GEOGRAPHICAL_INDICATION, "Tân Cương", "Chè"),
        "tt-che-ta-xua": (MarkKind.COLLECTIVE, "Chè Tà Xùa", "Chè"),
        "cn-an-toan": (MarkKind.CERTIFICATION, "Nông sản an toàn", ""),
        "nh-tra-vang": (MarkKind.TRADEMARK, "Trà Vàng", ""),
        "gi-hue": (MarkKind.GEOGRAPHICAL_INDICATION, "Huế", "Nón lá"),
        "cn-hue": (MarkKind.CERTIFICATION, "Huế", "Mè xửng"),
    }
    return [
        Mark(slug=slug, kind=kind, name=name, product=product)
        for slug, (kind, name, product) in kinds.items()
    ]


@pytest.fixture
def session(_filled):
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _filled.backup(connection)
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    event.listen(engine, "begin", lambda open: open.exec_driver_sql("BEGIN"))
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def today() -> date:
    return date(2026, 11, 21)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture
def row():
    """A row with some cells changed."""
    return lambda **cells: ROW | cells


@pytest.fixture
def table(tmp_path):
    """The table of rows written to a CSV file and read back."""

    def write(*rows: dict[str, str]) -> Table:
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / "catalogue.csv"
        path.write_text(text.getvalue(), "utf-8")
        return read_table(path)

    return write


@pytest.fixture
def load(session, table, now, today):
    """Import rows and commit, as the command does; the outcome."""

    def run(*rows: dict[str, str]):
        outcome = import_catalogue(session, table(*rows), now=now, today=today)
        session.commit()
        return outcome

    return run
