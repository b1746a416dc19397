"""Hostile and odd files: each gets a sentence or is read, nothing is half-written, no stack trace."""

import io
import random
import unicodedata
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from catalog.products import Product
from catalog.recognitions import Evidence, Recognition
from catalog.records import Refused
from marketplace.legacy_text import _TCVN3, _VNI_LETTERS, _VNI_SIGNS
from marketplace.register.lists.known import read_known
from marketplace.register.lists.plan import ListPlanner, data_rows
from marketplace.register.lists.rows import Defaults
from marketplace.register.lists.tables import find_table
from marketplace.spreadsheets import read_sheets
from tests.marketplace.register.lists.making import (
    HEADER,
    ROWS,
    csv_file,
    outcomes,
    planned,
    uploaded,
    workbook,
)
from tests.marketplace.register.lists.xls_file import compound, xls
from tests.world import TODAY

# Encodings from before Unicode


def tcvn3(text: str) -> bytes:
    table = {letter: byte for byte, letter in _TCVN3.items()}
    return "".join(table.get(letter, letter) for letter in unicodedata.normalize("NFC", text)).encode(
        "latin-1"
    )


def vni(text: str) -> bytes:
    signs = {mark: sign for sign, mark in _VNI_SIGNS.items() if sign.islower()}
    letters = {letter: sign for sign, letter in _VNI_LETTERS.items()}
    written = ""
    for letter in unicodedata.normalize("NFC", text):
        if letter in letters:
            written += letters[letter]
            continue
        base, *marks = unicodedata.normalize("NFD", letter)
        if "\u031b" in marks:
            base = letters[unicodedata.normalize("NFC", base + "\u031b")]
            marks.remove("\u031b")
        marks.sort(key=lambda mark: mark not in "\u0302\u0306")
        written += base + (signs["".join(marks)] if marks else "")
    return written.encode("latin-1")


def cp1258(text: str) -> bytes:
    """Tones are signs of their own there, behind the letter with its hat."""
    written = ""
    for letter in unicodedata.normalize("NFC", text):
        base, *marks = unicodedata.normalize("NFD", letter)
        hats = [mark for mark in marks if mark in "\u0302\u0306\u031b"]
        tones = [mark for mark in marks if mark not in hats]
        written += unicodedata.normalize("NFC", base + "".join(hats)) + "".join(tones)
    return written.encode("cp1258")


@pytest.mark.parametrize("encode", [cp1258, tcvn3, vni])
def test_lists_in_the_encodings_of_before(session, encode):
    plan = planned(session, uploaded(session, encode(csv_file().decode()), "ds.csv"))
    assert outcomes(plan) == ["new"] * 3
    assert [row.row.product for row in plan.rows] == [row[1] for row in ROWS]


def test_a_workbook_typed_in_an_old_font_is_mended(session):
    def old(cell):
        return tcvn3(cell).decode("latin-1") if isinstance(cell, str) else cell

    rows, header = [list(map(old, row)) for row in ROWS], list(map(old, HEADER))
    plan = planned(session, uploaded(session, workbook(rows, header=header, title=[])))
    assert [row.row.product for row in plan.rows] == [row[1] for row in ROWS]


# XLS


def test_an_old_workbook_is_read(session):
    plan = planned(session, uploaded(session, xls([["Phụ lục"], HEADER, *ROWS]), "ds.xls"))
    assert outcomes(plan) == ["new"] * 3
    assert [row.row.product for row in plan.rows] == [row[1] for row in ROWS]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (xls([["a"] * 300] + [[""] * 255 + ["x"]] * 40_000), "too large"),
        (xls([["a"]], extra=b"\x2f\x00\x06\x00" + b"\0" * 6), "password"),
        (compound({"EncryptedPackage": b"x"}), "password"),
        (compound({"Other": b"x"}), "damaged"),
        (xls([["a"]])[:700], "damaged"),
    ],
    ids=["far cell", "password", "encrypted xlsx", "no workbook", "cut off"],
)
def test_old_workbooks_that_are_refused(data, sentence):
    with pytest.raises(Refused, match=sentence):
        read_sheets(data, "ds.xls")


# Hostile workbooks


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


def changed_part(name: str, change) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for entry in archive.namelist():
            content = archive.read(entry)
            packed.writestr(entry, change(content) if entry == name else content)
    return out.getvalue()


def empty_rows(content: bytes) -> bytes:
    rows = b"".join(b'<row r="%d"/>' % number for number in range(100, 1_000_000))
    return content.replace(b"</sheetData>", rows + b"</sheetData>")


def test_a_million_empty_rows_are_none(session):
    plan = planned(session, uploaded(session, changed_part("xl/worksheets/sheet1.xml", empty_rows)))
    assert outcomes(plan) == ["new"] * 3


