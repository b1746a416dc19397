"""What carriers pay out: looked at first, counted once, by officers only."""

import io
from datetime import datetime

import openpyxl
import pytest
from sqlalchemy import func, select

from marketplace.orders import life
from marketplace.orders.carriers import CarrierKey
from marketplace.orders.orders import Order, SubOrder
from marketplace.payments.payments import Payment, Receipt
from tests import world
from tests.markup import Page
from tests.shopping import hidden, order, order_number
from tests.storefront.office.conftest import browser
from tests.world import NOW

HEADER = "Mã vận đơn,Tiền thu hộ,Ngày\n"


@pytest.fixture
def part(app, session) -> str:
    """The number of a part that is paid in cash."""
    product = world.product(session)
    session.commit()
    return f"{order_number(order(browser(app), product))}-1"


def payment(session) -> Payment:
    return session.scalars(select(Payment).execution_options(populate_existing=True)).one()


def receipts(session) -> int:
    return session.scalar(select(func.count()).select_from(Receipt))


def token(client) -> str:
    return hidden(client.get("/office/remittances").text, "csrf_token")


def check(client, text: str | bytes, name="doi-soat.csv", carrier="ghn"):
    content = text.encode() if isinstance(text, str) else text
    data = {"csrf_token": token(client), "carrier": carrier, "file": (io.BytesIO(content), name)}
    return client.post("/office/remittances", data=data)


def outcomes(page) -> list[str]:
    return [found.attributes["data-match"] for found in Page(page).find("span", data_match="")]


def take(client, page):
    data = {"csrf_token": token(client), "lines": Page(page).value("lines")}
    return client.post("/office/remittances/receipts", data=data)


def ship(session, carrier: CarrierKey) -> None:
    """Send the newest part, always under the same number."""
    part = session.scalars(select(SubOrder).order_by(SubOrder.id.desc())).first()
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    life.ship(session, part, carrier, "AB1234", NOW)
    session.commit()


def test_a_file_is_looked_at_first_then_counted_and_counts_once(officer, session, part):
    amount = payment(session).amount
    text = (
        f"{HEADER}{part.lower()},{amount},21/11/2026\nGHN999,50000,21/11/2026\n{part},{amount},21/11/2026\n"
    )
    page = check(officer, text)
    assert (page.status_code, outcomes(page.text)) == (200, ["matched", "unknown", "known"])
    assert receipts(session) == 0
    for _ in range(2):
        assert take(officer, page.text).status_code == 303
    assert (payment(session).is_paid, payment(session).received, receipts(session)) == (True, amount, 1)
    assert outcomes(check(officer, text).text) == ["known", "unknown", "known"]


def test_too_little_and_too_much_are_told(officer, session, part):
    amount = payment(session).amount
    assert outcomes(check(officer, f"{HEADER}{part},{amount - 1},\n").text) == ["too_little"]
    assert outcomes(check(officer, f"{HEADER}{part},{amount + 1},\n").text) == ["too_much"]


def test_parcels_of_another_carrier_are_not_counted(officer, session, part):
    ship(session, CarrierKey.GHN)
    text = (
        f"{HEADER}AB1234,{payment(session).amount},21/11/2026\n{part},{payment(session).amount},22/11/2026\n"
    )
    page = check(officer, text, carrier="vnpost")
    assert outcomes(page.text) == ["elsewhere", "elsewhere"]
    # There is nothing to press.
    assert not Page(page.text).find("input", name="lines")
    assert "Tệp này không có khoản nào để ghi nhận." in page.text
    assert outcomes(check(officer, text).text) == ["matched", "too_much"]


def test_who_carries_itself_passes_nothing_on(officer, session, part):
    amount = payment(session).amount
    assert check(officer, f"{HEADER}{part},{amount},\n", carrier="own_vehicle").status_code == 422


def test_two_carriers_may_have_the_same_number(app, officer, session, part):
    ship(session, CarrierKey.GHN)
    other = world.product(session)
    session.commit()
    order(browser(app), other)
    ship(session, CarrierKey.VNPOST)
    first, second = session.scalars(select(Payment).order_by(Payment.id))
    text = f"{HEADER}AB1234,{second.amount},21/11/2026\n"
    assert take(officer, check(officer, text, carrier="vnpost").text).status_code == 303
    session.expire_all()
    assert (first.received, second.received) == (0, second.amount)


