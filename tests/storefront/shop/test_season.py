"""What is sold in its season only: over the end of the season, in one process with warm caches, nothing offers it."""

import json
from datetime import date, timedelta

import pytest

from catalog.records import Refused
from marketplace.orders.baskets import check_season
from tests import world
from tests.markup import Page
from tests.shopping import put

LAST = date(2026, 11, 30)
AFTER = LAST + timedelta(days=1)


@pytest.fixture
def fruit(session):
    made = world.product(session, "Hồng Không Hạt", season_months=1 << 10, only_in_season=True, stock=9)
    world.product(session, "Chè Quanh Năm", stock=9)
    session.commit()
    return made


def names(client, query: str = "") -> list[str]:
    page = Page(client.get(f"/products{query}").text)
    return [link.text for link in page.find("a") if link.text in ("Hồng Không Hạt", "Chè Quanh Năm")]


def offered(client, fruit) -> dict[str, bool]:
    """Whether each surface says that it can be bought."""
    page = client.get(f"/products/{fruit.slug}").text
    data = [json.loads(script.text) for script in Page(page).find("script", type="application/ld+json")]
    item = next(one for one in client.get("/api/v1/products").json["items"] if one["id"] == fruit.id)
    one = client.get(f"/api/v1/products/{fruit.slug}").json
    return {
        "filter": "Hồng Không Hạt" in names(client, "?in_stock=1"),
        "filter of the API": client.get("/api/v1/products?in_stock=1").json["total"] == 2,
        "card": "Not in season" not in client.get("/en/products").text,
        "page": "Not in season at the moment." not in client.get(f"/en/products/{fruit.slug}").text,
        "structured data": "OutOfStock" not in json.dumps(data),
        "list of the API": item["stock"] == "in_stock",
        "API": one["stock"] == one["variants"][0]["stock"] == "in_stock",
    }


def test_the_season_ends_everywhere_at_once(client, session, fruit, clock):
    clock.go_to(LAST, 23, 59)
    assert offered(client, fruit) == dict.fromkeys(offered(client, fruit), True)
    assert names(client)[0] == "Hồng Không Hạt" or len(names(client)) == 2
    clock.go_to(AFTER, 0, 0)
    assert offered(client, fruit) == dict.fromkeys(offered(client, fruit), False)
    assert names(client) == ["Chè Quanh Năm", "Hồng Không Hạt"], (
        "it is still found, behind what can be bought"
    )
    clock.go_to(date(2027, 11, 1), 0, 0)
    assert offered(client, fruit) == dict.fromkeys(offered(client, fruit), True)


def test_a_basket_of_the_season_says_why_it_is_not_ordered(client, session, fruit, clock):
    clock.go_to(LAST)
    put(client, fruit)
    clock.go_to(AFTER)
    assert (
        "Not in season" in client.get("/en/basket").text
        or "in its season only" in client.get("/en/basket").text
    )
    with pytest.raises(Refused, match="season only"):
        check_season(fruit, AFTER)
