"""Statements and slips for the producer they belong to, as pages, paper and workbook."""

import io
from datetime import date

import openpyxl
import pytest
import zxingcpp
from sqlalchemy import select

from catalog.producers import Producer
from marketplace.orders.orders import SubOrder
from marketplace.orders.settlement import settle_dues, settle_payment, settle_refund, settle_sale
from tests.marketplace.orders.making import place
from tests.markup import Page
from tests.paper import ReadPaper
from tests.world import NOW

DAY = date(2026, 11, 20)


@pytest.fixture
def sold(session, bought, goods) -> SubOrder:
    """The first part of the order, delivered in November: goods 240,000, delivery 32,000, commission 12,000."""
    part = session.scalars(select(SubOrder).order_by(SubOrder.id)).first()
    settle_sale(session, part, DAY, NOW)
    session.commit()
    return part


def test_before_anything_is_sold_the_page_says_so(seller):
    assert "Nothing yet" in Page(seller.get("/en/producer/statements").text).one("main").text
    empty = Page(seller.get("/en/producer/statements/2026-11").text).one("main").text
    assert "Nothing was sold or paid in this month." in empty
    assert "Nothing is owed." in empty


def test_the_months_lead_to_their_statements(seller, sold):
    page = Page(seller.get("/en/producer/statements").text)
    assert "Statement 11/2026" in page.one("main").text
    link = next(e.attributes["href"] for e in page.find("a") if "2026-11" in e.attributes.get("href", ""))
    shown = Page(seller.get(link).text).one("main").text
    for words in ("272,000 ₫", "Commission", "-12,000 ₫", "Closing balance", "still owe the producer"):
        assert words in shown or words.replace("-", "−") in shown, words
    assert "The month is not over" in shown


def test_money_for_what_is_not_delivered_yet_is_not_said_to_be_owed(seller, session, sold, goods):
    text = Page(seller.get("/en/producer/statements/2026-11").text).one("main").text
    assert "not delivered yet" not in text
    other = place(session, goods[0]).sub_orders[0]
    settle_payment(session, other, "vietqr", other.total, "p:1", DAY, NOW)
    session.commit()
    text = Page(seller.get("/en/producer/statements/2026-11").text).one("main").text
    assert "still owe the producer 260,000 ₫" in text
    assert f"also holds {other.total:,} ₫" in text
    paper = ReadPaper(seller.get("/en/producer/statements/2026-11.pdf").data)
    assert "not delivered yet" in paper.text


def test_the_sums_add_up_on_the_page(seller, session, sold):
    settle_refund(session, sold, 100_000, "refund:1", DAY, NOW)
    settle_dues(session, sold.producer_id, 1_000, "dues:1", DAY, NOW)
    session.commit()
    page = Page(seller.get("/en/producer/statements/2026-11").text)
    amounts = [
        int(e.text.replace("₫", "").replace(",", "")) for e in page.one("dl", "sums").inside if e.tag == "dd"
    ]
    assert sum(amounts[:-1]) == amounts[-1]


def test_the_workbook_has_the_numbers_and_no_formulas(seller, session, sold):
    answer = seller.get("/en/producer/statements/2026-11.xlsx")
    assert answer.headers["Content-Disposition"].endswith('-2026-11.xlsx"')
    assert "no-store" in answer.headers["Cache-Control"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("Day", "Parcel", "Sales", "Refunds")
    assert rows[1][1] == "Opening balance"
    assert rows[2][2] == sold.total
    assert rows[-1][-1] == sold.total - sold.commission
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_paper_has_the_same_sums(seller, sold):
    paper = ReadPaper(seller.get("/en/producer/statements/2026-11.pdf").data)
    for words in ("Statement 11/2026", "Sales", "Closing balance", f"{sold.total - sold.commission:,} ₫"):
        assert words in paper.text
    assert paper.beyond_the_margins(15) == []
    assert "Bảng đối soát" in ReadPaper(seller.get("/producer/statements/2026-11.pdf").data).text


def test_another_producers_statement_is_not_found(account, goods, session, sold):
    neighbour = account("hoa@vidu.vn", goods[1].producer_id)
    theirs = session.get(Producer, sold.producer_id).slug
    for path in ("2026-11", "2026-11.pdf", "2026-11.xlsx"):
        assert neighbour.get(f"/producer/statements/{path}?producer={theirs}").status_code == 404
        assert neighbour.get(f"/producer/statements/{path}").status_code == 200
    assert "272,000" not in neighbour.get("/en/producer/statements/2026-11").text


@pytest.mark.parametrize(
    "path", ["2026-13", "2026", "x", "2026-11.exe", "2026-13.pdf", "' OR 1=1", "9999-01", "2026-1", "%00"]
)
def test_what_is_no_month_is_not_found(seller, path):
    assert seller.get(f"/producer/statements/{path}").status_code == 404


def test_who_acts_for_two_producers_chooses_by_the_address(account, goods, session, sold):
    both = account("hai@vidu.vn", goods[0].producer_id, goods[1].producer_id)
    slugs = [session.get(Producer, one.producer_id).slug for one in goods]
    texts = [both.get(f"/en/producer/statements/2026-11?producer={slug}").text for slug in slugs]
    assert ["272,000" in text for text in texts] == [True, False]


def test_the_page_asks_the_database_a_constant_number_of_times(seller, session, sold, statements):
    def asked() -> int:
        statements.clear()
        seller.get("/producer/statements/2026-11")
        return len(statements)

    few = asked()
    for i in range(40):
        settle_refund(session, sold, 100, f"refund:{i}", DAY, NOW)
        settle_dues(session, sold.producer_id, 100, f"dues:{i}", DAY, NOW)
    session.commit()
    assert asked() == few <= 7


def test_the_packing_slip_is_for_its_producer(seller, account, goods, bought):
    path = f"/producer/orders/{bought.part}/packing-slip.pdf"
    answer = seller.get(f"/en{path}")
    paper = ReadPaper(answer.data)
    assert "Packing slip" in paper.text
    assert "To collect: 272,000 ₫" in paper.text
    assert "Mật ong" not in paper.text
    [code] = zxingcpp.read_barcodes(paper.picture())
    assert code.text == f"https://chophien.example/orders/{bought.number}"
    assert account("hoa@vidu.vn", goods[1].producer_id).get(path).status_code == 404
    assert f'href="{path}"' in seller.get(f"/producer/orders/{bought.part}").text
