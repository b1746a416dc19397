"""Views of product pages are counted, kept pages too, and no request writes for it."""

import pytest
from sqlalchemy import select

from catalog.visits import Visits
from tests import world
from tests.world import TODAY

PERSON = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
}


@pytest.fixture
def product(session):
    made = world.product(session, "Chè Thử")
    session.commit()
    return made


@pytest.fixture
def counted(app, undone):
    """What was counted so far: visits by product and day."""

    def read() -> dict[tuple, int]:
        app.extensions["visit_log"].flush()
        with undone.reading() as session:
            found = session.execute(select(Visits.product_id, Visits.day, Visits.count))
            return {(id, day): count for id, day, count in found}

    return read


def test_a_page_counts_made_or_kept_in_both_languages(client, product, counted):
    for path in (f"/products/{product.slug}", f"/en/products/{product.slug}"):
        for _ in range(3):
            assert client.get(path, headers=PERSON).status_code == 200
    assert counted() == {(product.id, TODAY): 6}


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116.0 Safari/537.36",
        "facebookexternalhit/1.1",
        "curl/8.5.0",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "",
    ],
)
def test_programs_do_not_count(client, product, counted, agent):
    for _ in range(2):
        client.get(f"/products/{product.slug}", headers={"User-Agent": agent})
    assert counted() == {}


def test_neither_does_what_is_no_view_of_a_product(client, product, counted):
    page = f"/products/{product.slug}"
    client.head(page, headers=PERSON)
    client.get(page, headers=PERSON | {"Sec-Purpose": "prefetch;prerender"})
    for path in ("/products", "/products/khong-co", f"{page}/question", "/"):
        client.get(path, headers=PERSON)
    assert counted() == {}


def test_a_view_writes_nothing_and_asks_nothing_more(client, product, statements):
    path = f"/products/{product.slug}"
    client.get(path)
    seen = []
    for query, agent in (("?a=1", {"User-Agent": "curl/8"}), ("?a=2", PERSON)):
        statements.clear()
        client.get(path + query, headers=agent)
        seen.append(list(statements))
    assert seen[0] == seen[1]
    assert all(statement.startswith("SELECT") for statement in seen[1])


def test_a_visit_belongs_to_its_day_whenever_it_is_written(client, product, clock, counted):
    path = f"/products/{product.slug}"
    clock.go_to(TODAY, 23, 59)
    client.get(path, headers=PERSON)
    tomorrow = TODAY.replace(day=TODAY.day + 1)
    clock.go_to(tomorrow, 0, 1)
    client.get(path, headers=PERSON)
    assert counted() == {(product.id, TODAY): 1, (product.id, tomorrow): 1}
