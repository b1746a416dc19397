"""Marked words in names and passages: the right ones, whole, and never as markup of the text's own."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from catalog.search.backend import Reading
from catalog.text import words
from storefront.shop.passages import holds, marked_name, passage

STORY = (
    "Làng chài nằm cuối con đường đất. Cá cơm than đánh ban đêm được ướp ngay trên thuyền, "
    "ba phần cá một phần muối. Mười hai tháng sau người ta mới rút nước đầu, và nước mắm ấy để dành cho Tết. "
    "Người làng bảo muối phải để ba mùa gió cho hết chát, thùng gỗ bời lời thì càng cũ càng quý."
)


def reading(text: str, **facts) -> Reading:
    return Reading(text, text, words=frozenset(word.folded for word in words(text)), **facts)


@pytest.mark.parametrize(
    ("name", "typed", "marked"),
    [
        ("Nước mắm Phú Quốc", "nuoc mam", "<mark>Nước mắm</mark> Phú Quốc"),
        ("Nước mắm Phú Quốc", "quoc nuoc", "<mark>Nước</mark> mắm Phú <mark>Quốc</mark>"),
        ("Gạo ST25 túi 5 kg", "st 25", "Gạo <mark>ST25</mark> túi 5 kg"),
        ("Mỳ Quảng", "mì", "<mark>Mỳ</mark> Quảng"),
        ("Bánh đậu xanh", "dau", "Bánh <mark>đậu</mark> xanh"),
        ("Chè <b> & trà", "b tra", "Chè &lt;<mark>b</mark>&gt; &amp; <mark>trà</mark>"),
        ("Mật ong", "rượu", "Mật ong"),
        ("", "ong", ""),
    ],
)
def test_words_are_marked_where_they_stand(name, typed, marked):
    assert marked_name(name, reading(typed)) == marked


def test_typed_diacritics_are_honoured():
    limited = reading("dứa", only={"dua": frozenset({words("dứa")[0].exact})})
    assert marked_name("Mứt dứa, dừa, dưa", limited) == "Mứt <mark>dứa</mark>, dừa, dưa"
    assert holds("Mứt dứa", limited)
    assert not holds("Mứt dừa", limited)


def test_decomposed_text_is_marked_whole():
    assert marked_name("Nu\u031bo\u031b\u0301c mắm", reading("nuoc")) == "<mark>Nước</mark> mắm"


def test_a_name_holds_all_words_or_it_does_not():
    assert holds("Nước mắm Phú Quốc", reading("phu quoc nuoc"))
    assert not holds("Nước mắm", reading("nước mắm phú"))
    assert not holds("Nước mắm", reading(""))


def test_words_that_ask_for_a_filter_need_not_be_in_a_name():
    assert holds("Trà Shan", Reading("trà 5 sao", "trà 5 sao", words=frozenset({"tra"})))


def test_the_passage_is_where_most_words_meet():
    found = passage(STORY, reading("nuoc mam tet"), length=80)
    assert "<mark>nước mắm</mark> ấy để dành cho <mark>Tết</mark>" in found
    assert found.startswith("…")
    assert found.endswith("…")


def test_a_passage_begins_and_ends_at_words():
    plain = unmarked(passage(STORY, reading("muoi"), length=60)).strip("…")
    assert f" {plain} " in f" {STORY} "
    assert len(plain) <= 60


def test_a_short_story_is_shown_whole():
    assert passage("Trà Shan tuyết.", reading("shan")) == "Trà <mark>Shan</mark> tuyết."


def test_a_story_that_does_not_speak_of_it_gives_no_passage():
    assert passage(STORY, reading("bia rượu")) is None
    assert passage("", reading("muối")) is None


def test_a_passage_is_text_and_no_markup():
    found = passage("<script>alert(1)</script> muối & đường", reading("muoi"))
    assert found == "&lt;script&gt;alert(1)&lt;/script&gt; <mark>muối</mark> &amp; đường"


def unmarked(marked: str) -> str:
    return Markup(re.sub("</?mark>", "", marked)).unescape()


@given(st.text(max_size=600), st.text(max_size=30))
def test_any_text_gives_a_bounded_piece_of_itself(text, typed):
    text = unicodedata.normalize("NFC", text)
    asked = reading(f"{typed} {text[300:310]}")
    assert unmarked(marked_name(text, asked)) == text
    found = passage(text, asked, length=40)
    if found is not None:
        piece = unmarked(found).removeprefix("…").removesuffix("…")
        assert piece in text
        assert len(piece) <= max(40, *(len(word) for word in text.split()))


@pytest.mark.parametrize("text", ["muối" * 4000, "muối " * 4000, "x" * 20_000 + " muối"])
def test_an_endless_text_gives_a_short_passage(text):
    assert len(unmarked(passage(text, reading("muối muốimuối")) or "")) <= 162
