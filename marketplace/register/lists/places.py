"""Places as lists write them: old or new names become a commune of today, or the choices a person has to decide between."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.former_places import FormerPlaces, former_places, place_name_key
from catalog.places import Place, PlaceAlias, PlaceLevel, find_province
from catalog.text import clean, fold, province_key

_SEPARATORS = re.compile(r"[,;\n–]|\s-\s")
_COMMUNE_WORD = re.compile(r"^(xa|phuong|thi tran|dac khu|tt|p|x)\s+\S")
_DISTRICT_WORD = re.compile(r"^(huyen|quan|thi xa|thanh pho|tp|tx|h)\s+\S")


class Written(NamedTuple):
    """What a row says of the place, as written."""

    address: str = ""
    commune: str = ""
    district: str = ""
    province: str = ""


@dataclass(frozen=True)
class FoundPlace:
    """`code` of the commune, or else the `choices`, which may be none."""

    code: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListProvince:
    code: str
    key: str
    name: str
    full_name: str
    former_keys: frozenset[str]


@dataclass
class ListPlaces:
    """Today's provinces and communes, and the former ones.

    `names` with the word for their kind and `province_of` by code of the commune, `communes` as (code, name) by
    province."""

    provinces: dict[str, ListProvince]
    names: dict[str, str]
    province_of: dict[str, str]
    communes: dict[str, list[tuple[str, str]]]
    former: FormerPlaces = field(default_factory=former_places, compare=False)
    _found: dict[tuple, FoundPlace] = field(default_factory=dict, compare=False)
    _by_key: dict[str, dict[str, set[str]]] = field(default_factory=dict, compare=False)

    def province(self, text: str) -> ListProvince | None:
        return find_province(self.provinces.values(), text) if text else None

    def province_in(self, written: Written) -> ListProvince | None:
        """The province that a row names, in its own cell or at the end of its address."""
        if written.province or not written.address:
            return self.province(written.province)
        return next(
            (p for part in reversed(_parts(written.address)[-2:]) if (p := self.province(part))), None
        )

    def commune(self, province: ListProvince, written: Written, recent: bool) -> FoundPlace:
        """Where in the province it is. `recent` says that the list is of today's units."""
        asked = province.code, written, recent
        if asked not in self._found:
            self._found[asked] = self._commune(province, written, recent)
        return self._found[asked]

    def _commune(self, province: ListProvince, written: Written, recent: bool) -> FoundPlace:
        if written.commune in self.names:
            return FoundPlace(written.commune)
        parts = _parts(written.commune) + _parts(written.address)
        eras = _eras(province, written, parts)
        district = written.district or next((p for p in parts if _DISTRICT_WORD.match(fold(p))), "")
        for name in sorted(parts, key=lambda part: not _COMMUNE_WORD.match(fold(part))):
            found = self._named(province, eras, district, name, recent)
            if found.code or found.choices:
                return found
        return FoundPlace()

    def _named(
        self, province: ListProvince, eras: frozenset[str], district: str, name: str, recent: bool
    ) -> FoundPlace:
        today = self._called(province.code, name)
        before = self.former.of(eras, district, name) if district else self.former.of(eras, "", name)
        before = {code for code in before if self.province_of.get(code) == province.code}
        if district and before:
            return _decided(before)
        if recent and len(today) == 1 and not district:
            return FoundPlace(next(iter(today)))
        return _decided(today | before)

    def _called(self, province: str, name: str) -> set[str]:
        """Communes of today with this name. Keys are made of the provinces that a list names, which are few."""
        if province not in self._by_key:
            keys = self._by_key[province] = {}
            for code, called in self.communes.get(province, ()):
                keys.setdefault(place_name_key(called), set()).add(code)
        return self._by_key[province].get(place_name_key(name), set())


def read_places(session: Session) -> ListPlaces:
    """Two statements."""
    units = session.execute(
        select(Place.code, Place.level, Place.prefix, Place.name, Place.key, Place.province_code)
    ).all()
    former: dict[str, set[str]] = {}
    query = select(PlaceAlias.place_code, PlaceAlias.key).where(PlaceAlias.level == PlaceLevel.PROVINCE)
    for code, key in session.execute(query):
        former.setdefault(code, set()).add(key)
    provinces = {
        unit.code: ListProvince(
            unit.code, unit.key, unit.name, f"{unit.prefix} {unit.name}", frozenset(former.get(unit.code, ()))
        )
        for unit in units
        if unit.level == PlaceLevel.PROVINCE
    }
    communes: dict[str, list[tuple[str, str]]] = {}
    names: dict[str, str] = {}
    province_of: dict[str, str] = {}
    for code, level, prefix, name, _, province in units:
        if level == PlaceLevel.COMMUNE:
            names[code], province_of[code] = f"{prefix} {name}", province
            communes.setdefault(province, []).append((code, name))
    return ListPlaces(provinces, names, province_of, communes)


def _parts(text: str) -> list[str]:
    return [part for part in (clean(part) for part in _SEPARATORS.split(text)) if fold(part)]


def _eras(province: ListProvince, written: Written, parts: list[str]) -> frozenset[str]:
    """Keys of the provinces of before 2025 that are meant: the one that is named, else all that came together."""
    for text in (written.province, *reversed(parts[-2:])):
        if province_key(text) in province.former_keys:
            return frozenset({province_key(text)})
    return province.former_keys | {province.key}


def _decided(codes: set[str]) -> FoundPlace:
    return FoundPlace(next(iter(codes))) if len(codes) == 1 else FoundPlace("", tuple(sorted(codes)))
