"""Handicrafts: baskets, hats, lanterns, mats, lacquer, pottery, wood."""

from functools import partial

import numpy as np

from .canvas import Frame
from .colour import (
    BARK,
    BROWN,
    CREAM,
    GREEN,
    INDIGO,
    OCHRE,
    RED,
    STRAW,
    WOOD,
    YELLOW,
    Colour,
    dark,
    mix,
    pale,
)
from .flowers import lotus
from .goods import pair, shuffled, tone_for
from .pottery import GLAZES, crock, cup, teapot, vase
from .scene import Scene
from .shapes import box, lathe, moved, smooth
from .ware import basket, bowl, tray


def hat(f: Frame, s: Scene, tone: Colour = "EAD9A8", inside: bool = False) -> None:
    """A conical hat, 620 wide and 330 high, standing on its rim."""
    f.shadow(310, 54)
    cone = np.vstack(
        [
            [(0, -340)],
            [(310, -20)],
            smooth([(310, -20), (180, 30), (0, 46), (-180, 30), (-310, -20)], closed=False),
        ]
    )
    f.fill(cone, tone, "column", shade=dark(tone, 0.3))
    for k in range(1, 13):
        t = k / 13
        f.line(
            [
                (-310 * t, -340 + 320 * t),
                (-160 * t, -340 + 320 * t + 46 * t),
                (0, -340 + 386 * t),
                (160 * t, -340 + 366 * t),
                (310 * t, -340 + 320 * t),
            ],
            4,
            dark(tone, 0.22),
            alpha=0.7,
        )
    f.many(
        [
            [(-2, -338), (2, -338), (x + 3, 40 - abs(x) * 0.14), (x - 3, 40 - abs(x) * 0.14)]
            for x in range(-240, 241, 60)
        ],
        dark(tone, 0.16),
        alpha=0.6,
    )
    ribbon = s.scheme.accent if s.scheme.accent != "D9982B" else RED
    f.line([(-200, 10), (-240, 70), (-150, 110), (-60, 80)], 20, ribbon, 14)
    if s.rng.random() < 0.5:
        lotus(f.at(20, -120, 0.36), s)


def lantern(f: Frame, s: Scene, tone: Colour, shape: int = 0) -> None:
    """A silk lantern hanging from the origin, 260 wide and 400 high."""
    f.line([(0, -260), (0, 0)], 5, BARK)
    f.fill(box(-46, -6, 92, 26, 8), WOOD, "column")
    shapes = (
        [(46, 14), (110, 60), (138, 150), (110, 240), (46, 286)],
        [(40, 14), (84, 60), (130, 170), (80, 260), (40, 286)],
        [(50, 14), (140, 90), (134, 140), (84, 220), (44, 286)],
    )
    body = lathe(shapes[shape % 3], steps=8)
    f.fill(body, tone, "round", light=pale(tone, 0.7))
    for k in (-0.66, -0.33, 0, 0.33, 0.66):
        f.line([(46 * k, 14), (138 * k, 150), (46 * k, 286)], 5, dark(tone, 0.3), alpha=0.7)
    f.fill(box(-46, 280, 92, 24, 8), WOOD, "column")
    f.many(
        [[(x - 3, 300), (x + 3, 300), (x * 1.3 + 4, 420), (x * 1.3 - 4, 420)] for x in (-24, -12, 0, 12, 24)],
        mix(tone, OCHRE, 0.4),
    )


def lanterns(s: Scene) -> None:
    """Three or four lanterns in a row."""
    tones = shuffled(s, (RED, YELLOW, "E2829A", "3C8C9C", "6B9A3C", "8A4A94"))
    for i, (x, y, k) in enumerate(((230, 150, 1.05), (560, 250, 1.35), (900, 130, 1.15), (1210, 280, 1.0))):
        lantern(s.at(s.near(x, 30), s.near(y, 30), k), s, tones[i], s.rng.randrange(3))


def rolled_mat(f: Frame, s: Scene) -> None:
    """A sedge mat, half unrolled, 700 wide."""
    tone, ink = "E9CF8E", s.pick((RED, INDIGO, GREEN, "8A4A94"))
    f.shadow(360, 60)
    field = np.array([(-330, -300), (250, -300), (350, 0), (-350, 0)], float)
    f.fill(field, tone, "side")
    for t, thick, colour in ((0.08, 0.03, ink), (0.14, 0.012, ink), (0.9, 0.03, ink), (0.85, 0.012, ink)):
        y = -300 + 300 * t
        f.fill([(-400, y), (400, y), (400, y + 300 * thick), (-400, y + 300 * thick)], colour, clip=field)
    for x in (-180, 0, 180):
        for r, colour in ((80, ink), (58, tone), (36, mix(ink, OCHRE, 0.6))):
            f.fill(moved([(0, -r * 0.62), (r, 0), (0, r * 0.62), (-r, 0)], x, -150), colour)
    f.many(
        [[(-350, y), (350, y), (350, y + 2), (-350, y + 2)] for y in range(-292, 0, 12)],
        dark(tone, 0.15),
        clip=field,
        alpha=0.5,
    )
    f.fill(box(-344, -372, 610, 96, 48), mix(tone, ink, 0.1), "fall", light=pale(tone, 0.3))
    f.disc(262, -324, 26, dark(tone, 0.3), ry=46)
    f.disc(264, -324, 16, tone, ry=30)
    f.disc(264, -324, 8, dark(tone, 0.3), ry=16)
    f.many([box(x, -372, 22, 96) for x in (-240, 130)], ink)


