"""The workbook of listings: a round trip changes nothing, a trial writes nothing, hostile files are told."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from catalog.products import Product
from catalog.revisions import open_revision
from marketplace.orders.packs import wholesale_of
from marketplace.register.listing_columns import HEADS
from marketplace.stock import Stock
from tests import world
from tests.shopping import hidden
from tests.storefront.producer.listing_making import finished_listing
from tests.test_matrix import written

COLUMN = {name: at for at, name in enumerate(HEADS, 1)}


@pytest.fixture
def listed(session, goods):
    finished_listing(session, goods[0].producer_id, summary='=HYPERLINK("x")')
    session.commit()
    return goods[0]


def book(seller):
    return load_workbook(io.BytesIO(seller.get("/producer/workbook.xlsx").data))


def send(seller, content, do: str = "write", name: str = "hang.xlsx"):
    if not isinstance(content, bytes):
        out = io.BytesIO()
        content.save(out)
        content = out.getvalue()
    token = hidden(seller.get("/producer/workbook").text, "csrf_token")
    return seller.post(
        "/producer/workbook", data={"csrf_token": token, "do": do, "file": (io.BytesIO(content), name)}
    )


def row_of(sheet, sku: str) -> int:
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == sku)


def test_a_round_trip_changes_nothing(seller, undone, session, listed):
    made = book(seller)
    assert [cell.value for cell in made.active[1]] == [*HEADS.values()]
    assert all(cell.data_type != "f" for row in made.active.iter_rows() for cell in row)
    before = written(undone.connection)
    assert send(seller, made).status_code == 303
    after = written(undone.connection)
    assert {table for table in before if before[table] != after[table]} == set()


def test_prices_are_in_force_and_words_become_drafts(seller, session, listed):
    made, variant = book(seller), listed.variants[0]
    row = row_of(made.active, variant.sku)
    for name, value in {
        "price": "99k",
        "on_hand": 3,
        "summary": "Lời mới",
        "tiers": "10: 90k; 50: 80.000",
        "lead_days": 3,
        "supply_from": "5/8/2027",
        "shelf_life_days": 180,
        "keeping": "đông",
        "season": "5-7",
    }.items():
        made.active.cell(row, COLUMN[name]).value = value
    trial = send(seller, made, "try")
    assert trial.status_code == 200 and "Giá, Tồn kho" in trial.text
    session.expire_all()
    assert session.get(world.Variant, variant.id).price == 120_000
    assert send(seller, made).status_code == 303
    session.expire_all()
    assert (variant.price, session.get(Stock, variant.id).on_hand) == (99_000, 3)
    assert [(tier.quantity_from, tier.price) for tier in wholesale_of(session, variant.id)[1]] == [
        (10, 90_000),
        (50, 80_000),
    ]
    terms = wholesale_of(session, variant.id)[0]
    assert (terms.lead_days, terms.supply_from, terms.shelf_life_days, terms.storage) == (
        3,
        date(2027, 8, 5),
        180,
        "frozen",
    )
    made = book(seller).active
    row = row_of(made, variant.sku)
    assert [made.cell(row, COLUMN[name]).value for name in ("supply_from", "keeping")] == [
        "05/08/2027",
        "đông",
    ]
    assert open_revision(session, listed.id).facts["summary"] == "Lời mới"
    assert session.get(Product, listed.id).season == [5, 6, 7]


def test_a_row_without_code_is_new(seller, session, listed):
    made = book(seller)
    row = made.active.max_row + 1
    new = {
        "name": "Chè mới",
        "set_code": 11,
        "pack": "Túi",
        "net": 50,
        "unit": "g",
        "weight": 60,
        "price": 50000,
        "on_hand": 5,
    }
    for name, value in new.items():
        made.active.cell(row, COLUMN[name]).value = value
    assert send(seller, made).status_code == 303
    product = session.scalars(select(Product).where(Product.name == "Chè mới")).one()
    assert (product.state, product.set_code) == ("draft", "11")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("price", "rẻ", "Giá"),
        ("unit", "thùng", "Đơn vị"),
        ("sku", "LẠ-1", "LẠ-1"),
        ("tiers", "10=5", "Giá sỉ"),
        ("lead_days", "một tuần", "Số ngày chuẩn bị"),
        ("supply_from", "tháng 8", "Có hàng sỉ từ"),
        ("keeping", "ấm", "Nhiệt độ giữ hàng"),
        ("net", 0, "Lượng tịnh"),
    ],
)
def test_one_wrong_cell_writes_nothing(seller, session, listed, name, value, said):
    made, variant = book(seller), listed.variants[0]
    row = row_of(made.active, variant.sku)
    made.active.cell(row, COLUMN["on_hand"]).value = 1
    made.active.cell(row, COLUMN[name]).value = value
    if name == "sku":
        made.active.cell(row, COLUMN["name"]).value = ""
    answer = send(seller, made)
    assert answer.status_code == 422 and said in answer.text
    session.expire_all()
    assert session.get(Stock, variant.id).on_hand == 10


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.xlsx"),
        (b"\x89PNG\r\n", "a.xlsx"),
        (b"PK\x03\x04junk", "a.xlsx"),
        (b"a;b\n1;2", "a.csv"),
        (b"\xd0\xcf\x11\xe0", "a.xls"),
    ],
)
def test_hostile_files_are_told(seller, session, listed, content, name):
    assert send(seller, content, name=name).status_code == 422


def test_an_unknown_column_is_told(seller, listed):
    made = Workbook()
    made.active.append(["Mã quy cách", "Tên sản phẩm", "Hạng sao"])
    made.active.append(["x", "y", "5"])
    answer = send(seller, made)
    assert answer.status_code == 422 and "hạng sao" in answer.text


def test_a_pack_of_others_is_not_found_by_its_code(seller, session, listed, goods):
    made = book(seller)
    made.active.cell(2, 1).value = goods[1].variants[0].sku
    made.active.cell(2, COLUMN["name"]).value = ""
    assert send(seller, made).status_code == 422


def test_story_and_strength_come_back_as_they_went(seller, undone, session, listed):
    story = "# Chuyện\n\nDòng một  có hai dấu cách.\n\n- một\n- =1+1"
    facts = {"story_title": "Chuyện", "story_body": story, "story_author": "Bà Sáu"}
    facts |= {"story_sources": ["https://vidu.vn/a, b", "Báo Yên Bái"], "abv_tenths": 395}
    product = finished_listing(session, listed.producer_id, "Rượu mới", **facts)
    session.commit()
    made = book(seller)
    row = next(
        n
        for n in range(2, made.active.max_row + 1)
        if made.active.cell(n, COLUMN["name"]).value == "Rượu mới"
    )
    assert made.active.cell(row, COLUMN["abv_tenths"]).value == "39,5"
    before = written(undone.connection)
    assert send(seller, made).status_code == 303
    assert {table for table in before if before[table] != written(undone.connection)[table]} == set()
    for name, value in {"abv_tenths": 40, "story_body": "Một\n\nHai", "story_sources": "Một\nHai"}.items():
        made.active.cell(row, COLUMN[name]).value = value
    assert send(seller, made).status_code == 303
    session.expire_all()
    kept = open_revision(session, product.id).facts
    assert (kept["abv_tenths"], kept["story_body"]) == (400, "Một\n\nHai")
    assert (kept["story_sources"], kept["story_author"]) == (["Một", "Hai"], "Bà Sáu")
    made.active.cell(row, COLUMN["abv_tenths"]).value = "mạnh"
    assert send(seller, made).status_code == 422


def test_rows_that_are_as_before_ask_nothing(seller, session, listed, statements):
    def asked() -> tuple[int, int]:
        statements.clear()
        made = book(seller)
        down = len(statements)
        statements.clear()
        assert send(seller, made).status_code == 303
        return down, len(statements)

    few = asked()
    for number in range(12):
        finished_listing(session, listed.producer_id, f"Chè thêm {number}")
    session.commit()
    assert asked() == few
