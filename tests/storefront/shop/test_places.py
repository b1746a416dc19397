"""Places: provinces with their former names, communes, and what comes from there."""

import pytest

from tests import world
from tests.markup import Page


@pytest.fixture
def show(client, session):
    def ask(path: str) -> Page:
        session.commit()
        answer = client.get(f"/en{path}")
        assert answer.status_code == 200
        return Page(answer.text)

    return ask


def rows(page: Page) -> dict[str, str]:
    """The text of each row by its link."""
    found = {}
    for item in (e for part in page.find("ul", "rows") for e in part.inside if e.tag == "li"):
        found[next(e.attributes["href"] for e in item.inside if e.tag == "a")] = item.text
    return found


def test_all_provinces_are_there_with_their_former_names_and_products(show, session):
    world.product(session)
    listed = rows(show("/places"))
    assert len(listed) == 34
    assert "Yên Bái" in listed["/en/places/15"]
    assert listed["/en/places/15"].endswith("1 product")
    assert listed["/en/places/01"].endswith("0 products")


def test_only_places_with_products_are_points_of_the_map(show, session):
    world.product(session)
    world.product(session, by=world.producer(session, commune_code=world.PHU_QUOC))
    assert len(show("/places").find("circle", "map__point")) == 2


def test_a_province_shows_its_communes_and_products(show, session):
    world.product(session, "Chè")
    world.product(session, "Ẩn", state="hidden")
    world.product(session, "Xa", by=world.producer(session, commune_code=world.PHU_QUOC))
    page = show("/places/15")
    assert page.one("h1").text == "Tỉnh Lào Cai"
    assert "Yên Bái" in page.one("p", "lead").text
    assert rows(page) == {"/en/places/04672": "Xã Văn Chấn 1 product"}
    assert page.cards == ["Chè"]
    assert "/en/products?province=15" in page.links
    assert len([e for e in page.one("ul", "name-list").inside if e.tag == "a"]) == 98


def test_a_commune_shows_its_province_and_former_names(show, session):
    world.product(session, "Chè")
    page = show("/places/04672")
    assert page.one("h1").text == "Xã Văn Chấn"
    assert "Văn Chấn" in page.one("p", "lead").text
    assert page.one("p", "product__by").text == "Tỉnh Lào Cai"
    assert page.cards == ["Chè"]


def test_a_place_without_products_leads_on(show):
    page = show("/places/00004")
    assert page.cards == []
    assert "No product from here yet." in page.one("main").text


def test_products_of_a_commune_have_an_order(show, session):
    """The page is kept for everybody: it must not depend on the mood of the database."""
    names = [f"Chè {number:02}" for number in range(14)]
    for name in names:
        world.product(session, name)
    products = show("/places/04672").cards
    assert products == names[:12]


@pytest.mark.parametrize("code", ["99", "0", "15x", "lao-cai", "' OR 1=1", "x" * 300])
def test_an_unknown_place_is_not_found(client, code):
    assert client.get(f"/places/{code}").status_code == 404
    assert client.get(f"/places/{code}/communes.json").status_code == 404


def test_communes_for_the_address_form(client):
    answer = client.get("/places/15/communes.json")
    communes = answer.get_json()
    assert len(communes) == 99
    assert {"code": world.VAN_CHAN, "name": "Xã Văn Chấn"} in communes


def test_a_commune_has_no_communes(client):
    assert client.get("/places/04672/communes.json").status_code == 404


@pytest.mark.parametrize("path", ["/places", "/places/15", "/places/04672"])
def test_the_number_of_statements_does_not_grow(client, session, statements, path):
    spent = []
    for more in (2, 20):
        for _ in range(more):
            product = world.product(session)
            world.recognition(session, product)
            world.authorisation(session, product, world.mark(session))
        session.commit()
        client.get("/products")
        statements.clear()
        client.get(path)
        spent.append(len(statements))
    assert spent[0] == spent[1] <= 12
