"""Fish, shrimp, crab, shells and squid, served on leaf or plate."""

from functools import partial

import numpy as np

from .canvas import Frame
from .colour import BARK, CREAM, GREEN, LEAF, LIME, RED, Colour, dark, mix, pale
from .scene import Motif, Scene
from .shapes import ellipse, leaf, moved, smooth, stroke
from .ware import banana_leaf, board, plate, tray


def fish(f: Frame, s: Scene, tone: Colour = "6F9AA8", belly: Colour = "EDE4CF", dry: bool = False) -> None:
    """A fish seen from its side, 700 long, its middle at the origin."""
    fin = dark(tone, 0.18)
    f.blob([(250, 0), (360, -110), (330, 0), (366, 104), (250, 14)], fin, "side")
    f.blob([(-80, -90), (10, -190), (150, -120), (160, -60)], fin, "side")
    f.blob([(-40, 80), (30, 160), (70, 90)], fin, "side")
    body = smooth(
        [
            (-350, 10),
            (-290, -60),
            (-150, -128),
            (30, -122),
            (200, -50),
            (280, -24),
            (280, 22),
            (190, 54),
            (20, 110),
            (-160, 116),
            (-290, 70),
        ]
    )
    f.fill(body, tone, "fall", light=dark(tone, 0.12), shade=belly, depth=1.1)
    scales = [ellipse(x * 46 + (y % 2) * 23, -100 + y * 34, 26, 20) for x in range(-3, 6) for y in range(6)]
    inner = [moved(p, 5, 0) for p in scales]
    f.many(scales, pale(tone, 0.3), clip=moved(body, 12, 0, 0.9), alpha=0.28)
    f.many(inner, tone, clip=moved(body, 12, 0, 0.88), alpha=0.25)
    f.fill(
        smooth([(-352, 10), (-290, -60), (-186, -118), (-150, 0), (-186, 110), (-290, 70)]),
        dark(tone, 0.14),
        "side",
        alpha=0.85,
    )
    f.line([(-190, -70), (-160, 0), (-190, 72)], 9, pale(tone, 0.4), 4)
    f.blob([(-90, 20), (-10, 50), (-20, 84), (-80, 64)], fin, "side")
    f.disc(-262, -26, 24, CREAM)
    f.disc(-264, -26, 14, BARK)
    f.disc(-269, -31, 5, CREAM)
    f.line([(-346, 26), (-300, 34), (-276, 28)], 7, dark(tone, 0.45), 3)
    if dry:
        f.many([stroke([(x, -60), (x + 14, 60)], 6) for x in (-70, 0, 70, 140)], dark(tone, 0.35), alpha=0.7)


def shrimp(f: Frame, s: Scene, tone: Colour = "E8764F") -> None:
    """A curled shrimp, 400 wide, its middle at the origin."""
    for a in (-172, -160):
        f.at(-150, 20, 1, a).line([(0, 0), (120, -40), (250, 10)], 6, dark(tone, 0.1), 2)
    legs = [stroke([(x, 60), (x - 26, 110), (x - 50, 130)], 8, 3) for x in (-90, -50, -10, 30)]
    f.many(legs, dark(tone, 0.15))
    spine = smooth(
        [(-190, 20), (-110, -50), (0, -100), (110, -70), (150, 20), (110, 100), (40, 120)],
        closed=False,
        steps=6,
    )
    widths = np.interp(np.linspace(0, 1, 7), [0, 0.25, 0.6, 1], [30, 116, 96, 44])
    cuts = np.linspace(0, len(spine) - 1, 8).astype(int)
    f.many([moved(leaf(96, 40, 8), 44, 124, 1, a) for a in (150, 178, 206)], dark(tone, 0.2), "side")
    for i in range(6, -1, -1):
        part = spine[cuts[i] : cuts[i + 1] + 1]
        f.fill(
            stroke(part, widths[i], widths[max(0, i - 1)] if i > 2 else widths[i] + 10, curved=False),
            mix(tone, pale(tone, 0.45), 0.35 * (i % 2)),
            "fall",
        )
        f.disc(*part[0], widths[i] / 2, mix(tone, pale(tone, 0.45), 0.35 * (i % 2)), "fall")
    f.blob([(-214, 26), (-150, -56), (-60, -72), (-30, 10), (-80, 58), (-170, 50)], tone, "fall")
    f.disc(-160, -6, 12, BARK)
    f.disc(-163, -10, 4, CREAM)


