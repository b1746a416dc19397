"""Roots, mushrooms and tonics, and what keeps the skin well: soaps, creams, oils, incense."""

from functools import partial

from .bottles import dropper, jar, phial, pot, pump, tube
from .brews import twig
from .canvas import Frame
from .colour import BARK, CREAM, GREEN, LEAF, OCHRE, RED, WOOD, Colour, dark, mix, pale
from .flavours import lemongrass, stars, sticks
from .flowers import artichoke, chrysanthemum, daisy_head, rose
from .fruit import halved
from .goods import Piece, pair, shuffled, tone_for
from .greens import ginger
from .heaps import Stuff, chip, curl, peppercorn, stick
from .melons import coconut_half
from .packs import carton, packed, tin
from .pottery import mortar, vapour
from .scene import Motif, Scene
from .shapes import box, ellipse, lathe, leaf, moved, smooth, stroke
from .ware import banana_leaf, served, tray

AMBER = "9A4E1E"
SOFT = ("A3B681", "EFB5A6", "F0D9A8", "8FB0B4", "C9B3D0", "6B9A3C", "C9653D")


def ginseng(f: Frame, s: Scene, tone: Colour = "DDBB80") -> None:
    """A forked root with its leaves, lying, 640 wide, centre at the origin."""
    f.many([moved(leaf(170, 70, 10), 250, -20, 1, a) for a in (-70, -30, 8, 46)], LEAF, "side")
    f.line([(150, 0), (210, -10), (256, -20)], 14, GREEN)
    for path, w in (
        ([(-40, 10), (-150, 40), (-250, 110), (-330, 100)], 64),
        ([(-40, -10), (-160, -30), (-270, -70), (-340, -50)], 58),
        ([(0, 30), (-70, 90), (-120, 160)], 36),
        ([(40, -40), (-10, -100), (-60, -120)], 26),
    ):
        f.fill(stroke(path, w, 5), dark(tone, 0.06), "side")
    for path in (
        [(-200, 78), (-230, 130), (-270, 150)],
        [(-220, -50), (-250, -100), (-290, -110)],
        [(60, 50), (60, 100), (30, 130)],
        [(-290, 106), (-330, 140), (-360, 130)],
    ):
        f.line(path, 11, dark(tone, 0.06), 2)
    f.blob(
        [(160, -22), (100, -66), (0, -70), (-90, -44), (-100, 10), (-60, 56), (30, 66), (120, 44), (168, 14)],
        tone,
        "round",
    )
    f.many([stroke([(x, -44), (x - 8, 0), (x, 40)], 5, 2) for x in (110, 70, 20, -30)], dark(tone, 0.25))


def reishi(f: Frame, s: Scene) -> None:
    """Lingzhi mushrooms, 420 wide."""
    f.shadow(190, 40)
    for x, y, k in ((-120, -190, 0.8), (120, -150, 0.75), (0, -300, 1.0)):
        f.line([(x * 0.2, 0), (x * 0.5, y * 0.5), (x, y)], 44 * k, "5E2A18", 32 * k)
        g = f.at(x, y, k)
        g.disc(0, 14, 190, dark("6B2A16", 0.3), ry=76)
        for r, tone in (
            (1.0, "F0D29A"),
            (0.93, "C9742E"),
            (0.78, "A8481E"),
            (0.56, "8A3018"),
            (0.3, "6E2414"),
        ):
            g.disc(0, -6 * (1 - r), 188 * r, tone, "side", ry=72 * r)


def cordyceps(f: Frame, s: Scene) -> None:
    """Golden threads of cordyceps in a glass, 240 wide."""
    f.shadow(130, 30)
    for i in range(15):
        x = -90 + i * 13
        f.line(
            [(x * 0.7, -120), (x, -230), (x * 1.3 + s.near(0, 14), -330 - s.rng.random() * 60)],
            15,
            mix("E9962C", "F2B93B", (i % 3) / 2),
            20,
        )
    cup = lathe([(122, -210), (118, -100), (110, -8), (96, 2), (0, 6)], steps=5)
    f.fill(cup, "E4EBE0", "column", alpha=0.55)
    f.fill(box(-130, -110, 260, 130), "D9C08A", "column", clip=cup, alpha=0.8)
    f.line([(-92, -180), (-90, -100), (-84, -30)], 12, CREAM, 5, alpha=0.6)


