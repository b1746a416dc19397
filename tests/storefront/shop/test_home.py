"""The first page: what the shop is, and several ways in."""

from datetime import timedelta

import pytest

from catalog.stories import Story
from tests import world
from tests.markup import Page


@pytest.fixture
def home(client, session):
    def ask() -> Page:
        session.commit()
        return Page(client.get("/en/").text)

    return ask


def section(page: Page, name: str) -> list[str]:
    """The names of the products on a shelf; empty where the shelf is not there."""
    found = [e for e in page.find("section") if e.attributes.get("aria-labelledby") == name]
    return [e.text for one in found for e in one.inside if e.tag == "h3"]


def test_it_works_in_an_empty_shop(home):
    page = home()
    assert page.one("h1").text
    assert page.cards == []
    assert not page.badges


def test_it_says_how_much_there_is(home, session):
    product = world.product(session)
    world.recognition(session, product)
    world.product(session, by=world.producer(session, commune_code=world.PHU_QUOC))
    world.product(session, state="hidden")
    said = home().one("section", "hero").text
    assert "2 OCOP products from 2 producers in 2 provinces" in said


def test_only_recognitions_in_force_are_counted(home, session):
    world.recognition(session, world.product(session))
    world.recognition(session, world.product(session), decided_on=world.date(2020, 1, 1))
    world.act(session, world.recognition(session, world.product(session)), "revoke", world.TODAY)
    assert home().one("p", "leaf__count").text == "1 recognition in force today"


def test_the_newly_recognised_come_first(home, session):
    for name, days in (("Cũ", 300), ("Mới", 3), ("Lâu", 600)):
        product = world.product(session, name)
        world.recognition(session, product, decided_on=world.TODAY - timedelta(days=days))
    assert section(home(), "fresh") == ["Mới", "Cũ", "Lâu"]


def test_only_what_is_ripe_is_in_season(home, session):
    world.product(session, "Tháng mười một", season_months=1 << 10)
    world.product(session, "Tháng năm", season_months=1 << 4)
    world.product(session, "Hết", season_months=1 << 10, stock=0)
    world.product(session, "Quanh năm")
    assert section(home(), "in-season") == ["Tháng mười một"]


def test_another_region_is_explored_every_day(client, clock, session):
    world.product(session)
    session.commit()
    seen = set()
    for _ in range(6):
        seen.add(Page(client.get("/en/").text).one("h2", id="region").text)
        clock.moment += timedelta(days=1)
    assert len(seen) == 6


def tell(session, product, **facts) -> None:
    facts = {"version": 1, "state": "published", "title": "Chuyện chè", "body": "Ngày xưa"} | facts
    session.add(Story(product_id=product.id, created_at=world.NOW, **facts))


def test_the_story_of_the_week_is_of_a_product_with_stars(home, session):
    plain, starred = world.product(session), world.product(session)
    world.recognition(session, starred)
    tell(session, plain, title="Không sao")
    tell(session, starred)
    assert home().one("h2", id="story").text == "Chuyện chè"


def test_a_draft_is_not_told(home, session):
    product = world.product(session)
    world.recognition(session, product)
    tell(session, product, state="draft")
    assert not home().find("h2", id="story")


def test_the_story_ends_with_the_stars(client, clock, session):
    product = world.product(session)
    world.recognition(session, product, decided_on=world.date(2023, 11, 21))
    tell(session, product)
    session.commit()
    assert Page(client.get("/").text).find("h2", id="story")
    clock.moment += timedelta(days=1)
    assert not Page(client.get("/").text).find("h2", id="story")


def test_fairs_stay_hidden_while_there_are_none(home):
    assert not home().find("h2", id="fairs")


def test_every_industry_leads_to_its_products(client, home, session):
    world.product(session, set_code="26")
    page = home()
    tiles = [e for e in page.one("ul", "industries").inside if e.tag == "a"]
    assert len(tiles) == 6
    counts = [int(tile.text.split()[-2]) for tile in tiles]
    assert sum(counts) == 1
    found = Page(client.get(tiles[counts.index(1)].attributes["href"]).text)
    assert len(found.cards) == 1


def test_the_number_of_statements_does_not_grow(client, session, statements):
    spent = []
    for more in (3, 25):
        for _ in range(more):
            product = world.product(session, season_months=4095)
            world.recognition(session, product)
            world.authorisation(session, product, world.mark(session))
            tell(session, product)
        session.commit()
        client.get("/products")
        statements.clear()
        assert client.get("/").status_code == 200
        spent.append(len(statements))
    assert spent[0] == spent[1] <= 10
