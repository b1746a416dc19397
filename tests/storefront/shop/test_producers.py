"""Producers: the list, and each one's page."""

import pytest

from catalog.marks import MarkKind
from catalog.producers import ProducerKind
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


def test_only_approved_producers_are_listed(show, session):
    for state in ("draft", "submitted", "returned", "suspended", "closed"):
        world.producer(session, f"Ẩn {state}", state=state)
    shown = world.producer(session, "Hiện")
    page = show("/producers")
    assert [e.text for e in page.one("ul", "rows").inside if e.tag == "a"] == ["Hiện"]
    assert f"/en/producers/{shown.slug}" in page.links


def test_published_products_are_counted(show, session):
    maker = world.producer(session)
    world.product(session, by=maker)
    world.product(session, by=maker, state="hidden")
    assert show("/producers").one("ul", "rows").text.endswith("1 product")


def test_pages_of_producers_are_disjoint_and_complete(show, session):
    names = [f"Trại {number:03}" for number in range(61)]
    for name in names:
        world.producer(session, name)
    pages = [show("/producers"), show("/producers?page=2")]
    listed = [[e.text for e in page.one("ul", "rows").inside if e.tag == "a"] for page in pages]
    assert [len(part) for part in listed] == [60, 1]
    assert listed[0] + listed[1] == names


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "99", "1000000000", "%00", "²"])
def test_a_page_that_does_not_exist_is_the_nearest(show, session, page):
    world.producer(session)
    assert show(f"/producers?page={page}").one("ul", "rows").inside


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "suspended", "closed"])
def test_a_producer_that_is_not_approved_is_not_found(client, session, state):
    maker = world.producer(session, state=state)
    session.commit()
    assert client.get(f"/producers/{maker.slug}").status_code == 404


def test_an_unknown_producer_is_not_found(client):
    assert client.get("/producers/nobody").status_code == 404


def test_the_page_says_who_they_are(show, session):
    facts = {"kind": ProducerKind.HOUSEHOLD, "since": 1998, "women_led": True, "ethnic_minority_led": True}
    maker = world.producer(session, "Bà Thử", intro="Bà con.", intro_en="Neighbours.", sample=True, **facts)
    page = show(f"/producers/{maker.slug}")
    assert page.one("h1").text == "Bà Thử"
    assert (
        page.one("p", "tags").text == "Household businesssince 1998led by womenled by ethnic minority people"
    )
    assert page.one("p", "lead").text == "Neighbours."
    assert len(page.find("p", "sample")) == 2
    assert page.find("circle", "map__point")


def test_what_is_not_known_is_not_said(show, session):
    maker = world.producer(session)
    assert show(f"/producers/{maker.slug}").one("p", "tags").text == "Cooperative"


def test_its_products_and_marks_are_shown(show, session):
    maker = world.producer(session)
    product = world.product(session, "Chè", by=maker)
    world.product(session, "Ẩn", by=maker, state="hidden")
    world.product(session, "Của người khác")
    world.recognition(session, product)
    world.authorisation(session, product, world.mark(session, "Núi", MarkKind.CERTIFICATION), product_id=None)
    page = show(f"/producers/{maker.slug}")
    assert page.cards == ["Chè"]
    assert page.one("ul", "mark-list").text.startswith("Certification mark: Núi")
    assert "2 badges in force today." in page.one("p", "section__text").text


def test_a_right_that_has_lapsed_is_not_shown(show, session):
    product = world.product(session)
    world.authorisation(
        session, product, world.mark(session), valid_until=world.TODAY - world.timedelta(days=1)
    )
    maker = session.get(type(world.producer(session)), product.producer_id)
    page = show(f"/producers/{maker.slug}")
    assert not page.badges
    assert not page.find("ul", "mark-list")


def test_the_number_of_statements_does_not_grow(client, session, statements):
    maker = world.producer(session)
    spent = []
    for more in (2, 20):
        for _ in range(more):
            product = world.product(session, by=maker)
            world.recognition(session, product)
            world.authorisation(session, product, world.mark(session))
        session.commit()
        client.get("/products")
        statements.clear()
        client.get(f"/producers/{maker.slug}")
        client.get("/producers")
        spent.append(len(statements))
    assert spent[0] == spent[1] <= 14