def test_the_same_file_as_a_workbook_counts_nothing_more(officer, session, part):
    amount = payment(session).amount
    take(officer, check(officer, f"{HEADER}{part},{amount},21/11/2026\n").text)
    book = openpyxl.Workbook()
    for row in (HEADER.strip().split(","), [part, amount, datetime(2026, 11, 21)]):
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    page = check(officer, saved.getvalue(), "doi-soat.xlsx")
    assert outcomes(page.text) == ["known"]
    assert not Page(page.text).find("input", name="lines")
    assert receipts(session) == 1


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.csv", "Tệp trống."),
        (b"a,b\n1,2\n", "a.csv", "tên các cột cần thiết"),
        (b"\x00\x01\x02", "a.csv", "bảng mã"),
        (b"\x89PNG\x0d\x0a\x1a\x0a\x05", "a.csv", "không phải"),
        (b"abc\x01def", "a.csv", "không phải"),
        (b"PK\x03\x04 not really", "a.xlsx", "hỏng"),
        (b"text", "a.xlsx", "không phải"),
        ("Mã đơn,COD\nX\n".encode("utf-16")[:-1], "a.csv", "bảng mã"),
        ('Mã đơn,COD\n"X,1\n'.encode(), "a.csv", "ngoặc kép"),
    ],
)
def test_what_is_no_remittance_is_one_sentence(officer, session, part, content, name, told):
    answer = check(officer, content, name)
    assert answer.status_code == 422
    (sentence,) = [found.text for found in Page(answer.text).find("p", "notice--wrong")]
    assert told in sentence
    assert receipts(session) == 0


@pytest.mark.parametrize(
    "amount", ["", "0", "-132000", "1.5", "=132000", "=1+1", "132000,5", "9" * 30, "một trăm", "<b>1</b>"]
)
def test_an_amount_that_is_none_is_shown_with_its_row(officer, session, part, amount):
    answer = check(officer, f'{HEADER}{part},"{amount}",21/11/2026\n')
    assert answer.status_code == 422
    assert "Đây không phải số tiền" in answer.text
    assert "<b>1" not in answer.text
    assert receipts(session) == 0


def test_every_error_is_told_by_row_and_column_and_nothing_is_written(officer, session, part):
    answer = check(officer, f"{HEADER}{part},50000,\n,1000,\nGHN1,abc,\n")
    assert answer.status_code == 422
    for fact in ("mã vận đơn", "tiền thu hộ", "abc"):
        assert fact in answer.text
    assert receipts(session) == 0


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "null",
        "7",
        "[[1]]",
        "[" * 5000,
        '[[1,-5,"PPP","remittance:ghn:x"]]',
        '[[1,5,"PPP","bank:x"]]',
        '[[1,1e3,"PPP","remittance:ghn:x"]]',
        '[[1,true,"PPP","remittance:ghn:x"]]',
        '[[1,5,["PPP"],"remittance:ghn:x"]]',
        '[[1,5,{"PPP":1},"remittance:ghn:x"]]',
        '[[1,5,"PPP",["remittance:ghn:x"]]]',
        '[[1,5,"P\\u0000P","remittance:ghn:x"]]',
        '[[1,5,"P\\ud800P","remittance:ghn:x"]]',
        '[[1,5,"PPP","remittance:ghn:\\ud800"]]',
        '[[1,99999999999999999999,"PPP","remittance:ghn:x"]]',
    ],
)
def test_a_forged_list_is_refused(officer, session, part, lines):
    data = {"csrf_token": token(officer), "lines": lines}
    assert officer.post("/office/remittances/receipts", data=data).status_code == 422
    assert receipts(session) == 0


def test_only_officers_come_in(people, session, part):
    for path in ("/office/remittances", "/office/remittances/receipts"):
        assert people.guest.post(path).status_code == 303
        assert people.nobody.post(path).status_code == 403
    assert receipts(session) == 0
    assert session.scalars(select(Order)).one()
