import pytest

from catalog.search.reading.glue import unglued
from catalog.search.reading.repairs import is_known, repaired
from catalog.search.reading.typos import confused, corrected, near
from catalog.text import words

from .vocabulary import Texts

SHOP = Texts(
    "Nước mắm Phú Quốc",
    "Nước mắm Nam Ô",
    "Bánh đậu xanh Hải Dương",
    "Cà phê Buôn Ma Thuột",
    "Trà hoa vàng Quế Phong",
    "Gạo ST25",
    "Sữa chua nếp cẩm",
    "Chuối sấy giòn",
    "Mứt mận hậu",
    "Cá mặn",
)


def folded(reading):
    return " ".join(word.folded for word in reading)


def readings(text):
    return [folded(reading) for reading in repaired(words(text), text, SHOP)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuocmam", "nuoc mam"),
        ("nướcmắm", "nuoc mam"),
        ("nuocmamphuquoc", "nuoc mam phu quoc"),
        ("banhdauxanhhaiduong", "banh dau xanh hai duong"),
        ("gaost25", "gao st 25"),
    ],
)
def test_words_typed_without_spaces_come_apart(typed, meant):
    assert readings(typed)[0] == meant


@pytest.mark.parametrize("token", ["nuoc", "xyzxyz", "abc", "a" * 200])
def test_what_is_no_row_of_known_words_stays_whole(token):
    assert unglued(token, SHOP) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuoc mma phu quoc", "nuoc mam phu quoc"),
        ("banh dau sanh hai duong", "banh dau xanh hai duong"),
        ("ca phe buon me thuot", "ca phe buon ma thuot"),
        ("chuoj", "chuoi"),
        ("sửa chua", "sua chua"),
        ("nuowcs mawms", "nuoc mam"),
        ("nuoc1 mam8", "nuoc mam"),
        ("trà h", "tra hoa"),
    ],
)
def test_one_of_the_readings_is_what_was_meant(typed, meant):
    assert meant in readings(typed)


@pytest.mark.parametrize("typed", ["mẩn", "ong", "xyz", "qqqq"])
def test_a_word_alone_is_not_bent_until_it_fits(typed):
    assert corrected(words(typed), 0, SHOP) is None


def test_ask_and_tumble_are_one_tone_to_half_of_the_country():
    assert corrected(words("sửa"), 0, SHOP) == words("sữa")[0]


@pytest.mark.parametrize(
    ("word", "known"), [("nuoc", True), ("nươc", True), ("nước", True), ("nược", False), ("xyz", False)]
)
def test_diacritics_may_be_missing_but_not_wrong(word, known):
    assert is_known(words(word)[0], SHOP) is known


def test_what_sounds_alike_and_what_is_one_slip_away():
    assert {"xanh", "chanh"}.isdisjoint(confused("hanh"))
    assert "xanh" in confused("sanh") and "tra" in confused("cha") and "lam" in confused("nam")
    assert {"mam", "ma", "mmaa", "mna"} <= {*near("mma")}
