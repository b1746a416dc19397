"""Cakes, rice paper, noodles and sweets."""

from functools import partial

import numpy as np

from .bottles import jar
from .canvas import Frame
from .colour import CREAM, GREEN, LEAF, RED, STRAW, WOOD, Colour, dark, mix, pale
from .goods import Piece, pair, stocked, tone_for
from .heaps import Stuff, candy, cashew, chip, cube, grain, mushroom, nut, pepper, stick, strip
from .packs import brick, carton, packed, pouch
from .scene import Motif, Scene
from .shapes import box, ellipse, leaf, moved, stroke
from .ware import banana_leaf, board, bowl, plate, served, tray


def square_cake(f: Frame, s: Scene) -> None:
    """A bánh chưng in its leaves, tied crosswise, 340 wide."""
    f.shadow(190, 40)
    tone = "4F7A3A"
    f.fill([(-150, -250), (150, -262), (186, -190), (-186, -180)], pale(tone, 0.2), "side")
    f.fill([(-186, -182), (186, -192), (180, 0), (-180, 4)], tone, "side")
    f.many(
        [[(x, -182), (x + 5, -182), (x + 5, 4), (x, 4)] for x in (-130, -70, -10, 54, 120)],
        dark(tone, 0.2),
        alpha=0.6,
    )
    for x in (-66, 62):
        f.fill([(x - 9, -186), (x + 9, -186), (x + 9, 4), (x - 9, 4)], STRAW)
        f.fill([(x * 0.86 - 9, -254), (x * 0.86 + 9, -254), (x + 9, -184), (x - 9, -184)], pale(STRAW, 0.3))
    f.fill(box(-184, -104, 366, 17), STRAW)
    f.fill([(-170, -222), (170, -232), (172, -216), (-172, -206)], pale(STRAW, 0.3))
    f.many([moved(leaf(80, 22, 6), 0, -226, 1, a) for a in (-30, -150)], STRAW)


def roll(f: Frame, s: Scene, tone: Colour = "5B8440", inside: Colour = "F0D9C0", cut: bool = False) -> None:
    """A cylinder wrapped in banana leaf and tied, lying, 420 wide."""
    f.shadow(215, 34)
    f.fill(box(-200, -120, 400, 122, 56), tone, "fall", light=pale(tone, 0.35))
    f.many([moved(leaf(150, 18, 4), x, -60, 1, 4) for x in (-190, -70, 60)], dark(tone, 0.16))
    for x in (-130, -50, 30, 110):
        f.line([(x, -120), (x + 14, -60), (x, 2)], 12, "C9503A" if s.scheme.accent == "C43A2B" else STRAW)
    if cut:
        f.disc(186, -60, 46, dark(tone, 0.3), ry=62)
        f.disc(190, -60, 40, inside, "round", ry=55)
        f.many(
            [ellipse(190 + x, -60 + y, 4) for x, y in ((-14, -20), (10, 6), (-6, 24), (14, -26))],
            dark(inside, 0.3),
        )
    else:
        f.fill([(180, -100), (226, -76), (226, -44), (180, -18)], dark(tone, 0.15))


def small_roll(f: Frame, s: Scene, tone: Colour = "5B8440", band: Colour = RED) -> None:
    """A short leaf parcel with a rubber band, 190 wide, centre at the origin."""
    f.fill(box(-95, -36, 190, 82, 34), dark(tone, 0.4))
    f.fill(box(-95, -42, 190, 80, 34), tone, "fall", light=pale(tone, 0.35))
    for x in (-40, 36):
        f.line([(x, -42), (x + 9, 0), (x, 38)], 13, band)


def parcels(band: str, tone: str = "5B8440") -> Motif:
    """A heap of little parcels on a leaf."""

    def paint(s: Scene) -> None:
        def filling(g: Frame) -> None:
            for x, y in ((-110, -92), (110, -92), (0, -150), (-220, -16), (0, -20), (220, -16)):
                small_roll(g.at(x, y - 24, 1.02, s.near(0, 6)), s, tone, band)

        kind = s.pick((banana_leaf, board))
        kind(s.at(s.near(720, 50), 890, 1.5), 350, filling)

    return paint


