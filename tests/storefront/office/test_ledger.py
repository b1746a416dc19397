"""The ledger desk: balances of all, months of each producer, withheld taxes as a file, and the check."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select, update

from catalog.producers import ProducerKind
from marketplace.orders.orders import SubOrder
from marketplace.orders.settlement import settle_payment, settle_sale
from marketplace.payments.ledger import Kind, LedgerEntry, LedgerTransaction, post
from marketplace.stock import Stock
from storefront.office.ledger_words import FINDINGS
from tests import world
from tests.conftest import ROOT
from tests.marketplace.orders.test_checkout import basket_of, place
from tests.markup import Page
from tests.paper import ReadPaper
from tests.world import NOW, TODAY

DAY = date(2026, 11, 20)


@pytest.fixture
def sold(session) -> SubOrder:
    household = world.producer(session, "=HỘ Thử", kind=ProducerKind.HOUSEHOLD, slug="ho-thu")
    product = world.product(session, by=household, prices=(100_000,))
    part = place(session, basket_of(session, (product, 1))).sub_orders[0]
    settle_sale(session, part, DAY, NOW)
    settle_payment(session, part, "cash_on_delivery", part.total, "p:1", DAY, NOW)
    session.commit()
    return part


def test_an_empty_ledger_says_so(officer):
    page = Page(officer.get("/en/office/ledger").text).one("main").text
    assert "Nothing yet: balances come with the first parcel" in page


def test_all_balances_stand_on_one_page(officer, sold):
    page = Page(officer.get("/en/office/ledger").text).one("main").text
    for words in ("126,500 ₫", "-132,000 ₫", "4,000 ₫", "1,500 ₫", "=HỘ Thử", "11/2026"):
        assert words in page, words
    assert "ho-thu" in officer.get("/en/office/ledger").text


def test_each_producer_has_its_months_and_statements(officer, sold):
    assert "Statement 11/2026" in officer.get("/en/office/ledger/ho-thu").text
    page = Page(officer.get("/en/office/ledger/ho-thu/2026-11").text).one("main").text
    assert "126,500 ₫" in page
    assert "126,500 ₫" in ReadPaper(officer.get("/en/office/ledger/ho-thu/2026-11.pdf").data).text
    assert officer.get("/office/ledger/ho-thu/2026-11.xlsx").data.startswith(b"PK")


@pytest.mark.parametrize(
    "path",
    [
        "ledger/nobody",
        "ledger/nobody/2026-11",
        "ledger/nobody/2026-11.pdf",
        "taxes/2026-13.csv",
        "taxes/2026-11.exe",
    ],
)
def test_what_is_not_there_is_not_found(officer, path):
    assert officer.get(f"/office/{path}").status_code == 404


def test_the_tax_file_has_every_tax_and_runs_nothing(officer, sold):
    answer = officer.get("/en/office/taxes/2026-11.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="thue-2026-11.csv"'
    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[2:] for row in table] == [
        ["Producer", "Tax", "Sold", "Base (đồng)", "Rate (percent)", "Withheld (đồng)"],
        ["'=HỘ Thử", "Personal income tax", "Sale of goods", "100000", "0.5", "500"],
        ["'=HỘ Thử", "Value added tax", "Sale of goods", "100000", "1.0", "1000"],
    ]
    book = openpyxl.load_workbook(io.BytesIO(officer.get("/office/taxes/2026-11.xlsx").data))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert "=HỘ Thử" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)
    assert len(list(book.active.rows)) == 3


def test_the_check_finds_nothing_in_a_sound_ledger(officer, sold):
    assert (
        "Everything holds"
        in Page(officer.get("/en/office/ledger/check?now=1").text).one("p", "notice--good").text
    )


def test_the_check_names_what_does_not_hold(officer, session, sold):
    forged = LedgerTransaction(source="forged:1", kind="sale", sub_order="", day=TODAY, at=NOW)
    forged.entries = [LedgerEntry(account="producer:1", amount=5)]
    session.add(forged)
    session.execute(update(Stock).values(on_hand=Stock.on_hand + 1))
    session.commit()
    wrong = len(session.scalars(select(Stock)).all()) + 1
    page = Page(officer.get("/en/office/ledger/check?now=1").text).one("main").text
    assert f"{wrong} things do not hold" in page
    assert "forged:1" in page
    assert "The stock is not what its movements add up to." in page


def test_many_producers_stand_on_pages(officer, session, statements):
    for i in range(60):
        account = f"producer:{world.producer(session).id}"
        post(session, f"dues:{i}", Kind.DUES, DAY, {account: 1000 + i, "bank": -1000 - i}, now=NOW)
    session.commit()
    statements.clear()
    first = officer.get("/en/office/ledger").text
    assert len(statements) <= 6
    assert "1,049" in first
    assert "1,050" not in first
    assert "1,050" in officer.get("/en/office/ledger?page=2").text


def test_every_rule_of_the_check_has_words():
    files = (
        "orders/ledger_check.py",
        "fairs/ledger_check.py",
        "orders/goods_check.py",
        "sourcing/invoice_check.py",
    )
    source = "".join((ROOT / "marketplace" / file).read_text("utf-8") for file in files)
    assert set(re.findall(r'(?:Finding|found)\("([^"]+)"', source)) == FINDINGS.keys()
