"""Sauces and spices: bottles, barrels, crocks, and the spices themselves."""

from functools import partial

from .bottles import jar, sauce, stout
from .canvas import Frame
from .colour import BARK, BROWN, CREAM, GREEN, LEAF, OCHRE, RED, Colour, dark, mix, pale
from .goods import Piece, heaped, pair, shuffled, stocked
from .greens import garlic, ginger
from .heaps import Stuff, anise, bean, cube, grain, pepper, peppercorn, shrimp_bit, small_fish
from .pottery import barrel, crock
from .scene import Motif, Scene
from .shapes import box, leaf, moved, smooth, stroke
from .ware import bowl, served

CAPS = (RED, "F1E2C6", "2E3F74", "2F6340", OCHRE)


def dip(f: Frame, s: Scene, tone: Colour = "A8531E") -> None:
    """A little bowl of sauce with chilli."""

    def filling(g: Frame) -> None:
        g.disc(0, 4, 136, tone, "fall", ry=22, light=pale(tone, 0.3))
        g.many([stroke([(x, -2), (x + 16, -8), (x + 34, 0)], 12, 6) for x in (-60, 0, 50)], RED)
        g.many([moved(leaf(22, 10), x, 8) for x in (-30, 20, 70)], LEAF)

    bowl(f, s.pick((CREAM, "8FB0B4", "DCE5DF")), 150, 96, filling, "2E3F74")


def bottled(tone: str, stuff: Stuff | None = None, wooden: bool = True) -> Motif:
    """Bottles of a sauce before a barrel or a crock, with a dip or the raw stuff in front."""

    def paint(s: Scene) -> None:
        way, caps, kind = s.pick((-1, 1)), shuffled(s, CAPS), s.rng.randrange(4)
        if kind == 0 and wooden:
            barrel(s.at(720 - way * 300, 790, 1.05), s)
            sauce(s.at(720 + way * 60, 840, 1.1), s, tone, caps[0])
            stout(s.at(720 + way * 270, 865, 1.0), s, mix(tone, BARK, 0.15), caps[0])
        elif kind == 1:
            crock(s.at(720 - way * 300, 800, 1.1), s, s.pick(("7A4A2B", "B5533A", "5A4032")), caps[1])
            sauce(s.at(720 + way * 100, 840, 1.12), s, tone, caps[0])
        elif kind == 2:
            for i, x in enumerate((-340, -120)):
                sauce(
                    s.at(720 + way * x, 800 + 40 * i, 1.1 + 0.06 * i),
                    s,
                    mix(tone, BARK, 0.25 * (1 - i)),
                    caps[i],
                )
        else:
            stout(s.at(720 - way * 240, 850, 1.5), s, tone, caps[0])
            sauce(s.at(720 - way * -20, 810, 1.05), s, mix(tone, BARK, 0.2), caps[2])
        if stuff and s.rng.random() < 0.7:
            served(s, s.at(720 + way * 370, 930, 0.95), stuff, 180, s.pick(("bowl", "basket", "leaf")))
        else:
            dip(s.at(720 + way * 370, 935, 1.15), s, tone)

    return paint


def sticks(f: Frame, s: Scene, tone: Colour = "A0562C") -> None:
    """Cinnamon quills tied in a bundle, 420 wide."""
    f.shadow(220, 44)
    for x, y in ((-60, -66), (40, -66), (-110, -14), (-10, -14), (90, -14), (-10, -116)):
        g = f.at(x, y, 1, -6)
        g.fill(box(-160, -44, 320, 62, 26), tone, "fall", light=pale(tone, 0.3))
        g.many([stroke([(-130, d), (0, d + 4), (120, d)], 4, 2) for d in (-24, -6)], dark(tone, 0.25))
        g.disc(158, -13, 20, dark(tone, 0.4), ry=31)
        g.line([(150, -36), (172, -20), (160, 0), (150, -12)], 7, pale(tone, 0.3), 4)
    f.line([(-20, -166), (16, -80), (-6, 24)], 22, RED)
    f.line([(14, -164), (44, -80), (26, 24)], 12, pale(RED, 0.2))


def stars(f: Frame, s: Scene) -> None:
    """A few big stars of anise."""
    for x, y, k in ((-130, -40, 2.0), (40, -120, 2.3), (150, -10, 2.1), (-20, 20, 1.8)):
        g = f.at(x, y, k, s.near(0, 30))
        g.shadow(44, 30, 0, 8)
        anise(g, s.pick(("8E4A22", "7A3B1C")))


def chilli_jar(f: Frame, s: Scene) -> None:
    """A jar of chilli paste with chillies before it."""
    jar(f, s, "C2351F", s.pick(("2F6340", OCHRE, CREAM)))
    for x, y, a in ((150, -10, -10), (190, 20, 14), (110, 34, 4)):
        pepper(f.at(x, y, 1.5, a), s.pick((RED, "A92A22")))


