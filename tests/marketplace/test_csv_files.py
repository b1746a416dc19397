import csv
import io
from datetime import date

import pytest

from marketplace.csv_files import csv_bytes


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_table_comes_back_as_it_was():
    rows = [("sầu riêng, sấy", 3, date(2026, 11, 21)), ('"chè"\nShan', 1, date(2026, 1, 2))]
    content = csv_bytes(("Từ", "Số lần", "Ngày"), rows)
    assert content.startswith(b"\xef\xbb\xbf")
    assert read(content) == [
        ["Từ", "Số lần", "Ngày"],
        ["sầu riêng, sấy", "3", "2026-11-21"],
        ['"chè"\nShan', "1", "2026-01-02"],
    ]


@pytest.mark.parametrize("hostile", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1"])
def test_nothing_in_it_is_taken_for_a_formula(hostile):
    assert read(csv_bytes(("words",), [(hostile,), (-5,)]))[1:] == [[f"'{hostile}"], ["-5"]]
