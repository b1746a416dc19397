from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from catalog.products import Product, ProductState, Unit, Variant, season_mask
from catalog.records import Refused
from tests import world

S = ProductState


@given(st.lists(st.integers(1, 12)))
def test_a_season_reads_back_sorted_and_once_each(months):
    mask = season_mask(months)
    assert Product(season_months=mask).season == sorted(set(months))
    assert 0 <= mask <= 4095


@pytest.mark.parametrize(
    ("months", "mask"), [([], 0), ([1], 1), ([12], 2048), ([1, 1, 2], 3), (list(range(1, 13)), 4095)]
)
def test_january_is_the_lowest_bit(months, mask):
    assert season_mask(months) == mask


@pytest.mark.parametrize("month", [0, -1])
def test_there_is_no_month_before_january(month):
    with pytest.raises(ValueError):
        season_mask([month])


@pytest.mark.parametrize(
    ("unit", "price", "named"),
    [(Unit.GRAM, 100_000, "kg"), (Unit.MILLILITRE, 100_000, "l"), (Unit.PIECE, None, None)],
)
def test_the_unit_price_is_per_kilo_or_litre_and_none_by_the_piece(unit, price, named):
    variant = Variant(price=50_000, net=500, unit=unit)
    assert (variant.unit_price, variant.priced_unit) == (price, named)


def test_every_state_has_its_moves_and_none_leads_out_of_retired():
    assert set(Product.moves) == set(S)
    assert Product.moves[S.RETIRED] == frozenset()


def test_nothing_is_published_before_it_was_submitted_or_shown_before():
    assert {state for state in S if S.PUBLISHED in Product.moves[state]} == {S.SUBMITTED, S.HIDDEN}


@pytest.mark.parametrize("start", S)
@pytest.mark.parametrize("to", S)
def test_a_move_follows_the_table_or_is_refused_and_changes_nothing(start, to):
    product = Product(state=start)
    if to in Product.moves[start]:
        product.move(to)
        assert product.state == to
    else:
        with pytest.raises(Refused):
            product.move(to)
        assert product.state == start


@pytest.mark.parametrize(
    ("only", "months", "sold"),
    [(False, [], True), (False, [6], True), (True, [11], True), (True, [10, 12], False), (True, [6], False)],
)
def test_fresh_things_are_sold_in_their_months_only(only, months, sold):
    product = Product(only_in_season=only, season_months=season_mask(months))
    assert product.is_sold_in(date(2026, 11, 30)) is sold


def test_a_season_ends_with_its_last_month():
    grapes = Product(only_in_season=True, season_months=season_mask([11]))
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
    assert [grapes.is_sold_in(day) for day in days] == [False, True, True, False]


def test_a_season_without_months_is_refused_by_the_database(session):
    with pytest.raises(IntegrityError), session.begin_nested():
        world.product(session, only_in_season=True, season_months=0)


@pytest.mark.parametrize("reach", ["moon", "", "ANYWHERE"])
def test_an_unknown_reach_is_refused_by_the_database(session, reach):
    with pytest.raises(IntegrityError), session.begin_nested():
        world.product(session, ships_to=reach)


@pytest.mark.parametrize(
    ("measures", "room"),
    [((300, 200, 100), 6_000_000), ((1, 1, 1), 1), ((None, None, None), 0)],
)
def test_measures_make_room(session, measures, room):
    variant = world.product(session).variants[0]
    variant.length_mm, variant.width_mm, variant.height_mm = measures
    session.flush()
    assert variant.cubic_mm == room


@pytest.mark.parametrize(
    "measures",
    [(300, None, None), (300, 200, None), (None, None, 10), (0, 200, 100), (300, -1, 100), (3001, 1, 1)],
)
def test_half_a_set_of_measures_or_a_wrong_one_is_refused_by_the_database(session, measures):
    variant = world.product(session).variants[0]
    variant.length_mm, variant.width_mm, variant.height_mm = measures
    with pytest.raises(IntegrityError), session.begin_nested():
        session.flush()
