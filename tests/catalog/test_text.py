import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.text import Word, allows, clean, fold, province_key, search_key, slug, spelled, words

LETTERS = {
    "a": "aàáảãạăằắẳẵặâầấẩẫậ",
    "d": "dđ",
    "e": "eèéẻẽẹêềếểễệ",
    "i": "iìíỉĩị",
    "o": "oòóỏõọôồốổỗộơờớởỡợ",
    "u": "uùúủũụưừứửữự",
    "y": "yỳýỷỹỵ",
}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("base", "letters"), LETTERS.items())
def test_every_vietnamese_letter_folds_to_its_base_in_both_forms_and_cases(base, letters, form):
    for letter in letters:
        for written in (letter, letter.upper()):
            assert fold(f"n{unicodedata.normalize(form, written)}n") == f"n{base}n"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Nước mắm Phú Quốc", "nuoc mam phu quoc"),
        ("  Chè   Shan-tuyết (Mộc Châu) ", "che shan tuyet moc chau"),
        ("ĐẶC SẢN ĐẮK LẮK", "dac san dak lak"),
        ("Rượu nếp 39,5%", "ruou nep 39 5"),
        ("", ""),
        ("—…", ""),
    ],
)
def test_folds_a_name_to_plain_words(text, key):
    assert fold(text) == key


def test_both_places_of_the_tone_fold_alike():
    assert fold("Hoà Bình Phú Thuỷ") == fold("Hòa Bình Phú Thủy") == "hoa binh phu thuy"


def test_the_eth_that_old_fonts_write_for_d_does_not_lose_its_letter():
    assert fold("\u00d0iện Biên") == "dien bien"


@given(st.text())
def test_a_fold_has_only_words_and_folds_to_itself(text):
    key = fold(text)
    assert re.fullmatch(r"([0-9a-z]+( [0-9a-z]+)*)?", key)
    assert fold(key) == key == fold(unicodedata.normalize("NFD", text))


@given(st.lists(st.text("abcđêư", min_size=1, max_size=20), min_size=1, max_size=20))
def test_a_slug_is_the_longest_run_of_whole_words_that_fits(words):
    made = slug(" ".join(words))
    full = "-".join(fold(" ".join(words)).split())
    assert len(made) <= 120
    assert made == full or (full.startswith(f"{made}-") and len(full[: len(made) + 1].split("-")) > 1)
    rest = full[len(made) :].lstrip("-").split("-")[0]
    assert not rest or len(made) + 1 + len(rest) > 120


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (["TP. Huế", "Thừa Thiên - Huế", "Thành phố Huế", "tỉnh Thừa Thiên Huế"], "hue"),
        (["TP.HCM", "TPHCM", "TP Hồ Chí Minh", "T.P. Hồ Chí Minh", "Sài Gòn", "hồ chí minh"], "hochiminh"),
        (["Đắk Lắk", "Đắc Lắc", "DAK LAK", "Tỉnh Đắk Lắk"], "daklak"),
        (["Bà Rịa - Vũng Tàu", "Bà Rịa – Vũng Tàu", "Vũng Tàu"], "bariavungtau"),
        (["Hà Nội", "HN", "Thành phố Hà Nội"], "hanoi"),
        (["Tỉnh"], "tinh"),
    ],
)
def test_usual_spellings_of_a_province_share_a_key(spellings, key):
    assert {province_key(text) for text in spellings} == {key}


def test_clean_composes_and_takes_out_control_characters():
    assert clean(" Che\u0300\t\x00Shan \u00a0 tuyết\u202e\n") == "Chè Shan tuyết"


@given(st.text())
def test_clean_text_is_one_printable_line_and_stays_as_it_is(text):
    line = clean(text)
    assert line.isprintable() and line == line.strip() and "  " not in line
    assert clean(line) == line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nước mắm", [("nuoc", "nươc1"), ("mam", "măm1")]),
        ("Đèn \u00d0èn", [("den", "đen2"), ("den", "đen2")]),
        ("ST25 40N", [("st", "st"), ("25", "25"), ("40", "40"), ("n", "n")]),
        (
            "quý quí mỳ mì lý thúy tay",
            [*[("qui", "qui1")] * 2, *[("mi", "mi2")] * 2, ("li", "li1"), ("thuy", "thuy1"), ("tay", "tay")],
        ),
        ("🍵 дом — …", []),
    ],
)
def test_words_keep_the_tone_apart_from_the_letters(text, expected):
    assert words(text) == [Word(*word) for word in expected]


@pytest.mark.parametrize(
    ("old", "new"), [("hòa", "hoà"), ("khỏe", "khoẻ"), ("thủy", "thuỷ"), ("họa", "hoạ"), ("quý", "quí")]
)
def test_both_places_of_the_tone_are_one_word_with_its_diacritics(old, new):
    assert words(old) == words(new)


@given(st.text())
def test_reading_words_again_changes_nothing(text):
    read = words(text)
    assert words(unicodedata.normalize("NFD", text)) == read
    assert search_key(search_key(text)) == search_key(text) == " ".join(word.folded for word in read)
    assert all(re.fullmatch("[0-9a-z]+", word.folded) for word in read)


SYLLABLES = [
    "nước",
    "mắm",
    "hòa",
    "thủy",
    "quả",
    "gạo",
    "trường",
    "giá",
    "khoai",
    "người",
    "tuyết",
    "nghệ",
    "dừa",
    "bưởi",
    "kẹo",
    "chuối",
    "giếng",
    "gì",
    "muối",
    "cói",
    "hoàng",
    "cứu",
    "của",
    "mùa",
    "mía",
    "đậu",
    "khỏe",
    "thịt",
    "loại",
    "ngoài",
    "xoài",
    "rượu",
    "khuya",
    "yến",
    "ý",
    "ơi",
    "25",
]


@pytest.mark.parametrize("syllable", SYLLABLES)
def test_a_key_is_spelled_as_people_write_it(syllable):
    assert spelled(words(syllable)[0].exact) == syllable


@pytest.mark.parametrize(
    ("typed", "full", "may"),
    [
        ("nuoc", "nước", True),
        ("nươc", "nước", True),
        ("nước", "nước", True),
        ("nước", "nuoc", False),
        ("nược", "nước", False),
        ("mận", "mặn", False),
        ("dưa", "đưa", True),
        ("đưa", "dưa", False),
        ("ca", "cam", False),
    ],
)
def test_diacritics_may_be_left_out_but_never_differ(typed, full, may):
    assert allows(words(typed)[0].exact, words(full)[0].exact) is may


def test_folding_knows_every_sign_and_long_texts_fold_like_short_ones():
    assert fold("a\u0591b\u034fc\u0363") == "ab c"  # U+034F joins and is no sign
    long = "Chè Shan tuyết Suối Giàng, " * 20
    assert fold(long) == " ".join([fold("Chè Shan tuyết Suối Giàng")] * 20)
