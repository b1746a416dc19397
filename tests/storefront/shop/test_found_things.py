"""Beside the products: places, producers, marks and categories that are called what was searched for."""

import numpy as np
import pytest

from catalog.marks import MarkKind
from catalog.search.backend import Level, Matches, Reading
from catalog.text import words
from storefront.shop.found_things import found_things
from storefront.shop.pages import columns
from storefront.shop.reference import reference
from tests import world


@pytest.fixture
def things(app):
    """What is found beside the products of an answer in which every product fits."""

    def find(typed: str, level: int = Level.HEADS, **facts):
        with app.test_request_context("/en/products", environ_overrides={"chophien.locale": "en"}):
            stall = columns()
            reading = Reading(typed, typed, words=frozenset(w.folded for w in words(typed)), **facts)
            nothing = np.zeros(len(stall))
            matches = Matches(reading, stall.everything, np.full(len(stall), level), nothing, nothing)
            return found_things(matches, stall, reference())

    return find


def texts(things) -> list[str]:
    return [thing.text for thing in things]


@pytest.fixture
def fair(session):
    for name in ("Hợp tác xã Nước Mắm Nam Ô", "Nhà thùng Ba Làng", "Hợp tác xã nước mắm"):
        world.product(session, "Nước mắm", by=world.producer(session, name))
    world.mark(session, "Nước mắm Phú Quốc", name_en="Phu Quoc fish sauce")
    world.mark(session, "Chè Shan", kind=MarkKind.COLLECTIVE)
    session.commit()


def test_producers_whose_names_hold_all_words(things, fair):
    found = things("nuoc mam")
    assert texts(found)[:3] == ["Hợp tác xã nước mắm", "Hợp tác xã Nước Mắm Nam Ô", "Phu Quoc fish sauce"]
    assert found[0].detail == "Cooperative"
    assert found[2].detail == "Geographical indication"
    assert found[2].url.startswith("/marks/nuoc-mam-phu-quoc")


def test_marks_and_categories_are_found_in_both_languages(things, fair):
    liquid = "Soy sauce, fish sauce and liquid seasonings"
    for typed in ("fish sauce", "nước mắm"):
        assert texts(things(typed))[-2:] == ["Phu Quoc fish sauce", liquid]
    assert things(typed)[-1].url == "/products?category=tuong-nuoc-mam-gia-vi-long"


def test_places_of_today_and_of_former_days(things, fair):
    today, former = things("lao cai"), things("yên bái")
    assert texts(today)[0] == texts(former)[0] == "Lào Cai"
    assert today[0].url == former[0].url == "/places/15"
    assert former[0].detail == "with the former Yên Bái"
    assert not today[0].detail
    commune = next(thing for thing in things("văn chấn") if thing.url == "/places/04672")
    assert commune.detail == "Lào Cai"


def test_one_syllable_is_not_a_place_of_two(things, fair):
    assert texts(things("hoa")) == ["Flowers"]
    assert texts(things("hue")) == ["Huế"]


def test_a_commune_without_products_is_not_shown(things, fair):
    assert "/places/31078" not in {thing.url for thing in things("phú quốc")}


def test_a_group_and_its_only_set_are_one_category(things, fair):
    assert texts(things("ca phe")) == ["Coffee and cocoa"]


def test_nobody_is_found_by_words_that_fit_only_elsewhere(things, fair):
    assert things("nuoc mam", level=Level.NONE)[0].text == "Phu Quoc fish sauce"
    assert things("nước mắm xyz") == []
    assert things("") == []


def test_typed_diacritics_are_honoured(things, fair):
    only = {"nam": frozenset({words("năm")[0].exact})}
    assert things("nam o") != []
    assert things("năm ô", only=only) == []


def test_at_most_three_of_a_kind_the_shortest_first(things, session):
    for number in range(5):
        world.product(session, by=world.producer(session, f"Trại Cầu Vồng {'x' * (5 - number)}"))
    session.commit()
    assert texts(things("cau vong")) == ["Trại Cầu Vồng x", "Trại Cầu Vồng xx", "Trại Cầu Vồng xxx"]


def test_it_takes_no_statement(things, fair, statements):
    things("nuoc mam")
    statements.clear()
    assert things("nuoc mam")
    assert [statement for statement in statements if "catalogue_version" not in statement] == []
