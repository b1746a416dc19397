"""Bank statements: codes found in what banks make of a message, lines named for good, errors by row and column."""

import csv
import io
import unicodedata
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.codes import ALPHABET
from catalog.records import Refused
from marketplace.payments.bank_statements import codes_in, is_header, read_statement
from marketplace.spreadsheets import read_table

HEADER = ["Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Nội dung"]


def statement(tmp_path, *rows, header=HEADER, above=(), name="sao-ke.csv"):
    out = io.StringIO()
    csv.writer(out).writerows([*above, header, *rows])
    path = tmp_path / name
    path.write_text(out.getvalue(), "utf-8")
    return read_statement(read_table(path, is_header), "0123456789")


@pytest.mark.parametrize(
    "text",
    [
        "CP0123456789",
        "cp0123456789",
        "MBVCB.123.CP0123456789.CT tu 0987 toi 0123",
        "CP 01234 56789 thanh toan",
        "CP-0123-4567-89",
        "NGUYEN VAN A chuyen tien CP0123456789-211126-10:00:01 123456",
        "CPO123456789",
        "chuyển khoản cpo l23456789".replace("l", "1"),
    ],
)
def test_a_code_is_found_in_the_noise_of_a_bank(text):
    assert "CP0123456789" in codes_in(text)


@pytest.mark.parametrize("text", ["", "CP", "CP012345678", "tien hang", "C P"])
def test_no_code_is_found_where_there_is_none(text):
    assert codes_in(text) == []


@given(st.text(ALPHABET, min_size=10, max_size=10), st.text(max_size=30), st.text(max_size=30))
def test_a_code_is_found_whatever_stands_around_it(code, before, after):
    assert f"CP{code}" in codes_in(f"{before}CP{code}{after}")


def test_incoming_lines_are_read_and_others_passed_over(tmp_path):
    read = statement(
        tmp_path,
        ["21/11/2026", "FT1", "", "250.000", "CP0123456789"],
        ["21/11/2026", "FT2", "100,000", "", "rút tiền"],
        ["2026-11-22 10:20", "FT3", "", "+1,250,000.00", "abc"],
        ["22-11-2026", "FT4", "", "-5000", "phí"],
        ["", "", "", "", ""],
        above=[["SAO KÊ TÀI KHOẢN"], ["Số tài khoản", "0123456789"]],
    )
    assert read.errors == []
    assert [(line.row, line.day, line.amount) for line in read.lines] == [
        (4, date(2026, 11, 21), 250_000),
        (6, date(2026, 11, 22), 1_250_000),
    ]


def test_the_same_file_gives_the_same_sources_and_equal_lines_two(tmp_path):
    rows = [["21/11/2026", "", "", "250000", "CP0123456789"]] * 2
    first = [line.source for line in statement(tmp_path, *rows).lines]
    assert len(set(first)) == 2
    assert [line.source for line in statement(tmp_path, *rows).lines] == first
    other = read_statement(read_table(tmp_path / "sao-ke.csv", is_header), "999")
    assert not {line.source for line in other.lines} & set(first)


def test_every_error_has_its_row_and_column(tmp_path):
    read = statement(
        tmp_path,
        ["21/11/2026", "", "", "250,5", "a"],
        ["hôm qua", "", "", "250000", "b"],
        ["31/02/2026", "", "", "250000", "c"],
        ["21/11/2026", "", "", "99999999999999999", "d"],
        ["21/11/2026", "", "", "một trăm", "e"],
    )
    assert [(error.row, error.column) for error in read.errors] == [
        (2, "ghi có"),
        (3, "ngày giao dịch"),
        (4, "ngày giao dịch"),
        (5, "ghi có"),
        (6, "ghi có"),
    ]


def test_columns_go_by_many_names(tmp_path):
    read = statement(
        tmp_path,
        ["21/11/2026", "250000", "CP0123456789"],
        header=["Transaction Date", "Credit Amount (VND)", "Description"],
    )
    assert [(line.amount, line.codes) for line in read.lines] == [(250_000, ["CP0123456789"])]


