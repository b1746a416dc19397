"""Outlines as arrays of points: ellipses, smooth curves, turned profiles, strokes, leaves."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import cos, pi, sin

import numpy as np

Points = np.ndarray
Path = Sequence[Sequence[float]] | Points


@lru_cache(maxsize=64)
def _circle(count: int) -> Points:
    turn = np.linspace(0, 2 * pi, count, endpoint=False)
    return np.column_stack([np.cos(turn), np.sin(turn)])


def ellipse(x: float, y: float, rx: float, ry: float | None = None, angle: float = 0.0) -> Points:
    """An ellipse about (x, y), turned by angle degrees."""
    ry = rx if ry is None else ry
    count = 16 if max(rx, ry) < 8 else 64 if max(rx, ry) < 150 else 120
    return np.add(turned(_circle(count) * (rx, ry), angle), (x, y))


def turned(path: Path, angle: float) -> Points:
    """The path turned about the origin, clockwise on the picture."""
    points = np.asarray(path, float)
    if not angle:
        return points
    c, s = cos(angle * pi / 180), sin(angle * pi / 180)
    return points @ np.array([[c, s], [-s, c]])


def moved(path: Path, x: float, y: float, scale: float = 1.0, angle: float = 0.0) -> Points:
    """The path scaled, turned and carried to (x, y)."""
    return np.add(turned(np.asarray(path, float) * scale, angle), (x, y))


def smooth(path: Path, closed: bool = True, steps: int = 10) -> Points:
    """A Catmull-Rom curve through the points."""
    p = np.asarray(path, float)
    if closed:
        before, after, beyond = np.roll(p, 1, 0), np.roll(p, -1, 0), np.roll(p, -2, 0)
        here = p
    else:
        ends = np.vstack([p[:1], p, p[-1:]])
        before, here, after, beyond = ends[:-3], ends[1:-2], ends[2:-1], ends[3:]
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    a, b, c, d = (q[:, None, :] for q in (before, here, after, beyond))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    curve = curve.reshape(-1, 2)
    return curve if closed else np.vstack([curve, p[-1:]])


def lathe(profile: Path, steps: int = 8) -> Points:
    """A body of revolution seen from the side: (half width, y) pairs from top to bottom."""
    right = smooth(profile, closed=False, steps=steps)
    return np.vstack([right, right[::-1] * (-1, 1)])


def box(x: float, y: float, width: float, height: float, corner: float = 0.0) -> Points:
    """A rectangle with its top left corner at (x, y), the corners rounded."""
    if not corner:
        return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], float)
    corner = min(corner, width / 2, height / 2)
    arc = _circle(32) * corner
    centres = [
        (x + width - corner, y + height - corner),
        (x + corner, y + height - corner),
        (x + corner, y + corner),
        (x + width - corner, y + corner),
    ]
    quarters = [arc[i * 8 : i * 8 + 9] if i < 3 else np.vstack([arc[24:], arc[:1]]) for i in range(4)]
    return np.vstack([quarter + centre for quarter, centre in zip(quarters, centres, strict=True)])


def stroke(path: Path, width: float, tip: float | None = None, curved: bool = True) -> Points:
    """A line of the given width that narrows (or widens) to tip at its end."""
    p = smooth(path, closed=False) if curved and len(path) > 2 else np.asarray(path, float)
    along = np.gradient(p, axis=0)
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)[:, None]
    normal = np.column_stack([-along[:, 1], along[:, 0]]) / length
    half = np.linspace(width, width if tip is None else tip, len(p))[:, None] / 2
    return np.vstack([p + normal * half, (p - normal * half)[::-1]])


@lru_cache(maxsize=256)
def leaf(length: float, width: float, bend: float = 0.0) -> Points:
    """A pointed leaf from the origin along x."""
    t = np.linspace(0, 1, 22)
    spine = np.sin(t * pi) * bend
    half = np.sin(t**0.8 * pi) ** 0.85 * width / 2
    return np.vstack(
        [np.column_stack([t * length, spine - half]), np.column_stack([t * length, spine + half])[::-1]]
    )


@lru_cache(maxsize=256)
def petal(length: float, width: float, notch: float = 0.0) -> Points:
    """A rounded petal from the origin along x, with an optional notch at its end."""
    half = [(0, 0), (0.3, 0.3), (0.62, 0.5), (0.9, 0.36), (1.0, 0.1)]
    upper = [(x * length, y * width) for x, y in half]
    lower = [(x, -y) for x, y in reversed(upper[1:])]
    return smooth([*upper, ((1 - notch) * length, 0), *lower])


def star(points: int, outer: float, inner: float) -> Points:
    """A star-like ring of points about the origin."""
    ring = _circle(points * 2).copy()
    ring[0::2] *= outer
    ring[1::2] *= inner
    return ring


def bounds(paths: Iterable[Points]) -> tuple[float, float, float, float]:
    """The box around all the paths."""
    boxes = [(*p.min(axis=0), *p.max(axis=0)) for p in paths]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)
