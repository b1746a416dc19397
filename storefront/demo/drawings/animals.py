"""Ornamental animals: koi, betta, songbirds, fancy fowl."""

from functools import partial

from .canvas import Frame
from .colour import BARK, BROWN, CREAM, GREEN, INDIGO, LEAF, OCHRE, RED, YELLOW, Colour, dark, mix, pale
from .farm import chicken
from .flowers import five, lotus
from .scene import Scene
from .shapes import box, ellipse, leaf, moved, smooth, stroke


def water(s: Scene, tone: Colour) -> None:
    """A whole picture of water with rings of light."""
    f = s.at(720, 540)
    f.fill(box(-1200, -900, 2400, 1800), tone, "fall", shade=dark(tone, 0.3), light=pale(tone, 0.3))
    for _ in range(7):
        x, y, r = s.near(0, 620), s.near(0, 450), s.near(120, 50)
        for k in (1.0, 0.7):
            f.disc(x, y, r * k, pale(tone, 0.22), ry=r * k * 0.5, alpha=0.4)
            f.disc(x, y, r * k - 7, tone, ry=r * k * 0.5 - 6, alpha=0.7)


def koi(f: Frame, s: Scene, patch: Colour = "D9482B") -> None:
    """A koi seen from above, swimming to the left, 680 long."""
    skin = "FBF1E0"
    f.fill(smooth([(-320, 60), (-60, 130), (200, 100), (380, 130), (200, 40)]), "123A44", alpha=0.25)
    for side in (-1, 1):
        f.blob(
            [(-150, side * 70), (-90, side * 190), (-20, side * 200), (-60, side * 80)],
            mix(skin, patch, 0.2),
            "side",
        )
        f.blob(
            [(70, side * 56), (130, side * 120), (170, side * 110), (130, side * 40)],
            mix(skin, patch, 0.2),
            "side",
        )
    f.blob(
        [(250, 0), (330, -60), (430, -130), (400, -20), (440, 60), (340, 40)], mix(skin, patch, 0.3), "side"
    )
    body = smooth(
        [
            (-330, 6),
            (-280, -60),
            (-140, -96),
            (40, -76),
            (200, -30),
            (290, -6),
            (290, 14),
            (200, 34),
            (40, 84),
            (-140, 104),
            (-280, 70),
        ]
    )
    f.fill(body, skin, "fall", shade=dark(skin, 0.25))
    f.many(
        [
            smooth([(-290, -70), (-180, -110), (-150, 10), (-240, 40)]),
            smooth([(-60, -100), (90, -90), (70, 20), (-30, 40)]),
            smooth([(140, -60), (260, -30), (240, 40), (150, 30)]),
        ],
        patch,
        clip=body,
    )
    if s.rng.random() < 0.6:
        f.many(
            [smooth([(-110, 30), (-50, 20), (-70, 80)]), smooth([(90, 30), (130, 20), (120, 60)])],
            "2B2630",
            clip=body,
        )
    f.many([ellipse(x, y, 11) for x, y in ((-264, -46), (-264, 56))], BARK)
    f.many([stroke([(-318, d), (-370, d * 2.2), (-400, d * 2.0)], 9, 3) for d in (-18, 26)], OCHRE)


def koi_pond(s: Scene) -> None:
    """Koi among lily pads."""
    depth = s.pick(("2F7482", "35668A", "3F7F6E"))
    water(s, depth)
    tones = ("D9482B", "E58A2A", "C43A2B")
    for x, y, k, a in (
        (560, 380, 1.15, s.near(-18, 8)),
        (880, 720, 1.2, s.near(160, 10)),
        (300, 800, 0.8, s.near(60, 12)),
    ):
        koi(s.at(x, y, k, a), s, s.pick(tones))
    for x, y, r in ((150, 180, 170), (1270, 250, 200), (1180, 960, 150), (90, 560, 90)):
        f = s.at(x, y, 1, s.near(0, 90))
        f.disc(10, 16, r, "123A44", alpha=0.35)
        f.disc(0, 0, r, LEAF, "side")
        f.fill([(0, 0), (r * 1.05, -r * 0.25), (r * 1.05, r * 0.25)], dark(depth, 0.12))
        f.many([moved(leaf(r * 0.92, 8), 0, 0, 1, a) for a in range(30, 331, 30)], GREEN, alpha=0.6)
    lotus(s.at(1240, 190, 0.9), s)


