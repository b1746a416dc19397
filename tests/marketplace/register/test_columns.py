"""What people write in a cell, and what it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.producers import ProducerKind
from catalog.records import Refused
from marketplace.register import columns
from marketplace.register.producer_kinds import kind_of

AUGUST = date(2026, 8, 5)


@pytest.mark.parametrize(
    "written",
    [
        "2026-08-05",
        "2026-8-5",
        "2026-08-05 00:00:00",
        "2026-08-05T00:00:00.000Z",
        "05/08/2026",
        "5/8/2026",
        " 5 / 8 / 2026 ",
        "05-08-2026",
        "5.8.2026",
        "46239",
        "ngày 05 tháng 8 năm 2026",
        "Ngày 5 tháng 08 năm 2026",
        "05 tháng 8 năm 2026",
        AUGUST,
    ],
)
def test_dates(written):
    assert columns.read_date(written) == AUGUST


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_from_every_form(day):
    serial = str((day - date(1899, 12, 30)).days)
    words = f"ngày {day.day} tháng {day.month} năm {day.year}"
    for written in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", words, serial):
        assert columns.read_date(written) == day


@pytest.mark.parametrize(
    ("written", "stars"),
    [
        ("3", 3),
        ("4", 4),
        ("5", 5),
        ("4.0", 4),
        ("03 sao", 3),
        ("4 sao", 4),
        ("4 SAO", 4),
        ("4*", 4),
        ("OCOP 4*", 4),
        ("Đạt 4 sao", 4),
        ("Hạng 3 sao", 3),
        ("Ba sao", 3),
        ("Bốn sao", 4),
        ("5 stars", 5),
        ("★★★", 3),
        ("★★★★☆", 4),
        ("⭐⭐⭐⭐⭐", 5),
        ("", None),
    ],
)
def test_stars(written, stars):
    assert columns.read_stars(written) == stars


@pytest.mark.parametrize(
    ("written", "dong"),
    [("250000", 250_000), ("250.000", 250_000), ("250,000 ₫", 250_000), ("250k", 250_000), ("1,5k", 1500)],
)
def test_prices(written, dong):
    assert columns.read_price(written) == dong


@pytest.mark.parametrize("number", [0.5, 125.125, float("nan"), float("inf")])
@pytest.mark.parametrize("reader", [columns.read_price, columns.read_stock, columns.read_grams])
def test_a_fraction_in_a_numeric_cell_is_never_taken_for_thousands(reader, number):
    with pytest.raises(Refused):
        reader(number)


@pytest.mark.parametrize(("written", "pieces"), [("0", 0), ("12", 12), ("1.200", 1200), ("1 200", 1200)])
def test_stock(written, pieces):
    assert columns.read_stock(written) == pieces


def test_excel_dates_in_text_columns_are_told():
    with pytest.raises(Refused, match="Excel"):
        columns.read_line(AUGUST)


def test_text_loses_what_cannot_be_seen():
    assert columns.read_line("  Che\u0300 \u200b xanh\n") == "Chè xanh"
    assert columns.read_story("Một\r\n\x00hai_x000D_\r\n\n\u200bba  \n") == "Một\nhai\n\nba"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("cooperative_union", "cooperative_union"),
        ("Household", "household"),
        ("HTX", "cooperative"),
        ("HTXNN Thông Hòa", "cooperative"),
        ("HTX DVNN Bắc Ruộng 1", "cooperative"),
        ("Hợp tác xã NN Thông Hòa", "cooperative"),
        ("Liên hiệp HTX ABC", "cooperative_union"),
        ("THT sản xuất chè", "cooperative_group"),
        ("Tổ hợp tác nuôi ong", "cooperative_group"),
        ("HKD Chu Thị Nguyệt", "household"),
        ("Hộ SXKD Nguyễn Thị Hồng Nghiệp", "household"),
        ("Hộ KD Nguyễn Văn A", "household"),
        ("Hộ kinh doanh", "household"),
        ("Cơ sở SX tinh bột nghệ Hải Hoa", "facility"),
        ("Cơ sở sản xuất", "facility"),
        ("CSSX Tám Lúa", "facility"),
        ("Cty TNHH Seagull", "enterprise"),
        ("Công ty Cổ phần Viên Sơn", "enterprise"),
        ("DNTN Minh Nhựt", "enterprise"),
        ("Doanh nghiệp giống thủy sản Minh Nhựt", "enterprise"),
        ("Trang trại Ông Ba", "farm"),
        ("Hội Nông dân xã X", None),
        ("Thành phố", None),
        ("", None),
    ],
)
def test_kinds(written, kind):
    assert kind_of(written) == (ProducerKind(kind) if kind else None)
