"""Things of one region: bamboo-tube rice, five-colour sticky rice, asparagus, aloe, antlers, hydrangeas, topiary."""

from .canvas import Frame
from .colour import BROWN, CREAM, GREEN, RED, YELLOW, Colour, dark, mix, pale
from .drinks import pressed
from .flowers import bouquet
from .fruit import group
from .goods import heaped, pair, shuffled, tone_for
from .heaps import Stuff, grain, heap, strip
from .plants import tub
from .pottery import GLAZES
from .remedies import caring, tonic
from .scene import Scene
from .shapes import box, ellipse, leaf, moved, petal, smooth, stroke
from .ware import banana_leaf


def asparagus(f: Frame, s: Scene) -> None:
    """A bundle of asparagus, 520 high."""
    f.shadow(140, 32)
    for i, x in enumerate((-78, 78, -48, 50, -16, 20)):
        g = f.at(x, 0, 1, x * 0.07)
        h = (410, 420, 460, 450, 500, 480)[i]
        tone = mix("7FA64A", GREEN, 0.12 * (i % 3))
        g.fill(
            smooth(
                [(-22, 0), (22, 0), (21, -h + 90), (14, -h + 24), (0, -h), (-14, -h + 24), (-21, -h + 90)]
            ),
            tone,
            "column",
        )
        g.fill(moved(leaf(90, 36), 0, -h + 92, 1, -90), mix(tone, "6A4A6E", 0.45), "side")
        g.many(
            [
                moved(leaf(36, 20), d, y, 1, -90 + d)
                for d, y in ((-8, -h + 150), (9, -h + 210), (-6, -h + 270))
            ],
            mix(tone, "6A4A6E", 0.4),
        )
        g.disc(0, 0, 22, "E3E2B4", ry=7)
    f.fill(
        smooth([(-112, -190), (0, -172), (112, -190), (112, -140), (0, -122), (-112, -140)]),
        "C98F4A",
        "column",
    )
    f.line([(10, -160), (60, -110), (50, -70)], 10, "C98F4A", 6)


def potato(f: Frame, s: Scene) -> None:
    """A potato."""
    f.shadow(130, 32)
    tone = "D9B26A"
    f.blob(
        [(-130, -80), (-80, -180), (40, -196), (134, -130), (130, -40), (30, 0), (-90, -10)], tone, "round"
    )
    f.many(
        [ellipse(x, y, 9, 5) for x, y in ((-60, -120), (10, -60), (60, -140), (-20, -160), (80, -70))],
        dark(tone, 0.25),
    )


def bamboo_tubes(f: Frame, s: Scene) -> None:
    """Sticky rice in bamboo tubes, one peeled open, 520 wide."""
    f.shadow(260, 50)
    for i, (x, y) in enumerate(((-30, -10), (30, -96), (-10, -180))):
        g = f.at(x, y, 1, (-4, 3, -2)[i])
        tone = ("8FA04A", "7A8C3E", "A3A85A")[i]
        if i == 1:
            g.fill(box(-250, -82, 500, 84, 38), "FBF3DF", "fall")
            g.many(
                [moved(leaf(28, 12), s.near(60, 170), s.near(-40, 26)) for _ in range(36)],
                dark("FBF3DF", 0.12),
            )
            g.fill(box(-260, -84, 200, 88, 10), tone, "fall", light=pale(tone, 0.4))
            g.fill([(-70, -84), (-10, -60), (-50, -40), (0, -16), (-70, 4)], tone, "fall")
        else:
            g.fill(box(-260, -84, 520, 88, 14), tone, "fall", light=pale(tone, 0.4))
            g.disc(256, -40, 18, "E9D9A8", ry=42)
            g.disc(257, -40, 12, "FBF3DF", ry=31)
        g.many([box(x, -86, 14, 92, 5) for x in ((-180,) if i == 1 else (-150, 90))], dark(tone, 0.22))


