"""What is left of a price: never a dong lost or found on the way."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.sourcing.net_price import net_price, remains, with_vat
from marketplace.sourcing.terms import VAT_RATES

PRICES = st.integers(1, 10_000_000_000)
DISCOUNTS = st.integers(0, 9000)


@pytest.mark.parametrize(
    ("price", "discount", "net"),
    [(100_000, 0, 100_000), (100_000, 750, 92_500), (99, 5000, 50), (1, 9000, 0)],
)
def test_net_of_a_discount(price, discount, net):
    assert net_price(price, discount) == net


@pytest.mark.parametrize(("amount", "vat", "gross"), [(92_500, 8, 99_900), (10, 5, 11), (9, 5, 9)])
def test_with_value_added_tax(amount, vat, gross):
    assert with_vat(amount, vat) == gross


@given(PRICES, DISCOUNTS, st.integers(1, 100_000), st.sampled_from(VAT_RATES), st.integers(0, 10**9))
def test_every_dong_is_accounted_for(price, discount, quantity, vat, way):
    said = remains(price, quantity, Fraction(5), discount, vat, way)
    assert said.gross == said.net + said.discount
    assert said.invoiced == said.net + said.vat
    assert said.remains == said.net - said.way
    assert (
        said.per_unit * quantity <= max(said.remains, 0) < (said.per_unit + 1) * quantity or said.remains < 0
    )
    assert abs(said.net * 10_000 - said.gross * (10_000 - discount)) <= 5_000 * quantity


@given(PRICES, DISCOUNTS, DISCOUNTS)
def test_a_higher_discount_never_leaves_more(price, one, other):
    low, high = sorted((one, other))
    assert net_price(price, high) <= net_price(price, low) <= price
