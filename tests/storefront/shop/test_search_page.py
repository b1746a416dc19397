"""The result page: what it says of the words, beside the products and where there are none."""

from urllib.parse import parse_qs, quote, urlsplit

import numpy as np
import pytest

from catalog.columns import Columns
from catalog.search.backend import Level, Matches, Offer, Reading
from catalog.text import words
from storefront.shop import products as view
from storefront.shop.passages import holds
from tests import world
from tests.markup import Page


@pytest.fixture
def understand(monkeypatch):
    """Let words be understood as they stand, or with these facts: found is every name that holds them."""

    def as_(text: str = "", plain: bool = False, asked: str = "", **facts) -> None:
        def matches_for(stall: Columns, typed: str) -> Matches | None:
            if not words(typed):
                return None
            own = facts if typed == (asked or typed) else {}
            said = (text or asked or typed) if own else typed
            reading = Reading(typed, said, words=frozenset(word.folded for word in words(said)), **own)
            rows = [i for i, id in enumerate(stall.ids.tolist()) if holds(stall.rows[id].shown.name, reading)]
            level = np.full(len(rows), Level.NAME, np.int8)
            zeros = np.zeros(len(rows), np.float32)
            return Matches(reading, np.array(rows, np.int32), level, zeros > 0, zeros, plain=plain)

        monkeypatch.setattr(view, "matches_for", matches_for)

    as_()
    return as_


@pytest.fixture
def stall(session):
    maker = world.producer(session, "Hợp tác xã Mật ong")
    for name, stars in (("Mật ong rừng", 5), ("Mật ong hoa nhãn", 4), ("Trà Shan", 4)):
        world.recognition(session, world.product(session, name, by=maker), stars=stars)
    session.commit()


@pytest.fixture
def ask(client, understand, stall):
    def ask(query: str) -> Page:
        answer = client.get(f"/en/products?{query}")
        assert answer.status_code == 200
        return Page(answer.text)

    return ask


def told(page: Page) -> list[str]:
    return [element.text for element in page.find("p", "understood")]


def test_the_words_are_marked_in_names(ask):
    page = ask("q=mat+ong")
    assert sorted(page.cards) == ["Mật ong hoa nhãn", "Mật ong rừng"]
    assert [mark.text for mark in page.find("mark")] == ["Mật ong"] * 2
    assert told(page) == []
    assert not page.notes


def test_a_name_in_the_other_language_is_shown_below(ask, session):
    world.product(session, "Trà hoa vàng", name_en="Golden camellia")
    session.commit()
    page = ask("q=hoa+v%C3%A0ng")
    assert page.cards == ["Golden camellia"]
    assert page.one("p", "card__passage").text == "Trà hoa vàng"
    assert page.one("mark").text == "hoa vàng"


def test_without_words_nothing_is_marked(ask):
    page = ask("stars=4")
    assert page.cards
    assert not page.find("mark") + page.find("p", "card__passage") + page.find("section", "also")


def test_the_reading_used_is_told(ask, understand):
    understand(text="mật ong", asked="maatj ong", repaired=True)
    page = ask("q=maatj+ong")
    assert told(page) == ["Searching for: mật ong"]
    assert len(page.cards) == 2
    assert page.value("q") == "maatj ong"


def test_another_reading_is_offered_above_the_products(ask, understand):
    understand(asked="mật", suggestion="mật ong")
    page = ask("q=m%E1%BA%ADt&stars=4")
    assert told(page) == ["Did you mean: mật ong"]
    assert f"/en/products?stars=4&q={quote('mật')}+ong" in page.links


def test_a_plain_answer_says_so(ask, understand):
    understand(plain=True)
    assert ask("q=mat").notes == ["The search index is being rebuilt; this is a plain search."]


def test_an_offer_says_how_much_it_leads_to(ask, understand):
    offers = (Offer("stars", "5", "5 sao"), Offer("mark", "gi", "cddl"))
    understand(text="mật", asked="mật 5 sao", offers=offers)
    page = ask(f"q={quote('mật 5 sao')}")
    (offer,) = page.find("a", "chip--offered")
    assert offer.text == "5 stars (1)"
    led = ask(urlsplit(offer.attributes["href"]).query)
    assert led.cards == ["Mật ong rừng"]
    assert led.value("q") == "mật"


def test_what_is_called_so_stands_beside_the_products(ask):
    also = ask("q=mat+ong").one("section", "also")
    assert [e.text for e in also.inside if e.tag == "a"][:2] == [
        "Hợp tác xã Mật ong",
        "Honey and other farm produce",
    ]


def test_words_are_kept_wherever_one_goes_on(ask, session):
    maker = world.producer(session)
    for number in range(30):
        world.product(session, f"Trà {number}", by=maker)
    session.commit()
    page = ask("q=tr%C3%A0&in_stock=1")
    search, form = page.find("form")[0], page.one("form", "filters__form")
    kept = [
        e.attributes["value"] for box in (search, form) for e in box.inside if e.attributes.get("name") == "q"
    ]
    assert kept == ["trà", "trà"]
    sorts = [e.attributes["href"] for e in page.one("nav", "sorts").inside if e.tag == "a"][:-1]
    ways = [*sorts, *[e.attributes["href"] for e in page.one("nav", "pager").inside if e.tag == "a"]]
    assert len(ways) == 8
    assert all(parse_qs(urlsplit(way).query)["q"] == ["trà"] for way in ways)
    assert not ask("q=tr%C3%A0&page=2").find("section", "also")


# Where nothing fits


def headline(page: Page) -> str:
    return page.one("p", "empty__headline").text


def test_nothing_fits_the_words(ask):
    page = ask("q=bia")
    assert page.cards == []
    assert headline(page) == "No product fits “bia”."
    assert not page.find("nav", "sorts") + page.find("nav", "pager")
    ways = [e.attributes["href"] for e in page.one("ul", "empty__links").inside if e.tag == "a"]
    assert ways == ["/en/products?category=thuc-pham"]


def test_words_and_filters_that_do_not_meet_can_be_taken_away(ask):
    page = ask("q=tr%C3%A0&stars=5")
    assert headline(page) == "No product fits “trà” under these filters."
    ways = [e.attributes["href"] for e in page.one("div", "empty").inside if e.tag == "a"]
    assert {"/en/products?stars=5", "/en/products?q=tr%C3%A0", "/en/products"} <= set(ways)


def test_filters_alone_that_do_not_meet(ask):
    assert headline(ask("stars=3")) == "No product fits all of this."


def test_nothing_fits_but_another_reading_might(ask, understand):
    understand(asked="bia", suggestion="mật ong")
    page = ask("q=bia")
    assert told(page) == ["Did you mean: mật ong"]
    assert page.one("p", "understood") in page.one("div", "empty").inside


def test_hostile_words_are_shown_as_text(client, understand, stall):
    understand(suggestion="<img src=x>", repaired=True, text="<script>alert(1)</script>")
    answer = client.get("/products?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text


def test_a_search_costs_two_statements_more_at_most(client, understand, stall, statements):
    client.get("/products")
    spent = []
    for query in ("stars=4", "q=mat+ong&stars=4"):
        statements.clear()
        client.get(f"/products?{query}")
        spent.append(len(statements))
    assert spent[1] <= spent[0] + 2