def crab(f: Frame, s: Scene, tone: Colour = "D9552F") -> None:
    """A crab seen from above, 620 wide, its middle at the origin."""
    for side in (-1, 1):
        for a, y in ((-8, -20), (16, 14), (40, 44), (62, 70)):
            g = f.at(side * 120, y, 1, a if side > 0 else 180 - a)
            g.fill(stroke([(0, 0), (110, -side * 26), (200, side * 24)], 34, 8), dark(tone, 0.14), "side")
        arm = f.at(side * 150, -70, 1, 0, side < 0)
        arm.fill(stroke([(0, 20), (90, -30), (130, -120)], 56, 50), tone, "side")
        arm.blob(
            [
                (100, -110),
                (60, -190),
                (96, -270),
                (130, -290),
                (118, -220),
                (150, -210),
                (190, -270),
                (206, -190),
                (170, -110),
            ],
            tone,
            "round",
        )
    f.blob(
        [
            (0, -128),
            (120, -112),
            (206, -40),
            (170, 60),
            (80, 116),
            (0, 124),
            (-80, 116),
            (-170, 60),
            (-206, -40),
            (-120, -112),
        ],
        tone,
        "round",
    )
    f.many(
        [stroke([(side * 30, -30), (side * 80, 10), (side * 90, 70)], 8, 2) for side in (-1, 1)],
        dark(tone, 0.2),
    )
    f.many(
        [ellipse(x, y, 8) for x, y in ((-70, -60), (70, -60), (0, -76), (-30, 56), (30, 56))], pale(tone, 0.4)
    )
    for x in (-44, 44):
        f.line([(x, -118), (x * 1.2, -156)], 12, dark(tone, 0.2))
        f.disc(x * 1.2, -158, 15, BARK)


def scallop(f: Frame, s: Scene, tone: Colour = "C98A72") -> None:
    """A fan-shaped shell, 260 wide, standing on the origin."""
    f.shadow(120, 26)
    fan = [(0, 0)] + [
        (130 * np.sin(a) * (1 + 0.05 * (i % 2)), -30 - 150 * np.cos(a * 0.92) * (1 + 0.05 * (i % 2)))
        for i, a in enumerate(np.linspace(-1.5, 1.5, 15))
    ]
    f.fill(smooth(fan, steps=5), tone, "round")
    f.many([moved(leaf(150, 12), 0, -10, 1, a) for a in range(-150, -29, 20)], pale(tone, 0.4), alpha=0.8)
    f.blob([(-44, -10), (44, -10), (28, 10), (-28, 10)], dark(tone, 0.2), "column")


def oyster(f: Frame, s: Scene, tone: Colour = "8C877A") -> None:
    """An open oyster, 300 wide."""
    f.shadow(140, 30)
    f.blob([(-150, -40), (-90, -110), (20, -130), (120, -100), (156, -40), (90, 6), (-60, 10)], tone, "side")
    f.blob(
        [(-124, -46), (-70, -96), (20, -112), (104, -86), (128, -44), (76, -10), (-50, -8)], "EDE8DC", "side"
    )
    f.blob(
        [(-80, -46), (-20, -84), (70, -72), (90, -40), (30, -20), (-50, -24)],
        "B8B2A4",
        "round",
        light="F4F0E4",
    )
    f.disc(-30, -56, 12, CREAM)


def snail(f: Frame, s: Scene, tone: Colour = "9A6B3F") -> None:
    """A spiral shell, 240 wide."""
    f.shadow(110, 26)
    f.blob(
        [(-120, -70), (-60, -170), (50, -176), (130, -90), (100, -10), (-20, 0), (-100, -16)], tone, "round"
    )
    f.line(
        [(70, -60), (30, -130), (-50, -110), (-50, -50), (10, -46), (20, -80), (-10, -86)],
        12,
        pale(tone, 0.5),
        5,
    )
    f.blob([(40, -10), (124, -70), (136, -20), (90, 4)], "F0DDBE", "side")


