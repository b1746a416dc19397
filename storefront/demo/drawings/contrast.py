"""Walls on which a product stands out: schemes near its own colour are left aside."""

from .colour import SCHEMES, Scheme, distance
from .naming import holds

_APART = 175
_GREEN, _RED, _VIOLET, _GOLD, _DARK = "3F6B42", "B8402F", "6A2E50", "EDB84A", "4A2E2C"
_NAMED = (
    ("mận|nho|dâu|cẩm|vú sữa|tía", _VIOLET),
    ("vải|ớt|dâu tây|cà chua|tiêu|lạp xưởng|đào", _RED),
    ("hồng", _RED),
    ("chuối|xoài|bơ|nghệ|mai vàng|mai|hoa vàng", _GOLD),
    ("sầu riêng|bưởi|chanh|dừa|na|rau|măng tây|cải|mít|đậu xanh|chè|trà|sả|lá", _GREEN),
    ("lợn|cừu|thịt", _RED),
)
_OF_SET = {11: _GREEN, 12: _GREEN, 13: _DARK, 14: _RED, 24: _GREEN, 23: _GREEN, 20: _DARK}


def clear_schemes(set_number: int, name: str) -> list[Scheme]:
    """The schemes whose wall differs from the colours the product is likely to have."""
    tones = [tone for words, tone in _NAMED if any(holds(name, word) for word in words.split("|"))]
    if set_number in _OF_SET:
        tones.append(_OF_SET[set_number])
    return [scheme for scheme in SCHEMES if all(distance(scheme.wall, tone) > _APART for tone in tones)]
