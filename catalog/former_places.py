"""Communes of before July 2025: which communes of today their land belongs to."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from .place_data import former_communes
from .text import fold, province_key

_PREFIXES = (
    "xa ",
    "phuong ",
    "thi tran ",
    "huyen ",
    "quan ",
    "thi xa ",
    "thanh pho ",
    "tp ",
    "dac khu ",
    "tx ",
    "tt ",
)


@dataclass
class FormerPlaces:
    """Codes of today's communes by (key of the former province, of the district or "", of the commune)."""

    communes: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    districts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, provinces: frozenset[str], district: str, commune: str) -> set[str]:
        """Where a former commune lies today; any district of the provinces where none is named."""
        names = district and place_name_key(district), place_name_key(commune)
        found = (self.communes.get((province, *names), set()) for province in provinces)
        return set().union(*found)

    def is_district(self, provinces: frozenset[str], name: str) -> bool:
        return any(place_name_key(name) in self.districts.get(province, ()) for province in provinces)


@lru_cache(maxsize=16_384)
def place_name_key(name: str) -> str:
    """The key of a commune or district without the word for its kind: "Xã Thông Hòa" → "thong hoa"."""
    key = fold(name)
    for prefix in _PREFIXES:
        if key.startswith(prefix) and not key.removeprefix(prefix).isdigit():
            return key.removeprefix(prefix)
    return key


@lru_cache(maxsize=1)
def former_places() -> FormerPlaces:
    """Read once: former units do not change any more."""
    found = FormerPlaces()
    for province, district, commune, code in former_communes():
        key = province_key(province)
        found.communes[key, place_name_key(district), place_name_key(commune)].add(code)
        found.communes[key, "", place_name_key(commune)].add(code)
        found.districts[key].add(place_name_key(district))
    return found
