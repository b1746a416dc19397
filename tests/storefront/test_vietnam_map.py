"""The drawn map: whole, small, safe, and in the same space as the points put on it."""

import random
import re
from xml.etree import ElementTree

import pytest

from catalog.place_data import commune_positions
from storefront.vietnam_map import SIZE, land_svg, project

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def communes():
    return commune_positions()


@pytest.fixture(scope="module")
def svg(communes):
    return land_svg(communes)


@pytest.fixture(scope="module")
def symbol(svg):
    return ElementTree.fromstring(svg).find(f"{SVG}symbol[@id='land']")


def ends(path):
    """Every corner of a path, in units of the drawing."""
    for ring in re.findall(r"M([^l]+)l([^z]+)z", path.get("d")):
        start, moves = ([int(number) for number in re.findall(r"-?\d+", part)] for part in ring)
        x, y = start
        yield x / 10, y / 10
        for dx, dy in zip(moves[::2], moves[1::2], strict=True):
            x, y = x + dx, y + dy
            yield x / 10, y / 10


def test_every_commune_is_inside(communes):
    assert len(communes) == 3321
    for _, _, latitude, longitude, name in communes:
        x, y = project(latitude, longitude)
        assert 8 <= x <= SIZE[0] - 8, name
        assert 8 <= y <= SIZE[1] - 8, name


@pytest.mark.parametrize("place", [(23.4, 105.3), (8.5, 104.7), (16.57, 112.1), (12, 111), (7, 117.5)])
def test_the_ends_of_the_country_are_inside(place):
    x, y = project(*place)
    assert 8 <= x <= SIZE[0] - 8
    assert 8 <= y <= SIZE[1] - 8
    assert (x, y) == (round(x, 1), round(y, 1))


def test_north_is_up_and_lengths_are_true():
    hanoi, south_of_it, east_of_it = project(21, 105.8), project(11, 105.8), project(21, 115.8)
    assert south_of_it[1] > hanoi[1]
    assert east_of_it[0] > hanoi[0]
    assert (east_of_it[0] - hanoi[0]) / (south_of_it[1] - hanoi[1]) == pytest.approx(0.961, abs=0.002)


@pytest.mark.parametrize(
    ("name", "main_island", "dots"), [("Hoàng Sa", (16.53, 111.61), 14), ("Trường Sa", (8.64, 111.92), 36)]
)
def test_archipelagos_are_drawn_and_named(symbol, name, main_island, dots):
    labels = {
        "".join(group.find(f"{SVG}text").itertext()): group
        for group in symbol.iter(f"{SVG}g")
        if group.find(f"{SVG}text") is not None
    }
    group = labels[f"Quần đảo {name} (Việt Nam)"]
    assert group.find(f"{SVG}text").get("class") == "map__label"
    places = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in group.iter(f"{SVG}circle")]
    assert len(places) == dots
    assert project(*main_island) in places
    assert all(0 < x < SIZE[0] and 0 < y < SIZE[1] for x, y in places)


def test_land_is_one_shape_per_province_and_phu_quoc(communes, symbol):
    shapes = symbol.findall(f".//{SVG}path[@class='map__land']")
    assert len(shapes) == 1 + len({province for _, province, *_ in communes})
    assert all(0 < x < SIZE[0] and 0 < y < SIZE[1] for shape in shapes for x, y in ends(shape))


def test_small_and_without_style_or_script(svg):
    assert len(svg.encode()) <= 25_000
    assert not re.search(r"style|script|\son\w+=|url\(|https?://(?!www\.w3\.org/2000/svg)", svg)


def test_symbol_is_in_the_space_of_the_points_and_also_shown_alone(svg, symbol):
    document = ElementTree.fromstring(svg)
    assert symbol.get("viewBox") == document.get("viewBox") == f"0 0 {SIZE[0]} {SIZE[1]}"
    assert document.find(f"{SVG}use").get("href") == "#land"
    assert symbol.find(f"{SVG}g").get("fill") == "currentColor"


def test_same_drawing_whatever_the_order(communes, svg):
    shuffled = random.Random(7).sample(communes, len(communes))
    assert land_svg(shuffled) == svg
