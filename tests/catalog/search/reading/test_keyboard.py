import pytest

from catalog.search.reading.keyboard import from_telex, from_vni
from catalog.text import words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuwowcs", "nước"),
        ("nuocws", "nước"),
        ("mawms", "mắm"),
        ("mamws", "mắm"),
        ("phus", "phú"),
        ("quoocs", "quốc"),
        ("dduwowngf", "đường"),
        ("ddaauj", "đậu"),
        ("kyx", "kỹ"),
        ("thuyr", "thủy"),
        ("Nuwowcs", "nước"),
        ("tra", None),
        ("sss", None),
        ("nước", None),
        ("st25", None),
    ],
)
def test_telex_leftovers(typed, meant):
    assert from_telex(typed) == (words(meant)[0] if meant else None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuoc71", "nước"),
        ("nu7o7c1", "nước"),
        ("ma8m1", "mắm"),
        ("mam81", "mắm"),
        ("d9uong72", "đường"),
        ("quoc61", "quốc"),
        ("nuoc1", "nuóc"),
        ("nuoc", None),
        ("25", None),
        ("43do", None),
        ("bcd1", None),
    ],
)
def test_vni_leftovers(typed, meant):
    assert from_vni(typed) == (words(meant)[0] if meant else None)