def squid(f: Frame, s: Scene, tone: Colour = "D9A08C") -> None:
    """A squid lying on its side, 640 long, its middle at the origin."""
    for i, y in enumerate((-50, -24, 2, 28, 52)):
        f.line(
            [(120, y * 0.6), (220, y * 1.2), (300, y * 1.5 + 20), (370 - 12 * i, y * 1.4 - 16)],
            24,
            dark(tone, 0.08 * (i % 2)),
            7,
        )
    f.blob([(-320, 0), (-200, -130), (-130, -60), (-130, 60), (-200, 130)], dark(tone, 0.1), "side")
    f.blob([(-330, 0), (-220, -66), (-20, -86), (100, -66), (100, 66), (-20, 86), (-220, 66)], tone, "fall")
    f.blob([(80, -62), (150, -50), (170, 0), (150, 50), (80, 62)], pale(tone, 0.15), "fall")
    f.many([ellipse(s.near(-90, 160), s.near(-10, 44), 6) for _ in range(22)], dark(tone, 0.25), alpha=0.6)
    f.disc(128, -22, 16, CREAM)
    f.disc(130, -22, 9, BARK)


def garnish(f: Frame, s: Scene) -> None:
    """A lime wedge, herbs and chilli."""
    f.many([moved(leaf(110, 44, 8), 0, 0, 1, a) for a in (-150, -90, -40)], LEAF, "side")
    f.many([moved(leaf(90, 36, 8), 0, 0, 1, a) for a in (-120, -66)], GREEN)
    f.disc(10, 0, 44, "7FA63A", ry=40)
    f.disc(10, -3, 37, "E3E9A8", ry=33)
    f.many([moved(leaf(32, 13), 10, -3, 1, a) for a in range(0, 360, 60)], LIME)
    f.line([(-110, 20), (-50, 4), (20, 34)], 20, RED, 4)


def laid(piece: object, scale: float, spots: tuple[tuple[float, float, float], ...]) -> Motif:
    """Some of the catch on a leaf, a plate, a tray or a board."""

    def paint(s: Scene) -> None:
        def filling(g: Frame) -> None:
            for i, (x, y, a) in enumerate(spots):
                turned = i % 2 == 0 and len(spots) == 2
                piece(g.at(x, y - 40, scale * s.near(1, 0.04), s.near(a, 4), turned), s)

        f = s.at(720, 900, 1.35, 0, s.rng.random() < 0.5)
        kind = s.rng.randrange(4)
        if kind == 0:
            banana_leaf(f, 420, filling)
        elif kind == 1:
            plate(f, s.pick((CREAM, "DCE5DF", "8FB0B4")), 400, filling, s.pick(("2E3F74", GREEN)))
        elif kind == 2:
            tray(f, "D2A45E", 380, filling)
        else:
            board(f, 400, filling)
        garnish(s.at(s.pick((250, 1180)), 985, 1.1), s)

    return paint


def shells(piece: object, scale: float = 1.4) -> Motif:
    """Shells lying on the table."""

    def paint(s: Scene) -> None:
        for x, y, k in (
            (470, 770, 0.95),
            (740, 760, 1.0),
            (1000, 780, 0.9),
            (340, 890, 1.0),
            (620, 900, 1.15),
            (920, 905, 1.1),
        ):
            piece(s.at(s.near(x, 16), s.near(y, 10), scale * k, s.near(0, 8), s.rng.random() < 0.4), s)
        garnish(s.at(1180, 960, 1.1), s)

    return paint


_TWO = ((40, -175, 8), (-30, 5, -4))
FISH = laid(fish, 0.92, _TWO)
RED_FISH = laid(partial(fish, tone="D8735A"), 0.92, _TWO)
DARK_FISH = laid(partial(fish, tone="5B6B58", belly="D9C69A"), 0.92, _TWO)
GOLD_FISH = laid(partial(fish, tone="C99A4A"), 0.92, _TWO)
SHRIMPS = laid(shrimp, 0.85, ((-170, -110, -8), (150, -130, 10), (-10, -30, 0), (250, -10, 14)))
CRABS = laid(crab, 0.9, ((0, -90, 0),))
SQUIDS = laid(squid, 0.95, ((20, -170, 7), (-20, 0, -5)))
SCALLOPS, OYSTERS, SNAILS = shells(scallop), shells(oyster, 1.25), shells(snail)
