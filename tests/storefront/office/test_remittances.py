"""What carriers pay out: looked at first, counted once, by officers only."""

import io

import pytest
from sqlalchemy import func, select

from marketplace.orders.orders import Order
from marketplace.payments.payments import Payment, Receipt
from tests import world
from tests.markup import Page
from tests.shopping import hidden, order, order_number
from tests.storefront.office.conftest import browser

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


def check(client, text, name="doi-soat.csv"):
    data = {"csrf_token": token(client), "carrier": "ghn", "file": (io.BytesIO(text.encode()), name)}
    return client.post("/office/remittances", data=data)


def outcomes(page) -> list[str]:
    return [found.attributes["data-match"] for found in Page(page).find("span", data_match="")]


def take(client, page):
    data = {"csrf_token": token(client), "lines": Page(page).value("lines")}
    return client.post("/office/remittances/receipts", data=data)


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
