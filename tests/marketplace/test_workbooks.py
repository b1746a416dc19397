"""Workbooks hold what they are given: texts as texts, whatever they begin with."""

import io
from datetime import date

import openpyxl
import pytest

from marketplace.workbooks import workbook_bytes
from tests.world import NOW


def written(*rows, title="Bảng") -> list[tuple]:
    content = workbook_bytes(title, ["Chữ", "Số"], rows, NOW)
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_numbers_dates_and_texts_come_back():
    assert written(["Chè Shan tuyết", 250_000], ["", date(2026, 11, 21)])[:2] == [
        ("Chữ", "Số"),
        ("Chè Shan tuyết", 250_000),
    ]
    assert written(["x", date(2026, 11, 21)])[1][1].date() == date(2026, 11, 21)


def test_days_are_written_as_in_vietnam():
    content = workbook_bytes("x", ["a"], [[date(2026, 11, 21)]], NOW)
    assert openpyxl.load_workbook(io.BytesIO(content)).active["A2"].number_format == "dd/mm/yyyy"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "007", "1e5"])
def test_no_text_becomes_a_formula_or_a_number(text):
    content = workbook_bytes("x", ["a"], [[text]], NOW)
    cell = openpyxl.load_workbook(io.BytesIO(content)).active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_xml_cannot_hold_is_left_out_and_long_texts_are_cut():
    assert written(["a\x00b\x0bc\ud800d", "x" * 40_000])[1] == ("abcd", "x" * 32_767)


@pytest.mark.parametrize("title", ["", "a/b:c*?[]\\", "x" * 99, "'"])
def test_any_title_will_do(title):
    assert written(["a", 1], title=title)[1] == ("a", 1)
