"""Poultry, eggs, milk and fresh meat."""

from functools import partial

from .canvas import Frame
from .colour import BARK, CREAM, GREEN, LEAF, OCHRE, RED, STRAW, Colour, dark, mix, pale
from .goods import pair
from .labels import label
from .scene import Scene
from .seafood import garnish
from .shapes import box, lathe, leaf, moved, smooth, stroke
from .ware import banana_leaf, basket, board


def _legs(f: Frame, xs: tuple[float, float], tone: Colour) -> None:
    for x in xs:
        f.line([(x, -90), (x - 4, 0)], 14, tone)
        f.many([stroke([(x - 4, -4), (x - 4 + d, 8)], 9, 5) for d in (-34, 0, 30)], tone)


def chicken(f: Frame, s: Scene, tone: Colour = "C4622D", tail: Colour = "24483F", comb: float = 1.0) -> None:
    """A hen or a cock facing left, 520 wide and 520 high."""
    f.shadow(200, 40)
    _legs(f, (-10, 60), OCHRE)
    for a, size in ((-66, 260), (-48, 290), (-30, 290), (-12, 250), (6, 200)):
        f.fill(
            moved(leaf(size * (0.75 + 0.25 * comb), 84, -40), 110, -210, 1, a),
            mix(tail, dark(tail, 0.4), (a % 4) / 4),
            "side",
        )
    f.blob(
        [
            (-190, -420),
            (-140, -470),
            (-90, -440),
            (-70, -330),
            (40, -270),
            (170, -280),
            (190, -180),
            (120, -90),
            (-10, -66),
            (-120, -100),
            (-176, -200),
            (-186, -320),
        ],
        tone,
        "round",
    )
    f.blob(
        [
            (-196, -420),
            (-140, -474),
            (-84, -440),
            (-60, -330),
            (-20, -250),
            (-110, -230),
            (-190, -270),
            (-180, -340),
        ],
        mix(tone, "E9A83A", 0.65),
        "side",
    )
    f.blob([(-40, -250), (80, -270), (170, -210), (120, -140), (10, -150)], dark(tone, 0.3), "side")
    f.many([moved(leaf(110, 30, 6), x, -180, 1, 14) for x in (-10, 30, 66)], dark(tone, 0.45))
    for x, r in ((-176, 24), (-142, 30), (-108, 24)):
        f.disc(x, -476 - 10 * comb, r * (0.6 + 0.4 * comb), RED)
    f.blob([(-196, -400), (-172, -392), (-168, -340), (-190, -322), (-206, -350)], RED, "side")
    f.fill([(-190, -438), (-246, -414), (-190, -400)], OCHRE)
    f.disc(-152, -428, 13, CREAM)
    f.disc(-154, -428, 8, BARK)


def duck(f: Frame, s: Scene, tone: Colour = "F1E6CF") -> None:
    """A duck facing left, 520 wide and 440 high."""
    f.shadow(200, 40)
    _legs(f, (0, 60), "E08A2E")
    f.blob(
        [
            (-200, -390),
            (-150, -440),
            (-90, -410),
            (-80, -300),
            (0, -260),
            (170, -270),
            (240, -320),
            (220, -190),
            (120, -80),
            (-30, -60),
            (-140, -110),
            (-170, -220),
            (-150, -310),
        ],
        tone,
        "round",
    )
    f.blob([(-40, -220), (90, -240), (190, -210), (100, -130), (0, -130)], dark(tone, 0.16), "side")
    f.many(
        [stroke([(0 + 30 * i, -160), (60 + 30 * i, -150), (110 + 20 * i, -190)], 6, 2) for i in range(3)],
        dark(tone, 0.3),
    )
    f.blob([(-196, -400), (-280, -376), (-270, -352), (-190, -360)], "E08A2E", "side")
    f.disc(-150, -396, 10, BARK)


def eggs(f: Frame, s: Scene, tones: tuple[str, ...]) -> None:
    """A basket of eggs in straw."""

    def filling(g: Frame) -> None:
        for i in range(26):
            g.line(
                [(-210 + 17 * i, 20), (-200 + 17 * i, -40), (-230 + 18 * i + s.near(0, 30), -74)],
                9,
                pale(STRAW, 0.2),
                3,
            )
        for x, y, a in (
            (-110, -60, -20),
            (0, -84, 8),
            (110, -60, 24),
            (-160, -10, -30),
            (-54, -14, -8),
            (58, -10, 14),
            (160, -8, 28),
        ):
            egg(g.at(x, y + 46, 1, a), s, s.pick(tones))
        g.many([stroke([(x, 40), (x + 50, 10), (x + 20, -14)], 8, 3) for x in (-180, -90, 10, 100)], STRAW)

    basket(f, "C98F4A", 240, 150, filling)


def egg(f: Frame, s: Scene, tone: Colour) -> None:
    """One egg standing on the origin."""
    f.blob(
        [(0, -140), (46, -104), (58, -54), (36, -8), (0, 0), (-36, -8), (-58, -54), (-46, -104)],
        tone,
        "round",
    )


def egg_basket(s: Scene) -> None:
    """Eggs in a basket, one or two beside it."""
    tones = (
        ("D9EADF", "CFE0DC")
        if s.says("vịt")
        else ("E9CBA4", "E0B58A", "F1DEC4")
        if not s.says("cút")
        else ("E9DCC0", "D6C3A0")
    )
    way = s.pick((-1, 1))
    eggs(s.at(720 + way * 60, 890, 1.55), s, tones)
    for x, a in ((-470, -12), (-390, 80)):
        g = s.at(720 + way * x, 960, 1.25)
        g.shadow(54)
        egg(g.at(0, -20 if a == 80 else 0, 1, a), s, tones[0])


