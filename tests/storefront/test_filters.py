"""Template filters: money, numbers, dates, weights and labels in the visitor's language."""

from datetime import date

import pytest

from storefront import filters
from storefront.filters import LABELS


@pytest.fixture(params=["vi", "en"])
def language(request, shared_app):
    """A request in this language."""
    with shared_app.test_request_context("/", environ_base={"chophien.locale": request.param}):
        yield request.param


def in_language(language: str, vietnamese: str, english: str) -> str:
    return (english if language == "en" else vietnamese).replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("amount", "vietnamese", "english"),
    [
        (0, "0 ₫", "0 ₫"),
        (999, "999 ₫", "999 ₫"),
        (1000, "1.000 ₫", "1,000 ₫"),
        (250_000, "250.000 ₫", "250,000 ₫"),
        (12_345_678_901, "12.345.678.901 ₫", "12,345,678,901 ₫"),
        (-5000, "-5.000 ₫", "-5,000 ₫"),
    ],
)
def test_dong(language, amount, vietnamese, english):
    assert filters.dong(amount) == in_language(language, vietnamese, english)


def test_months_have_names_in_english(language):
    assert filters.month_name(date(2026, 12, 5)) == ("December" if language == "en" else "Tháng 12")


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"), [(7, "7", "7"), (12345, "12.345", "12,345"), (39.5, "39,5", "39.5")]
)
def test_numbers(language, value, vietnamese, english):
    assert filters.number(value) == in_language(language, vietnamese, english)


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [(date(2026, 11, 21), "21/11/2026", "21 Nov 2026"), (date(2026, 2, 3), "03/02/2026", "3 Feb 2026")],
)
def test_days(language, value, vietnamese, english):
    assert filters.day(value) == (english if language == "en" else vietnamese)


@pytest.mark.parametrize(
    ("grams", "vietnamese", "english"),
    [(0, "0 g", "0 g"), (999, "999 g", "999 g"), (1000, "1 kg", "1 kg"), (1500, "1,5 kg", "1.5 kg")],
)
def test_weights(language, grams, vietnamese, english):
    assert filters.weight(grams) == in_language(language, vietnamese, english)


@pytest.mark.parametrize(
    ("net", "unit", "vietnamese", "english"),
    [
        (500, "g", "500 g", "500 g"),
        (2500, "g", "2,5 kg", "2.5 kg"),
        (750, "ml", "750 ml", "750 ml"),
        (1500, "ml", "1,5 l", "1.5 l"),
    ],
)
def test_net_contents(language, net, unit, vietnamese, english):
    assert filters.net_content(net, unit) == in_language(language, vietnamese, english)


def test_what_is_sold_by_the_piece_has_its_pack_s_words_only(language):
    assert filters.net_content(3, "piece") == ""


@pytest.mark.parametrize("kind", LABELS, ids=lambda kind: kind.__name__)
def test_every_value_of_an_enum_has_its_own_words(language, kind):
    words = [filters.label(value) for value in kind]
    assert all(words)
    assert len(set(words)) == len(words)


# What has one sign everywhere.
SIGNS = {"kg"}


@pytest.mark.parametrize("kind", LABELS, ids=lambda kind: kind.__name__)
def test_the_words_are_those_of_the_language(shared_app, kind):
    def words(language: str) -> list[str]:
        with shared_app.test_request_context("/", environ_base={"chophien.locale": language}):
            return [filters.label(value) for value in kind]

    assert not set(words("vi")) & set(words("en")) - SIGNS
