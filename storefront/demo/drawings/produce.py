"""Bunches and big fruit: bananas, grapes, lychees, pineapples, durians, melons, chestnuts."""

import numpy as np

from .canvas import Frame
from .colour import BARK, BROWN, GREEN, LEAF, Colour, dark, mix, pale
from .fruit import foliage, group
from .goods import heaped
from .heaps import Stuff, nut
from .scene import Motif, Scene
from .shapes import ellipse, leaf, moved, smooth, star, stroke


def banana(f: Frame, s: Scene, tone: Colour = "F0BE3A") -> None:
    """A hand of bananas, 460 wide and 330 high."""
    f.shadow(220, 44)
    for i, a in enumerate((-46, -26, -4, 18, 40)):
        g = f.at(-10, -300, 1, a)
        body = smooth(
            [(-24, 0), (24, 0), (58, 90), (66, 190), (30, 300), (12, 312), (2, 296), (-4, 200), (-22, 90)]
        )
        g.fill(body, mix(tone, "D99A2B", 0.1 * (i % 2)), "side", shade=dark(mix(tone, "A9781F", 0.4), 0.1))
        g.line([(10, 20), (38, 110), (36, 210), (20, 286)], 5, dark(tone, 0.2), 2)
        g.disc(18, 304, 11, BARK, ry=9)
    f.blob(
        [(-52, -290), (-30, -352), (-26, -400), (8, -404), (16, -352), (36, -290), (0, -262)],
        mix(LEAF, BROWN, 0.35),
        "side",
    )


def _berries(f: Frame, s: Scene, tone: Colour, rows: tuple[int, ...], r: float, bloom: float = 0.4) -> None:
    spots = []
    for row, count in enumerate(rows):
        spots += [
            ((k - (count - 1) / 2) * r * 1.62 + s.near(0, r * 0.2), -(len(rows) - row) * r * 1.35)
            for k in range(count)
        ]
    for x, y in spots:
        f.disc(x + 3, y + 5, r * 1.04, dark(tone, 0.5))
        f.disc(x, y, r, mix(tone, dark(tone, 0.3), s.rng.random() * 0.5), "round", light=pale(tone, bloom))


def grapes(f: Frame, s: Scene) -> None:
    """A cluster of grapes under a vine leaf."""
    tone = (
        "8FAF4A"
        if s.says("xanh", "sữa")
        else "6A2E58"
        if s.says("đỏ", "tím", "đen")
        else s.pick(("6A2E58", "8FAF4A"))
    )
    f.shadow(130)
    _berries(f, s, tone, (4, 6, 6, 5, 4, 3, 2, 1), 36)
    f.line([(0, -380), (8, -430), (-20, -470)], 14, BROWN, 18)
    f.fill(moved(star(5, 110, 66), 84, -390, 1, 20) * (1, 0.85) + (0, -60), GREEN, "side")
    f.many(
        [
            stroke([(84, -392), (84 + x, -392 + y)], 5, 1)
            for x, y in ((70, 10), (20, 66), (-60, 30), (10, -60))
        ],
        pale(GREEN, 0.35),
    )


def sprig(tone: str, flesh: str, r: float = 54) -> Motif:
    """A leafy branch of lychees or longans with an opened one."""

    def paint(s: Scene) -> None:
        way = s.pick((-1, 1))
        f = s.at(720, 860, 1.3, 0, way < 0)
        f.shadow(330, 60)
        f.line([(-380, -210), (-180, -280), (60, -300), (240, -380)], 18, BROWN, 10)
        for x, y, a, size in (
            (-330, -230, 200, 210),
            (-250, -262, -110, 200),
            (60, -310, -100, 220),
            (200, -360, -20, 220),
            (-60, -300, -60, 190),
        ):
            g = f.at(x, y)
            foliage(g, a, size, GREEN if size > 205 else LEAF)
        spots = [
            (-250, -150),
            (-160, -220),
            (-150, -110),
            (-70, -170),
            (-60, -60),
            (30, -220),
            (30, -110),
            (110, -170),
            (120, -60),
            (190, -230),
            (200, -120),
            (-240, -50),
            (-150, -20),
            (30, -10),
            (270, -160),
        ]
        f.many([stroke([(x * 0.5 - 30, -280), (x * 0.8, y - 40), (x, y)], 6) for x, y in spots], BROWN)
        for x, y in sorted(spots, key=lambda spot: spot[1]):
            shade = mix(tone, dark(tone, 0.25), s.rng.random() * 0.6)
            f.disc(x + 3, y + 6, r * 1.02, dark(tone, 0.5))
            f.disc(x, y, r, shade, "round")
            dots = [ellipse(x + s.near(0, r * 0.6), y + s.near(0, r * 0.6), 4) for _ in range(9)]
            f.many(dots, dark(shade, 0.25), alpha=0.7)
        g = f.at(330, 20)
        g.shadow(60)
        g.disc(0, -r, r * 1.08, tone, "round")
        g.disc(-4, -r - 14, r * 0.92, flesh, "round", ry=r * 0.78, shade=mix(flesh, "BFA98A", 0.6))
        seed = f.at(430, 40)
        seed.shadow(34)
        seed.disc(0, -26, 30, "4A2416", "round", ry=25)

    return paint


