"""Tables in every form people send them, and files that mean harm."""

import io
import json
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from catalog.records import Refused
from marketplace import spreadsheets
from marketplace.cells import NAMELESS
from marketplace.spreadsheets import read_table

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)


@pytest.fixture
def read(tmp_path):
    def run(data: bytes, name: str = "table.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        return read_table(path)

    return run


def workbook(*rows, title="Sheet") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(data: bytes, part: str, change) -> bytes:
    """A workbook with one of its parts rewritten."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return file.getvalue()


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_csv_dialects(read, encoding, delimiter, newline):
    lines = [["Name", " PRICE ", "story"], ["Chè Thái Nguyên", "250.000", '"a, b; ""c"""'], ["Gạo", "", ""]]
    text = newline.join(delimiter.join(line) for line in lines) + newline
    table = read(text.encode(encoding))
    assert table.header == ["name", "price", "story"]
    assert table.rows == [
        (2, {"name": "Chè Thái Nguyên", "price": "250.000", "story": 'a, b; "c"'}),
        (3, {"name": "Gạo", "price": "", "story": ""}),
    ]


def test_windows_1258(read):
    data = b"name,place\n" + "Chè ngon,Đà Nẵng ".encode("cp1258", "replace")
    decomposed = b"name\nTi\xea\xecng Vi\xea\xf2t \xf0\xf3\n"
    assert read(decomposed).rows == [(2, {"name": "Tiếng Việt đó"})]
    assert read(data).rows[0][1]["name"] == "Chè ngon"


def test_row_numbers_are_those_of_a_spreadsheet(read):
    table = read(b'\nname,story\n\na,"one\ntwo"\n,\nb,c\n')
    assert table.rows == [(4, {"name": "a", "story": "one\ntwo"}), (6, {"name": "b", "story": "c"})]


def test_cells_beyond_the_header_are_kept_apart(read):
    assert read(b"name\na,250,000\nb\n").rows == [
        (2, {"name": "a", NAMELESS: "250, 000"}),
        (3, {"name": "b"}),
    ]


def test_cells_that_only_look_empty_are_empty(read):
    assert read("a,b\n1,\u200b\n\u00a0,\u200b \n".encode()).rows == [(2, {"a": "1", "b": ""})]


def test_the_digest_is_that_of_the_bytes(read):
    assert read(b"a\n1\n").sha256 == read(b"a\n1\n").sha256 != read(b"a\n2\n").sha256


# JSON Lines


def test_json_lines(read):
    lines = [
        {"Name": "Chè", "price": 250000, "weight": 1.5, "stock": 3.0, "story": None},
        {"name": "Gạo", "extra": True},
    ]
    text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    for name in ("table.jsonl", "table.txt"):
        table = read(text.encode(), name)
        assert table.header == ["name", "price", "weight", "stock", "story", "extra"]
        assert table.rows == [
            (1, {"name": "Chè", "price": "250000", "weight": 1.5, "stock": "3", "story": ""}),
            (3, {"name": "Gạo", "extra": "True"}),
        ]


@pytest.mark.parametrize(
    "line",
    ["[1]", "{", '{"a": [1]}', '{"a": {"b": 1}}', '"a"', "{" + '"a":{' * 5000, '{"a": ' + "9" * 5000 + "}"],
)
def test_lines_that_are_no_plain_objects(read, line):
    with pytest.raises(Refused, match="Line 2"):
        read(('{"a": 1}\n' + line).encode(), "table.jsonl")


def test_a_lone_surrogate_does_no_harm(read):
    ((_, row),) = read(b'{"name": "a\\ud800b"}', "table.jsonl").rows
    assert row["name"].encode() == "a\ufffdb".encode()


# XLSX


def test_workbook_values(read):
    day = date(2026, 8, 5)
    data = workbook(
        ["Name", "price", "date", "moment", "weight", "true"],
        [],
        ["Chè\nngon", 250000, day, datetime(2026, 8, 5, 9, 30), 1.5, True],
        ["00004", "=1+1", "05/08/2026", None, 4.0, 12345678901],
    )
    table = read(data, "table.xlsx")
    assert table.header == ["name", "price", "date", "moment", "weight", "true"]
    first = {
        "name": "Chè\nngon",
        "price": "250000",
        "date": day,
        "moment": day,
        "weight": 1.5,
        "true": "True",
    }
    assert table.rows[0] == (3, first)
    number, second = table.rows[1]
    assert (number, second["name"], second["weight"], second["true"]) == (4, "00004", "4", "12345678901")
    # The formula has no cached value here; it is never evaluated.
    assert second["price"] == ""


def test_content_counts_not_the_name(read):
    assert read(workbook(["a"], ["1"]), "table.csv").rows == [(2, {"a": "1"})]


def test_the_first_visible_sheet_is_read(read):
    book = openpyxl.Workbook()
    book.active.append(["hidden"])
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Shown")
    shown.append([])
    shown.append(["a"])
    shown.append([7])
    assert read(saved(book), "table.xlsx").rows == [(3, {"a": "7"})]


def test_many_formatted_but_empty_rows_are_no_rows(read):
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.active.append([1])
    for number in range(3, 3000):
        book.active.cell(number, 1).font = Font(bold=True)
    assert read(saved(book), "table.xlsx").rows == [(2, {"a": "1"})]


# Harm


def test_a_million_empty_rows(read):
    assert read(b"a,b\n1,2\n" + b",\n" * 1_000_000).rows == [(2, {"a": "1", "b": "2"})]
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (i, i) for i in range(3, 1_000_000))
    data = changed(
        workbook(["a"], [1]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>"),
    )
    assert read(data, "table.xlsx").rows == [(2, {"a": "1"})]


def test_a_cell_in_the_farthest_corner(read):
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    book.active["XFD1048576"] = "b"
    with pytest.raises(Refused, match="1048576"):
        read(saved(book), "table.xlsx")


@pytest.mark.parametrize("pattern", [rb' r="[A-Z]+(\d+)"', rb' r="[A-Z]*\d+"'])
def test_a_far_cell_without_its_position(read, pattern):
    def far(xml: bytes) -> bytes:
        xml = re.sub(rb'(<c) r="[A-Z]+\d+"', rb"\1", xml)
        return xml.replace(b'<row r="2">', b"<row r='1048576'>" + b"<c/>" * 20)

    with pytest.raises(Refused):
        read(changed(workbook(["a"], [1]), "xl/worksheets/sheet1.xml", far), "table.xlsx")


def test_one_long_text_shared_by_very_many_cells(read):
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    )
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (i, i) for i in range(2, 20_000))
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["a"]))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if "sheet1.xml" in name and "rels" not in name:
                content = content.replace(b"</sheetData>", cells + b"</sheetData>")
            if name != "xl/sharedStrings.xml":
                new.writestr(name, content)
        new.writestr("xl/sharedStrings.xml", strings % (b"x" * 30_000))
    with pytest.raises(Refused, match="too large"):
        read(file.getvalue(), "table.xlsx")


