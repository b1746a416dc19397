import pytest

from catalog.records import Refused
from catalog.search.synonyms import CLOSE, SAME, parse_synonyms
from catalog.text import spelled, words

from .relevance import SYNONYMS


def said(phrase):
    return " ".join(spelled(word.exact) for word in phrase)


def stands_for(text):
    """Each span of the typed words with its alternatives and their weights, as people write them."""
    typed = words(text)
    return {
        said(typed[span.start : span.end]): {said(other.phrase): other.weight for other in span.alternatives}
        for span in SYNONYMS.spans(typed)
    }


@pytest.mark.parametrize(
    ("typed", "span", "other"),
    [
        ("thịt heo gác bếp", "thịt heo", "thịt lợn"),
        ("thit heo", "thit heo", "thịt lợn"),
        ("xà bông", "xà bông", "xà phòng"),
        ("ngô", "ngô", "bắp"),
        ("heo", "heo", "lợn"),
        ("chè xanh", "chè xanh", "trà xanh"),
    ],
)
def test_words_of_the_north_find_those_of_the_south(typed, span, other):
    assert stands_for(typed)[span][other] == SAME


@pytest.mark.parametrize("typed", ["ngo", "bap", "lac", "dua", "com chay", "thom"])
def test_one_ambiguous_syllable_needs_its_diacritics(typed):
    assert stands_for(typed) == {}


@pytest.mark.parametrize(
    ("typed", "kept"), [("bột sắn dây", "bột sắn dây"), ("mè xửng", "mè xửng"), ("sắn dây", "sắn dây")]
)
def test_a_protected_span_is_never_taken_apart(typed, kept):
    found = stands_for(typed)
    assert list(found) == [kept]
    assert not any("khoai mì" in other or other == "vừng" for other in found[kept])


def test_a_word_with_a_context_stands_for_others_only_beside_it():
    assert "dứa" in stands_for("mứt thơm")["thơm"]
    assert "thơm" not in stands_for("gạo thơm")


def test_one_way_is_one_way():
    assert stands_for("bèo") == {}
    assert stands_for("vũng tàu")["vũng tàu"]["bà rịa vũng tàu"] == SAME
    assert "vũng tàu" not in stands_for("bà rịa vũng tàu").get("bà rịa vũng tàu", {})


def test_a_former_province_stands_for_todays_at_a_distance():
    assert stands_for("đặc sản bến tre")["bến tre"] == {"vĩnh long": CLOSE}
    assert stands_for("mắm tôm")["mắm tôm"] == {"mắm ruốc": CLOSE}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("lợn", "at least two members"),
        ("lợn, , heo", "empty member"),
        ("lợn,", "empty member"),
        ("oldprov bến tre", "the arrow"),
        ("oldprov bến tre, trà vinh => vĩnh long", "one former province"),
        ("a b c d e f g h i, k", "more than 8 words"),
        ("=> heo", "empty member"),
    ],
)
def test_a_line_that_makes_no_sense_is_named(line, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        parse_synonyms(f"# head\n\nlợn, heo\n{line}\n")
    assert refusal.value.facts["line"] == 4


def test_an_edited_list_holds_at_once():
    synonyms = parse_synonyms("mít, dưa gang thơm\nprotect mít tố nữ")
    assert [len(span.alternatives) for span in synonyms.spans(words("mít"))] == [1]
    assert [span.alternatives for span in synonyms.spans(words("mít tố nữ"))] == [()]