def pineapple(f: Frame, s: Scene) -> None:
    """A pineapple with its crown."""
    tone = "DE9A2C"
    f.shadow(140)
    for a, size in ((-150, 150), (-30, 150), (-132, 200), (-48, 200), (-112, 230), (-68, 230), (-90, 250)):
        f.fill(moved(leaf(size, 52), 0, -350, 1, a), GREEN if size < 190 else LEAF, "side")
    body = smooth(
        [
            (0, -376),
            (84, -356),
            (130, -250),
            (132, -120),
            (86, -14),
            (0, 4),
            (-86, -14),
            (-132, -120),
            (-130, -250),
            (-84, -356),
        ]
    )
    f.fill(body, tone, "round")
    eyes, cores = [], []
    for row in range(9):
        for k in range(-3, 4):
            x, y = (k + (row % 2) * 0.5) * 58, -356 + row * 44
            eyes.append(np.array([(x, y - 20), (x + 26, y), (x, y + 20), (x - 26, y)], float))
            cores.append(moved(leaf(22, 9), x, y + 8, 1, -90))
    f.many(eyes, pale(tone, 0.22), clip=moved(body, 0, -8, 0.96), alpha=0.75)
    f.many(cores, dark(tone, 0.5), clip=moved(body, 0, -8, 0.96))


def durian(f: Frame, s: Scene) -> None:
    """A durian, all thorns."""
    tone = "8E9A3C"
    f.shadow(180)
    edge = smooth(
        [
            (0, -370),
            (110, -346),
            (176, -220),
            (160, -80),
            (70, 0),
            (-70, 0),
            (-160, -80),
            (-176, -220),
            (-110, -346),
        ],
        steps=5,
    )
    centre = np.array([0, -185.0])
    spikes = edge.copy()
    spikes[::2] = centre + (edge[::2] - centre) * 1.13
    f.fill(spikes, dark(tone, 0.2))
    f.fill(edge, tone, "round")
    thorns, lit = [], []
    for row in range(8):
        for k in range(-3, 4):
            x, y = (k + (row % 2) * 0.5) * 54, -340 + row * 46
            if (x / 170) ** 2 + ((y + 185) / 180) ** 2 < 0.92:
                lean = x * 0.12
                thorns.append([(x - 24, y + 18), (x + lean, y - 26), (x + 24, y + 18)])
                lit.append([(x - 24, y + 18), (x + lean, y - 26), (x - 2, y + 18)])
    f.many(thorns, dark(tone, 0.3))
    f.many(lit, pale(tone, 0.3))
    f.line([(0, -366), (6, -410), (20, -440)], 26, BROWN, 32)


def durian_open(f: Frame, s: Scene) -> None:
    """A husk with three yellow lobes."""
    f.shadow(150)
    f.blob(
        [(-190, -90), (-110, -170), (60, -180), (190, -110), (160, -20), (0, 10), (-160, -20)],
        "7F8B36",
        "side",
    )
    f.blob([(-160, -92), (-90, -150), (60, -158), (160, -104), (130, -44), (0, -22), (-130, -44)], "F4E6BC")
    for x, y, rx in ((-82, -92, 62), (66, -98, 66), (-6, -72, 62)):
        f.disc(x, y, rx, "F0C03E", "round", ry=40)


def strawberry(f: Frame, s: Scene) -> None:
    """A strawberry."""
    f.shadow(110)
    body = smooth(
        [(0, -250), (90, -244), (124, -160), (70, -40), (0, 0), (-70, -40), (-124, -160), (-90, -244)]
    )
    f.fill(body, "D2352F", "round")
    f.many(
        [
            moved(leaf(15, 8), x, y, 1, 90)
            for x, y in (
                (-70, -190),
                (-20, -200),
                (34, -196),
                (80, -180),
                (-50, -140),
                (4, -150),
                (58, -130),
                (-24, -96),
                (30, -84),
                (2, -48),
            )
        ],
        "F3CE7A",
    )
    f.many([moved(leaf(90, 40), 0, -240, 1, a) for a in (-160, -120, -60, -20, 20, 160)], LEAF, "fall")


BANANAS = group(banana, None, 1.15)


GRAPES = group(grapes)


LYCHEES, LONGANS, RAMBUTANS = (
    sprig("C23A3C", "F8EFE4"),
    sprig("B98A4E", "F3EBDD", 50),
    sprig("CF3F33", "F6EDE0", 60),
)


PINEAPPLES = group(pineapple, None, 1.05)


DURIANS = group(durian, durian_open)


STRAWBERRIES = group(strawberry, None, 1.3)


CHESTNUTS = heaped(Stuff(nut, ("7A3B20", "8E4A28", "692F19"), 1.5, 60, 40), "basket")
