"""Sales drawn by month, and best sellers."""

from datetime import date

import pytest

from marketplace.orders.months import Month
from marketplace.orders.sales_evidence import Evidence, Sales
from storefront.producer.sales_drawing import best_sellers, drawings
from tests.markup import Page
from tests.storefront.producer.conftest import press


def sold(revenue: int, orders: int = 1, pieces: int = 1) -> Sales:
    return Sales(orders=set(range(orders)), revenue=revenue, pieces=pieces)


def evidence(months=(), products=None) -> Evidence:
    return Evidence(Sales(), products or {}, [], list(months))


@pytest.fixture
def english(app):
    with app.test_request_context("/en/producer"):
        yield


def test_twelve_months_end_with_this_one(english):
    months = [(Month(2025, 11), sold(9)), (Month(2025, 12), sold(50)), (Month(2026, 11), sold(100, orders=3))]
    revenue, orders = drawings(evidence(months), date(2026, 11, 30))
    assert [bar.below for bar in revenue.bars][:2] == ["12/2025", "01/2026"]
    assert [bar.height for bar in revenue.bars] == [60, *[0] * 10, 120]
    assert [bar.height for bar in orders.bars] == [40, *[0] * 10, 120]
    assert "150" in revenue.words and "11/2026" in revenue.words


def test_the_year_ends_between_two_months(english):
    (one, _orders) = drawings(evidence([(Month(2026, 1), sold(1))]), date(2026, 1, 1))
    assert [bar.below for bar in one.bars][-2:] == ["12/2025", "01/2026"]


def test_a_month_with_more_back_than_sold_has_no_bar(english):
    months = [(Month(2026, 10), sold(-500)), (Month(2026, 11), sold(200))]
    revenue, _orders = drawings(evidence(months), date(2026, 11, 30))
    assert [bar.height for bar in revenue.bars][-2:] == [0, 120]
    (only, _orders) = drawings(evidence(months[:1]), date(2026, 11, 30))
    assert {bar.height for bar in only.bars} == {0}


def test_nothing_is_drawn_of_nothing(english):
    assert drawings(evidence([(Month(2024, 1), sold(5))]), date(2026, 11, 30)) == []


def test_the_five_that_sold_most_pieces_come_first():
    products = {id: sold(0, pieces=pieces) for id, pieces in enumerate((1, 9, 3, 9, 2, 4))}
    names = {id: f"Chè {id}" for id in products}
    assert best_sellers(evidence(products=products), names) == [
        ("Chè 1", 9),
        ("Chè 3", 9),
        ("Chè 5", 4),
        ("Chè 2", 3),
        ("Chè 4", 2),
    ]


def test_the_page_draws_what_has_arrived_and_says_it_in_words(seller, bought):
    assert Page(seller.get("/producer/renewal/sales").text).find("figure", "bars") == []
    for step, fields in (
        ("confirmation", {}),
        ("packing", {}),
        ("shipment", {"carrier": "coach"}),
        ("delivery", {}),
    ):
        press(seller, bought.part, step, **fields)
    page = Page(seller.get("/en/producer/renewal/sales").text)
    revenue, orders = page.find("svg", role="img")[:2]
    assert "240,000" in revenue.attributes["aria-label"]
    assert "1 in all" in orders.attributes["aria-label"]
    assert not page.find(style="")
