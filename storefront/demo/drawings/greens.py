"""Vegetables, mushrooms and roots, and the full basket."""

from functools import partial

from .canvas import Frame
from .colour import BROWN, CREAM, GREEN, LEAF, LIME, RED, STRAW, Colour, dark, mix, pale
from .fruit import group, mango, orange, smooth_round
from .goods import heaped, pair
from .heaps import Stuff, mushroom, nut, pepper, petal_bit
from .scene import Motif, Scene
from .shapes import ellipse, leaf, moved, smooth, stroke
from .ware import basket, tray


def bunch(f: Frame, s: Scene, tone: Colour = LEAF, stem: Colour = "E4E8C6", frill: bool = False) -> None:
    """A bunch of leafy greens tied at the stalks, lying upright."""
    f.shadow(170, 36)
    for i, a in enumerate((-152, -30, -136, -46, -120, -60, -104, -76, -90)):
        g = f.at(0, -120, 1, a)
        size = (300, 300, 340, 340, 380, 380, 410, 410, 420)[i]
        shade = mix(tone, GREEN, 0.5 - i * 0.055)
        if frill:
            blade = smooth(
                [
                    (70, -16),
                    (150, -84),
                    (210, -70),
                    (size * 0.82, -100),
                    (size, 0),
                    (size * 0.82, 100),
                    (210, 70),
                    (150, 84),
                    (70, 16),
                ]
            )
        else:
            blade = smooth(
                [(90, -10), (170, -52), (size * 0.7, -66), (size, 0), (size * 0.7, 66), (170, 52), (90, 10)]
            )
        g.fill(blade, shade, "side")
        g.line([(0, 0), (size * 0.5, 6), (size * 0.9, 0)], 22, stem, 4)
    f.blob([(-52, -150), (52, -150), (66, -30), (74, 0), (-74, 0), (-66, -30)], stem, "column")
    f.many([stroke([(x, -140), (x * 1.3, -4)], 4) for x in (-30, -6, 20)], dark(stem, 0.2))
    f.fill(smooth([(-60, -128), (0, -116), (60, -128), (60, -96), (0, -84), (-60, -96)]), STRAW, "column")


def cabbage(f: Frame, s: Scene, tone: Colour = "A6BE68") -> None:
    """A head of cabbage with its outer leaves."""
    f.shadow(190)
    for side in (-1, 1):
        f.blob(
            [(0, -20), (side * 130, -60), (side * 210, -180), (side * 190, -290), (side * 90, -240)],
            mix(tone, GREEN, 0.55),
            "side",
        )
    f.disc(0, -170, 160, tone, "round")
    for side, x in ((-1, -40), (1, 60)):
        f.blob(
            [
                (x, -10),
                (x + side * 90, -70),
                (x + side * 80, -220),
                (x + side * 10, -310),
                (x - side * 50, -170),
            ],
            mix(tone, GREEN, 0.22),
            "round",
        )
        f.line([(x, -20), (x + side * 30, -150), (x + side * 14, -280)], 9, pale(tone, 0.6), 2)


def garlic(f: Frame, s: Scene, tone: Colour = "F2E8DA") -> None:
    """A bulb of garlic."""
    f.shadow(130)
    blush = "B78AA0" if s.says("tía", "tím") else "C9A98C"
    f.blob(
        [
            (0, -330),
            (16, -320),
            (24, -240),
            (96, -180),
            (136, -96),
            (92, -10),
            (0, 4),
            (-92, -10),
            (-136, -96),
            (-96, -180),
            (-24, -240),
            (-16, -320),
        ],
        tone,
        "round",
        shade=blush,
    )
    for x in (-70, -24, 26, 72):
        f.line([(x * 0.1, -250), (x * 1.05, -150), (x * 0.9, -20)], 6, mix(tone, blush, 0.7), 2)
    f.many([stroke([(x, -2), (x * 1.6, 14)], 4) for x in (-20, -6, 8, 20)], BROWN)


