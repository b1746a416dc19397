"""`./run bench lists`: a recognition list of 5,000 rows beside the plain reading of its file, on both databases."""

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from python_calamine import CalamineWorkbook

from catalog.categories import load_categories
from catalog.days import day_of
from catalog.place_data import load_places
from catalog.recognition_terms import load_terms
from catalog.recognitions import Evidence
from marketplace import migrations
from marketplace.register.lists.service import commit, dry_run, read_import, upload
from marketplace.workbooks import workbook_bytes
from storefront.database import Database

from .orders.databases import KINDS, database_url

_ROWS, _ROUNDS = 5_000, 5
_HEADER = ("STT", "Tên sản phẩm", "Tên chủ thể", "Xã", "Hạng sao", "Quyết định", "Ghi chú")


def main(say: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="chophien-bench-") as folder:
        for kind in KINDS:
            with database_url(kind, Path(folder)) as url:
                say(f"{_ROWS} rows on {kind}…")
                found = _measured(Database(url), Path(folder) / "list.xlsx")
            plain = found["plain reading"]
            for name, seconds in found.items():
                print(f"{kind:<11} {name:<14} {seconds:6.3f} s   {seconds / plain:5.1f} x (aim: under 20)")
        say("Done.")


def _measured(database: Database, file: Path) -> dict[str, float]:
    """The least seconds of several rounds for each step."""
    migrations.upgrade(database.engine)
    with database.transaction() as session:
        for load in (load_places, load_categories, load_terms):
            load(session)
    now = datetime.now(UTC)
    file.write_bytes(workbook_bytes("Phụ lục", _HEADER, _rows(), now))
    found: dict[str, float] = {}
    for _ in range(_ROUNDS):
        for name, seconds in _round(database, file, now):
            found[name] = min(seconds, found.get(name, 1e9))
    database.engine.dispose()
    return found


def _rows():
    for i in range(_ROWS):
        decision = f"{i % 7 + 100}/QĐ-UBND ngày 0{i % 9 + 1}/8/2026"
        yield i, f"Chè đặc sản {i}", f"HTX Nông nghiệp {i // 3}", "Văn Chấn", f"{3 + i % 3} sao", decision, ""


def _round(database: Database, file: Path, now: datetime) -> Iterator[tuple[str, float]]:
    """Each step once: what the machine does beside it hits the plain reading as well."""
    today = day_of(now)
    yield "plain reading", _seconds(lambda: _plain(file))
    with database.writing() as session, session.begin() as transaction:
        imported = upload(
            session, file.read_bytes(), file.name, Evidence.DECISION_SEEN, now, province_code="15"
        )
        yield "dry run", _seconds(lambda: dry_run(session, imported, read_import(session, imported), today))
        yield "commit", _seconds(lambda: commit(session, imported, now, today))
        transaction.rollback()


def _plain(file: Path) -> None:
    CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()


def _seconds(step: Callable[[], object]) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun
