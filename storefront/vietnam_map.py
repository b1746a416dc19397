"""The map of Vietnam, drawn from the centres of its communes, with Hoàng Sa and Trường Sa."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import cos, hypot, radians

import numpy as np

SIZE = (400, 450)

Commune = tuple[str, str, float, float, str]  # code, province code, latitude, longitude, name
Point = tuple[float, float]
Cell = tuple[int, int]

_SOUTH, _NORTH, _WEST, _EAST = 6.9, 23.4, 102.1, 117.5
_MARGIN = 10
_SQUEEZE = cos(radians(16))
_WIDE, _HIGH = (_EAST - _WEST) * _SQUEEZE, _NORTH - _SOUTH
_SCALE = min((SIZE[0] - 2 * _MARGIN) / _WIDE, (SIZE[1] - 2 * _MARGIN) / _HIGH)

_FINE = 2  # grid cells per unit of the drawing; the lengths below count cells
_REACH = (2.6, 12)  # land around a commune, from crowded delta to empty mountain
_GAP = 7  # holes and coves narrower than twice this are filled
_BLUR = 6  # rounds of smoothing the borders
_LEAD = 0.16  # of a province over its neighbours; leaves a thin line between them
_EVERY = 3  # of so many traced points one is kept
_SPECK = 30  # a ring of fewer points is noise

# Communes on islands, besides those called special zones: Cù Lao Chàm, Tiên Hải, Sơn Hải, Hòn Nghệ.
_ON_ISLANDS = {"20434", "30781", "30811", "30814"}
_DRAWN_BELOW = ("Phú Quốc", "Hoàng Sa", "Trường Sa")

_HOANG_SA = """Hoàng Sa 16.53 111.61, Phú Lâm 16.83 112.34, Linh Côn 16.67 112.73, Tri Tôn 15.78 111.20,
Quang Ảnh 16.45 111.51, Hữu Nhật 16.51 111.59, Quang Hòa 16.45 111.71, Duy Mộng 16.47 111.74,
Đảo Cây 16.98 112.27, Đảo Nam 16.95 112.33, Đá Bắc 17.09 111.50, Bạch Quy 16.05 111.78,
Bông Bay 16.03 112.52, Chim Én 16.35 112.03"""
_TRUONG_SA = """Trường Sa 8.64 111.92, Song Tử Tây 11.43 114.33, Song Tử Đông 11.45 114.36,
Nam Yết 10.18 114.37, Sinh Tồn 9.89 114.33, Sinh Tồn Đông 9.91 114.56, Sơn Ca 10.38 114.48,
Ba Bình 10.38 114.37, Phan Vinh 8.97 113.70, An Bang 7.89 112.92, Trường Sa Đông 8.93 112.35,
Đá Tây 8.86 112.25, Đá Lát 8.67 111.67, Thuyền Chài 8.18 113.31, Tốc Tan 8.81 113.98, Núi Le 8.71 114.18,
Tiên Nữ 8.87 114.65, Đá Lớn 10.05 113.85, Cô Lin 9.77 114.25, Len Đao 9.78 114.37, Gạc Ma 9.72 114.28,
Thị Tứ 11.05 114.28, Loại Ta 10.67 114.43, Xu Bi 10.92 114.08, Bến Lạc 11.08 115.02,
Vĩnh Viễn 10.73 115.80, Bình Nguyên 10.82 115.83, Chữ Thập 9.55 112.89, Châu Viên 8.86 112.83,
Vành Khăn 9.90 115.53, Cỏ Mây 9.75 115.87, Suối Ngà 9.33 115.93, Sa Bin 9.75 116.48,
Trăng Khuyết 8.87 116.27, Công Đo 8.36 115.22, Hoa Lau 7.37 113.83"""
_PHU_QUOC = """Gành Dầu 10.37 103.84, Mũi Trâu 10.40 103.87, Rạch Vẹm 10.40 103.94, Đá Chồng 10.44 104.01,
Bãi Thơm 10.42 104.06, Cây Sao 10.31 104.09, Hàm Ninh 10.18 104.07, Bãi Vòng 10.12 104.05,
Bãi Sao 10.05 104.05, An Thới 10.00 104.02, Mũi Ông Đội 10.01 104.00, Đường Bào 10.10 103.97,
Dương Đông 10.22 103.94, Cửa Cạn 10.29 103.89, Vũng Bầu 10.33 103.84"""


def project(latitude: float, longitude: float) -> Point:
    """Position in the drawing, whose space is SIZE."""
    x = SIZE[0] / 2 + (longitude - (_WEST + _EAST) / 2) * _SQUEEZE * _SCALE
    y = SIZE[1] / 2 - (latitude - (_SOUTH + _NORTH) / 2) * _SCALE
    return round(x, 1), round(y, 1)


def land_svg(communes: Iterable[Commune]) -> str:
    """The whole drawing; colour and font come from the place where symbol #land is used."""
    mainland, islands = [], []
    for code, province, latitude, longitude, name in sorted(communes):
        place = project(latitude, longitude)
        if code not in _ON_ISLANDS and not name.startswith("Đặc khu"):
            mainland.append((place, province))
        elif not name.endswith(_DRAWN_BELOW):
            islands.append(place)
    borders = [[_ring_path(_places(_PHU_QUOC))], *_provinces(mainland)]
    land = "".join(f'<path class="map__land" d="{"".join(rings)}"/>' for rings in borders)
    box = f'viewBox="0 0 {SIZE[0]} {SIZE[1]}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}><symbol id="land" {box}><g fill="currentColor">'
        f'<g transform="scale(.1)" fill-opacity=".5">{land}</g><g>{_dots(islands)}</g>'
        f"{_archipelago('Hoàng Sa', _HOANG_SA)}{_archipelago('Trường Sa', _TRUONG_SA)}"
        '</g></symbol><use href="#land" color="#8a6436" font-family="sans-serif"/></svg>\n'
    )