def five_colours(f: Frame, s: Scene) -> None:
    """Sticky rice in five colours on a leaf."""

    def filling(g: Frame) -> None:
        for x, y, tones in (
            (-140, -30, ("8A3A8E", "7A2E7E")),
            (140, -30, ("3E7A46", "5A9456")),
            (0, -70, ("FBF3DF", "F3E6C8")),
            (-74, 40, ("C2352B", "D9523C")),
            (80, 40, ("F0BE3A", "E3A92C")),
        ):
            heap(g.at(x, y), s, Stuff(grain, tones, 1.0, 70), 96, 92)

    banana_leaf(f, 300, filling)


def aloe(f: Frame, s: Scene) -> None:
    """Aloe leaves with a cut piece, 460 wide."""
    f.shadow(180, 36)
    for i, a in enumerate((-160, -20, -138, -42, -114, -66, -90)):
        size = (250, 250, 310, 310, 350, 350, 370)[i]
        g, tone = f.at(0, -10, 1, a), mix("7FAE6A", GREEN, 0.4 - 0.06 * i)
        bend = 26 if a < -90 else -26
        g.fill(leaf(size, 74, bend), tone, "side")
        g.many([ellipse(size * t, bend * 0.7, 6, 3) for t in (0.25, 0.4, 0.55, 0.7)], pale(tone, 0.55))
    for x, y in ((150, 6), (230, 24)):
        f.fill(box(x - 44, y - 50, 88, 52, 12), "5F9A56", "fall")
        f.fill(box(x - 38, y - 58, 76, 36, 12), "DDEFC9", "side")


def antler(f: Frame, s: Scene) -> None:
    """Velvet antlers with cut slices, 420 wide."""
    f.shadow(190, 40)
    for side, tone in ((-1, "9E5A36"), (1, "B06A40")):
        f.fill(
            stroke([(side * 30, 0), (side * 60, -120), (side * 130, -240), (side * 130, -360)], 62, 48),
            tone,
            "round",
        )
        f.disc(side * 130, -360, 30, tone, "round")
        f.fill(stroke([(side * 56, -110), (side * 0, -190), (side * 10, -260)], 46, 36), tone, "round")
        f.disc(side * 10, -262, 22, pale(tone, 0.1), "round")
        f.fill(stroke([(side * 112, -220), (side * 190, -270), (side * 210, -320)], 42, 34), tone, "round")
        f.disc(side * 211, -322, 20, tone, "round")
    for x in (-120, -40, 40, 120):
        f.disc(x, 4, 42, dark("9E5A36", 0.2), ry=24)
        f.disc(x, -2, 40, "E9B98A", "side", ry=22)
        f.disc(x, -2, 22, "C9644A", ry=12)


def hydrangea(f: Frame, s: Scene, tone: Colour = "7F94C9") -> None:
    """A hydrangea head, 270 wide."""
    f.disc(0, 0, 134, dark(tone, 0.3), "round")
    spots = (
        [(0, 0)]
        + [(*moved([(62, 0)], 0, 0, 1, a)[0],) for a in range(0, 360, 60)]
        + [(*moved([(112, 0)], 0, 0, 1, a)[0],) for a in range(10, 370, 30)]
    )
    for x, y in reversed(spots):
        shade = mix(tone, pale(tone, 0.5), s.rng.random())
        f.many([moved(petal(34, 34), x, y, 1, a + x) for a in range(45, 406, 90)], shade)
        f.disc(x, y, 5, CREAM)


def topiary(s: Scene) -> None:
    """A tree clipped into a deer, in its tub."""
    f = s.at(720, 940, 1.2, 0, s.rng.random() < 0.5)
    tone = "5B8A42"
    tub(f, s, tone_for(s, GLAZES), 230, 170)
    f.many([stroke([(x, -300), (x + 4, -170)], 40, 30) for x in (-120, -60, 80, 140)], dark(tone, 0.25))
    body = (
        (-90, -360, 110),
        (20, -350, 110),
        (120, -360, 100),
        (-160, -440, 74),
        (-190, -520, 62),
        (-220, -590, 60),
        (-266, -580, 40),
        (210, -420, 34),
    )
    for x, y, r in body:
        f.disc(x + 6, y + 10, r, dark(tone, 0.35))
    for x, y, r in body:
        f.disc(x, y, r, tone, "round")
    f.line([(-200, -640), (-190, -720), (-230, -780)], 16, BROWN, 7)
    f.line([(-190, -640), (-140, -710), (-150, -780)], 16, BROWN, 7)
    for _ in range(46):
        x, y, r = s.pick(body)
        f.fill(
            moved(leaf(30, 13), x + s.near(0, r * 0.6), y + s.near(0, r * 0.6), 1, s.rng.uniform(0, 360)),
            pale(tone, 0.3),
        )


