"""Makes recognition lists as files, and reads and plans them."""

import csv
import io
from datetime import date
from typing import Any

from openpyxl import Workbook

from catalog.recognitions import Evidence
from marketplace.register.lists.imports import ListImport
from marketplace.register.lists.plan import ListPlan
from marketplace.register.lists.service import commit, dry_run, read_import, release, upload
from tests.world import NOW, TODAY

HEADER = ["STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Hạng sao", "Quyết định", "Ghi chú"]
TITLE = ["PHỤ LỤC", "DANH SÁCH SẢN PHẨM ĐƯỢC CÔNG NHẬN", ""]
DECISION = "Số 3981/QĐ-UBND ngày 05/8/2026"
ROWS = [
    [1, "Chè Shan tuyết Suối Giàng", "HTX Suối Giàng", "Xã Văn Chấn, tỉnh Lào Cai", "4 sao", DECISION, ""],
    [2, "Mật ong bạc hà", "HTX Suối Giàng", "Xã Văn Chấn, tỉnh Lào Cai", "3 sao", DECISION, ""],
    [3, "Gạo nếp Tú Lệ", "Hộ KD Lò Văn A", "xã Văn Chấn, Lào Cai", "3", DECISION, ""],
]


def workbook(
    rows: list[list[Any]] = ROWS,
    header: list[str] = HEADER,
    title: list[str] = TITLE,
    merged: tuple[str, ...] = (),
    sheet: str = "Phụ lục",
) -> bytes:
    book = Workbook()
    page = book.active
    page.title = sheet
    for line in title:
        page.append([line])
    page.append(header)
    for row in rows:
        page.append(row)
    for cells in merged:
        page.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_file(rows: list[list[Any]] = ROWS, header: list[str] = HEADER, encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode(encoding)


def uploaded(
    session,
    data: bytes,
    name: str = "ds.xlsx",
    *,
    evidence=Evidence.DECISION_SEEN,
    province: str | None = "15",
) -> ListImport:
    return upload(session, data, name, evidence, NOW, province_code=province)


def planned(session, imported: ListImport, today: date = TODAY) -> ListPlan:
    return dry_run(session, imported, read_import(session, imported), today)


def plan_of(session, rows: list[list[Any]], **more) -> ListPlan:
    evidence = more.pop("evidence", Evidence.DECISION_SEEN)
    return planned(session, uploaded(session, workbook(rows, **more), evidence=evidence))


def outcomes(plan: ListPlan) -> list[str]:
    return [str(row.outcome) for row in plan.rows]


def told(plan: ListPlan, place: int = 0) -> list[str]:
    """The codes of what is said of a row."""
    return [note.remark.code for note in plan.rows[place].row.notes]


def in_force(session, data: bytes, **more) -> ListImport:
    imported = uploaded(session, data, **more)
    commit(session, imported, NOW, TODAY)
    release(session, imported, NOW)
    session.commit()
    return imported
