import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.products import Product, ProductState, Unit, Variant, season_mask
from catalog.records import Refused

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