def paper_flowers(s: Scene) -> None:
    """Bright paper flowers on bamboo sticks, in a pot."""
    f = s.at(s.near(720, 40), 940, 1.18)
    tones = shuffled(s, (RED, "E2829A", YELLOW, "8A4A94", "3C8C9C", "EE8A2C", "6B9A3C"))
    spots = [
        (-270, -480),
        (270, -480),
        (-150, -580),
        (150, -590),
        (0, -660),
        (-160, -390),
        (160, -390),
        (0, -510),
    ]
    for x, y in spots:
        f.line([(0, -170), (x * 0.5, y * 0.6), (x, y)], 10, "B99A4A", 8)
    f.many(
        [
            moved(leaf(150, 52, 12), x * 0.55, y * 0.62, 1, -90 + x * 0.3 + d)
            for x, y in spots
            for d in (-50, 50)
        ],
        GREEN,
        "side",
    )
    for i, (x, y) in enumerate(spots):
        g, tone = f.at(x, y, 0.95, s.near(0, 20)), tones[i % len(tones)]
        for count, r, k in ((12, 116, 0.2), (10, 84, 0.0), (8, 52, -0.3)):
            shade = dark(tone, k) if k >= 0 else pale(tone, -k)
            g.many(
                [moved(petal(r, r * 0.5, 0.12), 0, 0, 1, a * 360 / count) for a in range(count)],
                dark(shade, 0.2),
            )
            g.many(
                [moved(petal(r * 0.95, r * 0.4, 0.12), 0, 0, 1, a * 360 / count) for a in range(count)],
                shade,
                "side",
            )
        g.disc(0, 0, 20, YELLOW, "round")
    tub(f, s, tone_for(s, GLAZES), 150, 190)


def bougainvillea(f: Frame, s: Scene, tone: Colour = "D9437A") -> None:
    """A tuft of bracts, 220 wide."""
    for x, y in ((-52, 20), (52, 20), (0, -46), (0, 10)):
        g = f.at(x, y)
        for a in (-90, 30, 150):
            p = moved(leaf(84, 66), 0, 0, 1, a)
            g.fill(p * 1.04, dark(tone, 0.25))
            g.fill(p, tone, "side")
        g.disc(0, 0, 9, CREAM)


ASPARAGUS, POTATOES = pair(asparagus, asparagus, (1.35, 1.15), 200), group(potato, None, 1.2)


COM_LAM, XOI = (
    pair(bamboo_tubes, bamboo_tubes, (1.25, 1.0), 230),
    pair(five_colours, bamboo_tubes, (1.2, 0.9), 290, (900, 830)),
)


def platter(s: Scene) -> None:
    """The five colours as the whole picture."""
    five_colours(s.at(s.near(720, 30), 900, 1.75), s)


FIVE_COLOURS = platter


ALOE_DRINK, ALOE_CARE = pressed("DCE6B0", aloe), caring("cream", aloe, ("A3B681", "6B9A3C", "DCE6B0"))


ANTLER = tonic(antler)


HYDRANGEAS = bouquet(hydrangea, ("7F94C9", "B58AC0", "E2A0B4", "A9C4D9"), 1.05)


BOUGAINVILLEA = bouquet(bougainvillea, ("D9437A", "E9803C", "F3E3DC", "C65C9A"))


TOPIARY, PAPER_FLOWERS = topiary, paper_flowers


RAGWORMS = heaped(Stuff(strip, ("C9705A", "B85A48", "D98A6E"), 0.9, 90, 90), "bowl")