def sheets(f: Frame, s: Scene, tone: Colour = "F5EAD0", seeds: bool = False) -> None:
    """A stack of round rice sheets with one leaning behind, 460 wide."""
    f.disc(30, -250, 235, dark(tone, 0.25))
    f.disc(22, -254, 232, tone, "side", depth=0.7)
    marks = [
        ellipse(22 + s.near(0, 150), -254 + s.near(0, 150), 5 if seeds else 13)
        for _ in range(50 if seeds else 18)
    ]
    f.many(marks, "3A3034" if seeds else pale(tone, 0.6), alpha=0.9 if seeds else 0.6)
    f.shadow(240, 60)
    for i in range(7):
        shade = tone if i % 2 else dark(tone, 0.13)
        f.disc((i % 3 - 1) * 4, -10 - i * 13, 240, shade, ry=62)
    f.disc(0, -96, 240, pale(tone, 0.3), "side", ry=62, depth=0.5)
    f.many(
        [
            ellipse(s.near(0, 170), -96 + s.near(0, 40), 5 if seeds else 14, 3 if seeds else 4)
            for _ in range(26)
        ],
        "3A3034" if seeds else dark(tone, 0.1),
        alpha=0.8,
    )


def crackers(f: Frame, s: Scene, tone: Colour = "D9A052") -> None:
    """Grilled sesame crackers."""
    sheets(f, s, tone, seeds=True)


def nest(f: Frame, s: Scene, tone: Colour = "F2D48A", r: float = 130) -> None:
    """A nest of dry noodles."""
    f.shadow(r, r * 0.26)
    f.disc(0, -r * 0.36, r, dark(tone, 0.35), ry=r * 0.42)
    f.disc(0, -r * 0.42, r, tone, "side", ry=r * 0.42)
    for k in range(7):
        turn = np.linspace(s.rng.uniform(0, 6), s.rng.uniform(7, 11), 26)
        reach = r * (0.95 - 0.12 * k)
        path = np.column_stack([np.cos(turn) * reach, np.sin(turn) * reach * 0.42 - r * 0.42 + s.near(0, 4)])
        f.fill(stroke(path, 9, 8, curved=False), pale(tone, 0.5) if k % 2 else dark(tone, 0.2))


def bundle(f: Frame, s: Scene, tone: Colour = "F6ECD6") -> None:
    """A bundle of straight noodles tied with a ribbon, 560 wide."""
    f.shadow(280, 40)
    f.fill([(-280, -120), (280, -104), (272, 0), (-272, -6)], dark(tone, 0.25))
    for i in range(12):
        y = -118 + i * 9.5
        f.fill(
            [(-284 + s.near(0, 14), y), (284 + s.near(0, 14), y + 3), (284, y + 10), (-284, y + 8)],
            mix(tone, dark(tone, 0.25), 0.75 * (i % 3) / 2),
        )
    f.fill(box(-60, -126, 120, 134, 14), s.scheme.accent if s.scheme.accent != "D9982B" else RED, "fall")
    f.disc(0, -58, 34, CREAM, ry=34)


def topping(g: Frame, s: Scene) -> None:
    """What the name promises on the noodles: egg and chicken, fish, or lotus seeds."""
    if s.says("gà"):
        g.many([moved(leaf(120, 46), x, -20, 1, -16) for x in (-150, -110)], "E9C596")
        for x in (70, 136):
            g.disc(x, -30, 42, "FFF8EA", ry=30)
            g.disc(x, -32, 21, "F0A62E", "round", ry=15)
    elif s.says("cá", "lèo"):
        for x, tone in ((-120, "D9C2A0"), (-60, "E9D9C0"), (90, "E9764F"), (136, "EE8A62")):
            g.blob([(x - 44, -20), (x - 20, -64), (x + 30, -60), (x + 46, -18), (x, -4)], tone, "side")
    elif s.says("sen"):
        for i in range(11):
            g.disc(-150 + 30 * i, -14 - 22 * (i % 2), 19, "F3E6C4", "round", ry=16)


