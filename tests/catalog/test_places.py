from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from catalog.place_data import commune_positions, load_places
from catalog.places import (
    Place,
    PlaceAlias,
    PlaceLevel,
    Region,
    communes_of,
    find_commune,
    find_province,
    province_names,
    provinces,
)
from tests import world

HA_NOI, VINH_LONG, LAM_DONG, HO_CHI_MINH, HUE, DA_NANG, KHANH_HOA, DONG_NAI = (
    "01",
    "86",
    "68",
    "79",
    "46",
    "48",
    "56",
    "75",
)


def count(session, *conditions) -> int:
    return session.scalar(select(func.count()).select_from(Place).where(*conditions))


def test_there_are_34_provinces_and_3321_communes(session):
    assert count(session, Place.level == PlaceLevel.PROVINCE) == 34
    assert count(session, Place.level == PlaceLevel.COMMUNE) == 3321


def test_seven_of_the_provinces_are_cities(session):
    cities = session.scalars(
        select(Place.name).where(Place.level == PlaceLevel.PROVINCE, Place.prefix == "Thành phố")
    )
    assert set(cities) == {"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Cần Thơ", "Hồ Chí Minh", "Đồng Nai"}


def test_dong_nai_is_a_city_since_april_2026(session):
    assert session.get(Place, DONG_NAI).full_name == "Thành phố Đồng Nai"


@pytest.mark.parametrize(("name", "province"), [("Hoàng Sa", DA_NANG), ("Trường Sa", KHANH_HOA)])
def test_the_islands_are_special_zones_of_their_provinces(session, name, province):
    island = session.scalars(select(Place).where(Place.level == PlaceLevel.COMMUNE, Place.name == name)).one()
    assert (island.prefix, island.province_code) == ("Đặc khu", province)
    # East of the mainland, which ends before 110° E.
    assert 111 < island.longitude < 116
    assert 7 < island.latitude < 18


def test_every_commune_lies_in_a_province_of_the_same_region(session):
    province = select(Place).where(Place.level == PlaceLevel.PROVINCE).subquery()
    orphans = (
        select(Place.code)
        .outerjoin(province, Place.province_code == province.c.code)
        .where(
            Place.level == PlaceLevel.COMMUNE,
            province.c.code.is_(None) | (province.c.region != Place.region),
        )
    )
    assert session.scalars(orphans).all() == []


def test_every_place_lies_in_vietnam(session):
    assert count(session, ~Place.latitude.between(6, 24) | ~Place.longitude.between(102, 118)) == 0


def test_every_region_has_provinces(session):
    found = session.scalars(select(Place.region).where(Place.level == PlaceLevel.PROVINCE))
    assert set(found) == set(Region)


class Province(NamedTuple):
    code: str
    key: str
    former_keys: frozenset[str] = frozenset()


@pytest.fixture
def all_provinces(session) -> list[Province]:
    former: dict[str, set[str]] = {}
    for code, key in session.execute(
        select(PlaceAlias.place_code, PlaceAlias.key).where(PlaceAlias.level == PlaceLevel.PROVINCE)
    ):
        former.setdefault(code, set()).add(key)
    return [Province(p.code, p.key, frozenset(former[p.code])) for p in session.scalars(provinces())]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # By code and by every usual spelling of today's name.
        ("01", HA_NOI),
        ("1", HA_NOI),
        (" 86 ", VINH_LONG),
        ("Vĩnh Long", VINH_LONG),
        ("tinh vinh long", VINH_LONG),
        ("TP.HCM", HO_CHI_MINH),
        ("TP. Hồ Chí Minh", HO_CHI_MINH),
        ("Thành phố Hồ Chí Minh", HO_CHI_MINH),
        ("Sài Gòn", HO_CHI_MINH),
        ("Thừa Thiên - Huế", HUE),
        ("Thừa Thiên Huế", HUE),
        ("TP Huế", HUE),
        # Former provinces.
        ("Bến Tre", VINH_LONG),
        ("Tỉnh Trà Vinh", VINH_LONG),
        ("Bình Thuận", LAM_DONG),
        ("Đắk Nông", LAM_DONG),
        ("Đắc Nông", LAM_DONG),
        ("Dak Nong", LAM_DONG),
        ("DAKNONG", LAM_DONG),
        ("Bình Dương", HO_CHI_MINH),
        ("Bà Rịa - Vũng Tàu", HO_CHI_MINH),
        ("Vũng Tàu", HO_CHI_MINH),
        ("Quảng Nam", DA_NANG),
        ("Bình Phước", DONG_NAI),
        ("Ninh Thuận", KHANH_HOA),
        ("Yên Bái", "15"),
        ("Bắc Kạn", "19"),
        ("Kiên Giang", "91"),
    ],
)
def test_a_province_is_found_by_its_names_of_today_and_of_former_times(all_provinces, text, code):
    assert find_province(all_provinces, text).code == code


