"""The letters about an order: the contract in full for the buyer, and what the producer needs."""

from datetime import timedelta

import pytest

from catalog.producers import Producer
from marketplace.accounts.memberships import add_member
from marketplace.orders.lapsing import lapse_unpaid
from marketplace.orders.orders import Order, PaymentMethod, find_order
from marketplace.orders.paying import arrived, payment_of, start_payments
from tests import world
from tests.letters import do_jobs, letters_to
from tests.marketplace.orders.making import place
from tests.people import user
from tests.shopping import fill_basket, give_address, hidden, order, order_number, review_form
from tests.world import NOW

AN, THO = "an@vidu.vn", "tho@vidu.vn"


def buy(client, *products, quantity=2, prefix="", **address) -> str:
    fill_basket(client, *products, quantity=quantity)
    give_address(client, prefix, email=AN, **address)
    answer = client.post(f"{prefix}/orders", data=review_form(client, prefix))
    assert answer.status_code == 303, answer.text
    return order_number(answer)


@pytest.fixture
def goods(session):
    one = world.product(session, "Chè Shan <tuyết> & Suối Giàng", prices=(120_000,))
    other = world.product(session, "Nước mắm nhĩ", prices=(80_000,))
    world.recognition(session, one, stars=4)
    session.commit()
    return one, other


def test_the_buyer_gets_the_contract_once(app, client, goods, session):
    number = buy(client, *goods)
    [letter] = letters_to(app, AN)
    assert letter.subject.startswith("Đơn hàng ") and letter.subject.endswith("đã được ghi nhận")
    placed = find_order(session, number)
    for body in (letter.text, letter.html):
        assert f"https://chophien.example/orders/{number}" in body
        assert "Nguyễn Thử" in body
        assert "12 phố Thử" in body
        assert "240.000\u00a0₫" in body
        assert "160.000\u00a0₫" in body
        assert f"{placed.total:,}".replace(",", ".") in body
        assert "OCOP 4 sao" in body
        assert "21/11/2026" in body
        assert "Thanh toán khi nhận hàng" in body
        assert "Chợ Phiên (bản dùng thử)" in body
        for part in placed.sub_orders:
            assert f"-{part.position}" in body
    assert "Chè Shan <tuyết> & Suối Giàng" in letter.text
    assert "Chè Shan &lt;tuyết&gt; &amp; Suối Giàng" in letter.html
    assert "{" not in letter.text
    do_jobs(app)
    assert len(letters_to(app, AN)) == 1


def test_an_english_buyer_reads_english(app, client, goods):
    number = buy(client, *goods, prefix="/en")
    [letter] = letters_to(app, AN)
    assert "is recorded" in letter.subject
    assert f"https://chophien.example/en/orders/{number}" in letter.text
    assert "21 Nov 2026" in letter.text
    assert "240,000\u00a0₫" in letter.text
    assert '<html lang="en">' in letter.html


def test_languages_do_not_stick_to_the_worker(app, client, goods):
    buy(client, goods[0], quantity=1, prefix="/en")
    buy(client, goods[0], quantity=1)
    buy(client, goods[0], quantity=1, prefix="/en")
    english, vietnamese, again = letters_to(app, AN)
    assert "21 Nov 2026" in english.text and "21 Nov 2026" in again.text
    assert "21/11/2026" in vietnamese.text
    assert "OCOP 4 sao" in vietnamese.html


def test_without_an_address_nothing_is_written(app, client, goods):
    order(client, *goods)
    assert letters_to(app, "") == []
    assert letters_to(app, AN) == []