def noodle_bowl(f: Frame, s: Scene, tone: Colour = "F6ECD6") -> None:
    """A bowl of noodles with herbs and chopsticks."""

    def filling(g: Frame) -> None:
        g.disc(0, 0, 216, "D9A05A", ry=40)
        for k in range(9):
            x = -150 + k * 36
            g.line(
                [(x - 60, 6), (x - 20, -34 - 6 * (k % 3)), (x + 40, -30), (x + 74, 10)],
                17,
                mix(tone, dark(tone, 0.2), (k % 3) / 2),
            )
        topping(g, s)
        g.many(
            [
                moved(leaf(70, 30, 6), x, -34, 1, a)
                for x, a in ((-70, -150), (-50, -60), (40, -100), (60, -30))
            ],
            LEAF,
        )
        g.many([stroke([(x, -18), (x + 26, -26), (x + 50, -16)], 14, 4) for x in (-10, 84, -120)], RED)

    bowl(f, s.pick(("2E3F74", "B5533A", "F1E2C6", "2F6340")), 240, 165, filling, CREAM)
    if s.says("cháo"):
        f.line([(60, -190), (250, -360)], 18, "DCE5DF", 26)
        return
    for d in (0, 34):
        f.line([(-60 + d, -190), (250 + d, -400)], 13, WOOD, 17)


def slabs(tone: str, flecks: str, item_clip: str = "") -> Piece:
    """Cut blocks of a sweet cake on a plate."""

    def piece(f: Frame, s: Scene) -> None:
        def filling(g: Frame) -> None:
            for x, y, a in ((-80, -20, -4), (80, -16, 5), (0, -84, 2), (-20, 22, 0)):
                h = g.at(x, y, 1.15, a)
                h.fill(box(-74, -40, 148, 66, 12), dark(tone, 0.32))
                h.fill(box(-74, -56, 148, 58, 12), tone, "side")
                h.many([ellipse(s.near(0, 60), s.near(-28, 20), 5, 4) for _ in range(12)], flecks)

        plate(f, s.pick((CREAM, "DCE5DF", "8FB0B4")), 230, filling, s.pick((GREEN, "B5533A", "2E3F74")))

    return piece


def buns(f: Frame, s: Scene, tone: Colour = "F6ECDA") -> None:
    """Round steamed or baked cakes on a leaf."""

    def filling(g: Frame) -> None:
        for x, y in ((-130, -60), (0, -90), (130, -60), (-66, 10), (70, 12)):
            g.blob(
                [(x - 86, y), (x - 50, y - 74), (x, y - 92), (x + 50, y - 74), (x + 86, y), (x, y + 22)],
                tone,
                "round",
            )
            g.disc(x - 6, y - 66, 11, RED, ry=7)

    banana_leaf(f, 280, filling)


def pyramid(f: Frame, s: Scene) -> None:
    """Pointed leaf dumplings tied with string, on a tray."""

    def filling(g: Frame) -> None:
        for x, y, k in ((-110, -60, 0.9), (110, -60, 0.9), (0, -20, 1.15), (-190, 20, 0.8), (180, 26, 0.85)):
            h = g.at(x, y + 20, k)
            h.blob(
                [(0, -190), (30, -150), (120, -10), (90, 10), (-90, 10), (-120, -10), (-30, -150)],
                "4F7A3A",
                "side",
            )
            h.fill([(0, -186), (26, -150), (120, -6), (20, 8)], dark("4F7A3A", 0.2), alpha=0.7)
            h.line([(-70, -70), (0, -56), (70, -70)], 13, STRAW)
            h.line([(-4, -170), (10, -60), (4, 8)], 11, STRAW)

    tray(f, "D2A45E", 300, filling)


def with_pack(piece: Piece, scale: float = 1.2) -> Motif:
    """A food on the table with its pack behind."""

    def paint(s: Scene) -> None:
        way = s.pick((-1, 1))
        pack = s.pick((packed(s), carton, pouch, brick))
        pack(s.at(720 - way * s.near(290, 30), 800, 1.2), s, tone_for(s))
        piece(s.at(720 + way * s.near(160, 20), 905, scale, 0, s.rng.random() < 0.3), s)

    return paint


def twice(piece: Piece, scale: float = 1.3) -> Motif:
    """A food shown twice, one behind the other."""
    return pair(piece, piece, (scale, scale * 0.88), 240, (830, 915))


CHUNG, GIO, CUT_ROLL = twice(square_cake, 1.25), twice(roll, 1.25), with_pack(partial(roll, cut=True), 1.4)
NEM, LEAF_CAKES, DUMPLINGS = parcels(RED), parcels(STRAW, "6A7A34"), with_pack(pyramid)
SHEETS, CRACKERS = with_pack(sheets), with_pack(crackers)
NOODLES, BUNDLES = with_pack(noodle_bowl), with_pack(bundle, 1.15)
GREEN_BUNDLES, RED_BUNDLES = (with_pack(partial(bundle, tone=t), 1.15) for t in ("B9CF9A", "E3B08A"))
GLASS_BUNDLES = with_pack(partial(bundle, tone="D3CDBE"), 1.15)


