import threading
import time
from datetime import date

import pytest

from catalog.search import suggestions
from catalog.search.backend import Suggestion, SuggestionKind
from catalog.search.suggestions import Known, Suggester, Suggesters, communes_known, producers_known

from . import relevance

KIND = SuggestionKind


def suggester(*names, kind=KIND.PRODUCT):
    """Names of one kind, the first the weightiest."""
    return Suggester([Known(Suggestion(kind, name, name), -i) for i, name in enumerate(names)])


def texts(made, typed, **options):
    return [one.text for one in made.suggest(typed, **options)]


def test_names_that_begin_with_the_words_come_before_those_that_have_them():
    made = suggester("Bánh trà xanh", "Trà sen", "Hồng trà", "Trà xanh")
    assert texts(made, "tra") == ["Trà sen", "Trà xanh", "Bánh trà xanh", "Hồng trà"]
    assert texts(made, "tra x") == ["Trà xanh", "Bánh trà xanh"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dua", ["Dứa", "Dừa sáp", "Dưa hấu"]),
        ("dứa", ["Dứa"]),
        ("dừa s", ["Dừa sáp"]),
        ("dưa", ["Dứa", "Dừa sáp", "Dưa hấu"]),
        ("dưạ", []),
        ("DUA H", ["Dưa hấu"]),
    ],
)
def test_diacritics_that_were_typed_are_kept(typed, found):
    assert texts(suggester("Dứa", "Dừa sáp", "Dưa hấu"), typed) == found


def test_the_tone_of_an_unfinished_word_may_be_still_to_come():
    assert texts(suggester("Bưởi Diễn", "Bún khô"), "bươ") == ["Bưởi Diễn"]


@pytest.mark.parametrize("typed", ["", "  ", "…", "🍵", "xyz", "\x00", "a" * 5000])
def test_nothing_is_suggested_for_nothing(typed):
    assert texts(suggester("Trà"), typed) == []


def test_the_kinds_share_the_places_and_products_take_what_is_left():
    def known(kind, count):
        return [Known(Suggestion(kind, f"Trà {kind} {i}", str(i)), 0) for i in range(count)]

    made = Suggester([one for kind in SuggestionKind for one in known(kind, 9)])
    counts = {kind: sum(one.kind is kind for one in made.suggest("tra", 8)) for kind in SuggestionKind}
    assert sum(counts.values()) == 8 and min(counts.values()) >= 1
    alone = Suggester(known(KIND.PRODUCT, 20) + known(KIND.MARK, 1))
    assert [one.kind for one in alone.suggest("tra", 8)] == [KIND.PRODUCT] * 7 + [KIND.MARK]


def test_producers_and_communes_come_from_the_columns(relevance_columns):
    made = Suggester([*producers_known(relevance_columns), *communes_known(relevance_columns)])
    assert {one.kind for one in made.suggest("htx")} == {KIND.PRODUCER}


def test_a_new_name_is_suggested_soon_and_the_old_ones_meanwhile(monkeypatch):
    going_on = threading.Event()
    made = Suggesters()
    old, new = relevance.columns(), relevance.columns()
    day = date(2026, 11, 20)
    first = made.at_present(old, day, others := [])
    assert made.at_present(old, day, others) is first

    def slow(*known):
        going_on.wait(10)
        return Suggester(*known)

    monkeypatch.setattr(suggestions, "Suggester", slow)
    assert made.at_present(new, day, others) is first
    assert made.at_present(new, day, others) is first
    going_on.set()
    end = time.monotonic() + 10
    while made.at_present(new, day, others) is first:
        assert time.monotonic() < end
        time.sleep(0.01)
