"""How far and when something is sold, and its measures, in an import."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from catalog.products import Product, ShipsTo, Variant, months_of
from catalog.records import Refused
from marketplace.register.conditions import read_reach, read_season, read_side, read_yes

FRESH = {"ships_to": "", "season": "", "only_in_season": "", "length_mm": "", "width_mm": "", "height_mm": ""}


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("toàn quốc", ShipsTo.ANYWHERE),
        ("Vùng", ShipsTo.REGION),
        ("trong tỉnh", ShipsTo.PROVINCE),
        ("province", ShipsTo.PROVINCE),
    ],
)
def test_a_reach_is_read(text, reach):
    assert read_reach(text) is reach


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("6", [6]),
        ("5-7", [5, 6, 7]),
        ("11 – 1", [1, 11, 12]),
        ("3-5, 9", [3, 4, 5, 9]),
        ("1-12", list(range(1, 13))),
    ],
)
def test_a_season_is_read(text, months):
    assert months_of(read_season(text)) == months


@given(st.integers(1, 12), st.integers(1, 12))
def test_a_season_begins_and_ends_where_it_says(first, last):
    months = months_of(read_season(f"{first}-{last}"))
    assert {first, last} <= set(months)
    assert len(months) == (last - first) % 12 + 1


@pytest.mark.parametrize(("text", "yes"), [("có", True), ("X", True), ("không", False), ("0", False)])
def test_a_yes_is_read(text, yes):
    assert read_yes(text) is yes


@pytest.mark.parametrize(("text", "side"), [("300", 300), ("300 mm", 300), ("1", 1), ("3000", 3000)])
def test_a_side_is_read(text, side):
    assert read_side(text) == side


@pytest.mark.parametrize("reader", [read_reach, read_season, read_yes, read_side])
@pytest.mark.parametrize(
    "text", ["moon", "13 tháng", "0-5", "-3", "1.5", "3001", "٣", "'; --", "9" * 200, "5--7"]
)
def test_anything_else_is_refused_in_a_sentence(reader, text):
    with pytest.raises(Refused):
        reader(text)


def test_a_fresh_product_comes_with_its_conditions_and_measures(session, load, row):
    sides = {"length_mm": "300", "width_mm": "200 mm", "height_mm": "100"}
    outcome = load(row(**FRESH | sides | {"ships_to": "vùng", "season": "11-1", "only_in_season": "có"}))
    assert outcome.errors == []
    product, variant = session.scalars(select(Product)).one(), session.scalars(select(Variant)).one()
    assert (product.ships_to, product.season, product.only_in_season) == ("region", [1, 11, 12], True)
    assert (variant.length_mm, variant.width_mm, variant.height_mm) == (300, 200, 100)


@pytest.mark.parametrize("columns", [{}, FRESH])
def test_without_them_it_is_sold_everywhere_at_all_times(session, load, row, columns):
    assert load(row(**columns)).errors == []
    product, variant = session.scalars(select(Product)).one(), session.scalars(select(Variant)).one()
    assert (product.ships_to, product.season_months, product.only_in_season) == ("anywhere", 0, False)
    assert variant.cubic_mm == 0


def test_a_second_pack_may_leave_them_empty(session, load, row):
    first = row(**FRESH | {"ships_to": "tỉnh"})
    second = row(**FRESH | {"sku": "TX-200", "pack": "Hộp 200 g", "net_weight_g": "200"})
    assert load(first, second).errors == []
    assert session.scalars(select(Product.ships_to)).one() == "province"


@pytest.mark.parametrize(
    ("changed", "columns"),
    [
        ({"ships_to": "moon"}, ["ships_to"]),
        ({"season": "13"}, ["season"]),
        ({"only_in_season": "có"}, ["season"]),
        ({"length_mm": "300"}, ["width_mm", "height_mm"]),
        ({"length_mm": "300", "width_mm": "0", "height_mm": "10"}, ["width_mm"]),
    ],
)
def test_what_is_wrong_is_told_with_its_column_and_nothing_is_written(session, load, row, changed, columns):
    outcome = load(row(**FRESH | changed))
    assert [error.column for error in outcome.errors] == columns
    assert session.scalars(select(Product)).all() == []


def test_two_rows_that_contradict_each_other_are_told(load, row):
    second = {"sku": "TX-200", "pack": "Hộp 200 g", "net_weight_g": "200", "ships_to": "tỉnh"}
    outcome = load(row(**FRESH | {"ships_to": "vùng"}), row(**FRESH | second))
    assert [(error.row, error.column) for error in outcome.errors] == [(3, "ships_to")]


def test_what_is_listed_keeps_its_own(session, load, row):
    load(row(**FRESH | {"ships_to": "vùng"}))
    assert load(row(**FRESH | {"ships_to": "tỉnh"})).changed == 0
    assert session.scalars(select(Product.ships_to)).one() == "region"
