"""Packs: stand-up pouches, boxes, tins, sacks and paper bags."""

from collections.abc import Callable

from .canvas import Frame
from .colour import CLAY, CREAM, GREEN, INDIGO, PAPER, RED, SAND, SEA, WINE, Colour, dark, mix, pale
from .labels import emblem, label
from .scene import Scene
from .shapes import box, ellipse, lathe, leaf, moved, smooth

Pack = Callable[[Frame, Scene, Colour], None]
TONES = (RED, GREEN, INDIGO, "D9982B", CLAY, SEA, WINE, "C8A06A", "5F7F3C", "E9DDC0")


def pouch(f: Frame, s: Scene, tone: Colour) -> None:
    """A stand-up pouch with a window, 330 wide and 470 high."""
    body = smooth(
        [
            (-150, -470),
            (0, -472),
            (150, -470),
            (152, -440),
            (150, -330),
            (162, -120),
            (156, -6),
            (0, 10),
            (-156, -6),
            (-162, -120),
            (-150, -330),
            (-152, -440),
        ],
        steps=6,
    )
    f.shadow(165, 34)
    f.fill(body, tone, "column")
    f.fill(box(-170, -474, 340, 46), dark(tone, 0.2), "column", clip=body)
    f.fill(box(-152, -420, 304, 5), pale(tone, 0.4), alpha=0.6)
    style = s.rng.randrange(3)
    if style == 0:
        label(f, s, 0, -215, 236, 270)
    elif style == 1:
        f.fill(
            smooth([(-170, -170), (-60, -220), (70, -150), (170, -200), (170, 20), (-170, 20)]),
            mix(tone, CREAM, 0.75),
            "column",
            clip=body,
            depth=0.6,
        )
        emblem(f.at(0, -290), s, 72, pale(tone, 0.75), tone)
        f.fill(box(-70, -110, 140, 18, 8), dark(tone, 0.1))
        f.fill(box(-46, -78, 92, 12, 6), tone, alpha=0.7)
    else:
        f.fill(box(-170, -350, 340, 190), CREAM, "column", clip=body, depth=0.6)
        emblem(f.at(0, -262), s, 66, dark(tone, 0.1), CREAM)
        f.fill(box(-80, -130, 160, 18, 8), CREAM)
        f.fill(box(-54, -98, 108, 12, 6), CREAM, alpha=0.7)
    f.line([(-118, -400), (-128, -240), (-130, -60)], 12, pale(tone, 0.6), 4, alpha=0.45)


def carton(f: Frame, s: Scene, tone: Colour) -> None:
    """A gift box seen from its corner, 380 wide and 380 high."""
    f.shadow(220, 40)
    front, side = (
        [(-200, -350), (110, -370), (110, 6), (-200, -10)],
        [(110, -370), (205, -345), (205, -22), (110, 6)],
    )
    f.fill([(-200, -350), (-100, -386), (205, -345), (110, -370)], pale(tone, 0.35))
    f.fill(side, dark(tone, 0.3), "fall")
    f.fill(front, tone, "side", depth=0.7)
    style = s.rng.randrange(3)
    g = f.at(-45, -180, 1, -2)
    if style == 0:
        g.fill(box(-155, -60, 310, 130), CREAM)
        emblem(g.at(0, -2), s, 50, dark(tone, 0.15), CREAM)
    elif style == 1:
        emblem(g.at(0, -40), s, 96, pale(tone, 0.75), tone)
        g.fill(box(-80, 90, 160, 20, 8), pale(tone, 0.75))
    else:
        label(g, s, 0, 0, 220, 270)
    f.fill([(-200, -350), (110, -370), (110, -352), (-200, -332)], pale(tone, 0.5), alpha=0.6)


def tin(f: Frame, s: Scene, tone: Colour) -> None:
    """A round tin with a lid, 300 wide and 400 high."""
    body = lathe([(150, -370), (150, -360), (150, -20), (146, -6), (100, 14), (0, 22)], steps=4)
    f.shadow(155, 36)
    f.fill(body, tone, "column")
    label(f, s, 0, -170, 240, 230, clip=body)
    lid = lathe(
        [(0, -414), (120, -412), (156, -396), (156, -390), (156, -330), (120, -318), (0, -312)], steps=4
    )
    f.fill(lid, pale(tone, 0.25), "column")
    f.disc(0, -392, 150, pale(tone, 0.5), "side", ry=26)