def betta(f: Frame, s: Scene, tone: Colour = "3A4FA8", fin: Colour = "C43A4B") -> None:
    """A fighting fish with veils for fins, facing left, 760 long."""
    veils = (
        (
            [
                (40, -40),
                (150, -260),
                (330, -330),
                (470, -230),
                (500, -40),
                (480, 140),
                (360, 290),
                (190, 260),
                (60, 50),
            ],
            fin,
        ),
        ([(-120, -70), (-60, -290), (80, -320), (190, -210), (110, -60)], mix(fin, tone, 0.4)),
        ([(-110, 60), (-80, 260), (60, 340), (190, 230), (90, 50)], mix(fin, tone, 0.4)),
    )
    for path, colour in veils:
        shape = smooth(path)
        f.fill(shape, colour, "side")
        cx, cy = path[0]
        f.many(
            [moved(leaf(520, 15, 12), cx - 10, cy, 1, a) for a in range(-180, 181, 15)],
            pale(colour, 0.3),
            clip=shape,
            alpha=0.55,
        )
    f.blob(
        [(-290, 10), (-220, -70), (-90, -100), (60, -70), (110, 0), (60, 66), (-90, 90), (-220, 66)],
        tone,
        "fall",
        light=pale(tone, 0.4),
        shade=dark(tone, 0.45),
    )
    f.many(
        [ellipse(-150 + x * 40 + (y % 2) * 20, -50 + y * 30, 15, 10) for x in range(6) for y in range(4)],
        pale(tone, 0.4),
        alpha=0.5,
    )
    f.line([(-140, 70), (-170, 170), (-120, 250)], 26, fin, 4)
    f.disc(-224, -16, 22, CREAM)
    f.disc(-227, -16, 13, BARK)


def betta_water(s: Scene) -> None:
    """A fighting fish between water weeds."""
    water(s, s.pick(("1D4A5C", "2B3A67", "2F6B5A", "E9D9B0")))
    f = s.at(0, 0)
    for x in (90, 180, 300, 1180, 1290, 1380):
        g = f.at(x, 1100)
        g.line(
            [(0, 0), (s.near(0, 40), -200), (s.near(0, 60), -420), (s.near(30, 60), -s.near(640, 120))],
            34,
            s.pick((LEAF, GREEN, "8FB05A")),
            6,
        )
    tones = s.pick((("3A4FA8", "C43A4B"), ("C43A2B", "E9962C"), ("2F7F8A", "8A4A94"), ("F1E3D0", "E2829A")))
    betta(s.at(640, 540, 1.15, s.near(-4, 5), s.rng.random() < 0.4), s, *tones)
    f.many([ellipse(s.near(720, 600), s.near(300, 260), s.near(15, 8)) for _ in range(14)], CREAM, alpha=0.45)
    f.fill(
        smooth([(-60, 1100), (100, 1010), (500, 1000), (900, 1020), (1300, 990), (1500, 1100)]),
        "D9B87A",
        "fall",
    )


def songbird(
    f: Frame, s: Scene, tone: Colour = BROWN, breast: Colour = "E9C48A", crest: bool = False
) -> None:
    """A small bird facing left, its feet at the origin, 260 wide."""
    f.many([stroke([(x, -34), (x - 6, 6)], 8) for x in (-10, 20)], OCHRE)
    f.fill(moved(leaf(220, 46), 60, -70, 1, 36), dark(tone, 0.25), "side")
    f.blob(
        [(-110, -170), (-60, -206), (-16, -170), (50, -120), (90, -60), (40, -26), (-40, -24), (-92, -80)],
        tone,
        "round",
    )
    f.blob([(-108, -150), (-60, -140), (-20, -80), (10, -30), (-40, -26), (-92, -80)], breast, "side")
    f.blob([(-20, -130), (70, -100), (110, -40), (40, -50), (-10, -80)], dark(tone, 0.35), "side")
    if crest:
        f.fill([(-84, -194), (-30, -262), (-40, -180)], dark(tone, 0.4))
        f.disc(-74, -146, 14, RED, ry=10)
    f.fill([(-104, -176), (-146, -160), (-102, -152)], "33292B")
    f.disc(-80, -172, 10, CREAM)
    f.disc(-82, -172, 7, BARK)


