"""Dried and cooked meat and fish: sausages, dried fish, floss, jerky."""

from functools import partial

from .bottles import jar
from .canvas import Frame
from .colour import GREEN, RED, STRAW, WOOD, Colour, dark, pale
from .goods import pair, stocked, tone_for
from .heaps import Stuff, chip, floss, shrimp_bit, small_fish, strip
from .packs import pouch
from .scene import Motif, Scene
from .seafood import crab, fish, garnish, squid
from .shapes import box, ellipse, stroke
from .ware import board, served, tray


def links(f: Frame, s: Scene, tone: Colour = "9E3A2E") -> None:
    """Sausages hanging from a bamboo pole, 640 wide and 380 deep; the origin is the pole."""
    f.fill(box(-420, -14, 840, 28, 14), "C9A24E", "fall")
    f.many([box(x, -16, 9, 32, 4) for x in (-300, -90, 120, 330)], dark("C9A24E", 0.3))
    for i, x in enumerate((-250, -125, 0, 125, 250)):
        n = 3 if i % 2 else 2
        f.line([(x, -10), (x + 4, 40)], 7, STRAW)
        for k in range(n):
            g = f.at(x, 40 + k * 152, 1, s.near(0, 4))
            g.fill(box(-34, 0, 68, 142, 34), tone, "column")
            g.many(
                [ellipse(s.near(0, 20), s.near(70, 50), 5, 3.5) for _ in range(9)],
                pale(tone, 0.55),
                alpha=0.8,
            )
            g.line([(0, 138), (0, 154)], 8, STRAW)


def hung(tone: str) -> Motif:
    """Sausages on a pole over a board with slices."""

    def paint(s: Scene) -> None:
        links(s.at(s.near(700, 40), 170, 1.15), s, tone)
        stuff = Stuff(chip, (tone, pale(tone, 0.18), dark(tone, 0.12)), 1.1, 40, 20)
        from_left = s.rng.random() < 0.5
        board(s.at(720, 920, 1.3), 330, lambda g: slices(g.at(0, 0), s, stuff))
        garnish(s.at(250 if from_left else 1190, 940, 1.1), s)

    return paint


def slices(f: Frame, s: Scene, stuff: Stuff) -> None:
    """A fan of overlapping slices."""
    for y in (-40, 6):
        for i in range(8):
            stuff.item(
                f.at(-250 + i * 70 + (20 if y > 0 else 0), y, 1.5, -8), stuff.tones[i % len(stuff.tones)]
            )


def rack(tone: str, count: int = 3) -> Motif:
    """Dried fish hanging by the tail from a line."""

    def paint(s: Scene) -> None:
        f = s.at(720, 110, 1.0)
        f.line([(-800, -20), (0, 26), (800, -24)], 10, STRAW)
        for i in range(count):
            x = (i - (count - 1) / 2) * 330
            f.line([(x, 10), (x, 80)], 8, STRAW)
            fish(f.at(x, 370, 0.82, -90 + s.near(0, 4)), s, tone, "E3C79A", dry=True)
        stuff = Stuff(small_fish, (tone, dark(tone, 0.15)), 1.0, 40, 30)
        board(
            s.at(720, 930, 1.2),
            330,
            lambda g: (
                [
                    stuff.item(g.at(-250 + 125 * k, s.near(-10, 12), 1.3, s.near(0, 12)), stuff.tones[k % 2])
                    for k in range(5)
                ]
            ),
        )

    return paint


def dried_squid(s: Scene) -> None:
    """Two dried squid and a pouch."""
    way = s.pick((-1, 1))
    pouch(s.at(720 - way * 380, 830, 1.15), s, tone_for(s))
    board(
        s.at(720 + way * 120, 910, 1.35),
        330,
        lambda g: (
            (squid(g.at(20, -190, 0.85, 4, True), s, "C98F62"), squid(g.at(20, 10, 0.85, -3), s, "D6A072"))
        ),
    )


def smoked(s: Scene) -> None:
    """Smoked buffalo or pork hanging over a board of strips."""
    tone = "6B2E22"
    f = s.at(s.near(720, 30), 150, 1.25)
    f.fill(box(-420, -14, 840, 26, 13), WOOD, "fall")
    for i, x in enumerate((-270, -135, 0, 135, 270)):
        g = f.at(x, 0, 1, s.near(0, 3))
        size = 250 + 50 * (i % 2)
        g.line([(0, -10), (0, 60)], 8, STRAW)
        g.blob(
            [
                (-34, 50),
                (34, 50),
                (46, size * 0.5),
                (38, size),
                (0, size + 26),
                (-40, size - 10),
                (-44, size * 0.5),
            ],
            tone,
            "column",
        )
        g.many(
            [stroke([(d, 90), (d + 8, size * 0.6), (d, size - 20)], 7, 2) for d in (-16, 14)],
            pale(tone, 0.25),
        )
    board(s.at(720, 925, 1.25), 340, lambda g: slices(g, s, Stuff(strip, (tone, "84392A", "5A261C"), 1.0)))


SAUSAGES, PALE_SAUSAGES, SMOKED = hung("A83A30"), hung("C9705A"), smoked
DRIED_FISH, GOLD_DRIED = rack("A88A5E"), rack("C79A50")
SQUID = dried_squid
SMALL_FISH = stocked(Stuff(small_fish, ("B9A483", "A08A68", "CDB892"), 1.0, 70, 60))
SHRIMP = stocked(Stuff(shrimp_bit, ("E58A5A", "D9744A", "F0A070"), 1.15, 70))
FLOSS = stocked(Stuff(floss, ("D9A45A", "C98F46", "E6BC78"), 1.0, 70, 60))
JERKY = stocked(Stuff(strip, ("7C3326", "93402C", "6A281E"), 1.05, 55, 60))
CAKES = stocked(Stuff(chip, ("DDA04A", "C9853A", "E9B868"), 1.35, 45, 20), vessel="plate")
SQUID_CAKE = stocked(Stuff(chip, ("DDA04A", "E9B868", "CC8C3C"), 1.55, 45, 14), vessel="plate")
PICKLED_SHRIMP = pair(
    partial(jar, tone="D9633A", lid=GREEN),
    lambda f, s: served(s, f, Stuff(shrimp_bit, ("E8764F", "D9633A"), 1.5, 50), 220, "bowl"),
    (1.45, 1.15),
    250,
)
CRABS = pair(
    lambda f, s: tray(f, "D2A45E", 260, lambda g: crab(g.at(0, -60, 0.7), s, "8A4A3A")),
    partial(jar, tone="8A4A3A", lid=RED),
    (1.25, 1.2),
    270,
)