def test_each_producer_is_told_of_its_own_parcel_only(app, client, goods, monkeypatch):
    monkeypatch.setattr(
        "storefront.letters.orders.producer_addresses", lambda session, id: [(f"{id}@vidu.vn", "vi")]
    )
    number = buy(client, *goods, note="Gọi trước khi giao")
    for mine, foreign in (goods, goods[::-1]):
        [letter] = letters_to(app, f"{mine.producer_id}@vidu.vn")
        assert mine.name in letter.text
        assert foreign.name not in letter.text
        assert "0912 345 678" in letter.text
        assert "Gọi trước khi giao" in letter.html
        assert f"https://chophien.example/producer/orders/{number}-" in letter.html


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", ("Mã giảm giá TET2026", "−40.000\u00a0₫")), ("/en", ("Voucher TET2026", "−40,000\u00a0₫"))],
)
def test_what_a_voucher_took_off_is_in_the_letter(app, client, goods, session, prefix, words):
    world.voucher(session)
    session.commit()
    fill_basket(client, *goods, quantity=2)
    token = hidden(client.get("/basket").text, "csrf_token")
    client.post("/basket/vouchers", data={"csrf_token": token, "code": "TET2026"})
    give_address(client, prefix, email=AN)
    placed = client.post(f"{prefix}/orders", data=review_form(client, prefix))
    total = find_order(session, order_number(placed)).total
    [letter] = letters_to(app, AN)
    for body in (letter.text, letter.html):
        assert all(word in body for word in words)
        assert f"{total:,}".replace(",", "," if prefix else ".") in body


@pytest.fixture
def prepaid(session):
    """An order of one part that is to be paid like this, by a producer whose only member is tho@vidu.vn."""

    def make(method: PaymentMethod) -> Order:
        product = world.product(session)
        add_member(session, user(session, THO), session.get_one(Producer, product.producer_id), NOW)
        made = place(session, product, email=AN, payment_method=method)
        start_payments(session, made, made.sub_orders, NOW)
        made.note("order.placed")
        session.commit()
        return made

    return make


@pytest.mark.parametrize(
    ("method", "until", "asked"),
    [
        (PaymentMethod.CARD, "11:00, 21/11/2026", "Khi tiền đã đến, chúng tôi sẽ báo"),
        (PaymentMethod.VIETQR, "10:00, 22/11/2026", "bạn bấm xác nhận đã nhận tiền"),
    ],
)
def test_what_is_to_be_paid_first_is_said_to_both(app, session, prepaid, method, until, asked):
    prepaid(method)
    [to_buyer], [to_producer] = letters_to(app, AN), letters_to(app, THO)
    for body in (to_buyer.text, to_buyer.html):
        assert f"Vui lòng thanh toán trước {until}" in body
    assert to_producer.subject.endswith("đang chờ thanh toán")
    assert asked in to_producer.text and asked in to_producer.html
    assert "Mời bạn xác nhận" not in to_producer.text


def pay(session, order: Order) -> None:
    payment = payment_of(session, order.sub_orders[0])
    arrived(session, payment.id, payment.amount, f"test:{payment.id}", NOW)
    session.commit()


def test_a_producer_hears_when_a_card_has_paid(app, session, prepaid):
    order = prepaid(PaymentMethod.CARD)
    pay(session, order)
    [letter] = [one for one in letters_to(app, THO) if "đã được thanh toán" in one.subject]
    assert f"https://chophien.example/producer/orders/{order.number}-1" in letter.html


def test_who_has_seen_the_transfer_is_not_told_of_it(app, session, prepaid):
    pay(session, prepaid(PaymentMethod.VIETQR))
    assert not [one for one in letters_to(app, THO) if "đã được thanh toán" in one.subject]


def test_an_order_that_lapsed_and_was_paid_late_is_to_be_confirmed_after_all(app, session, prepaid):
    order = prepaid(PaymentMethod.CARD)
    lapse_unpaid(session, NOW + timedelta(hours=2))
    session.commit()
    letters_to(app, THO)
    pay(session, order)
    subjects = [one.subject for one in letters_to(app, THO)]
    assert "đã bị hủy" in subjects[-2]
    assert "đã được thanh toán: mời bạn xác nhận" in subjects[-1]


def test_paid_before_the_letter_is_written_nothing_is_asked_for(app, session, prepaid):
    pay(session, prepaid(PaymentMethod.CARD))
    assert all("Vui lòng thanh toán" not in one.text for one in letters_to(app, AN))
    assert "mời bạn xác nhận" in letters_to(app, THO)[0].subject