def cage(s: Scene) -> None:
    """A songbird in its bamboo cage, a flowering twig beside."""
    way = s.pick((-1, 1))
    f = s.at(720 - way * 60, 900, 1.12)
    f.shadow(290, 50)
    straw = "B5803A"
    f.line([(0, -880), (0, -760)], 12, straw)
    f.line([(-30, -840), (0, -884), (40, -860)], 12, straw, 8)
    for x in range(-240, 241, 60):
        f.line(
            [(x, -20), (x * 1.04, -300), (x * 0.92, -520), (x * 0.5, -680), (0, -760)], 6, dark(straw, 0.3)
        )
    f.fill(box(-250, -250, 500, 14, 7), "7A4A2B", "fall")
    crest = s.says("mào", "chào") or s.rng.random() < 0.4
    songbird(
        f.at(-10, -252, 1.25, 0, s.rng.random() < 0.5),
        s,
        s.pick((BROWN, "4F5A66", "6B7A3A", "33343E")),
        s.pick(("E9C48A", "F3E6D0", "D9823A")),
        crest,
    )
    for x in range(-210, 211, 60):
        f.line([(x, -10), (x * 1.1, -300), (x * 0.96, -520), (x * 0.5, -690), (0, -760)], 8, straw)
    for y, w in ((-24, 262), (-330, 262), (-560, 214)):
        f.line([(-w, y), (-w * 0.5, y + 26), (0, y + 34), (w * 0.5, y + 26), (w, y)], 15, straw)
    f.fill(box(-270, -28, 540, 46, 16), dark(straw, 0.2), "column")
    g = s.at(720 + way * 760, 120, 1.0, 0, way > 0)
    g.line([(0, 0), (160, 60), (330, 60), (450, 130)], 20, BROWN, 6)
    for x, y in ((140, 50), (230, 70), (330, 60), (400, 110), (280, 20), (450, 140), (190, 120)):
        five(g.at(x, y, 0.8), s, s.scheme.accent if s.scheme.accent != "2F6340" else YELLOW, OCHRE)


def fancy_fowl(s: Scene) -> None:
    """A fancy cock on the grass."""
    way = s.pick((-1, 1))
    tone, tail = s.pick(
        (("E9DDC6", "F6EFE0"), ("C4622D", "24483F"), ("8E2F2A", "2B3A67"), ("D9A24E", "3A2A3A"))
    )
    chicken(s.at(720, 910, 1.55, 0, way < 0), s, tone, tail, 1.3)
    f = s.at(0, 0)
    f.many(
        [
            moved(leaf(s.near(110, 40), 18, 14), x + d, 1070, 1, a)
            for x in (90, 260, 1180, 1360)
            for d, a in ((-30, -120), (0, -90), (30, -64))
        ],
        GREEN,
    )


def tank(s: Scene, tones: tuple[str, ...] = ("E58A2A", "D9482B", "F2B93B")) -> None:
    """Goldfish in a round bowl."""
    f = s.at(s.near(720, 60), 900, 1.35)
    f.shadow(260, 50, strength=0.35)
    glass = ellipse(0, -270, 290, 270)
    f.fill(glass, "CFE6E4", "round", alpha=0.7, shade="8FB6BC")
    f.fill(box(-300, -400, 600, 420), "8CC4CC", "fall", clip=ellipse(0, -270, 282, 262), alpha=0.7)
    f.fill(smooth([(-220, -60), (0, -90), (220, -60), (120, 10), (-120, 10)]), "D9B87A", clip=glass)
    for x, a in ((-150, -8), (-110, 10), (150, 6)):
        f.at(x, -60, 1, a).line([(0, 0), (-14, -90), (10, -180)], 18, LEAF, 4)
    for x, y, k, flip in ((-50, -280, 0.9, False), (90, -180, 0.6, True), (70, -340, 0.5, False)):
        g, tone = f.at(x, y, k, 0, flip), s.pick(tones)
        g.blob([(70, 0), (150, -90), (200, -80), (170, 0), (200, 84), (150, 90)], pale(tone, 0.25), "side")
        g.blob([(-20, -60), (20, -120), (70, -60)], pale(tone, 0.25), "side")
        g.blob(
            [(-120, 6), (-70, -60), (20, -66), (90, -10), (90, 14), (20, 66), (-70, 60)],
            tone,
            "fall",
            light=pale(tone, 0.4),
        )
        g.disc(-84, -10, 11, BARK)
    f.disc(0, -512, 150, "E4F0EC", ry=26, alpha=0.85)
    f.disc(0, -506, 132, "8CC4CC", ry=18, alpha=0.9)
    f.line([(-230, -330), (-236, -240), (-190, -140)], 22, CREAM, 8, alpha=0.5)


KOI, BETTA, BIRD, FOWL, GOLDFISH = koi_pond, betta_water, cage, fancy_fowl, tank
DARK_FISH = partial(tank, tones=(INDIGO, "3C8C9C", "8A4A94"))
