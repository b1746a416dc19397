"""From a product's page to an order: the whole way over HTTP, without a browser."""

import re

import pytest
from sqlalchemy import func, select

from marketplace.orders.orders import Order, OrderLine
from marketplace.orders.stock import Stock
from tests import world

ADDRESS = {
    "name": "Nguyễn Thử",
    "phone": "0912 345 678",
    "email": "",
    "province": "01",
    "commune": world.BA_DINH,
    "street": "12 phố Thử",
    "note": "",
}


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def fill_basket(client, *products, quantity=1):
    for product in products:
        answer = client.post("/basket/lines", data={"variant": product.variants[0].id, "quantity": quantity})
        assert answer.status_code == 303, answer.text


def give_address(client, **changed):
    token = hidden(client.get("/checkout").text, "csrf_token")
    return client.post("/checkout", data=ADDRESS | {"csrf_token": token, "action": "review"} | changed)


def review_form(client) -> dict:
    page = client.get("/checkout/review").text
    return {name: hidden(page, name) for name in ("csrf_token", "checkout_key", "seen_total")}


@pytest.fixture
def two_products(session):
    made = [world.product(session, prices=(120_000,)), world.product(session, prices=(80_000,))]
    world.recognition(session, made[0], stars=4)
    session.commit()
    return made


def test_a_guest_buys_from_two_producers(client, session, two_products):
    fill_basket(client, *two_products, quantity=2)
    assert give_address(client).location == "/checkout/review"
    answer = client.post("/orders", data=review_form(client))
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "Nguyễn Thử" in page.text
    order = session.scalar(select(Order))
    assert len(order.number) == 10
    assert session.scalar(select(func.count()).select_from(OrderLine)) == 2
    assert {stock.reserved for stock in session.scalars(select(Stock))} == {2}
    assert "basket_count=0" in " ".join(answer.headers.getlist("Set-Cookie"))


def test_a_second_press_answers_with_the_same_order(client, session, two_products):
    fill_basket(client, *two_products)
    give_address(client)
    form = review_form(client)
    first, second = client.post("/orders", data=form), client.post("/orders", data=form)
    assert first.location == second.location
    assert session.scalar(select(func.count()).select_from(Order)) == 1
