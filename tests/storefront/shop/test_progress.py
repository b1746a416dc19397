"""What a buyer sees of the way of a parcel, and giving up a part of an order."""

import re

import pytest
from sqlalchemy import select

from marketplace.orders import life
from marketplace.orders.lapsing import lapse_unpaid
from marketplace.orders.orders import SubOrder, SubOrderState
from marketplace.orders.paying import HOLD, arrived, payment_of, start_payments
from marketplace.orders.vouchers import VoucherUse
from marketplace.payments.payments import PaymentMethod
from marketplace.stock import Stock
from storefront.shop.progress_words import ACTIONS
from tests import world
from tests.marketplace.orders.making import place
from tests.markup import Page
from tests.people import browser
from tests.shopping import order, order_number, put
from tests.world import NOW


@pytest.fixture
def products(session):
    made = [world.product(session), world.product(session)]
    session.commit()
    return made


@pytest.fixture
def number(client, products) -> str:
    return order_number(order(client, *products, quantity=2))


def parts(session) -> list[SubOrder]:
    query = select(SubOrder).order_by(SubOrder.position).execution_options(populate_existing=True)
    return session.scalars(query).all()


def cancel(client, number: str, position: int = 1, reason: str = "", prefix: str = ""):
    page = client.get(f"/orders/{number}").text
    token = re.search(r'name="part-\d+-csrf_token"[^>]*value="([^"]*)"', page)[1]
    form = {f"part-{position}-csrf_token": token, f"part-{position}-reason": reason}
    return client.post(f"{prefix}/orders/{number}/parts/{position}/cancellation", data=form)


def page_of(client, number: str) -> Page:
    return Page(client.get(f"/en/orders/{number}").text)


def ship(session, part: SubOrder, carrier="ghn", tracking_no="GYCYQNYM") -> None:
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    life.ship(session, part, carrier, tracking_no, NOW)


def test_one_part_is_given_up_and_the_other_stays(client, session, products, number):
    answer = cancel(client, number, 1, "đổi ý")
    assert (answer.status_code, answer.location) == (303, f"/orders/{number}")
    assert [part.state for part in parts(session)] == ["cancelled", "pending"]
    assert (parts(session)[0].cancelled_by, parts(session)[0].cancel_reason) == ("buyer", "đổi ý")
    stocks = [session.get(Stock, p.variants[0].id, populate_existing=True).reserved for p in products]
    assert stocks == [0, 2]
    page = page_of(client, number)
    assert "You have cancelled this part" in page.one("main").text
    assert len(page.find("textarea")) == 1


def test_what_is_to_be_paid_first_waits_for_that_and_not_for_the_producer(client, session, products):
    made = place(session, *products, payment_method=PaymentMethod.VIETQR)
    start_payments(session, made, made.sub_orders, NOW)
    session.commit()

    def tags() -> list[str]:
        return [tag.text for tag in page_of(client, made.number).find("span", "tag")]

    assert tags() == ["Waits for payment"] * 3
    for part in made.sub_orders:
        payment = payment_of(session, part)
        arrived(session, payment.id, payment.amount, f"bank:{part.id}", NOW)
    session.commit()
    assert tags() == ["Waits for confirmation", *["Waiting for the producer's confirmation"] * 2]


def test_whatever_happens_to_a_part_is_told_in_words(client, session, products):
    voucher = world.voucher(session, "MOT", uses=1)
    made = place(session, products[0], payment_method=PaymentMethod.VIETQR)
    (part,) = made.sub_orders
    use = {"voucher_id": voucher.id, "sub_order_id": part.id, "amount": 1000}
    session.add(VoucherUse(bearer=voucher.bearer, **use))
    start_payments(session, made, [part], NOW)
    session.commit()
    late = NOW + HOLD[PaymentMethod.VIETQR]
    assert lapse_unpaid(session, late) == 1
    payment = payment_of(session, part)
    arrived(session, payment.id, payment.amount, "bank:1", late)
    session.commit()
    told = page_of(client, made.number).one("ol", "timeline").text
    for word in ("Cancelled", "Ordered again", "Paid"):
        assert word in told
    assert "sub_order" not in client.get(f"/en/orders/{made.number}").text


