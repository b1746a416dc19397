import pytest

from catalog.search.suggestions import Suggester, products_known

from .relevance import SEARCHES, SUGGESTIONS, TODAY, passes


def name(case) -> str:
    return f"{case['id']} {case['query']}"


@pytest.mark.parametrize("case", SEARCHES, ids=name)
def test_a_vietnamese_shopper_finds_it_first(case, search):
    keys, reading = search(case["query"])
    failed = [check for check in case["checks"] if not passes(check, keys)]
    assert not failed, (keys[:6], reading.text)


@pytest.mark.parametrize("case", SUGGESTIONS, ids=name)
def test_it_is_suggested_while_typing(case, relevance_columns):
    suggester = Suggester(list(products_known(relevance_columns, TODAY)))
    keys = [suggestion.key for suggestion in suggester.suggest(case["query"])]
    failed = [check for check in case["checks"] if not passes(check, keys)]
    assert not failed, keys


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("nuowcs mawms phus quoocs", "nước mắm phú quốc"),
        ("nuoc1 mam8 phu1 quoc61", "nước mắm phú quốc"),
        ("nuocmamphuquoc", "nước mắm phú quốc"),
        ("nướcmắm", "nước mắm"),
        ("nuoc mma phu quoc", "nước mắm phú quốc"),
        ("ca phe buon me thuot", "cà phê buôn ma thuột"),
        ("nuowcs mawms 5 sao", "nước mắm"),
    ],
)
def test_another_reading_is_told_in_proper_vietnamese(typed, read, search):
    keys, reading = search(typed)
    assert keys and reading.repaired
    assert reading.text == read


@pytest.mark.parametrize("typed", ["nước mắm", "nuoc mam", "NƯỚC MẮM", "thịt heo", "chè xanh"])
def test_what_was_understood_as_typed_is_not_told(typed, search):
    keys, reading = search(typed)
    assert keys and not reading.repaired and reading.text == typed


@pytest.mark.parametrize("typed", ["mận", "iphone", "máy giặt", "xyz", "zzzzzzzz", "𝔥𝔬𝔞", "дом"])
def test_nothing_that_fits_is_nothing(typed, search):
    assert search(typed)[0] == []


@pytest.mark.parametrize("typed", ["", "   ", "…", "🍵🍵", "\u202e\u200f", '"', "* ? ( ~", "\x00\x07"])
def test_no_words_match_nothing(typed, search):
    assert search(typed)[0] == []


@pytest.mark.parametrize(
    "typed",
    [
        "AND",
        "nước AND mắm OR (",
        '"nước mắm',
        "n*",
        "[a TO z]",
        "name:*",
        "(a+)+$",
        "'; DROP TABLE products; --",
        "<script>alert(1)</script>",
        "a" * 10_000,
        "nước " * 5_000,
        "\u0300" * 10_000,
    ],
)
def test_signs_of_other_languages_are_words_or_nothing(typed, search):
    assert len(search(typed)[1].typed) <= 128


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("cà phê 5 sao", [("stars", "5", "5 sao")]),
        ("chỉ dẫn địa lý phú quốc", [("mark", "gi", "chỉ dẫn địa lý")]),
        ("mật ong dưới 200k", [("price_to", "200000", "dưới 200 k")]),
        ("tra tren 1 trieu", [("price_from", "1000000", "tren 1 trieu")]),
        ("trà còn hàng", [("in_stock", "1", "còn hàng")]),
        ("nước mắm 43 độ", []),
        ("bưởi năm roi", []),
    ],
)
def test_words_of_intent_are_offered_as_filters(typed, offers, search):
    _, reading = search(typed)
    assert [(offer.name, offer.value, offer.words) for offer in reading.offers] == offers


def test_asking_only_for_filters_shows_everything_what_fits_first(search, relevance_columns):
    keys, _ = search("ocop 5 sao")
    five = {row.shown.slug for row in relevance_columns.rows.values() if row.stars and row.stars[0][0] == 5}
    assert len(keys) == len(relevance_columns)
    assert set(keys[: len(five)]) == five


def test_a_former_province_comes_before_the_rest_of_todays(search, relevance_columns):
    keys, _ = search("bến tre")
    former = {"keo-dua", "keo-dua-la"}
    assert former <= set(keys)
    levels = [key in former for key in keys if key in former or key == "dua-sap"]
    assert levels == sorted(levels, reverse=True)
