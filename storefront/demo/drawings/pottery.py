"""Fired clay and wood: teapots, cups, flasks, gourds, vases, jars, barrels."""

import numpy as np

from .canvas import Frame
from .colour import BARK, BROWN, CREAM, GREEN, INDIGO, RED, SEA, WOOD, Colour, dark, mix, pale
from .labels import emblem
from .scene import Scene
from .shapes import Points, box, ellipse, lathe, leaf, moved, petal, smooth

GLAZES = ("B5533A", "7A4A2B", "DCE5DF", "8FB0B4", "5D7F6B", "2E3F74", "F1E2C6", "C9653D", "3E5A57")


def ornament(f: Frame, s: Scene, clip: Points, y: float, ink: Colour, w: float = 300, h: float = 100) -> None:
    """A painted band about height y on a turned body."""
    kind = s.rng.randrange(5)
    if kind == 0:
        f.many([box(-w, y - h / 2, 2 * w, h * 0.1), box(-w, y + h / 2, 2 * w, h * 0.1)], ink, clip=clip)
        f.many(
            [
                moved(petal(h * 0.42, h * 0.3), x, y, 1, a * 72 - 90)
                for x in range(-280, 281, 112)
                for a in range(5)
            ],
            ink,
            clip=clip,
        )
    elif kind == 1:
        for k in range(3):
            f.many(
                [ellipse(x * h * 0.6 + (k % 2) * h * 0.3, y + k * h * 0.25, h * 0.3) for x in range(-6, 7)],
                ink if k % 2 == 0 else mix(ink, CREAM, 0.5),
                clip=clip,
            )
    elif kind == 2:
        f.many(
            [
                moved(leaf(h * 0.9, h * 0.3), x, y + h * 0.35, 1, a)
                for x in range(-260, 261, 104)
                for a in (-50, -90, -130)
            ],
            ink,
            clip=clip,
        )
    elif kind == 3:
        f.many(
            [
                [(x, y - h / 2), (x + h / 2, y), (x, y + h / 2), (x - h / 2, y)]
                for x in np.arange(-300, 301, h)
            ],
            ink,
            clip=clip,
        )
    else:
        f.many(
            [box(-w, y - h / 2 + k * h * 0.34, 2 * w, h * (0.18 - 0.04 * k)) for k in range(3)],
            ink,
            clip=clip,
        )


def teapot(f: Frame, s: Scene, tone: Colour) -> None:
    """A round teapot, 480 wide with spout and handle, 300 high."""
    f.shadow(190, 40)
    handle = s.rng.random() < 0.5
    if handle:
        f.line([(-120, -210), (-140, -360), (0, -440), (140, -360), (120, -210)], 24, WOOD)
    else:
        f.line([(140, -190), (250, -240), (268, -130), (150, -66)], 34, dark(tone, 0.15), 30)
    f.fill(
        smooth(
            [
                (-120, -150),
                (-190, -170),
                (-230, -240),
                (-262, -252),
                (-272, -238),
                (-240, -180),
                (-210, -90),
                (-120, -50),
            ]
        ),
        dark(tone, 0.08),
        "side",
    )
    body = lathe([(70, -252), (130, -226), (182, -140), (160, -46), (96, 2), (0, 8)], steps=8)
    f.fill(body, tone, "round")
    ornament(f, s, body, -120, mix(CREAM if sum(pale(tone, 0)) < 420 else INDIGO, tone, 0.2), h=72)
    f.fill(
        lathe([(0, -300), (40, -292), (84, -262), (88, -246), (0, -236)], steps=6), pale(tone, 0.12), "round"
    )
    f.disc(0, -308, 24, dark(tone, 0.2), "round", ry=20)


def cup(f: Frame, tone: Colour, drink: Colour = "C98A2E", w: float = 90, steam: bool = False) -> None:
    """A small handleless cup."""
    h = w * 1.05
    f.shadow(w * 0.8, w * 0.2)
    if steam:
        vapour(f.at(0, -h - 16, w / 90))
    body = lathe([(w, -h), (w * 0.95, -h * 0.55), (w * 0.66, -h * 0.12), (w * 0.5, 0), (0, 4)], steps=6)
    f.fill(body, tone, "side")
    f.disc(0, -h, w, pale(tone, 0.4), ry=w * 0.24)
    f.disc(0, -h + 3, w * 0.88, drink, "fall", ry=w * 0.18)


