import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.money import MAX_DONG, parse_dong, shares, unit_price

WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=20)


@pytest.mark.parametrize(
    "text",
    [
        "250000",
        "250.000",
        "250,000",
        "250 000",
        "250\u00a0000 ₫",
        "250.000đ",
        "250.000 VNĐ",
        "250k",
        " 250K ",
        "250.000 đồng",
        "250 nghìn",
        "250 ngàn đồng",
        "0,25 triệu",
        "0.25tr",
    ],
)
def test_reads_what_people_write(text):
    assert parse_dong(text) == 250_000


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("1,5k", 1_500),
        ("0.5k", 500),
        ("1,5 triệu", 1_500_000),
        ("2tr", 2_000_000),
        ("1,2tr", 1_200_000),
        ("1tr2", 1_200_000),
        ("1TR25", 1_250_000),
        ("1tr050", 1_050_000),
        ("12 tr5", 12_500_000),
        ("1.200.000 đồng", 1_200_000),
        ("120k", 120_000),
        ("1.05 triệu đồng", 1_050_000),
        ("1.250.000", 1_250_000),
        ("10" + "0" * 12, MAX_DONG),
    ],
)
def test_reads_small_and_large_amounts(text, amount):
    assert parse_dong(text) == amount


def test_reads_decomposed_letters():
    assert parse_dong(unicodedata.normalize("NFD", "250.000 đồng")) == 250_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "k",
        "₫",
        "-5",
        "+5",
        "250.00",
        "1.5",
        "2.50.000",
        "12,34k",
        "1.250 triệu",
        "triệu",
        "1,5 tr 2",
        "1,5tr2",
        "1tr2500",
        "1k2",
        "9" * 5000 + "k",
        "9" * 5000 + " triệu",
        "250.000,5",
        "1e6",
        "²50",
        "0x10",
        "250 $",
        "1" + "0" * 13 + "1",
    ],
)
def test_refuses_anything_else(text):
    with pytest.raises(ValueError):
        parse_dong(text)


@given(st.integers(0, MAX_DONG), st.sampled_from([".", ",", " "]), st.sampled_from(["", " ₫", "đ", " VND"]))
def test_reads_back_every_amount_as_printed(amount, separator, sign):
    assert parse_dong(f"{amount:,}".replace(",", separator) + sign) == amount


@given(st.integers(0, 10**12), WEIGHTS)
def test_shares_add_up_and_each_is_within_a_dong_of_exact(total, weights):
    if not sum(weights):
        return
    parts = shares(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part - Fraction(total * w, sum(weights))) < 1 for part, w in zip(parts, weights, strict=True)
    )


@given(st.integers(-(10**12), -1), WEIGHTS.filter(sum))
def test_shares_of_a_refund_add_up_too(total, weights):
    assert sum(shares(total, weights)) == total


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (2, [1, 1, 1], [1, 1, 0]),
        (10, [0, 3, 0], [0, 10, 0]),
        (5, [1, 2, 2], [1, 2, 2]),
        (100, [1, 2, 2, 1], [17, 33, 33, 17]),
        (0, [0, 0], [0, 0]),
        (0, [], []),
    ],
)
def test_the_largest_remainder_takes_the_odd_dong_then_the_earlier_part(total, weights, parts):
    assert shares(total, weights) == parts


@pytest.mark.parametrize("weights", [[], [0], [0, 0]])
def test_nothing_to_split_by_is_an_error(weights):
    with pytest.raises(ValueError):
        shares(1, weights)


@pytest.mark.parametrize(
    ("price", "net", "expected"),
    [
        (50_000, 500, 100_000),
        (120_000, 250, 480_000),
        (100, 300, 333),
        (200, 300, 667),
        (1, 2_000, 1),
        (1, 2_001, 0),
    ],
)
def test_unit_price_is_per_thousand_rounded_half_up(price, net, expected):
    assert unit_price(price, net) == expected


@given(st.integers(1, 10**10), st.integers(1, 10**6))
def test_unit_price_is_never_more_than_half_a_dong_off(price, net):
    assert -Fraction(1, 2) < unit_price(price, net) - Fraction(price * 1000, net) <= Fraction(1, 2)
