"""Lacquer, folk prints and carvings."""

from .canvas import Frame
from .colour import (
    BARK,
    BROWN,
    CREAM,
    GREEN,
    LEAF,
    OCHRE,
    RED,
    dark,
    mix,
    pale,
)
from .flowers import five, lotus
from .goods import pair, tone_for
from .pottery import GLAZES, vase
from .scene import Scene
from .shapes import box, ellipse, lathe, leaf, moved, smooth, stroke


def hanging_tray(f: Frame, s: Scene, motif: int = 0) -> None:
    """A round lacquer or woven dish on its stand with a picture, 460 wide."""
    f.shadow(220, 44)
    f.fill([(-120, -20), (-90, -90), (-60, -90), (-70, 0)], BARK)
    f.fill([(120, -20), (90, -90), (60, -90), (70, 0)], BARK)
    ground = s.pick(("2B1B18", "7C1F1A", "22384A"))
    gold = "E0AE4A"
    f.disc(0, -260, 232, dark(ground, 0.3))
    f.disc(-4, -264, 230, gold, "side")
    f.disc(-4, -264, 214, ground, "round", light=pale(ground, 0.2))
    scene = ellipse(-4, -264, 206)
    if motif % 2:
        f.disc(60, -340, 46, RED)
        f.fill(
            smooth([(-260, -40), (-160, -260), (-90, -190), (20, -300), (120, -180), (260, -60)]),
            mix(gold, ground, 0.5),
            clip=scene,
        )
        f.many(
            [ellipse(x, y, 90, 22) for x, y in ((-120, -130), (40, -100), (140, -140), (-40, -70))],
            gold,
            clip=scene,
            alpha=0.7,
        )
    else:
        lotus(f.at(-10, -300, 0.72), s, "E9A0A8")
        f.many([moved(leaf(190, 110), x, -170, 1, a) for x, a in ((-80, 170), (80, 8))], "8FA04A", clip=scene)
        f.line([(-10, -240), (-20, -160), (0, -80)], 9, gold, clip=scene)


def lacquer(s: Scene) -> None:
    """A lacquered dish with a box."""
    way = s.pick((-1, 1))
    hanging_tray(s.at(720 - way * 210, 850, 1.35), s, s.rng.randrange(2))
    f = s.at(720 + way * 310, 910, 1.2)
    f.shadow(190, 36)
    tone = s.pick(("8E2A20", "2B1B18"))
    f.fill(box(-170, -150, 340, 154, 16), tone, "side")
    f.fill(box(-178, -190, 356, 66, 18), pale(tone, 0.12), "side")
    f.fill(box(-178, -130, 356, 6), "E0AE4A")
    five(f.at(0, -60, 0.55), s, "E0AE4A", RED)


def painting(f: Frame, s: Scene) -> None:
    """A folk print on paper: a cock under the sun, 420 wide and 560 high."""
    f.fill(box(-210, -580, 420, 560, 4), dark("E9D2A0", 0.2))
    f.fill(box(-216, -588, 420, 560, 4), "EBD7A8", "side", depth=0.5)
    f.many([box(-240, y, 468, 20, 10) for y in (-600, -40)], BROWN, "fall")
    f.disc(70, -460, 56, RED)
    ink = "2B2630"
    f.blob(
        [
            (-110, -360),
            (-70, -410),
            (-30, -370),
            (0, -300),
            (70, -280),
            (110, -330),
            (100, -230),
            (30, -160),
            (-60, -170),
            (-110, -260),
        ],
        ink,
    )
    f.blob(
        [
            (-96, -350),
            (-70, -380),
            (-50, -340),
            (-20, -270),
            (50, -250),
            (20, -190),
            (-50, -196),
            (-92, -260),
        ],
        "C9653D",
    )
    f.many([moved(leaf(170, 40, -30), 70, -270, 1, a) for a in (-100, -74, -48, -22)], GREEN)
    f.many([moved(leaf(130, 16, -24), 74, -270, 1, a) for a in (-96, -70, -44)], OCHRE)
    f.many([ellipse(x, -412, 17) for x in (-92, -70, -48)], RED)
    f.fill([(-106, -366), (-146, -350), (-104, -342)], OCHRE)
    f.disc(-74, -366, 7, CREAM)
    f.many([stroke([(x, -170), (x - 6, -110), (x - 34, -104)], 9) for x in (-40, 10)], OCHRE)
    f.many([moved(leaf(80, 26), x, -70, 1, a) for x in (-150, 130) for a in (-130, -90, -50)], LEAF)
    f.many([ellipse(x, -124, 14) for x in (-150, 130)], "E2829A")


def print_room(s: Scene) -> None:
    """A print beside a vase."""
    way = s.pick((-1, 1))
    painting(s.at(720 - way * 160, 760, 1.12), s)
    v = s.at(720 + way * 330, 900, 0.95)
    vase(v, s, tone_for(s, GLAZES))
    for x, y in ((-60, -520), (30, -600), (100, -500)):
        v.line([(0, -440), (x, y)], 9, BROWN)
        five(v.at(x, y, 0.8), s, "EE8FA0", "A9324A")


def carved(f: Frame, s: Scene) -> None:
    """A carved wooden fish on a stand, 460 wide."""
    tone = s.pick(("8E5630", "A9713F", "6B3E22"))
    f.shadow(220, 44)
    f.fill(lathe([(120, -60), (150, -10), (160, 6), (0, 10)], steps=4), dark(tone, 0.4), "column")
    f.blob(
        [
            (-240, -220),
            (-150, -330),
            (40, -340),
            (160, -230),
            (250, -330),
            (230, -170),
            (240, -60),
            (140, -140),
            (0, -60),
            (-150, -90),
        ],
        tone,
        "round",
    )
    f.many(
        [stroke([(x, -300), (x + 26, -210), (x, -110)], 10, 3) for x in (-90, -30, 30, 90)], dark(tone, 0.3)
    )
    f.disc(-166, -230, 17, dark(tone, 0.5))


LACQUER, PRINTS = lacquer, print_room


CARVING = pair(carved, lambda f, s: vase(f, s, tone_for(s, GLAZES)), (1.4, 0.95), 250)
