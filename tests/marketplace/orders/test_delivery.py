from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from catalog.places import Place, Region
from catalog.products import ShipsTo
from catalog.versions import current_version
from marketplace.orders.delivery import (
    DeliveryRate,
    Zone,
    all_rates,
    chargeable_grams,
    load_rates,
    quote,
    rates_after,
    rates_on,
    reaches,
    zone_between,
)
from tests import world
from tests.world import TODAY

DAY = timedelta(days=1)


def place(province: str, region: Region, commune: bool = True) -> Place:
    if commune:
        return Place(code=f"{province}001", level="commune", province_code=province, region=region)
    return Place(code=province, level="province", province_code=None, region=region)


HERE = place("15", Region.NORTHERN_MOUNTAINS)
NEIGHBOUR = place("14", Region.NORTHERN_MOUNTAINS)
FAR = place("79", Region.SOUTH_EAST)


def rate(zone: Zone = Zone.ACROSS, since: date = TODAY, **facts) -> DeliveryRate:
    usual = {
        "base_grams": 1000,
        "base_fee": 20_000,
        "step_grams": 500,
        "step_fee": 3000,
        "days_min": 1,
        "days_max": 2,
    }
    return DeliveryRate(zone=zone, valid_from=since, **usual | facts)


@pytest.mark.parametrize(
    ("origin", "destination", "zone"),
    [
        (HERE, HERE, Zone.IN_PROVINCE),
        (HERE, place("15", Region.NORTHERN_MOUNTAINS, commune=False), Zone.IN_PROVINCE),
        (place("15", Region.NORTHERN_MOUNTAINS, commune=False), HERE, Zone.IN_PROVINCE),
        (HERE, NEIGHBOUR, Zone.IN_REGION),
        (NEIGHBOUR, HERE, Zone.IN_REGION),
        (HERE, FAR, Zone.ACROSS),
        (HERE, place("79", Region.SOUTH_EAST, commune=False), Zone.ACROSS),
    ],
)
def test_the_zone_follows_from_province_and_region(origin, destination, zone):
    assert zone_between(origin, destination) is zone


@pytest.mark.parametrize(
    ("grams", "fee"),
    [
        (0, 0),
        (1, 20_000),
        (1000, 20_000),
        (1001, 23_000),
        (1500, 23_000),
        (1501, 26_000),
        (2000, 26_000),
        (100_000, 20_000 + 198 * 3000),
    ],
)
def test_the_fee_rises_with_every_step_begun(grams, fee):
    assert rate().fee(grams) == fee


@pytest.mark.parametrize(("day", "fee"), [(TODAY - DAY, 20_000), (TODAY, 30_000), (TODAY + DAY, 30_000)])
def test_the_rate_in_force_is_the_latest_that_has_begun(day, fee):
    rates = [
        rate(since=TODAY - 9 * DAY),
        rate(since=TODAY, base_fee=30_000),
        rate(since=TODAY + 9 * DAY, base_fee=1),
    ]
    assert rates_on(rates, day)[Zone.ACROSS].base_fee == fee


def test_a_zone_without_a_new_rate_keeps_its_old_one():
    rates = [
        rate(Zone.ACROSS, TODAY - 9 * DAY),
        rate(Zone.IN_REGION, TODAY - 9 * DAY),
        rate(Zone.ACROSS, TODAY, base_fee=1),
    ]
    assert {zone: found.base_fee for zone, found in rates_on(rates, TODAY).items()} == {
        Zone.ACROSS: 1,
        Zone.IN_REGION: 20_000,
    }


def test_before_the_first_rate_there_is_none():
    assert rates_on([rate()], TODAY - DAY) == {}


def test_a_quote_tells_the_fee_and_the_days_of_arrival():
    rates = {Zone.ACROSS: rate(days_min=3, days_max=6)}
    found = quote(rates, HERE, FAR, 1001, date(2026, 12, 29))
    assert (found.fee, found.from_day, found.to_day) == (23_000, date(2027, 1, 1), date(2027, 1, 4))


