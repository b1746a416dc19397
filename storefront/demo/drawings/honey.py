"""Honey and what comes with it: combs, dippers, bees; salt in heaps."""

from functools import partial

import numpy as np

from .bottles import jar, stout
from .canvas import Frame
from .colour import BARK, CREAM, GREEN, OCHRE, PAPER, RED, WOOD, Colour, dark, mix, pale
from .goods import pair, shuffled, tone_for
from .heaps import Stuff, cube, strewn
from .packs import carton, pouch
from .scene import Motif, Scene
from .shapes import box, ellipse, leaf, moved
from .ware import plate, served


def comb(f: Frame, s: Scene, tone: Colour = "E9A52C") -> None:
    """A piece of honeycomb lying up against the air, 380 wide."""
    f.shadow(190, 36)
    cells, lit = [], []
    hexagon = np.array([(np.cos(a), np.sin(a)) for a in np.arange(6) * np.pi / 3 + np.pi / 6])
    spots = [
        (x * 84 + (y % 2) * 42, -60 - y * 73)
        for y in range(4)
        for x in range(-2, 3)
        if not (y == 3 and x in (-2, 2)) and not (y == 0 and x == 2)
    ]
    f.many([moved(hexagon, x + 10, y + 12, 54) for x, y in spots], dark(tone, 0.35))
    f.many([moved(hexagon, x, y, 53) for x, y in spots], pale(tone, 0.25), "side")
    for x, y in spots:
        (lit if s.rng.random() < 0.3 else cells).append(moved(hexagon, x, y, 39))
    f.many(cells, dark(tone, 0.12), "side", light=pale(tone, 0.3))
    f.many(lit, "B8691C", "side", light=tone)
    f.blob(
        [(-150, -20), (-60, -34), (40, -22), (150, -30), (176, 6), (40, 26), (-140, 20)],
        "D98A1E",
        "side",
        light="F6C75A",
    )


def dipper(f: Frame, s: Scene) -> None:
    """A honey dipper, its head at the origin."""
    f.fill(box(-11, -330, 22, 260, 11), WOOD, "column")
    for i, w in enumerate((42, 56, 62, 62, 54, 40)):
        f.fill(box(-w, -96 + i * 24, 2 * w, 19, 9), mix(WOOD, "E9A52C", 0.45), "column")
    f.line([(0, 46), (4, 100), (0, 160)], 20, "E9A52C", 12)


def bee(f: Frame, s: Scene) -> None:
    """A small bee in flight."""
    f.many([moved(leaf(64, 36), 4, -14, 1, a) for a in (-120, -75)], CREAM, alpha=0.85)
    f.disc(0, 0, 36, OCHRE, "round", ry=25)
    body = ellipse(0, 0, 36, 25)
    f.many([box(x, -30, 11, 60) for x in (-8, 14)], BARK, clip=body)
    f.disc(-28, -2, 13, BARK)


def honey(s: Scene) -> None:
    """A honey jar with comb, dipper and bees."""
    tone = s.pick(("E2961F", "D17F1A", "EDB03A", "B8621A"))
    way, cloth = s.pick((-1, 1)), s.rng.random() < 0.5
    lid = tone_for(s, (RED, GREEN, "F4E9D4", "7C2332", "2E3F74"))
    kind = s.rng.randrange(3)
    if kind == 0:
        jar(s.at(720 - way * 190, 860, 1.5), s, tone, lid, cloth=cloth)
        comb(s.at(720 + way * 290, 905, 1.1), s)
    elif kind == 1:
        jar(s.at(720 - way * 300, 830, 1.25), s, tone, lid, cloth=cloth)
        stout(s.at(720 + way * 20, 850, 1.25), s, dark(tone, 0.12), lid)
        comb(s.at(720 + way * 350, 915, 0.95), s)
    else:
        jar(s.at(720 - way * 60, 820, 1.55), s, tone, lid, cloth=cloth)
        plate(s.at(720 + way * 300, 930, 1.0), CREAM, 220, lambda g: comb(g.at(0, -6, 0.8), s))
    dipper(s.at(720 + way * 330, 640 if kind != 2 else 600, 1.0, way * 24), s)
    for x, y in ((s.near(250, 60), s.near(230, 60)), (s.near(1150, 80), s.near(200, 60))):
        bee(s.at(x, y, 1.1, s.near(0, 20), s.rng.random() < 0.5), s)


def salt(s: Scene) -> None:
    """White salt in a basket or bowl, a wooden rake or a jar beside it."""
    tones = (
        ("FFFFFF", "EEF1EE", "F7F3EA") if not s.says("hồng", "tôm", "ớt") else ("F3C9B4", "E9A888", "F7DCCB")
    )
    stuff = Stuff(cube, tones, 0.42, 60)
    way = s.pick((-1, 1))
    if s.rng.random() < 0.5:
        pouch(s.at(720 - way * 280, 840, 1.25), s, tone_for(s))
    else:
        jar(s.at(720 - way * 280, 850, 1.25), s, tones[1], tone_for(s))
    served(s, s.at(720 + way * 200, 900, 1.35), stuff, 230, s.pick(("basket", "bowl", "tray")))
    strewn(s, stuff, [(720 - way * x, y) for x, y in ((0, 985), (70, 1000), (130, 975))], 1.4)


def sugar(s: Scene) -> None:
    """Blocks of palm or cane sugar."""
    tones = ("A8642C", "8E4E22", "BF7B3A")
    way = s.pick((-1, 1))
    pack = s.pick((carton, pouch))
    pack(s.at(720 - way * 270, 850, 1.3), s, tone_for(s))
    served(
        s,
        s.at(720 + way * 240, 905, 1.2),
        Stuff(cube, tones, 1.4, 60, 14),
        230,
        s.pick(("plate", "board", "leaf")),
    )


def syrup(tone: str) -> Motif:
    """A bottle and a jar of one syrup."""

    def paint(s: Scene) -> None:
        lids = shuffled(s, (RED, GREEN, PAPER, "2E3F74"))
        pair(
            partial(stout, tone=tone, cap=lids[0]),
            partial(jar, tone=tone, lid=lids[1]),
            (1.4, 1.3),
            210,
            (840, 880),
        )(s)

    return paint


HONEY, SALT, SUGAR = honey, salt, sugar
MILK_JAM, MOLASSES = syrup("F1E3C4"), syrup("5A2C18")
NEST = pair(partial(jar, tone="F1E6D0", lid=RED), partial(carton, tone="A93428"), (1.3, 1.2), 240)
POLLEN = pair(
    partial(jar, tone="E9B23E", lid=GREEN),
    lambda f, s: served(s, f, Stuff(cube, ("F0BE3A", "E09A2C", "D9B84A"), 0.45, 60), 220),
    (1.4, 1.2),
    250,
)