def capsules(f: Frame, s: Scene) -> None:
    """A dish of pills."""
    for x, y, a in ((-80, -10, 20), (0, 10, -30), (70, -16, 60), (-20, -44, 5), (110, 24, -12)):
        g = f.at(x, y, 1, a)
        g.shadow(30, 12, 4, 8)
        g.fill(box(-38, -17, 76, 34, 17), CREAM, "fall")
        g.fill(box(-38, -17, 40, 34, 17), s.scheme.accent, "fall")


def tonic(piece: Piece, stuff: Stuff | None = None, tone: str = AMBER) -> Motif:
    """A medicinal plant with amber bottles, a box or the mortar."""

    def paint(s: Scene) -> None:
        way, kind = s.pick((-1, 1)), s.rng.randrange(5)
        caps = shuffled(s, (CREAM, OCHRE, RED, "2F6340"))
        if kind == 0:
            phial(s.at(720 - way * 330, 830, 1.3), s, tone, caps[0])
            phial(s.at(720 - way * 120, 860, 1.1), s, tone, caps[0])
        elif kind == 1:
            carton(s.at(720 - way * 340, 810, 1.2), s, tone_for(s))
            phial(s.at(720 - way * 60, 850, 1.2), s, tone, caps[1])
        elif kind == 3:
            jar(s.at(720 - way * 270, 850, 1.4), s, "5A2C18", caps[2], cloth=True)
        elif kind == 4:
            tin(s.at(720 - way * 330, 820, 1.25), s, tone_for(s))
            jar(s.at(720 - way * 50, 850, 0.95), s, "6E3418", caps[1])
        else:
            mortar(s.at(720 - way * 270, 860, 1.3), s, tone_for(s, ("6E7A70", "B5533A", "DCE5DF", "8A6A4A")))
        piece(s.at(720 + way * 220, 890, 1.2, 0, way < 0), s)
        if stuff:
            served(s, s.at(720 + way * 380, 975, 0.65), stuff, 200, "bowl")
        else:
            twig(s.at(720 - way * 40, 1000, 0.7, 70 * way), s)

    return paint


def rooted(tone: str) -> Piece:
    """The root on a tray."""
    return lambda f, s: tray(f, "D2A45E", 270, lambda g: ginseng(g.at(0, -60, 0.85, -8), s, tone))


def soap(f: Frame, s: Scene, tone: Colour) -> None:
    """Stacked bars of soap tied with raffia, 340 wide."""
    f.shadow(180, 36)
    for i, shade in enumerate((mix(tone, WOOD, 0.25), tone, pale(tone, 0.3))):
        y, x = -104 * i, (0, 12, -10)[i]
        f.fill(box(x - 165, y - 100, 330, 104, 26), dark(shade, 0.3))
        f.fill(box(x - 165, y - 108, 330, 88, 26), shade, "side")
        f.many(
            [ellipse(x + s.near(0, 130), y - 60 + s.near(0, 30), 5, 3) for _ in range(14)],
            dark(shade, 0.35),
            alpha=0.6,
        )
    f.line([(-10, -318), (0, -150), (-10, 4)], 14, "E3BF73")
    f.many([moved(leaf(110, 34, 10), -8, -316, 1, a) for a in (-150, -30, -90)], LEAF, "side")


def bubbles(f: Frame) -> None:
    """A few bubbles."""
    for x, y, r in ((0, 0, 34), (54, -40, 22), (-46, -50, 18), (20, -90, 14)):
        f.disc(x, y, r, CREAM, alpha=0.5)
        f.disc(x - r * 0.3, y - r * 0.3, r * 0.3, "FFFFFF", alpha=0.8)