def onion(f: Frame, s: Scene) -> None:
    """A red shallot."""
    f.shadow(110)
    tone = "A4445C"
    f.blob(
        [
            (0, -300),
            (12, -280),
            (40, -220),
            (104, -130),
            (92, -30),
            (0, 0),
            (-92, -30),
            (-104, -130),
            (-40, -220),
            (-12, -280),
        ],
        tone,
        "round",
    )
    for x in (-56, -16, 26, 64):
        f.line([(x * 0.1, -250), (x * 1.1, -130), (x * 0.6, -8)], 4, pale(tone, 0.3), 2)


def pumpkin(f: Frame, s: Scene, tone: Colour = "D98030") -> None:
    """A ribbed pumpkin."""
    f.shadow(220)
    for x, r in ((-130, 90), (130, 90), (-74, 104), (74, 104), (0, 100)):
        f.disc(x, -140, r, tone, "round", ry=138)
    f.line([(0, -262), (8, -310), (44, -336)], 34, mix(LEAF, BROWN, 0.4), 26)


def carrot(f: Frame, s: Scene, tone: Colour = "E07B2C") -> None:
    """Three carrots with their tops, leaning."""
    f.shadow(240, 40)
    for x, a in ((-120, -16), (120, 14), (0, 0)):
        g = f.at(x, 0, 1, a)
        for b in (-116, -92, -68):
            g.fill(moved(leaf(210, 66), 0, -300, 1, b), LEAF if b == -92 else GREEN, "side")
        g.fill(
            smooth([(-62, -290), (0, -316), (62, -290), (48, -150), (12, 0), (-12, 0), (-48, -150)]),
            tone,
            "column",
        )
        g.many(
            [stroke([(-44 + 8 * i, -260 + 60 * i), (6 - i * 4, -254 + 60 * i)], 5) for i in range(4)],
            dark(tone, 0.25),
        )


def tuber(f: Frame, s: Scene, tone: Colour = "A4505C") -> None:
    """A sweet potato, yam or cassava."""
    f.shadow(200, 40)
    f.blob(
        [(-240, -70), (-120, -170), (60, -180), (200, -110), (250, -60), (150, -10), (-60, 0), (-190, -20)],
        tone,
        "round",
    )
    f.many(
        [
            stroke([(x, y), (x + 36, y - 5)], 5, 1)
            for x, y in ((-120, -110), (-20, -60), (60, -130), (120, -70), (-80, -50))
        ],
        dark(tone, 0.3),
    )


def ginger(f: Frame, s: Scene, tone: Colour = "D9B071", flesh: Colour = "F0D48A") -> None:
    """A knobbly root with a cut face."""
    f.shadow(230, 44)
    for path in (
        [(-230, -60), (-200, -130), (-60, -150), (60, -140), (90, -40), (-40, 0), (-190, -6)],
        [(-120, -110), (-150, -230), (-90, -270), (-30, -220), (-20, -120)],
        [(30, -110), (110, -220), (190, -220), (190, -150), (90, -60)],
        [(40, -90), (160, -110), (250, -70), (230, -14), (60, -4)],
    ):
        f.blob(path, tone, "round")
    f.many(
        [
            stroke([(x, y), (x + 20, y + 16), (x + 52, y + 12)], 5, 2)
            for x, y in ((-140, -90), (-40, -70), (-110, -200), (90, -160), (130, -60))
        ],
        dark(tone, 0.28),
    )
    f.disc(236, -44, 26, flesh, ry=36, angle=12)
    f.disc(236, -44, 15, dark(flesh, 0.1), ry=23, angle=12)