def milk(f: Frame, s: Scene, tone: Colour = "F8F2E4") -> None:
    """A bottle of milk, 210 wide and 500 high."""
    f.shadow(115, 28)
    body = lathe(
        [(56, -446), (54, -390), (62, -350), (102, -280), (106, -230), (104, -26), (92, 0), (0, 6)], steps=6
    )
    f.fill(body, tone, "column", shade="C9CFCB")
    f.fill(box(-120, -446, 240, 54), "E4EBE6", clip=body, alpha=0.8)
    label(f, s, 0, -150, 190, 160, clip=body)
    f.fill(box(-62, -482, 124, 52, 12), s.pick((RED, "2E3F74", GREEN)), "column")


def milk_glass(f: Frame, s: Scene) -> None:
    """A glass of milk."""
    f.shadow(90, 22)
    cup = lathe([(88, -230), (82, -110), (74, -10), (62, 0), (0, 4)], steps=6)
    f.fill(cup, "E4EBE6", "column", alpha=0.7)
    f.fill(moved(cup, 0, -8, 0.9), "FBF6EA", "column", shade="D5D8D0")
    f.disc(0, -212, 78, "FFFFFF", ry=13)


def chop(f: Frame, s: Scene, tone: Colour = "C9483F") -> None:
    """A slab of streaky meat, 480 wide."""
    top = smooth(
        [(-240, -150), (-60, -190), (140, -180), (250, -130), (220, -70), (60, -40), (-160, -50), (-250, -90)]
    )
    f.fill(moved(top, 6, 52), dark(tone, 0.35))
    f.fill(moved(top, 2, 26), "EFC9B4")
    f.fill(top, tone, "side")
    for y, k in ((-140, 0.9), (-104, 1.0), (-74, 0.8)):
        f.line([(-220 * k, y + 14), (-60, y - 10), (90, y + 6), (220 * k, y - 8)], 20, "F4DCC8", 8, clip=top)


def cutlet(f: Frame, s: Scene, tone: Colour = "B8423F") -> None:
    """A cutlet on its rib bone, 380 wide."""
    f.line([(120, -150), (230, -200), (300, -220)], 34, "F1E3C8", 26)
    f.disc(306, -222, 22, "F1E3C8", "round")
    rim = smooth(
        [(-160, -60), (-140, -150), (-40, -200), (90, -190), (160, -130), (120, -50), (0, -10), (-100, -14)]
    )
    f.fill(moved(rim, 4, 30), dark(tone, 0.4))
    f.fill(rim, "F4DCC8", "side")
    f.fill(moved(rim, -6, -12, 0.86), tone, "side")
    f.many([stroke([(x, -130), (x + 30, -100), (x + 34, -60)], 8, 2) for x in (-70, 0, 60)], "F0C9B4")


def meat(s: Scene) -> None:
    """Fresh meat on a board with herbs."""
    tone = "A93A3C" if s.says("bò", "trâu", "dê", "cừu") else "D4645A"
    if s.says("cừu", "dê") or (not s.says("lợn", "heo") and s.rng.random() < 0.4):
        vessel = s.pick((board, banana_leaf))
        vessel(
            s.at(720, 900, 1.5),
            360,
            lambda g: (
                (
                    cutlet(g.at(-150, -20, 0.9, -4), s, tone),
                    cutlet(g.at(70, -30, 0.9, 4), s, tone),
                    cutlet(g.at(-40, 70, 0.95, 0), s, tone),
                )
            ),
        )
        garnish(s.at(s.pick((260, 1190)), 960, 1.2), s)
        return
    board(
        s.at(720, 900, 1.5),
        360,
        lambda g: (chop(g.at(-60, -20, 1.0, -4), s, tone), chop(g.at(90, 60, 0.85, 5), s, tone)),
    )
    garnish(s.at(s.pick((260, 1190)), 950, 1.2), s)


def flock(s: Scene) -> None:
    """A cock and a hen on their way."""
    black = s.says("đen", "ác", "h'mông", "mông")
    tones = (
        ("3A3440", "2B2630")
        if black
        else s.pick((("C4622D", "8E4A24"), ("D9A24E", "B5652C"), ("9E3F2A", "D0A060")))
    )
    way = s.pick((-1, 1))
    chicken(s.at(720 - way * 200, 880, 1.3, 0, way < 0), s, tones[0], comb=1.2)
    chicken(
        s.at(720 + way * 300, 920, 1.0, 0, s.rng.random() < 0.6),
        s,
        tones[1],
        tail=dark(tones[1], 0.5),
        comb=0.2,
    )
    f = s.at(0, 0)
    f.many(
        [
            moved(leaf(90, 18, 14), x + d, 1060, 1, a)
            for x in (120, 1330)
            for d, a in ((-30, -120), (0, -90), (30, -64))
        ],
        LEAF,
    )


def ducks(s: Scene) -> None:
    """Two ducks."""
    way = s.pick((-1, 1))
    duck(s.at(720 - way * 220, 870, 1.3, 0, way < 0), s)
    duck(s.at(720 + way * 290, 930, 1.05, 0, way > 0), s, "D9C39A")


MILK = pair(partial(milk), milk_glass, (1.3, 1.3), 190)
EGGS, MEAT, FLOCK, DUCKS = egg_basket, meat, flock, ducks