def caring(kind: str, herb: Piece, tones: tuple[str, ...] = SOFT) -> Motif:
    """Soap, cream, shampoo or balm beside the plant it is made from."""

    def paint(s: Scene) -> None:
        way, tone = s.pick((-1, 1)), tone_for(s, tones)
        other = tone_for(s, tones)
        if kind == "soap":
            soap(s.at(720 - way * 220, 870, 1.45), s, tone)
            bubbles(s.at(720 - way * 520, 560, 1.2))
        elif kind == "cream":
            pot(s.at(720 - way * 250, 870, 1.6), s, tone)
            tube(s.at(720 + way * 20, 830, 1.2), s, other)
        elif kind == "pump":
            pump(s.at(720 - way * 290, 840, 1.15), s, tone, s.pick((CREAM, BARK)))
            pump(s.at(720 - way * 20, 860, 0.98), s, other, CREAM)
        else:
            tube(s.at(720 - way * 280, 850, 1.4), s, tone, s.pick((CREAM, BARK)))
            dropper(s.at(720 - way * 40, 870, 1.0), s, AMBER)
        banana_leaf(s.at(720 + way * 310, 930, 0.8, 0, way < 0), 250, lambda g: None)
        herb(s.at(720 + way * 300, 910, 0.9), s)

    return paint


def lying(flower: Piece, scale: float = 0.9) -> Piece:
    """Two heads of a flower on the table."""

    def piece(f: Frame, s: Scene) -> None:
        f.many([moved(leaf(190, 70, 12), 0, -70, 1, a) for a in (-170, -10, 30, 150)], LEAF, "side")
        flower(f.at(-60, -90, scale, 10), s)
        flower(f.at(100, -40, scale * 0.75, -20), s)

    return piece


def herb_tuft(f: Frame, s: Scene) -> None:
    """Two shoots."""
    twig(f.at(-60, 20, 1.1, -24), s)
    twig(f.at(60, 20, 1.2, 18), s)


def pods(f: Frame, s: Scene) -> None:
    """Pods of soapberry with their leaves."""
    for x, y, a in ((-120, -40, -14), (20, -10, 8), (60, -90, -4)):
        g = f.at(x, y, 1, a)
        g.fill(smooth([(-130, 0), (-60, -30), (60, -34), (140, -6), (60, 30), (-60, 26)]), "5A3422", "side")
        g.many([ellipse(d, -2, 16, 14) for d in (-70, -20, 30, 80)], dark("5A3422", 0.3))
    f.many([moved(leaf(120, 48), -40, -100, 1, a) for a in (-150, -100, -50)], LEAF, "side")


def oil(herb: Piece, tone: str = AMBER) -> Motif:
    """Dropper bottles with the plant they were distilled from."""

    def paint(s: Scene) -> None:
        way = s.pick((-1, 1))
        cap = s.pick((BARK, "2F6340", OCHRE, CREAM))
        if s.rng.random() < 0.5:
            dropper(s.at(720 - way * 210, 860, 1.45), s, tone, cap)
        else:
            dropper(s.at(720 - way * 320, 830, 1.2), s, tone, cap)
            phial(s.at(720 - way * 90, 860, 1.0), s, tone_for(s, (AMBER, "2E4A3A", "2E3F74")), cap)
        herb(s.at(720 + way * 250, 890, 1.15, 0, way < 0), s)

    return paint


def incense(s: Scene) -> None:
    """Incense sticks in a burner, a bundle before it, smoke rising."""
    way = s.pick((-1, 1))
    f = s.at(720 - way * 190, 870, 1.25)
    for a in (-10, -4, 2, 8, 14):
        g = f.at(0, -230, 1, a)
        g.fill(box(-5, -300, 10, 320), "8E4A22")
        g.disc(0, -302, 8, "F2902C")
    vapour(f.at(10, -540, 1.5))
    burner(f, s)
    g = s.at(720 + way * 250, 920, 1.2, -8 * way)
    g.shadow(250, 40)
    tone = s.pick(("A8642C", "8E4A22", "B5833A"))
    g.many([box(-260, -14 - 14 * k, 400, 10, 4) for k in range(5)], tone, "fall")
    g.many([box(140, -14 - 14 * k, 120, 9, 4) for k in range(5)], RED)
    g.fill(box(-60, -86, 60, 96, 10), s.scheme.accent if s.scheme.accent != "D9982B" else "2E3F74", "fall")