def nests(f: Frame, s: Scene) -> None:
    """Three nests of dry noodles, one on the others."""
    for x, y in ((-120, -20), (120, -20), (0, -96)):
        nest(f.at(x, y), s)


NESTS = with_pack(nests, 1.35)
CHE_LAM, PEANUT_BRITTLE = (
    with_pack(slabs("C99A5A", "F4E6C8"), 1.35),
    with_pack(slabs("B8702E", "F0D6A4"), 1.35),
)
GREEN_CAKE = with_pack(slabs("B9C26A", "8FA04A"), 1.35)
YELLOW_CAKE = with_pack(slabs("EBC861", "D9A63A"), 1.35)
BUNS, GAI = with_pack(buns, 1.25), with_pack(partial(buns, tone="4A4A38"), 1.25)
COCONUT_CANDY = stocked(Stuff(candy, ("F6EAD2", "E3C690", "9DBB6A"), 1.25, 50, 50))
CANDY = stocked(Stuff(candy, ("E2829A", "F2B93B", "9DBB4A", "C9653D"), 1.25, 50, 50))
RICE_CRISP = stocked(Stuff(chip, ("F0D9A0", "E6C27C", "F6E6BE"), 1.3, 50, 20))
COM = stocked(Stuff(grain, ("A9BE62", "8FAA4C", "C2D07E"), 1.15, 170), vessel="leaf")
FRUIT_STRIPS = stocked(Stuff(strip, ("E2962F", "D6822A", "EDB04A"), 1.15, 55, 60))
BANANA_DRY = stocked(Stuff(strip, ("B8743A", "9E5E2C", "C98A4A"), 1.15, 55, 40))
RED_STRIPS = stocked(Stuff(strip, ("A23A3A", "B84A3C", "8A2E38"), 1.05, 55, 60))
CHIPS = stocked(Stuff(chip, ("EBC05A", "E0A840", "F2D27C"), 1.15, 55, 20))
PURPLE_CHIPS = stocked(Stuff(chip, ("7E4A82", "94609A", "6A3A6E"), 1.15, 55, 20))
CASHEWS = stocked(Stuff(cashew, ("EFD9AE", "E6C68E", "F4E4C4"), 1.2, 60, 60))
NUTS = stocked(Stuff(nut, ("9A5E34", "B4743E", "7E4A28"), 1.1, 60, 60))
GINGER_JAM = stocked(Stuff(stick, ("F0D28A", "E6BE6A", "F7E3B0"), 1.0, 60, 40))
PRESERVES = stocked(Stuff(cube, ("D9822F", "C2452E", "E9B23E"), 1.1, 60, 20))
PIA = with_pack(partial(buns, tone="E9B95A"), 1.25)
SPONGE = with_pack(slabs("F0C24E", "C98F2E"), 1.35)
FLOUR = stocked(Stuff(cube, ("FFFFFF", "F6F0E4", "ECE4D4"), 0.34, 45), vessel="bowl")
PORRIDGE = with_pack(partial(noodle_bowl, tone="F3E2BE"))
SESAME_TAFFY = with_pack(slabs("D9A04A", "FBF0D6"), 1.35)
COCONUT_STRIPS = stocked(Stuff(strip, ("FBF3E4", "F0DCC0", "E9EBC8", "F3CBC4"), 1.05, 60, 60))
DRIED_PERSIMMON = stocked(Stuff(nut, ("B8562A", "A04420", "CC6A34"), 1.5, 50, 30), vessel="tray")
SWEET_POTATO_STRIPS = stocked(Stuff(strip, ("D9742E", "C2612A", "E58A3C"), 1.15, 55, 40))
DRIED_MUSHROOM = stocked(Stuff(mushroom, ("8A5A3C", "6B4430", "A3734E"), 0.9, 40, 30))
PICKLE = pair(
    partial(jar, tone="D9BE5A", lid=RED),
    lambda f, s: served(s, f, Stuff(pepper, (RED, "E9D08A", "A9BE62"), 1.1, 45, 50), 220, "bowl"),
    (1.45, 1.15),
    250,
)