def test_a_bomb_is_not_opened():
    with pytest.raises(Refused, match="far larger"):
        read_sheets(bomb(), "ds.xlsx")


def test_formulas_and_links_to_other_files_are_never_followed(session):
    book = Workbook()
    page = book.active
    page.append(HEADER)
    page.append([1, "='[file:///etc/passwd]x'!A1", '=WEBSERVICE("http://vidu.vn")', *ROWS[0][3:]])
    out = io.BytesIO()
    book.save(out)
    plan = planned(session, uploaded(session, out.getvalue()))
    assert outcomes(plan) == ["error"]


def test_merged_chaos_is_bounded(session):
    ranges = b"".join(b'<mergeCell ref="C%d:C%d"/>' % (1 + i % 50, 1_000_000 - i) for i in range(2000))
    data = changed_part(
        "xl/worksheets/sheet1.xml",
        lambda content: content.replace(
            b"</sheetData>", b"</sheetData><mergeCells>" + ranges + b"</mergeCells>"
        ),
    )
    with pytest.raises(Refused, match="merged cells"):
        uploaded(session, data)


# Generated ones

_CELLS = (
    "", " ", "=E12", "=1+1", "+84912345678", "-1", "@SUM(A1)", "\t=x", "4 sao", "★★★★★", "Không đạt", "3→4", "99", "0",
    "HTX Á", "Công ty TNHH", "Tổng cộng", "I", "Huyện Cầu Kè", "(1)", "05/8/2026", "8/2026", "31/02/2026", "46239",
    "Số 12/QĐ-UBND ngày 1/1/2026", "QĐ", "xã Văn Chấn", "Xã Tân Thạnh, huyện Thới Lai", "Lào Cai", "Trà Vinh", "\u0000",
    "a" * 500, "𠀀", "\u202e rtl", "e\u0301", "%s %(x)d", "<b>", "'; DROP TABLE", "0912.345.678 - 0987 654 321", "NaN",
    4.0, 912345678.0, -1e300, 46239.5, date(2026, 8, 5), datetime(1999, 1, 1, 5), True, None,
)  # fmt: skip
_NAMES = (
    *HEADER,
    "Xã",
    "Huyện",
    "Tỉnh",
    "Ngày QĐ",
    "Hiệu lực đến",
    "Số điện thoại",
    "Hạng sao lần 2",
    "QĐ lần 2",
    "Nhóm",
    "",
)


def generated(chance: random.Random) -> tuple[bytes, str]:
    """A workbook, a text or something that only looks like one."""
    header = ["Tên sản phẩm", "Chủ thể", *chance.choices(_NAMES, k=chance.randrange(0, 9))]
    if chance.random() < 0.3:
        chance.shuffle(header)
    width = len(header) + chance.randrange(-1, 3)
    rows = [chance.choices(_CELLS, k=max(width, 0)) for _ in range(chance.randrange(0, 15))]
    title = chance.choices(
        [cell for cell in _CELLS if isinstance(cell, str) and "\0" not in cell], k=chance.randrange(4)
    )
    if chance.random() < 0.35:
        texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
        encoding = chance.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
        return csv_file(texts, header, encoding), "ds.csv"
    clean = [[cell.replace("\0", "") if isinstance(cell, str) else cell for cell in row] for row in rows]
    merged = tuple(
        f"{chance.choice('ABCDEF')}{low}:{chance.choice('CDEFGH')}{low + chance.randrange(1, 9)}"
        for low in chance.sample(range(1, 20), chance.randrange(3))
    )
    data = bytearray(workbook(clean, header, title, _ordered(merged)))
    if chance.random() < 0.2:
        for _ in range(chance.randrange(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data), "ds.xlsx"


def _ordered(merged: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cells for cells in merged if cells[0] <= cells.split(":")[1][0])


def test_generated_files_give_a_plan_or_a_sentence(session):
    """400 of them; and none of it is in the database afterwards."""
    known = read_known(session)
    before = [session.scalar(select(func.count()).select_from(table)) for table in (Recognition, Product)]
    planned_, refused = 0, 0
    for seed in range(400):
        data, name = generated(random.Random(seed))
        try:
            table = find_table(read_sheets(data, name))
        except Refused:
            refused += 1
            continue
        planner = ListPlanner(known, Defaults("15"), Evidence.DECISION_SEEN, TODAY, "15")
        plan = planner.take(data_rows(table, {}))
        assert sum(plan.counts().values()) >= len(plan.rows)
        planned_ += 1
    assert planned_ > 200
    assert refused > 20
    assert not session.new
    assert not session.dirty
    assert before == [session.scalar(select(func.count()).select_from(t)) for t in (Recognition, Product)]