def test_two_packs_of_one_product_are_told_apart_where_the_buyer_writes_about_them(client, session):
    product = world.product(session, "Chè Thử", prices=(50_000, 90_000))
    session.commit()
    assert put(client, product, variant=product.variants[1].id).status_code == 303
    made = order_number(order(client, product))
    (part,) = parts(session)
    ship(session, part)
    life.deliver(session, part, NOW)
    session.commit()
    asked = [link.text for link in page_of(client, made).find("a") if "Write about" in link.text]
    assert len(set(asked)) == 2


def test_every_state_has_a_word():
    assert {f"sub_order.{state}" for state in set(SubOrderState) - {"pending"}} <= ACTIONS.keys()


def test_a_second_press_changes_nothing_more(client, session, number):
    first, second = cancel(client, number, reason="đổi ý"), cancel(client, number, reason="khác")
    assert (first.status_code, second.status_code) == (303, 303)
    assert parts(session)[0].cancel_reason == "đổi ý"


def test_what_is_packed_is_not_given_up(client, session, number):
    form_page = client.get(f"/orders/{number}").text
    part = parts(session)[0]
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    session.commit()
    token = re.search(r'name="part-1-csrf_token"[^>]*value="([^"]*)"', form_page)[1]
    answer = client.post(f"/en/orders/{number}/parts/1/cancellation", data={"part-1-csrf_token": token})
    assert answer.status_code == 422
    assert "too far on its way" in Page(answer.text).one("p", "notice--wrong").text
    assert parts(session)[0].state == "packed"
    assert len(page_of(client, number).find("textarea")) == 1


@pytest.mark.parametrize("data", [{}, {"part-1-csrf_token": "x"}, {"part-1-reason": "vì thế"}])
def test_giving_up_needs_the_token_of_the_page(client, session, number, data):
    answer = client.post(f"/en/orders/{number}/parts/1/cancellation", data=data)
    assert answer.status_code == 422
    assert "form had expired" in answer.text
    assert [part.state for part in parts(session)] == ["pending", "pending"]


def test_a_reason_that_is_too_long_is_kept_and_told(client, session, number):
    answer = cancel(client, number, 1, "x" * 301, "/en")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.value("part-1-reason") == "x" * 301
    assert "at most 300" in page.errors[0]
    assert [part.state for part in parts(session)] == ["pending", "pending"]


def test_a_reason_is_only_words(client, number):
    cancel(client, number, 1, "<script>alert(1)</script>")
    assert "<script>alert" not in client.get(f"/orders/{number}").text


def test_the_page_follows_the_parcel(client, session, number):
    part = parts(session)[0]
    ship(session, part)
    session.commit()
    page = page_of(client, number)
    assert "https://donhang.ghn.vn/?order_code=GYCYQNYM" in page.links
    text = page.one("main").text
    assert "Partly on its way" in text
    assert f"{part.total:,}" in text
    for told in ("Ordered", "Confirmed", "Packed", "Handed to the carrier"):
        assert told in page.find("ol", "timeline")[0].text
    here = page.find("li", "track__here")
    assert [item.text for item in here] == ["On its way", "Ordered"]
    life.deliver(session, part, NOW)
    session.commit()
    assert "until 28 Nov 2026" in page_of(client, number).one("main").text


def test_who_has_only_the_number_learns_no_reasons_and_no_tracking(app, client, session, number):
    one, other = parts(session)
    ship(session, one)
    life.cancel(session, other, "producer", "nhà có tang", NOW)
    session.commit()
    stranger = browser(app)
    text = stranger.get(f"/orders/{number}").text
    assert "GYCYQNYM" not in text
    assert "tang" not in text
    assert "<textarea" not in text
    own = client.get(f"/orders/{number}").text
    assert "GYCYQNYM" in own
    assert "tang" in own


def test_what_is_cancelled_is_taken_off_the_sum(client, session, number):
    part = parts(session)[0]
    life.cancel(session, part, "producer", "hết hàng", NOW)
    session.commit()
    aside = page_of(client, number).one("aside").text
    assert f"{part.total:,}" in aside
    assert "remain" in aside


def test_cash_is_to_be_had_ready_until_the_parcel_was_handed_over(client, session, products, number):
    first = parts(session)[0]
    ship(session, first)
    session.commit()
    assert page_of(client, number).one("section", "payments").text.count("You pay the courier in cash") == 2
    life.deliver(session, first, NOW)
    session.commit()
    page = page_of(client, number)
    assert page.one("section", "payments").text.count("You pay the courier in cash") == 1
    assert "Paid in cash at the door." in page.one("div", "payments__one--paid").text
