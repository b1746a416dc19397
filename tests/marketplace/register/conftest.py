"""Some marks, and a way to write a file and import it."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from catalog.marks import Mark, MarkKind
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
def session(session: Session) -> Session:
    """The session of every test, with a few marks."""
    session.add_all(_marks())
    session.commit()
    return session


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