def _places(text: str) -> list[Point]:
    return [project(*map(float, place.split()[-2:])) for place in text.split(",")]


def _dots(points: Iterable[Point]) -> str:
    return "".join(f'<circle class="map__island" cx="{x}" cy="{y}" r="1.8"/>' for x, y in points)


def _archipelago(name: str, text: str) -> str:
    points = _places(text)
    xs, ys = zip(*points, strict=True)
    x, y = f"{(min(xs) + max(xs)) / 2:.1f}", f"{min(ys) - 30:.1f}"
    return (
        f'<g>{_dots(points)}<text class="map__label" x="{x}" y="{y}" font-size="15" text-anchor="middle">'
        f'Quần đảo {name} <tspan x="{x}" dy="1.15em">(Việt Nam)</tspan></text></g>'
    )


def _provinces(communes: list[tuple[Point, str]]) -> Iterator[list[str]]:
    for lead in _leads(_owners(communes)):
        rings = [ring[::_EVERY] for ring in _rings(lead) if len(ring) >= _SPECK]
        yield [_ring_path([(x / _FINE, y / _FINE) for x, y in ring]) for ring in rings]


def _owners(communes: list[tuple[Point, str]]) -> np.ndarray:
    """For every cell the number of its province, -1 where there is no land."""
    codes = sorted({province for _, province in communes})
    xs, ys = np.array([place for place, _ in communes]).T * _FINE
    window = _REACH[1] + _GAP
    shape = int(ys.max()) + 2 * window, int(xs.max()) + 2 * window
    nearest, owner, land = np.full(shape, np.inf), np.full(shape, -1), np.zeros(shape, bool)
    for x, y, (_, province) in zip(xs, ys, communes, strict=True):
        spacing = np.sort(np.hypot(xs - x, ys - y))[:6][-1]
        box = tuple(slice(max(0, int(middle) - window), int(middle) + window) for middle in (y, x))
        rows, columns = np.ogrid[box]
        away = np.hypot(rows - y, columns - x)
        land[box] |= away <= np.clip(0.65 * spacing, *_REACH)
        closer = away < nearest[box]
        owner[box][closer] = codes.index(province)
        nearest[box][closer] = away[closer]
    return np.where(~_grown(~_grown(land)), owner, -1)


def _grown(mask: np.ndarray) -> np.ndarray:
    steps = range(-_GAP, _GAP + 1)
    shifts = [(dy, dx) for dy in steps for dx in steps if hypot(dy, dx) <= _GAP]
    return np.logical_or.reduce([np.roll(mask, shift, (0, 1)) for shift in shifts])


def _leads(owners: np.ndarray) -> Iterator[np.ndarray]:
    """For every province a field above zero where it clearly leads over sea and neighbours."""
    fields = [_blurred(owners == number) for number in range(-1, owners.max() + 1)]
    first = second = np.zeros(owners.shape, np.float32)
    for field in fields:
        first, second = np.maximum(first, field), np.maximum(second, np.minimum(first, field))
    for field in fields[1:]:
        yield field - np.where(field == first, second, first) - np.float32(_LEAD)


def _blurred(mask: np.ndarray) -> np.ndarray:
    field = mask.astype(np.float32)
    for axis in (0, 1) * _BLUR:
        field = (np.roll(field, 1, axis) + 2 * field + np.roll(field, -1, axis)) / 4
    return field


def _rings(field: np.ndarray) -> Iterator[list[Point]]:
    """The closed lines where the field is zero (marching squares)."""
    inside = field > 0
    corners = np.stack([inside[:-1, :-1], inside[:-1, 1:], inside[1:, 1:], inside[1:, :-1]])
    following: dict[tuple[Cell, Cell], tuple[Cell, Cell]] = {}
    for y, x in np.argwhere(corners.any(0) & ~corners.all(0)).tolist():
        around = [(y, x), (y, x + 1), (y + 1, x + 1), (y + 1, x), (y, x)]
        crossed = [(a, b) for a, b in pairwise(around) if inside[a] != inside[b]]
        if not inside[crossed[0][0]]:
            crossed = crossed[1:] + crossed[:1]
        for way_out, (outer, inner) in zip(crossed[::2], crossed[1::2], strict=True):
            following[way_out] = (inner, outer)
    while following:
        ring = [next(iter(following))]
        while (edge := following.pop(ring[-1], None)) is not None:
            ring.append(edge)
        yield [_crossing(field, inner, outer) for inner, outer in ring[:-1]]


def _crossing(field: np.ndarray, inner: Cell, outer: Cell) -> Point:
    share = float(field[inner] / (field[inner] - field[outer]))
    return inner[1] + share * (outer[1] - inner[1]), inner[0] + share * (outer[0] - inner[0])


def _ring_path(ring: list[Point]) -> str:
    """Path data in tenths of a unit."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
    moves = " ".join(f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(tenths))
    return f"M{tenths[0][0]} {tenths[0][1]}l{moves}z".replace(" -", "-")