def paper_bag(f: Frame, s: Scene, tone: Colour) -> None:
    """A folded paper bag tied with string, 300 wide and 430 high."""
    kraft = mix(tone, "CFA46B", 0.7)
    f.shadow(160, 34)
    body = [(-136, -380), (136, -380), (156, -150), (150, 0), (-150, 0), (-156, -150)]
    f.fill(body, kraft, "side")
    f.fill([(136, -380), (156, -150), (150, 0), (112, 0), (112, -380)], dark(kraft, 0.22), alpha=0.8)
    f.fill([(-136, -380), (136, -380), (128, -440), (-124, -436)], dark(kraft, 0.12), "column")
    f.fill(box(-142, -386, 284, 16, 6), pale(tone, 0.15))
    f.many(
        [moved(ellipse(0, 0, 38, 15), -34, -392, 1, 24), moved(ellipse(0, 0, 38, 15), 34, -392, 1, -24)], RED
    )
    f.many(
        [moved(ellipse(0, 0, 22, 6), -34, -392, 1, 24), moved(ellipse(0, 0, 22, 6), 34, -392, 1, -24)], kraft
    )
    f.line([(0, -386), (-26, -340), (-34, -318)], 8, RED, 6)
    f.line([(0, -386), (26, -344), (40, -326)], 8, RED, 6)
    label(f, s, 0, -180, 200, 230)


def sack(f: Frame, s: Scene, tone: Colour = SAND) -> None:
    """A full cloth sack tied at its neck, 420 wide and 480 high."""
    cloth = mix(tone, "D9BE8C", 0.65)
    body = smooth(
        [
            (-70, -372),
            (0, -366),
            (70, -372),
            (168, -300),
            (212, -140),
            (190, -14),
            (0, 6),
            (-190, -14),
            (-212, -140),
            (-168, -300),
        ]
    )
    f.shadow(215, 44)
    f.fill(
        smooth([(-60, -370), (-128, -470), (-60, -452), (0, -482), (56, -452), (126, -474), (60, -370)]),
        dark(cloth, 0.12),
        "column",
    )
    f.fill(body, cloth, "round")
    f.many(
        [moved(leaf(180, 16), x, -362, 1, a) for x, a in ((-40, 122), (-14, 102), (16, 80), (42, 58))],
        dark(cloth, 0.22),
        alpha=0.7,
    )
    f.fill(box(-80, -390, 160, 28, 14), RED, "column")
    emblem(f.at(0, -150), s, 84, mix(tone, dark(tone, 0.35), 0.4) if tone != SAND else GREEN, cloth)


def open_sack(f: Frame, s: Scene, tone: Colour, filling: Callable[[Frame], object]) -> None:
    """A sack with its brim rolled down and its goods showing, 420 wide and 380 high."""
    cloth = mix(tone, "D9BE8C", 0.75)
    f.shadow(210, 44)
    f.disc(0, -310, 178, dark(cloth, 0.4), ry=50)
    filling(f.at(0, -300))
    body = smooth(
        [
            (-176, -306),
            (-90, -270),
            (0, -260),
            (90, -270),
            (176, -306),
            (208, -150),
            (188, -12),
            (0, 6),
            (-188, -12),
            (-208, -150),
        ]
    )
    f.fill(body, cloth, "round")
    roll = smooth(
        [
            (-192, -322),
            (-90, -276),
            (0, -266),
            (90, -276),
            (192, -322),
            (196, -270),
            (96, -224),
            (0, -214),
            (-96, -224),
            (-196, -270),
        ]
    )
    f.fill(roll, pale(cloth, 0.3), "column")
    emblem(f.at(0, -112), s, 66, dark(mix(tone, RED, 0.3), 0.1), cloth)


def brick(f: Frame, s: Scene, tone: Colour) -> None:
    """A low box or a vacuum pack lying flat, 400 wide and 200 high."""
    f.shadow(215, 40)
    f.fill([(-170, -200), (180, -200), (210, -120), (-210, -120)], pale(tone, 0.3))
    f.fill(box(-210, -122, 420, 128, 8), tone, "side")
    f.fill(box(-60, -122, 120, 128), CREAM, depth=0.5)
    f.fill([(-50, -200), (52, -200), (60, -120), (-60, -120)], PAPER)
    emblem(f.at(0, -58), s, 40, tone, CREAM)


def packed(s: Scene) -> Pack:
    """Some kind of pack."""
    return s.pick((pouch, pouch, carton, tin, paper_bag))
