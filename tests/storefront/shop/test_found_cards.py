"""Cards of a search: marked names, and passages of the stories for one statement."""

import pytest

from catalog.search.backend import Reading
from catalog.stories import Story
from catalog.text import words
from storefront.shop.cards import cards_for
from storefront.shop.found_cards import found_cards
from tests import world


@pytest.fixture
def cards(app):
    def ask(typed: str, *products, path: str = "/products", locale: str = "vi"):
        reading = Reading(typed, typed, words=frozenset(word.folded for word in words(typed)))
        with app.test_request_context(path, environ_overrides={"chophien.locale": locale}):
            return found_cards([product.id for product in products], world.TODAY, reading)

    return ask


def tell(session, product, body: str, version: int = 1, state: str = "published") -> None:
    session.add(
        Story(product_id=product.id, version=version, state=state, title="T", body=body, created_at=world.NOW)
    )
    session.commit()


def test_a_name_that_says_it_all_needs_no_passage(cards, session):
    product = world.product(session, "Mật ong rừng")
    tell(session, product, "Mật ong quay vào tháng Năm.")
    (card,) = cards("mat ong", product)
    assert card.name == "<mark>Mật ong</mark> rừng"
    assert card.passage is None


def test_a_passage_comes_from_the_story_that_is_shown(cards, session):
    product = world.product(session, "Trà Shan")
    tell(session, product, "Cũ: sương mù.")
    tell(session, product, "## Sương\n\nSáng nào **sương** cũng phủ <b>nương</b>.", version=2)
    tell(session, product, "Nháp: sương.", version=3, state="draft")
    (card,) = cards("trà sương", product)
    assert card.name == "<mark>Trà</mark> Shan"
    assert card.passage.text == "Sáng nào <mark>sương</mark> cũng phủ nương."


def test_the_name_in_the_other_language_stands_for_the_story(cards, session):
    product = world.product(session, "Mật ong rừng", name_en="Wild honey")
    tell(session, product, "Mật ong quay vào tháng Năm.")
    assert cards("mật ong", product, locale="en")[0].passage.text == "<mark>Mật ong</mark> rừng"
    assert cards("honey", product)[0].passage == ("Wild <mark>honey</mark>", "en")


def test_what_speaks_nowhere_of_it_has_no_passage(cards, session):
    told, untold = world.product(session, "Cốm"), world.product(session, "Hồ tiêu")
    tell(session, told, "Lúa non.")
    assert [card.passage for card in cards("văn chấn", told, untold)] == [None, None]


def test_cards_are_otherwise_those_of_any_listing(app, cards, session):
    products = [world.product(session, f"Mật ong {n}") for n in range(3)]
    session.commit()
    with app.test_request_context("/products"):
        plain = cards_for([product.id for product in products], world.TODAY)
    found = cards("mật", *products)
    assert [card._replace(name="") for card in found] == [card._replace(name="") for card in plain]


def test_all_stories_take_one_statement(cards, session, statements):
    products = [world.product(session, f"Trà {n}") for n in range(24)]
    for product in products:
        tell(session, product, "Sương phủ nương.")
    cards("sương", *products)
    statements.clear()
    assert all(card.passage for card in cards("sương", *products))
    assert len([statement for statement in statements if "stories" in statement]) == 1
    assert len(statements) <= 3
