"""From a product's page to an order: the whole way over HTTP, without a browser."""

import pytest
from sqlalchemy import func, select

from marketplace.orders.orders import Order, OrderLine
from marketplace.stock import Stock
from tests import world
from tests.shopping import fill_basket, give_address, review_form


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
