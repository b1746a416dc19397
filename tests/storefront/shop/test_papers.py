"""Papers and what rests on them, over the midnight on which they lapse: product page, lists, basket, checkout, API."""

from datetime import date, timedelta

import pytest

from catalog.document_files import store_document
from tests import world
from tests.hostile_pdfs import paper
from tests.markup import Page
from tests.shopping import give_address, put

LAST = date(2026, 12, 10)
AFTER = LAST + timedelta(days=1)


@pytest.fixture
def wine(session, clock):
    """A wine whose licence is good for the last day, and a tea of the same producer."""
    clock.go_to(LAST, 23, 59)
    maker = world.producer(session)
    made = world.product(session, "Rượu ngô", by=maker, set_code="14", licensed=False, stock=50)
    world.product(session, "Chè xanh", by=maker, stock=50)
    made.licence = world.document(session, maker, "alcohol_licence", valid_until=LAST)
    session.commit()
    return made


def buy(client, wine):
    return put(client, wine, adult="1")


def test_a_lapsed_licence_takes_the_wine_out_of_every_shop_window(client, clock, wine):
    page = f"/en/products/{wine.slug}"

    def seen() -> tuple:
        listed = Page(client.get("/en/products?in_stock=1").text).cards
        item = next(one for one in client.get("/api/v1/products").json["items"] if one["slug"] == wine.slug)
        one = client.get(f"/api/v1/products/{wine.slug}").json
        offer = Page(client.get(page).text).jsonld["offers"][0]["availability"].rpartition("/")[2]
        return sorted(listed), item["stock"], one["stock"], offer, "Add to basket" in client.get(page).text

    assert seen() == (["Chè xanh", "Rượu ngô"], "in_stock", "in_stock", "InStock", True)
    clock.go_to(AFTER, 0, 0)
    assert seen() == (["Chè xanh"], "out_of_stock", "out_of_stock", "OutOfStock", False)
    assert (
        "Not sold at the moment: the producer has no paper in force for it (Alcohol licence)."
        in client.get(page).text
    )


def test_it_can_neither_be_put_into_a_basket_nor_ordered(client, clock, wine):
    assert buy(client, wine).status_code == 303
    give_address(client)
    clock.go_to(AFTER, 0, 0)
    basket = client.get("/en/basket").text
    assert "Not sold at the moment" in basket
    assert client.get("/en/checkout/review").status_code == 303
    refused = buy(client, wine)
    assert refused.status_code == 422
    assert "Tạm ngừng bán: nhà sản xuất chưa có giấy tờ còn hiệu lực (Giấy phép rượu)." in refused.text


def test_a_renewed_licence_brings_it_back_at_once(client, clock, session, wine):
    clock.go_to(AFTER, 0, 0)
    assert buy(client, wine).status_code == 422
    world.document(session, wine, "alcohol_licence", valid_from=AFTER, valid_until=AFTER)
    session.commit()
    assert buy(client, wine).status_code == 303


def test_the_other_goods_of_the_producer_are_sold_all_the_same(client, clock, session, wine):
    clock.go_to(AFTER, 0, 0)
    assert "Chè xanh" in Page(client.get("/products?in_stock=1").text).cards


def test_public_papers_stand_on_the_page_while_they_are_in_force(client, clock, session):
    clock.go_to(LAST, 23, 59)
    tea = world.product(session)
    world.document(session, tea, "food_safety", number="PUB-1", valid_until=LAST)
    world.document(session, tea, "organic", number="ORG-1", valid_until=LAST)
    world.document(session, tea, "barcode", number="SECRET-1", audience="officers")
    world.document(session, tea, "barcode", number="SECRET-2", audience="retailers")
    world.document(session, tea, "lab_test", number="SECRET-3", state="submitted")
    world.document(session, world.product(session), "barcode", number="SECRET-4")
    session.commit()
    page = client.get(f"/en/products/{tea.slug}")
    assert [row.attributes["data-paper"] for row in Page(page.text).find("tr", data_paper="")] == [
        "food_safety",
        "organic",
    ]
    assert (
        Page(page.text).one("span", data_claim="organic").text
        == "Organic: certificate ORG-1, until 10 Dec 2026"
    )
    assert "SECRET" not in page.text
    assert "Open the file" not in page.text
    clock.go_to(AFTER, 0, 0)
    after = client.get(f"/en/products/{tea.slug}").text
    assert "PUB-1" not in after and "ORG-1" not in after and "Organic" not in after


def test_a_file_is_public_only_where_its_producer_made_it_so(app, client, clock, session):
    clock.go_to(LAST, 23, 59)
    tea = world.product(session)
    stored = store_document(paper(), app.extensions["settings"].papers_dir)
    facts = {"file": stored.path, "pages": 1, "size": stored.size}
    shown = world.document(session, tea, "food_safety", shows_file=True, valid_until=LAST, **facts)
    told = world.document(session, tea, "barcode", **facts)
    waiting = world.document(session, tea, "organic", shows_file=True, state="submitted", **facts)
    session.commit()

    def status(code: str) -> int:
        with client.get(f"/papers/{code}") as answer:
            return answer.status_code

    assert f"/en/papers/{shown.code}" in Page(client.get(f"/en/products/{tea.slug}").text).links
    assert [status(one.code) for one in (shown, told, waiting)] == [200, 404, 404]
    clock.go_to(AFTER, 0, 0)
    assert status(shown.code) == 404