def vapour(f: Frame) -> None:
    """Two curls of steam."""
    for x, k in ((-20, 1.0), (22, 0.8)):
        f.line([(x, 0), (x - 22, -50 * k), (x + 14, -110 * k), (x - 10, -180 * k)], 14, CREAM, 2, alpha=0.6)


def mug(f: Frame, s: Scene, tone: Colour, drink: Colour = "5B3320") -> None:
    """A coffee cup on its saucer."""
    f.shadow(190, 44)
    f.disc(0, -8, 190, dark(tone, 0.3), ry=42)
    f.disc(0, -16, 190, pale(tone, 0.2), "side", ry=42)
    f.disc(0, -18, 110, dark(tone, 0.14), ry=22)
    f.line([(110, -170), (190, -190), (196, -100), (100, -60)], 26, dark(tone, 0.1), 22)
    body = lathe([(130, -212), (128, -140), (98, -50), (64, -20), (0, -14)], steps=6)
    f.fill(body, tone, "side")
    f.disc(0, -212, 130, pale(tone, 0.45), ry=34)
    f.disc(0, -208, 116, drink, "fall", ry=27, light=pale(drink, 0.3))
    f.disc(-20, -208, 66, pale(drink, 0.3), ry=12, alpha=0.7)
    vapour(f.at(0, -240, 1.2))


def flask(f: Frame, s: Scene, tone: Colour, stopper: Colour = RED) -> None:
    """A ceramic spirit flask with a narrow neck, 300 wide and 520 high."""
    f.shadow(150, 34)
    body = lathe(
        [(44, -470), (36, -420), (42, -380), (110, -310), (150, -200), (136, -70), (92, 0), (0, 8)], steps=8
    )
    f.fill(body, tone, "round")
    ink = mix(CREAM if sum(pale(tone, 0)) < 420 else INDIGO, tone, 0.15)
    ornament(f, s, body, -96, ink, h=56)
    emblem(f.at(0, -212), s, 58, ink, tone)
    f.blob([(-44, -470), (-34, -520), (0, -536), (34, -520), (44, -470), (0, -454)], stopper, "round")
    f.line([(-46, -460), (0, -448), (46, -460)], 13, WOOD)
    f.line([(40, -456), (66, -410), (58, -370)], 8, WOOD, 5)


def gourd(f: Frame, s: Scene, tone: Colour = "C98A3C") -> None:
    """A bottle gourd with a red cord, 300 wide and 540 high."""
    f.shadow(150, 34)
    body = lathe(
        [
            (22, -500),
            (30, -470),
            (84, -430),
            (100, -370),
            (60, -306),
            (66, -290),
            (140, -210),
            (152, -120),
            (104, -14),
            (0, 4),
        ],
        steps=8,
    )
    f.fill(body, tone, "round")
    f.fill(box(-30, -548, 60, 60, 12), WOOD, "column")
    f.line([(-66, -306), (0, -288), (66, -306)], 20, RED)
    f.line([(46, -300), (86, -230), (72, -160)], 9, RED, 7)
    f.many([stroke_drop(72 + d, -160) for d in (-12, 0, 12)], RED)
    emblem(f.at(-8, -130), s, 58, dark(tone, 0.35), tone)


def stroke_drop(x: float, y: float) -> Points:
    """One thread of a tassel."""
    return np.array([(x - 4, y), (x + 4, y), (x * 1.04 + 6, y + 64), (x * 1.04 - 6, y + 64)])


def vase(f: Frame, s: Scene, tone: Colour, h: float = 440) -> None:
    """A vase with an open mouth at (0, -h)."""
    k = h / 440
    shapes = (
        [(74, -440), (58, -410), (62, -370), (130, -280), (150, -190), (110, -50), (84, 0), (0, 8)],
        [(52, -440), (50, -380), (56, -320), (120, -220), (140, -130), (112, -20), (80, 4), (0, 10)],
        [(110, -440), (96, -410), (120, -320), (140, -220), (118, -80), (84, 0), (0, 8)],
        [(60, -440), (76, -400), (128, -340), (140, -270), (96, -110), (72, -10), (84, 4), (0, 10)],
    )
    profile = s.pick(shapes)
    body = lathe(profile, steps=8) * k
    f.shadow(140 * k, 32 * k)
    f.disc(0, -440 * k, profile[0][0] * k, dark(tone, 0.5), ry=15 * k)
    f.fill(body, tone, "round")
    ink = mix(CREAM if sum(pale(tone, 0)) < 420 else INDIGO, tone, 0.15)
    ornament(f, s, body, -210 * k, ink, h=96 * k)
    f.fill(box(-200, -52 * k, 400, 10 * k), ink, clip=body, alpha=0.8)
    f.disc(0, -440 * k, profile[0][0] * k, dark(tone, 0.5), ry=14 * k)
    f.disc(0, -440 * k + 2, profile[0][0] * k * 0.84, dark(tone, 0.65), ry=9 * k)


