from catalog.search.reading.units import units_of
from catalog.search.synonyms import Synonyms, parse_synonyms
from catalog.text import words

from .vocabulary import Texts

SHOP = Texts(
    "Trà hoa vàng",
    "Hoa vàng",
    "Nếp cái hoa vàng",
    "Trà hoa",
    "Trà xanh",
    "Trà sen",
    "Mật ong rừng",
    "Mật ong",
    "Lợn rừng",
    "Heo rừng",
)


def cut(text, synonyms=None):
    units = units_of(words(text), synonyms or Synonyms(), SHOP)
    return [" ".join(word.folded for word in unit.typed) for unit in units]


def test_the_neighbours_that_stick_most_tightly_are_a_unit():
    assert cut("trà hoa vàng") == ["tra", "hoa vang"]
    assert cut("mật ong rừng") == ["mat ong", "rung"]


def test_strangers_are_single_words():
    assert cut("ong trà") == ["ong", "tra"]
    assert cut("") == []


def test_spans_of_the_synonyms_come_first():
    synonyms = parse_synonyms("ong rừng, ong ruồi")
    assert cut("mật ong rừng", synonyms) == ["mat", "ong rung"]


def test_a_pair_takes_over_the_synonyms_of_its_words():
    unit = units_of(words("lợn rừng"), parse_synonyms("lợn, heo"), SHOP)[0]
    assert [[word.folded for word in other.phrase] for other in unit.alternatives] == [["heo", "rung"]]