def corn(f: Frame, s: Scene, tone: Colour = "F0BE3E") -> None:
    """An ear of corn in its husk."""
    f.shadow(120)
    body = smooth(
        [(0, -460), (54, -400), (74, -240), (60, -60), (0, 0), (-60, -60), (-74, -240), (-54, -400)]
    )
    f.fill(body, dark(tone, 0.3))
    f.many(
        [ellipse(x * 25 + 0, -446 + y * 24, 13, 11.5) for x in range(-3, 4) for y in range(19)],
        tone,
        "column",
        clip=moved(body, 0, -6, 0.97),
    )
    for a, x in ((-112, -14), (-68, 14)):
        f.fill(
            moved(leaf(400, 130, 26 if a < -90 else -26), x, 6, 1, a),
            LEAF if a < -90 else mix(LEAF, GREEN, 0.5),
            "side",
        )
    f.fill(moved(leaf(230, 120), 0, 10, 1, -90), mix(LEAF, LIME, 0.4), "side")


def full_basket(s: Scene) -> None:
    """The default: a basket of the season's produce."""
    f = s.at(s.near(720, 40), 890, 1.42)

    def filling(g: Frame) -> None:
        bunch(g.at(-130, 20, 0.72, -18), s)
        smooth_round(g.at(-20, 10, 1.0, -6), s, RED, 92)
        mango(g.at(150, 30, 0.62, 18), s)
        orange(g.at(66, 44, 1.0), s, "EC8A24", 78)
        smooth_round(g.at(-150, 46, 1.0, 8), s, "B8C24E", 80)
        orange(g.at(-44, 60, 1.0), s, "E9A32C", 72)

    basket(f, STRAW, 270, 190, filling, handle=s.rng.random() < 0.5)
    extra = s.pick((garlic, onion, partial(orange, r=90)))
    extra(s.at(s.pick((250, 1210)), 950, 0.75), s)


def rack(s: Scene) -> None:
    """Fresh mushrooms in a tray."""
    tone = s.pick(("C9A27A", "E9DCC4", "8A5A3C"))
    tray(
        s.at(720, 900, 1.5),
        "D2A45E",
        300,
        lambda g: (
            [
                mushroom(g.at(x, y, k), tone)
                for x, y, k in (
                    (-130, -110, 1.7),
                    (0, -150, 2.1),
                    (130, -110, 1.7),
                    (-190, -50, 1.6),
                    (-66, -70, 1.9),
                    (70, -64, 1.9),
                    (190, -46, 1.5),
                    (-120, -10, 1.5),
                    (10, -6, 1.7),
                    (126, -4, 1.4),
                )
            ]
        ),
    )


def leafy(tone: str, stem: str = "E4E8C6", frill: bool = False) -> Motif:
    """Two bunches of one green."""
    one = partial(bunch, tone=tone, stem=stem, frill=frill)
    return pair(one, one, (1.5, 1.3), 200, (860, 905))


GREENS, FRILLY, WATERCRESS = leafy(LEAF), leafy("8DB255", frill=True), leafy("4F8A45", "B7CE8E")
CABBAGES, GARLICS, ONIONS = group(cabbage), group(garlic, None, 1.25), group(onion, None, 1.35)
PUMPKINS, CARROTS = group(pumpkin, None, 0.95), pair(carrot, carrot, (1.3, 1.15), 280)
SWEET_POTATOES = group(tuber, None, 0.8)
TAROS = group(partial(tuber, tone="8A6248"), None, 0.8)
GINGERS = group(ginger, None, 0.9)
TURMERICS = group(partial(ginger, tone="D08A36", flesh="F2A22C"), None, 0.9)
CORNS = group(corn)
CHILLIES = heaped(Stuff(pepper, (RED, "D9532C", "A92A22"), 1.6, 60, 60), "basket")
BANANA_FLOWER = heaped(Stuff(petal_bit, ("8A3050", "A23E5E"), 1.6), "basket")
PEANUTS = heaped(Stuff(nut, ("D9B077", "C99A5E", CREAM), 1.3, 70, 180), "basket")
