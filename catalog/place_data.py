"""The door to vietnamadminunits: reads its data files, never its functions (they may call the network)."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import distribution
from pathlib import Path

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from .places import Place, PlaceAlias, PlaceLevel, Region, place_key
from .versions import touch

# Found without importing the package: only its data is wanted.
_DATA = Path(str(distribution("vietnamadminunits").locate_file("vietnamadminunits"))) / "data"
_UNITS_OF_TODAY = """
    SELECT province, provinceCode, provinceLat, provinceLon, provinceKey,
           wardType, wardShort, wardCode, wardLat, wardLon, wardKey
    FROM admin_units
"""
# The package still calls Đồng Nai a province; it has been a city since 30 April 2026.
_PREFIX_TODAY = {"75": "Thành phố"}
_REGIONS = {
    Region.NORTHERN_MOUNTAINS: "04 08 11 12 14 15 19 20 25",
    Region.RED_RIVER_DELTA: "01 22 24 31 33 37",
    Region.NORTH_CENTRAL: "38 40 42 44 46",
    Region.SOUTH_CENTRAL: "48 51 52 56 66 68",
    Region.SOUTH_EAST: "75 79 80",
    Region.MEKONG_DELTA: "82 86 91 92 96",
}
_REGION_OF = {code: region for region, codes in _REGIONS.items() for code in codes.split()}


def load_places(session: Session) -> int:
    """Insert all provinces, communes and former names; does nothing when they are there. Returns rows added."""
    if session.scalar(select(func.count()).select_from(Place)):
        return 0
    with closing(_source()) as source:
        places, code_of = _places(source)
        conversion = json.loads((_DATA / "converter_2025.json").read_bytes())
        aliases = _aliases(source, conversion, code_of)
    session.execute(insert(Place), places)
    session.execute(insert(PlaceAlias), aliases)
    touch(session)
    return len(places) + len(aliases)


def _source() -> sqlite3.Connection:
    return sqlite3.connect(f"file:{_DATA / 'dataset.db'}?mode=ro&immutable=1", uri=True)


def _places(source: sqlite3.Connection) -> tuple[list[dict], dict]:
    """Rows for Place, provinces first, and the code of each (province key, commune key) of the package."""
    provinces, communes, code_of = {}, [], {}
    for row in source.execute(_UNITS_OF_TODAY):
        province, code, lat, lon, province_slug, kind, short, ward_code, ward_lat, ward_lon, ward_slug = row
        prefix = next(p for p in ("Thành phố", "Tỉnh") if province.startswith(p))
        name = province.removeprefix(prefix).strip()
        provinces[code] = _place(code, "province", _PREFIX_TODAY.get(code, prefix), name, None, lat, lon)
        communes.append(_place(ward_code, "commune", kind, short, code, ward_lat, ward_lon))
        code_of[province_slug, None] = code
        code_of[province_slug, ward_slug] = ward_code
    return [*provinces.values(), *communes], code_of


def _place(code, level, prefix, name, province_code, latitude, longitude) -> dict:
    return {
        "code": code,
        "level": level,
        "prefix": prefix,
        "name": name,
        "key": place_key(level, name),
        "province_code": province_code,
        "region": _REGION_OF[province_code or code],
        "latitude": latitude,
        "longitude": longitude,
    }


def _aliases(source: sqlite3.Connection, conversion: dict, code_of: dict) -> list[dict]:
    """Former provinces for each province, former provinces and districts for each commune."""
    legacy = {
        f"{province_key}_{district_key}_{ward_key or ''}": (province, district)
        for province, district, province_key, district_key, ward_key in source.execute(
            "SELECT province, district, provinceKey, districtKey, wardKey FROM admin_units_legacy"
        )
    }
    former: set[tuple[str, str, str]] = set()
    for province, communes in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, olds in communes.items():
            for old in olds:
                former |= _former(code_of, province, commune, legacy.get(old))
    for province, splits in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in splits.items():
            for new in news:
                former |= _former(code_of, province, new["newWardKey"], legacy.get(old))
    return [
        {"place_code": code, "level": level, "name": name, "key": place_key(level, name)}
        for code, level, name in sorted(former)
    ]


def _former(
    code_of: dict, province: str, commune: str, old: tuple[str, str] | None
) -> set[tuple[str, str, str]]:
    if old is None:
        return set()
    old_province, old_district = old
    commune_code, province_code = code_of[province, commune], code_of[province, None]
    return {
        (province_code, PlaceLevel.PROVINCE, old_province),
        (commune_code, PlaceLevel.PROVINCE, old_province),
        *([(commune_code, "district", old_district)] if old_district else []),
    }


def former_communes() -> Iterator[tuple[str, str, str, str]]:
    """Province, district and name of every former commune, with the code of each commune of today that took in
    some of its land."""
    with closing(_source()) as source:
        _, code_of = _places(source)
        names = {
            f"{province_key}_{district_key}_{ward_key or ''}": (province, district or "", ward or "")
            for province, district, ward, province_key, district_key, ward_key in source.execute(
                "SELECT province, district, ward, provinceKey, districtKey, wardKey FROM admin_units_legacy"
            )
        }
    conversion = json.loads((_DATA / "converter_2025.json").read_bytes())
    for province, communes in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, olds in communes.items():
            for old in olds:
                if old in names:
                    yield *names[old], code_of[province, commune]
    for province, splits in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in splits.items():
            for new in news:
                if old in names:
                    yield *names[old], code_of[province, new["newWardKey"]]


def commune_positions() -> list[tuple[str, str, float, float, str]]:
    """Code, province code, latitude, longitude and name of every commune, for drawing the map."""
    with closing(_source()) as source:
        return source.execute(
            "SELECT wardCode, provinceCode, wardLat, wardLon, ward FROM admin_units ORDER BY wardCode"
        ).fetchall()
