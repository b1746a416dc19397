"""`./run bench lists`: a recognition list of 5,000 rows beside the plain reading of its file, on SQLite."""

import tempfile
import time
from collections.abc import Callable
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

_ROWS, _ROUNDS = 5_000, 3
_HEADER = ("STT", "Tên sản phẩm", "Tên chủ thể", "Xã", "Hạng sao", "Quyết định", "Ghi chú")


def main(say: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="chophien-bench-") as folder:
        database = Database(f"sqlite:///{folder}/lists.db")
        migrations.upgrade(database.engine)
        with database.transaction() as session:
            for load in (load_places, load_categories, load_terms):
                load(session)
        file = Path(folder) / "list.xlsx"
        now = datetime.now(UTC)
        file.write_bytes(workbook_bytes("Phụ lục", _HEADER, _rows(), now))
        plain = min(
            _seconds(lambda: CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python())
            for _ in range(_ROUNDS)
        )
        print(f"plain reading      {plain:6.3f} s")
        for name, seconds in _steps(database, file, now).items():
            print(f"{name:<18} {seconds:6.3f} s   {seconds / plain:5.1f} x (aim: under 20)")
        say("Done.")


def _rows():
    for i in range(_ROWS):
        decision = f"{i % 7 + 100}/QĐ-UBND ngày 0{i % 9 + 1}/8/2026"
        yield i, f"Chè đặc sản {i}", f"HTX Nông nghiệp {i // 3}", "Văn Chấn", f"{3 + i % 3} sao", decision, ""


def _steps(database: Database, file: Path, now: datetime) -> dict[str, float]:
    """The least of several rounds; what is known of places is read before the first."""
    found: dict[str, float] = {}
    today = day_of(now)
    for _ in range(_ROUNDS):
        with database.writing() as session, session.begin() as transaction:
            imported = upload(
                session, file.read_bytes(), file.name, Evidence.DECISION_SEEN, now, province_code="15"
            )

            def dry(session=session, imported=imported) -> None:
                dry_run(session, imported, read_import(session, imported), today)

            def write(session=session, imported=imported) -> None:
                commit(session, imported, now, today)
                session.flush()

            for name, step in (("dry run", dry), ("commit", write)):
                found[name] = min(_seconds(step), found.get(name, 1e9))
            transaction.rollback()
    return found


def _seconds(step: Callable[[], object]) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun
