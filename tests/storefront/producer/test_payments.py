"""The producers' payments: bank account, confirming by hand and by statement, and sending money back."""

import importlib
import io
from datetime import timedelta

import pyotp
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import func, select

from catalog.codes import grouped
from catalog.producers import Producer
from marketplace.accounts.users import User
from marketplace.orders.lapsing import lapse_unpaid
from marketplace.orders.orders import Order, SubOrder, SubOrderState
from marketplace.orders.paying import HOLD
from marketplace.payments.bank_accounts import BankAccount, accounts_of, add_account
from marketplace.payments.banks import BANKS
from marketplace.payments.payments import Payment, PaymentMethod, PaymentState, Receipt
from marketplace.payments.terms import PaymentTerms
from marketplace.payments.vietqr import read_payload
from storefront.demo.bank_accounts import add_bank_accounts
from storefront.qr_codes import qr_dots
from tests import people
from tests.letters import letters_to
from tests.markup import Page
from tests.people import PASSWORD
from tests.shopping import fill_basket, give_address, hidden, order_number, review_form
from tests.storefront.office.conftest import browser
from tests.world import NOW

HEADER = "Ngày giao dịch,Số tham chiếu,Ghi có,Nội dung\n"


@pytest.fixture
def transferred(app, session, goods):
    """An order of both producers, to be paid by bank transfer: the buyer's browser and the order."""
    for product in goods:
        producer = session.get_one(Producer, product.producer_id)
        add_account(session, producer, "970436", "0123456789", "HTX", NOW)
    session.commit()
    buyer = browser(app)
    fill_basket(buyer, *goods)
    give_address(buyer)
    answer = buyer.post("/orders", data=review_form(buyer) | {"method": "vietqr"})
    assert answer.status_code == 303, answer.text
    number = order_number(answer)
    return buyer, session.scalars(select(Order).where(Order.number == number)).one()


def payments(session) -> list[Payment]:
    query = select(Payment).order_by(Payment.id).execution_options(populate_existing=True)
    return list(session.scalars(query))


def slug_of(session, product) -> str:
    return session.get_one(Producer, product.producer_id).slug


def token(client) -> str:
    return hidden(client.get("/producer/payments").text, "csrf_token")


def check(client, slug, text, name="sao-ke.csv"):
    data = {"csrf_token": token(client), "producer": slug, "file": (io.BytesIO(text.encode()), name)}
    return client.post("/producer/bank-statements", data=data)


def take(client, slug, page):
    data = {"csrf_token": token(client), "producer": slug, "lines": Page(page).value("lines")}
    return client.post("/producer/bank-statements/receipts", data=data)


def outcomes(page) -> list[str]:
    return [found.attributes["data-match"] for found in Page(page).find("span", data_match="")]


def receipts(session) -> int:
    return session.scalar(select(func.count()).select_from(Receipt))


# The buyer


def test_the_buyer_reads_what_comes_first_until_it_is_paid(transferred, session, seller):
    buyer, order = transferred
    words = "Please pay first."
    assert buyer.get(f"/en/orders/{order.number}").text.count(words) == 2
    code = payments(session)[0].code
    seller.post(f"/producer/payments/{code}/receipt", data={"csrf_token": token(seller)})
    assert buyer.get(f"/en/orders/{order.number}").text.count(words) == 1


def test_the_buyer_sees_a_code_for_each_producer_with_everything_in_text(transferred, session):
    buyer, order = transferred
    page = Page(buyer.get(f"/orders/{order.number}").text)
    urls = [url for url in page.links if "/payments/" in url]
    assert len(urls) == 2
    for payment, url in zip(payments(session), urls, strict=True):
        text = buyer.get(url).text
        assert 'class="qr"' in text
        for fact in ("Vietcombank", "0123456789", "HTX", payment.code):
            assert fact in text
        assert f'data-text="{payment.amount}"' in text


@pytest.mark.parametrize(
    ("prefix", "words"), [("", "Dữ liệu mẫu"), ("/en", "Sample data: transfer nothing.")]
)
def test_an_account_of_the_demo_can_t_be_mistaken_for_a_real_one(app, session, goods, prefix, words):
    producers = [session.get_one(Producer, product.producer_id) for product in goods]
    add_bank_accounts(session, producers, NOW)
    session.commit()
    buyer = browser(app)
    fill_basket(buyer, *goods)
    give_address(buyer)
    number = order_number(buyer.post("/orders", data=review_form(buyer) | {"method": "vietqr"}))
    (payment, _) = payments(session)
    page = Page(buyer.get(f"{prefix}/orders/{number}/payments/{payment.code}").text)
    assert words in page.one("p", "transfer__sample").text
    assert page.find("strong", "transfer__band")
    assert "Ngân hàng mẫu (không có thật)" in page.one("main").text
    assert page.find("copy-text") == page.find("button", data_text="") == [], (
        "nothing is copied into a bank's app"
    )
    # Some banks have names of two letters, which a code may happen to hold.
    shown = page.one("main").text.replace(payment.code, "").replace(grouped(number), "")
    assert not any(bank in shown for bank in BANKS.values())


def test_a_banks_app_reads_account_amount_and_purpose(transferred, session, monkeypatch):
    buyer, order = transferred
    drawn = []
    module = importlib.import_module("storefront.shop.payments")
    monkeypatch.setattr(module, "qr_svg", lambda text: drawn.append(text) or "drawn")
    payment = payments(session)[0]
    buyer.get(f"/orders/{order.number}/payments/{payment.code}")
    dots = qr_dots(drawn[0])
    picture = Image.frombytes(
        "L", (len(dots), len(dots)), bytes(0 if dot else 255 for row in dots for dot in row)
    )
    size = len(dots) * 6
    (read,) = zxingcpp.read_barcodes(picture.resize((size, size), Image.Resampling.NEAREST))
    asked = read_payload(read.text)
    assert (asked.bin, asked.account) == ("970436", "0123456789")
    assert (asked.amount, asked.purpose) == (payment.amount, payment.code)


def test_strangers_see_neither_payment_nor_account(app, transferred, session):
    _, order = transferred
    stranger, code = browser(app), payments(session)[0].code
    assert stranger.get(f"/orders/{order.number}/payments/{code}").status_code == 404
    assert code not in stranger.get(f"/orders/{order.number}").text


def test_a_payment_of_another_order_is_not_found(transferred, session, app, goods):
    other, code = browser(app), payments(session)[0].code
    fill_basket(other, goods[0])
    give_address(other)
    number = order_number(other.post("/orders", data=review_form(other) | {"method": "vietqr"}))
    assert other.get(f"/orders/{number}/payments/{code}").status_code == 404
    assert other.get(f"/orders/{number}/payments/nonsense").status_code == 404


# By hand


def test_a_person_confirms_and_the_buyer_sees_it(transferred, session, seller):
    buyer, order = transferred
    payment = payments(session)[0]
    for _ in range(2):
        answer = seller.post(f"/producer/payments/{payment.code}/receipt", data={"csrf_token": token(seller)})
        assert answer.status_code == 303
    mine, other = payments(session)
    assert (mine.state, mine.received) == (PaymentState.SUCCEEDED, mine.amount)
    assert other.state == PaymentState.PENDING
    page = Page(buyer.get(f"/orders/{order.number}").text)
    assert len([url for url in page.links if "/payments/" in url]) == 1


def test_payments_to_others_are_not_confirmed(transferred, session, seller, account):
    other = payments(session)[1]
    data = {"csrf_token": token(seller)}
    assert seller.post(f"/producer/payments/{other.code}/receipt", data=data).status_code == 404
    assert seller.post("/producer/payments/CP0/receipt", data=data).status_code == 404
    for client in (account("nobody@vidu.vn"), account("officer@vidu.vn", officer=True)):
        assert client.post(f"/producer/payments/{other.code}/receipt").status_code == 403
        assert client.get("/producer/payments").status_code == 403
    assert receipts(session) == 0


def test_without_the_token_nothing_is_confirmed(transferred, session, seller):
    payment = payments(session)[0]
    assert seller.post(f"/producer/payments/{payment.code}/receipt").status_code == 422
    assert receipts(session) == 0


# By statement


def test_a_statement_is_looked_at_first_then_counted_and_counts_once(transferred, session, seller, goods):
    slug, (mine, others) = slug_of(session, goods[0]), payments(session)
    text = HEADER + (
        f"21/11/2026,FT1,{mine.amount},MBVCB {mine.code.lower()} CT DI\n"
        "21/11/2026,FT2,5000,tiền điện\n"
        f"21/11/2026,FT3,{others.amount},{others.code}\n"
    )
    page = check(seller, slug, text)
    assert page.status_code == 200
    assert outcomes(page.text) == ["matched"]
    assert receipts(session) == 0
    for _ in range(2):
        assert take(seller, slug, page.text).status_code == 303
    assert [one.is_paid for one in payments(session)] == [True, False]
    again = Page(check(seller, slug, text).text)
    assert "lines" not in [one.attributes.get("name") for one in again.find("input")]
    assert "Tệp này không có khoản nào để ghi nhận" in again.one("main").text
    assert receipts(session) == 1


def test_only_lines_that_are_there_are_counted_in_words(transferred, session, seller, goods):
    mine = payments(session)[0]
    line = f"21/11/2026,FT1,{mine.amount},{mine.code}\n"
    slug = slug_of(session, goods[0])
    other = "21/11/2026,FT2,5000,tiền điện\n"
    said = [
        Page(check(seller, slug, HEADER + text).text).one("section", "notice").text
        for text in (line, line + other)
    ]
    assert ["dòng không thuộc" in text for text in said] == [False, True]


def test_a_wrong_file_is_told_by_row_and_column_and_writes_nothing(transferred, session, seller, goods):
    code = payments(session)[0].code
    text = HEADER + f"21/11/2026,FT1,5000,{code}\nhôm qua,FT2,12x,{code}\n"
    answer = check(seller, slug_of(session, goods[0]), text)
    assert answer.status_code == 422
    assert "ghi có" in answer.text
    assert "12x" in answer.text
    assert receipts(session) == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "a.csv"),
        ("a,b\n1,2\n", "a.csv"),
        ("\x00\x01\x02", "a.csv"),
        ("PK\x03\x04 not really", "a.xlsx"),
        (HEADER, "../../etc/passwd"),
        ("=cmd|' /C calc'!A0,Ghi có,Nội dung\n1,2,3\n", "a.csv"),
    ],
)
def test_hostile_files_are_refused_or_empty(transferred, session, seller, goods, text, name):
    assert check(seller, slug_of(session, goods[0]), text, name).status_code in (200, 422)
    assert receipts(session) == 0


def test_a_file_without_the_columns_is_refused_beside_its_field(transferred, session, seller, goods):
    page = Page(check(seller, slug_of(session, goods[0]), "a,b\n1,2\n").text)
    [field] = page.find("input", type="file")
    told = page.one("p", id=field.attributes["aria-describedby"])
    assert "Không có dòng nào trong tệp ghi tên các cột cần thiết." in told.text
    assert not page.find("p", "notice--wrong")


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "null",
        "{}x",
        "[[1]]",
        '[[1, -5, "CP", "bank:0123456789:x"]]',
        '[[1, 5, "CP", "card:x"]]',
        '[[1, 1e3, "CP", "bank:0123456789:x"]]',
        '[[1, true, "CP", "bank:0123456789:x"]]',
        "[" * 5000,
        '[[1, 5, 7, "bank:0123456789:x"]]',
        '[[1, 5, "CP", 8]]',
        '[[1, 5, ["CP"], "bank:0123456789:x"]]',
        '[[1, 5, {"CP": 1}, "bank:0123456789:x"]]',
        '[[1, 5, "CP", "bank:0123456789:\\u0000"]]',
        '[[1, 5, "CP", "bank:0123456789:\\ud800"]]',
        '[[99999999999999999999, 5, "CP", "bank:0123456789:x"]]',
        # Somebody else's account.
        '[[1, 5, "CP", "bank:99998888:x"]]',
    ],
)
def test_a_forged_list_of_lines_is_refused(transferred, session, seller, goods, lines):
    data = {"csrf_token": token(seller), "producer": slug_of(session, goods[0]), "lines": lines}
    assert seller.post("/producer/bank-statements/receipts", data=data).status_code == 422
    assert receipts(session) == 0


def test_a_statement_for_another_producer_is_not_taken(transferred, session, seller, goods):
    slug = slug_of(session, goods[1])
    assert check(seller, slug, HEADER).status_code == 404
    data = {"csrf_token": token(seller), "producer": slug, "lines": "[]"}
    assert seller.post("/producer/bank-statements/receipts", data=data).status_code == 404


# Bank account


def account_form(client, slug: str, **fields) -> dict:
    usual = {"bin": "970422", "number": "0123 456 789", "holder": "HTX Thử", "password": PASSWORD}
    return {"csrf_token": token(client), "producer": slug} | usual | fields


def set_account(client, slug: str, **fields):
    return client.post("/producer/bank-accounts", data=account_form(client, slug, **fields))


def kept_accounts(session) -> list[BankAccount]:
    return list(session.scalars(select(BankAccount).order_by(BankAccount.id)))


def test_a_bank_account_is_added_and_what_is_wrong_stays_in_the_form(session, seller, goods):
    slug = slug_of(session, goods[0])
    wrong = set_account(seller, slug, number="số lạ")
    assert wrong.status_code == 422
    assert "số lạ" in wrong.text
    assert kept_accounts(session) == []
    assert set_account(seller, slug).status_code == 303
    (account,) = kept_accounts(session)
    assert (account.number, account.holder, account.bank) == ("0123456789", "HTX THỬ", "MB")
    assert account.in_force_at == account.created_at
    assert set_account(seller, slug_of(session, goods[1])).status_code == 404


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " "])
def test_without_the_password_no_account_is_written_down(session, seller, goods, password):
    answer = set_account(seller, slug_of(session, goods[0]), password=password)
    assert answer.status_code == 422
    assert "0123 456 789" in answer.text, "what was typed stays"
    assert password == "" or f'value="{password}"' not in answer.text
    assert kept_accounts(session) == []


def test_who_has_a_second_factor_types_its_code(session, seller, goods, clock):
    owner = session.scalars(select(User).where(User.email == "lan@vidu.vn")).one()
    people.give_second_factor(owner)
    session.commit()
    slug = slug_of(session, goods[0])
    for code in ("", "000000", "số"):
        answer = set_account(seller, slug, code=code)
        assert answer.status_code == 422
        assert kept_accounts(session) == []
    right = pyotp.TOTP(people.totp_secret(owner)).at(clock.now())
    assert set_account(seller, slug, password="wrong", code=right).status_code == 422
    assert set_account(seller, slug, code=right).status_code == 303
    assert set_account(seller, slug, number="999999", code=right).status_code == 422, "a code is good once"


def test_a_second_account_waits_a_day_and_everybody_is_told_and_can_stop_it(
    app, session, seller, goods, account, clock
):
    slug, producer_id = slug_of(session, goods[0]), goods[0].producer_id
    account("mai@vidu.vn", producer_id)
    set_account(seller, slug)
    assert set_account(seller, slug, number="666666").status_code == 303
    newest = [letters_to(app, address)[-1].text for address in ("lan@vidu.vn", "mai@vidu.vn")]
    assert all("6666" in text and "/producer/payments" in text for text in newest)
    page = seller.get("/en/producer/payments").text
    assert "That was not us: stop it" in page
    assert accounts_of(session, [producer_id], clock.now())[producer_id].number == "0123456789"
    stop = {"csrf_token": token(seller)}
    assert seller.post(f"/producer/bank-accounts/{slug}/stop", data=stop).status_code == 303
    assert seller.post(f"/producer/bank-accounts/{slug}/stop", data=stop).status_code == 422
    other = slug_of(session, goods[1])
    assert seller.post(f"/producer/bank-accounts/{other}/stop", data=stop).status_code == 404
    clock.moment += timedelta(days=2)
    assert accounts_of(session, [producer_id], clock.now())[producer_id].number == "0123456789"
    assert "vẫn" in letters_to(app, "mai@vidu.vn")[-1].text


def test_orders_of_before_keep_the_account_they_were_placed_with(transferred, session, seller, goods, clock):
    buyer, order = transferred
    payment = payments(session)[0]
    set_account(seller, slug_of(session, goods[0]), number="777777")
    clock.moment += timedelta(hours=23)
    page = buyer.get(f"/orders/{order.number}/payments/{payment.code}").text
    assert "0123456789" in page and "777777" not in page
    clock.moment += timedelta(hours=2)
    assert accounts_of(session, [goods[0].producer_id], clock.now())[goods[0].producer_id].number == "777777"
    session.expire_all()
    assert session.get_one(BankAccount, payments(session)[0].bank_account_id).number == "0123456789"