def lemongrass(f: Frame, s: Scene) -> None:
    """Stalks of lemongrass tied together, leaning, 420 high."""
    f.shadow(130, 30)
    for i, a in enumerate((-16, -9, -2, 6, 13, 20)):
        g = f.at(-40 + 16 * i, 0, 1, a)
        g.fill(
            moved(leaf(470, 34, 30 - 12 * i), 0, -120, 1, -94),
            LEAF if i % 2 else mix(LEAF, GREEN, 0.5),
            "side",
        )
        g.fill(
            smooth([(-18, 0), (18, 0), (15, -140), (7, -260), (-7, -260), (-15, -140)]),
            mix("EDE6C4", LEAF, 0.12 * (i % 3)),
            "column",
        )
        g.disc(0, 0, 18, "D9C39A", ry=8)
    f.fill(box(-66, -130, 130, 22, 10), RED, "column")


def spiced(piece: Piece, tone: str, stuff: Stuff) -> Motif:
    """A spice in its natural form with a jar of it."""

    def paint(s: Scene) -> None:
        if s.rng.random() < 0.5:
            stocked(stuff)(s)
        else:
            pair(partial(jar, tone=tone, lid=s.pick(CAPS)), piece, (1.35, 1.35), 250)(s)

    return paint


_FISH = Stuff(small_fish, ("B9BEB4", "98A29C", "D0D0C0"), 0.95, 60, 40)
FISH_SAUCE, SOY = bottled("B3561A", _FISH), bottled("4A2416", Stuff(bean, ("E3C27A", "D6B062")))
SHRIMP_PASTE = bottled("7A4258", Stuff(shrimp_bit, ("D98A6A", "E8A07C")), wooden=False)
VINEGAR, CHILLI_SAUCE = (
    bottled("E0B04A", wooden=False),
    bottled("C23A22", Stuff(pepper, (RED, "A92A22"), 1.2, 50, 50), False),
)
COOKING_OIL = bottled("E3A92E", Stuff(bean, ("C98458", "E3C27A")), wooden=False)
PEPPER = spiced(stars, "3A2C2C", Stuff(peppercorn, ("33292B", "4A3A36", "5E4840"), 1.15, 120))
WHITE_PEPPER = stocked(Stuff(peppercorn, ("E9DDC0", "D6C6A0"), 1.15, 120))
RED_PEPPER = stocked(Stuff(peppercorn, ("A93428", "8A2A22", "C2513A"), 1.15, 120))
ANISE, CINNAMON = (
    spiced(stars, "8E4A22", Stuff(anise, ("8E4A22", "A25A2A", "7A3B1C"), 1.25, 40)),
    pair(sticks, stars, (1.4, 1.05), 230),
)
CHILLI, CHILLI_HEAP = (
    pair(chilli_jar, dip, (1.45, 1.25), 230),
    heaped(Stuff(pepper, (RED, "D9532C", "A92A22"), 1.6, 60, 60)),
)
TURMERIC = pair(
    partial(ginger, tone="D08A36", flesh="F2A22C"), partial(jar, tone="E09A22", lid=GREEN), (1.15, 1.3), 260
)
GINGER, GARLIC = (
    pair(ginger, partial(jar, tone="E3C27A", lid=RED), (1.15, 1.3), 260),
    pair(partial(jar, tone="F1E6CF", lid=GREEN), garlic, (1.35, 1.2), 230),
)
LEMONGRASS = pair(lemongrass, partial(jar, tone="C9B04A", lid=RED), (1.3, 1.2), 240)
CHILLI_SALT = stocked(
    Stuff(cube, ("E58A5A", "D9644A", "F0B08A"), 0.42, 60), pack=lambda f, s, tone: jar(f, s, "D9644A", tone)
)
SEASONING = stocked(Stuff(grain, ("D9A84A", "B98A3A", "7E9440"), 1.0, 150))
SPICE_MIX = stocked(Stuff(anise, ("8E4A22", BROWN, "C98F4A"), 1.1, 40))
CURED_FISH = bottled("9A6A4A", _FISH, wooden=False)
PALM_SYRUP = bottled("9A5A26", Stuff(cube, ("A8642C", "BF7B3A"), 1.2, 40, 14), wooden=False)
CARAMEL = bottled("5A2414", wooden=False)
PASTE_JAR = pair(
    partial(jar, tone="8A4258", lid=RED, cloth=True),
    lambda f, s: served(s, f, Stuff(shrimp_bit, ("D98A6A", "E8A07C"), 1.2, 60), 210, "bowl"),
    (1.45, 1.15),
    250,
)
SHRIMP_SALT = pair(
    partial(jar, tone="E5824A", lid=OCHRE),
    lambda f, s: served(s, f, Stuff(cube, ("E58A5A", "F0B08A", "D9644A"), 0.4, 60), 220, "bowl"),
    (1.45, 1.2),
    250,
)