def crock(f: Frame, s: Scene, tone: Colour = "7A4A2B", cover: Colour = RED, straws: bool = False) -> None:
    """A big earthen jar under a cloth cover, 400 wide and 460 high; or with reed straws."""
    f.shadow(190, 42)
    if straws:
        for x, a, top in ((-22, -26, 330), (4, 4, 370), (26, 30, 320)):
            f.at(x, -420, 1, a).line(
                [(0, 30), (0, -top * 0.6), (26, -top), (74, -top - 34)], 15, "C9A24E", 10
            )
            f.at(x, -420, 1, a).many([box(-9, -top * k, 18, 7) for k in (0.2, 0.45)], "9A7430")
        for a in (-150, -110, -70, -30):
            f.fill(moved(leaf(120, 46), 0, -424, 1, a), GREEN, "side")
    body = lathe(
        [(112, -424), (100, -396), (150, -340), (200, -240), (186, -110), (120, -8), (0, 6)], steps=8
    )
    f.fill(body, tone, "round")
    ink = mix(tone, CREAM, 0.3)
    ornament(f, s, body, -230, ink, h=64)
    f.fill(box(-240, -120, 480, 9), ink, clip=body, alpha=0.7)
    if straws:
        f.fill(lathe([(112, -430), (116, -414), (108, -400), (0, -396)], steps=4), pale(tone, 0.15), "column")
    else:
        f.fill(
            lathe(
                [
                    (0, -474),
                    (90, -468),
                    (118, -446),
                    (128, -408),
                    (160, -350),
                    (120, -366),
                    (70, -348),
                    (0, -362),
                ],
                steps=6,
            ),
            cover,
            "column",
        )
        f.fill(box(-124, -412, 248, 15, 7), CREAM)


def barrel(f: Frame, s: Scene, tone: Colour = WOOD) -> None:
    """A wooden fermenting barrel, 460 wide and 480 high."""
    f.shadow(230, 46)
    body = np.array([(-222, -440), (222, -440), (200, 0), (-200, 0)], float)
    bottom = ellipse(0, 0, 200, 40)
    f.fill(bottom, dark(tone, 0.3))
    f.fill(body, tone, "column")
    f.many(
        [
            [(x * 44.4 - 2, -440), (x * 44.4 + 2, -440), (x * 40 + 2, 40), (x * 40 - 2, 40)]
            for x in range(-4, 5)
        ],
        dark(tone, 0.35),
        clip=np.vstack([body[:2], bottom[bottom[:, 1] >= 0]]),
    )
    for y in (-370, -90):
        w = 222 + 22 * y / 440 + 18
        f.line([(-w, y), (-w * 0.5, y + 34), (0, y + 44), (w * 0.5, y + 34), (w, y)], 24, "C9A24E")
    f.disc(0, -440, 222, dark(tone, 0.2), "side", ry=46)
    f.disc(0, -440, 200, BROWN, ry=38)
    f.disc(0, -436, 190, "6B2E18", "dish", ry=32)
    f.line([(-4, -60), (-4, 20)], 36, BARK)
    f.line([(-4, -24), (-4, 34)], 22, pale(BARK, 0.25))


def mortar(f: Frame, s: Scene, tone: Colour = "6E7A70") -> None:
    """A mortar with its pestle, 320 wide and 300 high."""
    f.shadow(150, 34)
    f.at(40, -200, 1, 28).fill(box(-26, -210, 52, 260, 24), pale(tone, 0.2), "column")
    f.disc(0, -206, 160, dark(tone, 0.45), ry=36)
    f.at(40, -200, 1, 28).fill(box(-26, -210, 52, 200, 24), pale(tone, 0.2), "column")
    body = lathe([(164, -210), (160, -190), (140, -90), (80, -40), (76, -24), (112, 0), (0, 8)], steps=6)
    f.fill(body, tone, "side")
    f.fill(box(-170, -170, 340, 14), pale(tone, 0.4), clip=body)
    f.disc(0, -206, 150, dark(tone, 0.5), ry=30)
    f.disc(0, -198, 118, SEA if tone == SEA else GREEN, ry=20)
    f.at(40, -200, 1, 28).fill(box(-22, -210, 44, 190, 20), pale(tone, 0.2), "column")