# Money to send back


def test_money_for_a_cancelled_order_is_sent_back_by_hand_once(transferred, session, seller):
    buyer, order = transferred
    payment = payments(session)[0]
    seller.post(f"/producer/payments/{payment.code}/receipt", data={"csrf_token": token(seller)})
    page = buyer.get(f"/orders/{order.number}").text
    cancel = {"part-1-csrf_token": hidden(page, "part-1-csrf_token"), "part-1-reason": "đổi ý"}
    assert buyer.post(f"/orders/{order.number}/parts/1/cancellation", data=cancel).status_code == 303
    forms = Page(seller.get("/producer/payments").text).find("form", action="")
    (url,) = (form.attributes["action"] for form in forms if "/payout" in form.attributes["action"])
    answers = [seller.post(url, data={"csrf_token": token(seller)}).status_code for _ in range(2)]
    assert answers == [303, 404]
    assert payments(session)[0].given_back == payment.amount


def test_a_part_that_waits_for_its_transfer_can_not_be_confirmed_and_says_why(transferred, session, seller):
    _, order = transferred
    path = f"/en/producer/orders/{order.number}-1"
    waiting = Page(seller.get(path).text)
    assert "First the money: when the transfer is in your account" in waiting.one("main").text
    assert waiting.find("span", "tag--warm")[0].text == "Waits for payment"
    assert "/en/producer/payments" in waiting.links
    assert waiting.find("form", action=f"{path}/confirmation") == []
    code = payments(session)[0].code
    seller.post(f"/producer/payments/{code}/receipt", data={"csrf_token": token(seller)})
    paid = Page(seller.get(path).text)
    assert "First the money" not in paid.one("main").text
    assert paid.find("form", action=f"{path}/confirmation")


def test_a_transfer_that_was_late_can_still_be_confirmed_by_hand(seller, transferred, session, clock):
    payment = payments(session)[0]
    clock.moment += HOLD[PaymentMethod.VIETQR]
    lapse_unpaid(session, clock.now())
    session.commit()
    page = Page(seller.get("/en/producer/payments").text).one("main").text
    assert "Not paid in time" in page
    assert payment.code in page
    assert payments(session)[1].code not in page, "another producer's"
    answer = seller.post(f"/producer/payments/{payment.code}/receipt", data={"csrf_token": token(seller)})
    assert answer.status_code == 303
    part_id = int(payment.reference.removeprefix("sub-order:"))
    part = session.get_one(SubOrder, part_id, populate_existing=True)
    assert (part.state, payments(session)[0].is_paid) == (SubOrderState.PENDING, True)
    assert "Not paid in time" not in seller.get("/en/producer/payments").text


def test_a_late_transfer_is_not_waited_for_for_ever(seller, transferred, session, clock):
    lapse_unpaid(session, clock.now() + HOLD[PaymentMethod.VIETQR])
    session.commit()
    clock.moment += timedelta(days=15)
    assert "Not paid in time" not in seller.get("/en/producer/payments").text


@pytest.mark.parametrize(
    ("typed", "kept"), [("", None), ("0", 0), ("2tr", 2_000_000), ("1.500.000", 1_500_000)]
)
def test_a_producer_says_up_to_which_price_cash_is_taken(seller, session, goods, typed, kept):
    slug = slug_of(session, goods[0])
    form = {"csrf_token": token(seller), "producer": slug, "cod_call": "y"}
    wrong = seller.post("/producer/payment-terms", data=form | {"cod_ceiling": "-1"})
    assert wrong.status_code == 422
    assert 'value="-1"' in wrong.text
    assert session.scalars(select(PaymentTerms)).all() == []
    assert seller.post("/producer/payment-terms", data=form | {"cod_ceiling": typed}).status_code == 303
    assert session.scalars(select(PaymentTerms.cod_call)).all() == [True]
    other = form | {"producer": slug_of(session, goods[1]), "cod_ceiling": typed}
    assert seller.post("/producer/payment-terms", data=other).status_code == 404
    assert session.scalars(select(PaymentTerms.cod_ceiling)).all() == [kept]
