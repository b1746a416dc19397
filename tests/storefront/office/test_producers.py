"""Producers in the office: found, suspended at once, answered, shown again or closed; orders go on meanwhile."""

import pytest
from sqlalchemy import select

from catalog.producers import Producer, ProducerState
from marketplace.accounts.producer_suspensions import suspension_of
from marketplace.orders.orders import SubOrder
from tests import people as making
from tests.people import browser, fill, signed_in
from tests.shopping import order, order_number
from tests.storefront.producer.conftest import account, bought, goods, press, seller  # noqa: F401


@pytest.fixture
def maker(session, goods) -> Producer:  # noqa: F811
    return session.get(Producer, goods[0].producer_id)


def act(client, maker, step: str, text: str = "Nhãn sai", path: str = ""):
    page = f"/office/producers/{maker.slug}"
    return fill(client, path or page, f"{page}/{step}", text=text)


def state(session, maker) -> str:
    session.expire_all()
    return session.get(Producer, maker.id).state


def test_a_suspended_producer_is_off_the_market_at_once(app, session, officer, maker, goods):  # noqa: F811
    guest = browser(app)
    shown = (f"/producers/{maker.slug}", f"/products/{goods[0].slug}")
    assert [guest.get(path).status_code for path in shown] == [200, 200]
    assert act(officer, maker, "suspension").status_code == 303
    assert [guest.get(path).status_code for path in shown] == [404, 404]
    for path in ("/products", "/producers", "/products?q=che+thu", "/api/v1/products"):
        assert "Chè Thử" not in guest.get(path).text, path
    assert act(officer, maker, "reinstatement", "Đã sửa").status_code == 303
    assert [guest.get(path).status_code for path in shown] == [200, 200]


def test_what_was_ordered_is_packed_sent_and_paid_out_meanwhile(session, officer, maker, seller, bought):  # noqa: F811
    act(officer, maker, "suspension")
    for step in ("confirmation", "packing"):
        assert press(seller, bought.part, step).status_code == 303
    assert press(seller, bought.part, "shipment", carrier="ghn", tracking_no="GHN1").status_code == 303
    assert press(seller, bought.part, "delivery").status_code == 303
    session.expire_all()
    assert "delivered" in session.scalars(select(SubOrder.state)).all()
    for path in ("/producer/payments", "/producer/statements", "/producer/returns"):
        assert seller.get(path).status_code == 200


def test_nothing_new_can_be_ordered(app, session, officer, maker, goods):  # noqa: F811
    buyer = browser(app)
    buyer.post("/basket/lines", data={"variant": goods[0].variants[0].id, "quantity": 1})
    act(officer, maker, "suspension")
    with pytest.raises(AssertionError):
        order_number(order(buyer, goods[0]))


def test_the_producer_reads_why_and_answers_and_an_officer_decides(session, officer, maker, seller):  # noqa: F811
    act(officer, maker, "suspension", "Nhãn ghi sai hạng sao")
    assert "/producer/suspension" in seller.get("/producer").text
    assert "Nhãn ghi sai hạng sao" in seller.get("/producer/suspension").text
    assert fill(seller, "/producer/suspension", text="Đã thay nhãn").status_code == 303
    again = fill(seller, "/producer/profile", "/producer/suspension", text="Còn nữa")
    assert again.status_code == 422
    listed = officer.get("/office/producers").text
    assert "Giải trình về đình chỉ" in listed
    assert act(officer, maker, "appeal", "Chưa đủ, thiếu ảnh").status_code == 303
    assert "Chưa đủ, thiếu ảnh" in seller.get("/producer/suspension").text
    assert fill(seller, "/producer/suspension", text="Ảnh đây").status_code == 303
    assert act(officer, maker, "reinstatement", "Đã xem").status_code == 303
    assert state(session, maker) == ProducerState.APPROVED
    assert suspension_of(session, maker.id) is None


def test_of_two_officers_the_second_is_told(app, session, officer, maker):
    act(officer, maker, "suspension")
    central = signed_in(app, making.officer(session, "tw@vidu.vn", province=None))
    answer = act(central, maker, "suspension", "Tôi cũng thấy", "/office/synonyms")
    assert answer.status_code == 422 and "Tôi cũng thấy" in answer.text
    assert act(central, maker, "appeal", "Không", "/office/synonyms").status_code == 422
    act(officer, maker, "closure", "Giả mạo")
    assert act(central, maker, "reinstatement", "Được", "/office/synonyms").status_code == 422
    assert state(session, maker) == ProducerState.CLOSED


@pytest.mark.parametrize("step", ["suspension", "closure"])
def test_nothing_is_done_without_a_reason(session, officer, maker, step):
    assert act(officer, maker, step, "  ").status_code == 422
    assert state(session, maker) == ProducerState.APPROVED


def test_another_province_does_not_find_it(app, session, maker):
    far = signed_in(app, making.officer(session, "xa@vidu.vn", province="91"))
    assert far.get(f"/office/producers/{maker.slug}").status_code == 404
    assert maker.slug not in far.get("/office/producers").text
    assert (
        fill(far, "/office/synonyms", f"/office/producers/{maker.slug}/closure", text="x").status_code == 404
    )


def test_a_producer_is_found_by_name_and_state(session, officer, maker):
    assert maker.slug in officer.get("/office/producers?q=hop+tac&state=approved").text
    assert maker.slug not in officer.get("/office/producers?state=closed").text
    assert maker.slug not in officer.get("/office/producers?q=%C4%91%E1%BA%B7ng").text