@pytest.mark.parametrize("text", ["", "   ", "Atlantis", "00", "00004", "²", "Ba Đình", "%", "tỉnh"])
def test_what_is_no_province_finds_none(all_provinces, text):
    assert find_province(all_provinces, text) is None


def test_a_name_of_today_goes_before_a_former_one():
    north = Province("02", "bac", frozenset({"nam", "dong"}))
    south = Province("03", "nam", frozenset({"dong"}))
    assert find_province([north, south], "Nam") is south
    assert find_province([north, south], "Đông") is north
    assert find_province([], "Nam") is None


def test_a_written_province_may_be_a_code_and_a_key():
    assert province_names(" 1 ") == {"01", "1"}
    assert province_names("TP. Huế") == {"hue"}
    assert province_names(" ") == frozenset()


def test_every_former_province_leads_to_one_of_today(session, all_provinces):
    former = session.scalars(
        select(PlaceAlias.name)
        .join(Place)
        .where(Place.level == PlaceLevel.PROVINCE, PlaceAlias.level == "province")
    ).all()
    assert len(set(former)) == 63
    assert all(find_province(all_provinces, name) for name in former)


def test_a_commune_keeps_the_names_of_its_former_district_and_province(session):
    aliases = session.execute(
        select(PlaceAlias.level, PlaceAlias.name).where(PlaceAlias.place_code == world.VAN_CHAN)
    ).all()
    assert {level for level, _ in aliases} == {"district", "province"}
    assert any("Yên Bái" in name for _, name in aliases)
    assert any("Văn Chấn" in name for _, name in aliases)


def test_a_commune_is_found_by_its_code_and_only_in_its_own_province(session):
    assert find_commune(session, world.BA_DINH).name == "Ba Đình"
    assert find_commune(session, world.BA_DINH, HA_NOI).code == world.BA_DINH
    assert find_commune(session, world.BA_DINH, VINH_LONG) is None
    assert find_commune(session, HA_NOI) is None
    assert find_commune(session, "") is None


def test_provinces_and_communes_come_in_the_order_of_their_folded_names(session):
    names = [place.key for place in session.scalars(provinces())]
    assert names == sorted(names)
    communes = session.scalars(communes_of(HA_NOI)).all()
    assert len(communes) == 126
    assert {place.province_code for place in communes} == {HA_NOI}


def test_loading_twice_adds_nothing(session):
    before = count(session), session.scalar(select(func.count()).select_from(PlaceAlias))
    assert load_places(session) == 0
    assert (count(session), session.scalar(select(func.count()).select_from(PlaceAlias))) == before


def test_the_map_is_drawn_from_the_same_communes(session):
    drawn = {code: (province, latitude) for code, province, latitude, _, _ in commune_positions()}
    stored = session.execute(
        select(Place.code, Place.province_code, Place.latitude).where(Place.level == PlaceLevel.COMMUNE)
    )
    assert drawn == {code: (province, latitude) for code, province, latitude in stored}