def test_a_file_without_the_columns_is_refused(tmp_path):
    with pytest.raises(Refused, match="No row of this file names the columns"):
        statement(tmp_path, ["1", "2"], header=["a", "b"])


def test_a_file_with_nothing_in_it_is_told_as_such(tmp_path):
    with pytest.raises(Refused, match="The file is empty"):
        statement(tmp_path, ["", ""], header=["", ""])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize(
    "title",
    [["Công ty TNHH Mẫu: sao kê chi tiết"], ["Tài khoản 0123, từ 01/11, đến 30/11; đơn vị, VND"]],
)
def test_titles_do_not_say_what_parts_the_cells(tmp_path, delimiter, quoting, title):
    out = io.StringIO()
    write = csv.writer(out, delimiter=delimiter, quoting=quoting)
    write.writerows([title, HEADER, ["21/11/2026", "FT1", "", "1,250,000", "CP0123456789, cam on"]])
    path = tmp_path / "sao-ke.csv"
    path.write_text(out.getvalue(), "utf-8")
    read = read_statement(read_table(path, is_header), "0123456789")
    assert read.errors == []
    assert [(line.amount, line.codes) for line in read.lines] == [(1_250_000, ["CP0123456789"])]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1258"])
def test_statements_are_read_in_the_encodings_of_banks(tmp_path, encoding):
    # Windows-1258 writes tones as marks of their own.
    text = unicodedata.normalize("NFC", "Ngày,Ghi có,Nội dung\n21/11/2026,250000,CP0123456789\n")
    if encoding == "cp1258":
        text = text.replace("à", "a\u0300").replace("ó", "o\u0301").replace("ộ", "ô\u0323")
    path = tmp_path / "sao-ke.csv"
    path.write_bytes(text.encode(encoding))
    read = read_statement(read_table(path, is_header), "0123456789")
    assert [(line.amount, line.codes) for line in read.lines] == [(250_000, ["CP0123456789"])]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is no JSON object"),
        ('{"a": 1}\n', "No row of this file names the columns"),
        ("<html><body>Hết phiên</body></html>", "No row of this file names the columns"),
        ("%PDF-1.7\n1 0 obj\n", "No row of this file names the columns"),
        ('Ghi có,Nội dung\n"1,2\n', "quotation mark"),
    ],
)
def test_what_is_no_statement_is_told_as_such(tmp_path, text, why):
    path = tmp_path / "sao-ke.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(Refused) as refusal:
        read_table(path, is_header)
    assert why in str(refusal.value)


def test_cells_of_a_workbook_are_amounts_dates_and_formulas(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        HEADER,
        [datetime(2026, 11, 21), 7, None, 250_000, "CP0123456789"],
        [datetime(2026, 11, 21), 8, None, 250_000.0, "CP0123456780"],
        [datetime(2026, 11, 21), 9, None, -5000, "phí"],
        [datetime(2026, 11, 21), 10, None, 0.5, "lãi"],
        [datetime(2026, 11, 21), 11, None, datetime(2026, 1, 1), "x"],
    ):
        book.active.append(row)
    book.save(tmp_path / "sao-ke.xlsx")
    read = read_statement(read_table(tmp_path / "sao-ke.xlsx", is_header), "0123456789")
    assert [(line.row, line.amount) for line in read.lines] == [(2, 250_000), (3, 250_000)]
    assert [(error.row, error.column) for error in read.errors] == [(5, "ghi có"), (6, "ghi có")]


@given(st.lists(st.lists(st.text(max_size=20), min_size=5, max_size=5), max_size=8))
def test_whatever_stands_in_the_cells_is_read_or_told(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("statement")
    try:
        read = statement(folder, *rows)
    except Refused:
        return
    assert all(line.amount > 0 for line in read.lines)
