"""The letters about an order: the contract in full for the buyer, and what the producer needs."""

import pytest

from marketplace.orders.orders import find_order
from tests import world
from tests.letters import do_jobs, letters_to
from tests.shopping import fill_basket, give_address, hidden, order, order_number, review_form

AN = "an@vidu.vn"


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
