"""The page on ranking says what really runs: each step of the ladder has its sentence, in its place."""

import numpy as np
import pytest

from catalog.columns import Sort
from catalog.listing import ListingIndex
from catalog.search.backend import Level
from catalog.search.ranking import LADDER
from storefront.shop import ranking_page
from storefront.shop.ranking_page import LEVELS, PLAIN, STEPS
from tests import world
from tests.markup import Page


def test_each_step_has_a_sentence():
    assert {step.key for step in LADDER} == set(STEPS)


def test_each_level_has_a_sentence():
    levels = {value for name, value in vars(Level).items() if name.isupper() and value != Level.NONE}
    assert levels == set(LEVELS)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_is_public(client, session, prefix):
    answer = client.get(f"{prefix}/ranking")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_the_steps_stand_in_the_order_that_runs(client, session):
    page = Page(client.get("/en/ranking").text)
    text = page.one("main").text
    places = [text.index(str(STEPS[step.key])) for step in LADDER]
    assert places == sorted(places)
    levels = [text.index(str(LEVELS[level])) for level in sorted(LEVELS, reverse=True)]
    assert levels == sorted(levels)
    assert "counts 80 % of the word you typed" in text


def test_another_ladder_makes_another_page(client, session, monkeypatch):
    turned = tuple(reversed([step for step in LADDER if step.key != "stars"]))
    monkeypatch.setattr(ranking_page, "LADDER", turned)
    first = Page(client.get("/en/ranking").text).find("ol", "ladder")[0].text
    assert first.startswith(str(STEPS["newest"]))
    assert str(STEPS["stars"]) not in first


def test_the_plain_order_is_the_one_that_runs(session):
    """By the first of these in which two products differ, and in this order."""
    maker = world.producer(session)

    def product(stock: int, stars: bool, days: int) -> int:
        made = world.product(session, by=maker, stock=stock)
        if stars:
            world.recognition(session, made, decided_on=world.TODAY - world.timedelta(days=days))
        return made.id

    expected = [product(5, True, 10), product(5, True, 90), product(5, False, 0), product(0, True, 5)]
    session.commit()
    columns = ListingIndex().at_present(session)
    rank = columns.rank(world.TODAY, Sort.RELEVANCE)
    mine = np.isin(columns.ids, expected)
    assert columns.ids[mine][np.argsort(rank[mine])].tolist() == expected
    assert PLAIN == ("in_stock", "stars", "newest")


def test_it_is_linked_from_the_listing_and_the_foot_of_every_page(client, session):
    world.product(session)
    session.commit()
    page = Page(client.get("/en/products").text)
    assert page.links.count("/en/ranking") == 2
    assert "/en/ranking" in Page(client.get("/en/").text).links