def bomb(name="xl/worksheets/sheet1.xml", size=400_000_000) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open(name, "w", force_zip64=True) as part:
            for _ in range(size // 1_000_000):
                part.write(b" " * 1_000_000)
    return file.getvalue()


def test_zip_bombs(read):
    for data in (bomb(), bomb(size=40_000_000), bomb("docProps/app.xml")):
        with pytest.raises(Refused, match="unpacked"):
            read(data, "table.xlsx")


def test_a_zip_bomb_that_lies_about_its_size(read):
    data = bomb(size=60_000_000)
    lie = data.replace((60_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    with pytest.raises(Refused):
        read(lie, "table.xlsx")


def encrypted() -> bytes:
    data = bytearray(workbook(["a"], [1]))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        position = data.find(signature)
        while position >= 0:
            data[position + offset] |= 1
            position = data.find(signature, position + 4)
    return bytes(data)


def other_archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "table.csv", "empty"),
        (b"", "table.xlsx", "empty"),
        (b"\n \n", "table.csv", "empty"),
        (b",,\n,,\n", "table.csv", "empty"),
        (b"\xef\xbb\xbf", "table.csv", "empty"),
        (workbook(), "table.xlsx", "empty"),
        (PNG, "table.xlsx", "named like a workbook"),
        (PNG, "table.csv", "neither"),
        (b"PK\x03\x04 garbage", "table.xlsx", "damaged"),
        (workbook(["a"], ["b"])[:2000], "table.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "table.xlsx", "damaged"),
        (encrypted(), "table.xlsx", "password"),
        (other_archive(), "table.xlsx", "packed like a workbook"),
        (b"a,b,a\n1,2,3\n", "table.csv", "twice: a"),
        (b'a,b\n1,"2\n3,4\n', "table.csv", "quotation mark"),
        (b'a,b\n1,"2"x\n', "table.csv", "Row 2"),
        (b"a\n" + b"x" * 100_001, "table.csv", "100000 characters"),
        (b"a\n" + b"," * 2000, "table.csv", "cells"),
        (b"a\n\x81\x8a\n", "table.csv", "encodings"),
        (b"a\n" + b"1\n" * 200_001, "table.csv", "200000 rows"),
        (b'{"a": 1}\n' * 200_001, "table.jsonl", "200000 rows"),
    ],
)
def test_files_that_cannot_be_a_table(read, data, name, sentence):
    with pytest.raises(Refused, match=sentence):
        read(data, name)


def test_no_file_and_no_plain_file(tmp_path):
    for path in (tmp_path / "nothing.csv", tmp_path, tmp_path / "a\0b"):
        with pytest.raises(Refused, match="cannot be opened"):
            read_table(path)


def test_a_file_too_large_is_not_even_read(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(spreadsheets.MAX_BYTES + 1)
    with pytest.raises(Refused, match="50 MB"):
        read_table(path)


SAMPLE = workbook(["a", "b"], [1, "x"], [2, "y"])
LOOSE = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(data=st.binary(max_size=400), name=st.sampled_from(["t.csv", "t.xlsx", "t.jsonl"]))
@LOOSE
def test_any_bytes_are_read_or_refused(read, data, name):
    for start in (b"", b"PK\x03\x04", b"{", b"\xff\xfe", b'a,"b\n'):
        read_or_refuse(read, start + data, name)


@given(text=st.text(max_size=300), encoding=st.sampled_from(["utf-8", "utf-16", "utf-16-be"]))
@LOOSE
def test_any_text_is_read_or_refused(read, text, encoding):
    for name in ("t.csv", "t.jsonl"):
        read_or_refuse(read, text.encode(encoding), name)


@given(
    places=st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=20)
)
@LOOSE
def test_a_workbook_with_flipped_bytes_is_read_or_refused(read, places):
    data = bytearray(SAMPLE)
    for position, value in places:
        data[position] = value
    read_or_refuse(read, bytes(data), "t.xlsx")


@given(
    places=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=8),
    part=st.sampled_from(
        ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
    ),
)
@LOOSE
def test_a_workbook_with_a_damaged_part_is_read_or_refused(read, places, part):
    def damage(content: bytes) -> bytes:
        damaged = bytearray(content)
        for position, value in places:
            damaged[position % len(damaged)] = value
        return bytes(damaged)

    read_or_refuse(read, changed(SAMPLE, part, damage), "t.xlsx")


def read_or_refuse(read, data: bytes, name: str) -> None:
    try:
        table = read(data, name)
    except Refused as refused:
        assert str(refused)
    else:
        assert all(set(row) <= {*table.header, NAMELESS} for _, row in table.rows)