def burner(f: Frame, s: Scene) -> None:
    """A bronze bowl full of ash."""
    f.shadow(170, 36)
    f.disc(0, -220, 150, "5A3A22", ry=34)
    f.disc(0, -216, 132, "C9BCA4", ry=26)
    f.fill(
        lathe([(152, -222), (146, -196), (170, -120), (120, -30), (70, -10), (90, 6), (0, 10)], steps=6),
        "A8742E",
        "round",
    )
    f.fill(box(-160, -150, 320, 12), "D9A84A", clip=ellipse(0, -110, 150, 90))


def cones(s: Scene) -> None:
    """Agarwood chips, cones and a thread of smoke."""
    way = s.pick((-1, 1))
    packed(s)(s.at(720 - way * 300, 840, 1.3), s, tone_for(s))
    served(
        s,
        s.at(720 + way * 220, 900, 1.2),
        Stuff(stick, ("5A3A24", "7A5232", "94683E"), 1.2, 60, 50),
        230,
        "bowl",
    )
    vapour(s.at(720 + way * 220, 560, 1.6))


_ROOTS = Stuff(stick, ("C9A06A", "B58A54", "DDBB84"), 0.95, 60, 50)
GINSENG, DARK_ROOT = tonic(rooted("DDBB80")), tonic(rooted("9A6840"))
RED_ROOT = tonic(rooted("B5643C"))
REISHI, CORDYCEPS = tonic(reishi), tonic(cordyceps)
HERBS, PILLS = tonic(herb_tuft, Stuff(curl, ("7A8A4A", "5E6E3A"), 1.0)), tonic(capsules)
TURMERIC_TONIC = tonic(
    partial(ginger, tone="D08A36", flesh="F2A22C"), Stuff(peppercorn, ("E09A22", "F0B03A"), 1.1, 90)
)
SLICED_ROOT = tonic(
    lambda f, s: served(s, f, Stuff(chip, ("DDBB84", "C9A06A"), 1.1, 50, 20), 230, "tray"), _ROOTS
)
BALM_JAR = pair(partial(jar, tone="5A2C18", lid=RED), lambda f, s: mortar(f, s), (1.3, 1.25), 240)
CORDIAL = pair(
    lambda f, s: tin(f, s, GREEN),
    lambda f, s: tray(f, "D2A45E", 250, lambda g: ginseng(g.at(0, -60, 0.8), s)),
    (1.35, 1.2),
    250,
)
SOAP, SOAP_FLOWER = caring("soap", herb_tuft), caring("soap", lying(daisy_head))
CREAMS, BALM, SHAMPOO = caring("cream", lying(rose)), caring("tube", herb_tuft), caring("pump", herb_tuft)
SHAMPOO_POD, COCONUT_CARE = caring("pump", pods), caring("cream", coconut_half)
CITRUS_CARE = caring("pump", partial(halved, rind="CBCB55", flesh="F3C98A", r=130))
CITRUS_OIL = oil(partial(halved, rind="CBCB55", flesh="EFA08C", r=150))
TURMERIC_CARE = caring(
    "cream", lambda f, s: ginger(f.at(0, 0, 0.8), s, "D08A36", "F2A22C"), ("F2B93B", "E09A22", "F0D9A8")
)
LEMONGRASS_OIL, CINNAMON_OIL, HERB_OIL = oil(lemongrass, "B98A22"), oil(sticks), oil(herb_tuft, "4F7A3A")
FLOWER_OIL, INCENSE, AGARWOOD = oil(lying(chrysanthemum)), incense, cones
GINGER_OIL = oil(ginger)
ARTICHOKE_TONIC = tonic(lambda f, s: artichoke(f.at(0, -170, 1.1), s))
SOAP_CINNAMON = caring("soap", lambda f, s: sticks(f.at(0, 0, 0.75), s), ("C9653D", "A9713F", "D9A86A"))
BATH_SALT = caring("cream", lambda f, s: stars(f.at(0, 0, 0.75), s), ("F1E6D0", "8FB0B4", "EFB5A6"))
ANISE_OIL = oil(stars)
BATH_LEAVES = pair(
    lambda f, s: packed(s)(f, s, tone_for(s)),
    lambda f, s: served(s, f, Stuff(curl, ("7A8A4A", "5E6E3A", "8E7A4A"), 1.3, 70), 240, "tray"),
    (1.35, 1.2),
    260,
)