def hamper(f: Frame, s: Scene) -> None:
    """A lidded rattan basket, 420 wide."""
    tone = s.pick((STRAW, "C98F4A", "B5773A"))
    basket(f, tone, 210, 250, lambda g: g.disc(0, 0, 200, dark(tone, 0.2), ry=30), handle=True)


def bag(f: Frame, s: Scene) -> None:
    """A woven sedge handbag, 420 wide and 460 high."""
    f.shadow(210, 40)
    tone, ink = "DDB86A", s.pick((RED, GREEN, INDIGO, "8A4A94"))
    f.line([(-110, -270), (-90, -420), (0, -480), (90, -420), (110, -270)], 24, BROWN)
    body = smooth(
        [(-180, -300), (0, -310), (180, -300), (215, -130), (190, -6), (0, 8), (-190, -6), (-215, -130)]
    )
    f.fill(body, dark(tone, 0.25))
    f.many(
        [box(x * 44 + (y % 2) * 22 - 20, -306 + y * 27, 40, 22, 9) for x in range(-5, 6) for y in range(12)],
        tone,
        "column",
        clip=body,
    )
    f.many(
        [moved([(0, -34), (34, 0), (0, 34), (-34, 0)], x, -150) for x in range(-180, 181, 72)],
        ink,
        clip=body,
    )
    f.many([box(-230, y, 460, 10) for y in (-206, -104)], ink, clip=body)


def weaving(s: Scene) -> None:
    """Woven goods: basket, tray and bag in some arrangement."""
    way, kind = s.pick((-1, 1)), s.rng.randrange(3)
    if kind == 0:
        hamper(s.at(720 - way * 230, 860, 1.35), s)
        bag(s.at(720 + way * 270, 890, 1.15), s)
    elif kind == 1:
        bag(s.at(720 - way * 220, 860, 1.45), s)
        tray(s.at(720 + way * 260, 920, 1.1), "D2A45E", 230, lambda g: None)
    else:
        basket(
            s.at(720 - way * 60, 860, 1.5), s.pick(("C98F4A", STRAW)), 240, 220, lambda g: None, handle=True
        )
        basket(s.at(720 + way * 350, 920, 1.0), s.pick(("B5773A", "E3BF73")), 180, 130, lambda g: None)


def ceramics(s: Scene) -> None:
    """Vases, bowls and pots of one workshop."""
    way, kind = s.pick((-1, 1)), s.rng.randrange(3)
    tones = shuffled(s, [t for t in GLAZES if t != s.scheme.wall])
    if kind == 0:
        vase(s.at(720 - way * 230, 850, 1.4), s, tones[0])
        bowl(s.at(720 + way * 230, 900, 1.2), tones[1], 190, 120, lambda g: None, CREAM)
    elif kind == 1:
        vase(s.at(720 - way * 320, 820, 1.15), s, tones[0], 400)
        vase(s.at(720 - way * 20, 860, 1.35), s, tones[1])
        cup(s.at(720 + way * 330, 910, 1.5), tones[2], dark(tones[2], 0.4))
    else:
        crock(s.at(720 - way * 270, 830, 1.1), s, "B5533A", tones[1])
        teapot(s.at(720 + way * 210, 890, 1.15, 0, way > 0), s, tones[0])


def coir(f: Frame, s: Scene) -> None:
    """Spoons and bowls of coconut wood."""
    bowl(f, "7A4E2C", 190, 120, lambda g: g.disc(0, 0, 180, "4F2E1A", ry=32), "C9985A")
    for d, a in ((-40, 24), (40, 36)):
        g = f.at(d, -150, 1, a)
        g.fill(box(-12, -260, 24, 260, 12), WOOD, "column")
        g.disc(0, -280, 44, WOOD, "round", ry=58)


HATS = pair(hat, lambda f, s: hat(f.at(0, 0, 0.8), s, "DCC48A"), (1.35, 1.15), 200, (800, 930))


LANTERNS, MATS = (
    lanterns,
    pair(rolled_mat, lambda f, s: vase(f, s, tone_for(s, GLAZES)), (1.2, 0.9), 330, (900, 930)),
)


WEAVING, CERAMICS, COIR = weaving, ceramics, pair(coir, coir, (1.4, 1.0), 220)


BAGS = pair(bag, bag, (1.4, 1.05), 240)


TEA_SERVICE = pair(
    lambda f, s: teapot(f, s, "DCE5DF"),
    lambda f, s: (cup(f.at(-80, -30), "DCE5DF", "C9A24E"), cup(f.at(90, 20), "DCE5DF", "C9A24E")),
    (1.5, 1.2),
    260,
)


_BLUE = partial(vase, tone="E6EBE4")


BLUE_WHITE = pair(_BLUE, partial(_BLUE, h=330), (1.4, 1.2), 220)