@pytest.mark.parametrize(
    ("destination", "grams", "fee", "days"),
    [
        ("04672", 500, 20_000, (1, 2)),
        ("04672", 1600, 26_000, (1, 2)),
        ("08", 500, 27_000, (2, 4)),
        (world.BA_DINH, 500, 32_000, (3, 6)),
        (world.PHU_QUOC, 1001, 37_000, (3, 6)),
        (world.PHU_QUOC, 0, 0, (3, 6)),
    ],
)
def test_the_loaded_rates_from_lao_cai(session, destination, grams, fee, days):
    rates = rates_on(all_rates(session), TODAY)
    origin = session.get(Place, world.VAN_CHAN)
    found = quote(rates, origin, session.get(Place, destination), grams, TODAY)
    assert (found.fee, found.from_day, found.to_day) == (fee, TODAY + days[0] * DAY, TODAY + days[1] * DAY)


def test_every_zone_has_a_rate_that_is_dearer_and_slower_the_farther_it_goes(session):
    rates = rates_on(all_rates(session), TODAY)
    assert set(rates) == set(Zone)
    near_to_far = [rates[zone] for zone in Zone]
    for name in ("base_fee", "step_fee", "days_min", "days_max"):
        values = [getattr(found, name) for found in near_to_far]
        assert values == sorted(values)
    assert all(found.days_min <= found.days_max for found in near_to_far)


def test_loading_twice_adds_nothing(session):
    before = current_version(session)
    assert load_rates(session) == 0
    session.commit()
    assert session.scalar(select(func.count()).select_from(DeliveryRate)) == 3
    assert current_version(session) == before


def test_a_new_rate_moves_the_catalogues_version(session):
    before = current_version(session)
    session.add(rate(since=TODAY + DAY))
    session.commit()
    assert current_version(session) == before + 1
    assert [found.valid_from for found in all_rates(session)][-1] == TODAY + DAY


@pytest.mark.parametrize(
    ("grams", "cubic_mm", "charged"),
    [
        (500, 0, 500),
        (500, 3_000_000, 500),
        (500, 3_000_001, 501),
        (500, 12_000_000, 2000),
        (2000, 11_999_999, 2000),
        # A tour has no parcel, whatever its measures say.
        (0, 12_000_000, 0),
    ],
)
def test_a_parcel_counts_for_its_weight_or_its_bulk(grams, cubic_mm, charged):
    assert chargeable_grams(grams, cubic_mm) == charged


@given(st.integers(0, 10**6), st.integers(0, 10**12))
def test_bulk_never_makes_a_parcel_lighter(grams, cubic_mm):
    assert chargeable_grams(grams, cubic_mm) >= grams


@pytest.mark.parametrize(
    ("ships_to", "places"),
    [
        (ShipsTo.ANYWHERE, [True, True, True]),
        (ShipsTo.REGION, [True, True, False]),
        (ShipsTo.PROVINCE, [True, False, False]),
    ],
)
def test_fresh_things_go_as_far_as_they_keep(ships_to, places):
    assert [reaches(ships_to, HERE, there) for there in (HERE, NEIGHBOUR, FAR)] == places


def test_a_province_is_enough_to_know_whether_it_is_reached():
    assert reaches(ShipsTo.PROVINCE, HERE, place("15", Region.NORTHERN_MOUNTAINS, commune=False))
    assert not reaches(ShipsTo.REGION, HERE, place("79", Region.SOUTH_EAST, commune=False))


def test_what_the_producer_pays_for_costs_nothing_and_arrives_all_the_same():
    rates = {Zone.ACROSS: rate(days_min=3, days_max=6)}
    found = quote(rates, HERE, FAR, 1001, TODAY, free=True)
    assert (found.fee, found.grams, found.from_day) == (0, 1001, TODAY + 3 * DAY)


def test_what_is_announced_is_what_has_not_begun():
    coming = [rate(since=TODAY + 9 * DAY), rate(since=TODAY + DAY)]
    found = rates_after([rate(since=TODAY - DAY), rate(since=TODAY), *coming], TODAY)
    assert [found.valid_from for found in found] == [TODAY + DAY, TODAY + 9 * DAY]
