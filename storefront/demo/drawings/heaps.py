"""Small things that lie in heaps: beans, leaves, chips, flowers, and the heap itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .canvas import Frame
from .colour import CREAM, LEAF, YELLOW, Colour, dark, mix, pale
from .scene import Scene
from .shapes import box, ellipse, leaf, moved, petal, smooth, stroke

Item = Callable[[Frame, Colour], None]


def bean(g: Frame, tone: Colour) -> None:
    """An oval bean."""
    g.disc(0, 0, 25, dark(tone, 0.35), ry=18)
    g.disc(-1, -2, 24, tone, ry=16)
    g.disc(-6, -7, 9, pale(tone, 0.4), ry=4)


def coffee_bean(g: Frame, tone: Colour) -> None:
    """A roasted bean with its cleft."""
    g.disc(0, 0, 30, dark(tone, 0.45), ry=21)
    g.disc(-1, -2, 29, tone, ry=19)
    g.line([(-26, 0), (-8, -7), (8, 3), (26, -3)], 5, dark(tone, 0.55), 4)
    g.disc(-8, -12, 10, pale(tone, 0.3), ry=3)


def peppercorn(g: Frame, tone: Colour) -> None:
    """A small round berry."""
    g.disc(0, 0, 17, dark(tone, 0.35))
    g.disc(-1, -2, 15, tone)
    g.disc(-5, -7, 5, pale(tone, 0.35))


def grain(g: Frame, tone: Colour) -> None:
    """A grain of rice."""
    g.fill(moved(leaf(34, 13), -17, 0), dark(tone, 0.22))
    g.fill(moved(leaf(32, 10), -17, -2), tone)


def cashew(g: Frame, tone: Colour) -> None:
    """A curved cashew kernel."""
    path = smooth([(-34, 8), (-22, -18), (10, -24), (34, -4), (30, 16), (14, 8), (-4, 4), (-18, 18)])
    g.fill(moved(path, 2, 3), dark(tone, 0.3))
    g.fill(path, tone)
    g.line([(-20, -6), (0, -14), (18, -8)], 6, pale(tone, 0.45), 3)


def nut(g: Frame, tone: Colour) -> None:
    """A chestnut-like drop with a pale foot."""
    body = smooth([(0, -34), (24, -8), (26, 14), (0, 26), (-26, 14), (-24, -8)])
    g.fill(moved(body, 2, 3), dark(tone, 0.4))
    g.fill(body, tone)
    g.disc(0, 18, 20, pale(tone, 0.45), ry=7)
    g.line([(-10, -14), (-13, 2)], 5, pale(tone, 0.35))


def almond(g: Frame, tone: Colour) -> None:
    """A pointed seed."""
    g.fill(moved(leaf(54, 30), -26, 2), dark(tone, 0.35))
    g.fill(moved(leaf(52, 27), -27, -1), tone)
    g.line([(-14, -4), (10, -4)], 3, pale(tone, 0.4), 1)


def curl(g: Frame, tone: Colour) -> None:
    """A twisted dry leaf."""
    path = smooth([(-36, 6), (-14, -10), (10, -4), (34, -14), (22, 4), (-4, 8), (-22, 14)])
    g.fill(moved(path, 1, 4), dark(tone, 0.4))
    g.fill(path, tone)


def dry_leaf(g: Frame, tone: Colour) -> None:
    """A flat leaf with a rib."""
    g.fill(moved(leaf(78, 36, 6), -38, 3), dark(tone, 0.35))
    g.fill(moved(leaf(76, 33, 6), -38, 0), tone)
    g.line([(-34, 0), (0, 5), (34, 1)], 3, pale(tone, 0.35), 1)


def chip(g: Frame, tone: Colour) -> None:
    """A dried slice."""
    g.disc(2, 4, 42, dark(tone, 0.35), ry=25)
    g.disc(0, 0, 41, tone, ry=23)
    g.disc(0, 0, 28, pale(tone, 0.3), ry=14)


def strip(g: Frame, tone: Colour) -> None:
    """A soft dried strip."""
    path = stroke([(-50, 6), (-16, -10), (18, 4), (50, -6)], 24, 20)
    g.fill(moved(path, 1, 6), dark(tone, 0.35))
    g.fill(path, tone)
    g.line([(-40, 2), (-14, -12), (16, 0)], 5, pale(tone, 0.35), 2)


def cube(g: Frame, tone: Colour) -> None:
    """A block of candy or paste."""
    g.fill(smooth(box(-30, -20, 60, 46), steps=4), dark(tone, 0.25))
    g.fill(box(-30, -26, 60, 34, 7), tone)
    g.fill(box(-24, -22, 34, 8, 4), pale(tone, 0.4))


def stick(g: Frame, tone: Colour) -> None:
    """A short stick."""
    g.fill(box(-52, -7, 104, 20, 9), dark(tone, 0.35))
    g.fill(box(-52, -10, 104, 18, 9), tone)
    g.fill(box(-44, -8, 70, 4, 2), pale(tone, 0.4))


def candy(g: Frame, tone: Colour) -> None:
    """A sweet in twisted paper."""
    for side in (-1, 1):
        g.fill([(side * 22, 0), (side * 58, -22), (side * 50, 0), (side * 58, 22)], mix(tone, CREAM, 0.55))
    g.fill(box(-30, -20, 60, 42, 14), dark(tone, 0.25))
    g.fill(box(-30, -22, 60, 40, 14), tone)
    g.fill(box(-6, -22, 12, 40), CREAM, alpha=0.7)


def blossom(g: Frame, tone: Colour) -> None:
    """A small open flower."""
    ring = [moved(petal(34, 26), 0, 0, 1, a * 60) * (1, 0.8) for a in range(6)]
    g.many([moved(p, 2, 4) for p in ring], dark(tone, 0.3))
    g.many(ring, tone)
    g.disc(0, 0, 10, mix(YELLOW, tone, 0.1), ry=8)


def daisy(g: Frame, tone: Colour) -> None:
    """A chrysanthemum head."""
    ring = [moved(leaf(40, 13), 0, 0, 1, a * 24) * (1, 0.8) for a in range(15)]
    g.many([moved(p, 2, 5) for p in ring], dark(tone, 0.3))
    g.many(ring, tone)
    g.many([p * 0.62 for p in ring], pale(tone, 0.4))
    g.disc(0, 0, 9, dark(tone, 0.25), ry=7)


def anise(g: Frame, tone: Colour) -> None:
    """A star of anise."""
    ring = [moved(leaf(44, 22), 0, 0, 1, a * 45 + 10) * (1, 0.8) for a in range(8)]
    g.many([moved(p, 2, 5) for p in ring], dark(tone, 0.45))
    g.many(ring, tone)
    g.many(
        [
            moved(
                ellipse(0, 0, 8, 4), *(moved([(24, 0)], 0, 0, 1, a * 45 + 10)[0] * (1, 0.8)), 1, a * 45 + 10
            )
            for a in range(8)
        ],
        pale(tone, 0.45),
    )
    g.disc(0, 0, 7, dark(tone, 0.4))


def pepper(g: Frame, tone: Colour) -> None:
    """A chilli."""
    path = stroke([(-44, -4), (-10, -10), (22, -2), (50, 14)], 28, 3)
    g.fill(moved(path, 1, 5), dark(tone, 0.4))
    g.fill(path, tone)
    g.line([(-36, -8), (-6, -14), (20, -6)], 5, pale(tone, 0.45), 1)
    g.line([(-46, -4), (-60, -10), (-70, -4)], 8, LEAF, 6)


def shrimp_bit(g: Frame, tone: Colour) -> None:
    """A small dried shrimp."""
    path = stroke([(-24, 14), (-30, -8), (-6, -22), (20, -12), (30, 8)], 20, 8)
    g.fill(moved(path, 1, 4), dark(tone, 0.3))
    g.fill(path, tone)
    g.many([stroke([(x, -24 + abs(x) * 0.3), (x + 3, -8)], 3) for x in (-14, 0, 12)], pale(tone, 0.5))


def small_fish(g: Frame, tone: Colour) -> None:
    """A small dried fish."""
    body = smooth(
        [(-60, 0), (-34, -15), (6, -13), (40, -3), (62, -16), (58, 2), (64, 16), (40, 4), (4, 13), (-36, 12)]
    )
    g.fill(moved(body, 1, 5), dark(tone, 0.4))
    g.fill(body, tone)
    g.line([(-30, -7), (0, -8), (34, -1)], 5, pale(tone, 0.45), 2)
    g.disc(-46, -4, 4, dark(tone, 0.6))


def floss(g: Frame, tone: Colour) -> None:
    """A tuft of fibres."""
    g.line([(-56, 8), (-18, -14), (16, 10), (54, -8)], 9, dark(tone, 0.25), 3)
    g.line([(-50, 2), (-10, 12), (18, -12), (56, 4)], 7, tone, 2)
    g.line([(-40, -6), (-4, -14), (26, 4), (46, 10)], 5, pale(tone, 0.4), 2)


def petal_bit(g: Frame, tone: Colour) -> None:
    """A loose petal."""
    g.fill(moved(petal(60, 38), -30, 4), dark(tone, 0.25))
    g.fill(moved(petal(58, 35), -30, 0), tone)
    g.line([(-24, 0), (10, 0)], 3, pale(tone, 0.5), 1)


def mushroom(g: Frame, tone: Colour) -> None:
    """A small mushroom."""
    g.fill(smooth([(-10, 0), (10, 0), (14, 44), (-14, 44)]), "EFDFC2", "column")
    g.fill(smooth([(-48, 6), (-34, -26), (0, -38), (34, -26), (48, 6), (0, 14)]), dark(tone, 0.3))
    g.fill(smooth([(-48, 2), (-34, -30), (0, -42), (34, -30), (48, 2), (0, 8)]), tone, "round")


@dataclass(frozen=True)
class Stuff:
    """What a heap is made of."""

    item: Item
    tones: tuple[str, ...]
    size: float = 1.0
    count: int = 60
    tilt: float = 180


def heap(f: Frame, s: Scene, stuff: Stuff, width: float, height: float) -> None:
    """A mound of the stuff standing on the frame's origin."""
    base = dark(stuff.tones[0], 0.42)
    f.blob(
        [
            (-width, 0),
            (-width * 0.6, -height * 0.62),
            (0, -height * 0.96),
            (width * 0.6, -height * 0.62),
            (width, 0),
            (0, height * 0.16),
        ],
        base,
    )
    count = max(8, round(stuff.count * (width / 200) * (0.6 + height / 300) / stuff.size**1.2))
    steps = (np.arange(count) + 0.5) / count
    spots = []
    for i in range(count):
        across = ((steps[i] * 7.618 + s.rng.uniform(0, 0.3)) % 1) * 2 - 1
        up = steps[i] ** 1.25
        reach = 1 - up * 0.93
        spots.append((across * width * reach * 0.97, height * 0.07 * (1 - across * across) - up * height))
    for x, y in sorted(spots, key=lambda spot: spot[1]):
        stuff.item(f.at(x, y, stuff.size * s.near(1, 0.1), s.near(0, stuff.tilt)), s.pick(stuff.tones))


def strewn(s: Scene, stuff: Stuff, spots: Sequence[tuple[float, float]], size: float = 1.0) -> None:
    """Single pieces lying on the table."""
    for x, y in spots:
        g = s.at(s.near(x, 18), s.near(y, 8), stuff.size * size)
        g.shadow(42, 14, 4, 10, 0.5)
        stuff.item(g.at(0, 0, 1, s.near(0, min(40, stuff.tilt))), s.pick(stuff.tones))
