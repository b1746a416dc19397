"""Rivers, bays and waterfalls."""

from .canvas import Frame
from .colour import BROWN, GREEN, LEAF, RED, STRAW, Colour, dark, mix, pale
from .flowers import lotus
from .houses import palm
from .landscape import ranges, sky
from .scene import Scene
from .shapes import box, ellipse, leaf, moved, smooth, stroke


def boat(f: Frame, s: Scene, roofed: bool = True, person: bool = True) -> None:
    """A wooden boat, 640 wide, floating on the origin."""
    wood = s.pick(("7A4A2B", "8E5A34", "5E3A24"))
    f.fill(smooth([(-300, 24), (0, 60), (300, 24), (200, 90), (-200, 90)]), "1F3A44", alpha=0.3)
    if roofed:
        f.fill(smooth([(-120, -50), (-110, -150), (0, -190), (120, -150), (140, -50)]), "C9A24E", "column")
        f.many(
            [stroke([(x, -50), (x * 0.98, -130), (x * 0.7, -178)], 6) for x in (-80, -30, 30, 80)],
            dark("C9A24E", 0.3),
        )
    if person:
        g = f.at(210, -50)
        g.blob(
            [(-44, 20), (-36, -90), (0, -120), (40, -90), (52, 20)], s.pick((RED, "2E3F74", "6A2E4F")), "side"
        )
        g.disc(0, -136, 26, "E0B48A")
        g.fill(smooth([(-80, -136), (0, -206), (80, -136), (0, -124)], steps=4), "EAD9A8", "side")
        g.line([(20, -70), (90, -10), (150, 110)], 11, BROWN)
    f.fill(
        smooth(
            [
                (-360, -90),
                (-250, -46),
                (0, -34),
                (250, -46),
                (350, -96),
                (270, 40),
                (120, 66),
                (-130, 66),
                (-280, 40),
            ]
        ),
        wood,
        "fall",
        light=pale(wood, 0.25),
    )
    f.line([(-350, -82), (-200, -38), (0, -26), (200, -38), (342, -88)], 12, pale(wood, 0.35))


def ripples(s: Scene, top: float, tone: Colour) -> None:
    """Lines of light on water."""
    f = s.at(0, 0)
    for _ in range(16):
        y = s.rng.uniform(top, 1060)
        x, w = s.rng.uniform(-60, 1400), 60 + (y - top) * 0.35
        f.line([(x, y), (x + w, y - 5), (x + 2 * w, y)], 2, tone, 8)


def river(s: Scene) -> None:
    """A boat on a river between palms, at times with floating-market fruit."""
    f, haze = sky(s)
    ranges(f, s, haze, s.pick(("4F7A66", "6B8A5A")), 470, 2)
    water = mix(haze, s.pick(("3C8C9C", "5B8A7A", "B58A5A")), 0.65)
    f.fill(box(-10, 650, 1460, 440), water, "fall", shade=dark(water, 0.25), light=pale(water, 0.3))
    ripples(s, 680, pale(water, 0.4))
    for x, k, flip in ((90, 1.15, False), (300, 0.8, True), (1320, 1.2, True), (1160, 0.85, False)):
        palm(s.at(s.near(x, 30), 690, k, 0, flip), s, s.near(400, 50))
    f.many(
        [
            moved(leaf(s.near(150, 40), 34, 10), x, 700, 1, a)
            for x in list(range(-20, 360, 44)) + list(range(1080, 1470, 44))
            for a in (-115, -70)
        ],
        GREEN,
        "fall",
    )
    boat(s.at(s.near(720, 60), 850, 1.25, 0, s.rng.random() < 0.5), s)
    if s.says("chợ", "nổi"):
        boat(s.at(s.near(420, 60), 730, 0.55), s, False)
    f = s.at(0, 0)
    for x, y in ((140, 1000), (1290, 980)):
        f.disc(x, y, 120, LEAF, ry=30)
        f.disc(x + 130, y + 40, 90, GREEN, ry=22)
        lotus(f.at(x, y - 50, 0.5), s)


def karst(f: Frame, s: Scene, x: float, w: float, h: float, foot: float, tone: Colour) -> None:
    """A limestone island."""
    path = smooth(
        [
            (x - w, foot),
            (x - w * 0.86, foot - h * 0.5),
            (x - w * 0.5, foot - h * 0.92),
            (x - w * 0.1, foot - h),
            (x + w * 0.3, foot - h * 0.82),
            (x + w * 0.66, foot - h * 0.5),
            (x + w * 0.9, foot - h * 0.2),
            (x + w, foot),
        ],
        closed=False,
    )
    f.fill(path, tone, "side", shade=dark(tone, 0.3), light=pale(tone, 0.25))
    f.many(
        [
            moved(leaf(h * 0.6, 13), x + d * w, foot - h * 0.16, 1, -90 + 12 * d)
            for d in (-0.5, -0.15, 0.25, 0.55)
        ],
        pale(tone, 0.35),
        clip=path,
        alpha=0.6,
    )
    f.fill(
        smooth(
            [
                (x - w * 0.6, foot - h * 0.84),
                (x - w * 0.1, foot - h * 1.02),
                (x + w * 0.34, foot - h * 0.8),
                (x, foot - h * 0.76),
            ]
        ),
        mix(tone, LEAF, 0.6),
        clip=path,
    )


def bay(s: Scene) -> None:
    """Limestone islands and a junk with red sails, or coracles on a beach."""
    f, haze = sky(s)
    sea = mix(haze, s.pick(("2F7F8A", "3C8C9C", "35668A")), 0.75)
    f.fill(box(-10, 620, 1460, 480), sea, "fall", shade=dark(sea, 0.3), light=pale(sea, 0.35))
    tone = s.pick(("4F6E6A", "5A6B7F", "56704F"))
    for x, w, h, k in (
        (200, 150, 300, 0.55),
        (1260, 180, 350, 0.55),
        (930, 110, 220, 0.4),
        (480, 120, 210, 0.4),
        (60, 190, 430, 0.1),
        (1400, 200, 470, 0.1),
    ):
        karst(f, s, s.near(x, 40), w, s.near(h, 40), 650, mix(tone, haze, k))
    ripples(s, 670, pale(sea, 0.4))
    x = s.near(720, 80)
    if s.says("biển", "đảo", "chài", "cù lao") and s.rng.random() < 0.7:
        f.fill(
            smooth([(-60, 960), (300, 900), (800, 930), (1200, 890), (1500, 940), (1500, 1140), (-60, 1140)]),
            "EBD3A0",
            "fall",
        )
        for bx, by, k in ((x - 280, 930, 1.0), (x + 220, 970, 1.3)):
            g = s.at(bx, by, k)
            g.shadow(170, 34)
            g.fill(
                smooth([(-170, -110), (170, -110), (130, -10), (0, 20), (-130, -10)]),
                s.pick((RED, "2E3F74", "C98F4A", "2F6340")),
                "side",
            )
            g.disc(0, -112, 172, STRAW, ry=44)
            g.disc(0, -108, 150, dark(STRAW, 0.45), ry=34)
        palm(s.at(150, 940, 1.1), s, 460)
        return
    g = s.at(x, 860, 1.3, 0, s.rng.random() < 0.5)
    sail = s.pick((RED, "B5532E", "D9982B"))
    for mx, h, w in ((-150, 330, 130), (20, 470, 180), (190, 300, 120)):
        g.line([(mx, -40), (mx, -h - 30)], 12, BROWN, 8)
        shape = smooth(
            [
                (mx - 8, -70),
                (mx - 10, -h),
                (mx + w * 0.7, -h * 0.86),
                (mx + w, -h * 0.5),
                (mx + w * 0.86, -80),
            ],
            steps=6,
        )
        g.fill(shape, sail, "side")
        g.many(
            [
                stroke(
                    [
                        (mx - 10, -h + k * h * 0.19),
                        (mx + w * 0.5, -h + k * h * 0.19 + 10),
                        (mx + w, -h + k * h * 0.19 + 6),
                    ],
                    6,
                )
                for k in range(1, 5)
            ],
            dark(sail, 0.3),
            clip=shape,
        )
    boat(g.at(0, 0, 0.95), s, False, False)


def waterfall(s: Scene) -> None:
    """Water falling between rocks and trees."""
    f, haze = sky(s)
    ranges(f, s, haze, "4F7A66", 400, 2)
    rock, x = s.pick(("5A5F58", "6B5A4A", "4F5A66")), s.near(720, 90)
    for side in (-1, 1):
        f.fill(
            smooth(
                [
                    (x + side * 120, 330),
                    (x + side * 320, 270),
                    (x + side * 620, 330),
                    (x + side * 900, 300),
                    (x + side * 900, 1100),
                    (x + side * 110, 1000),
                    (x + side * 170, 700),
                ]
            ),
            rock,
            "side",
        )
        f.many(
            [
                smooth(
                    [
                        (x + side * (190 + 90 * i), 420 + 70 * i),
                        (x + side * (260 + 90 * i), 410 + 70 * i),
                        (x + side * (250 + 80 * i), 560 + 60 * i),
                    ]
                )
                for i in range(5)
            ],
            dark(rock, 0.2),
        )
    water = "DDEDEA"
    fall = smooth(
        [(x - 130, 335), (x + 130, 335), (x + 150, 600), (x + 230, 930), (x - 230, 930), (x - 150, 600)],
        steps=6,
    )
    f.fill(fall, water, "column", shade="8FBAC4")
    for d in (-100, -60, -20, 30, 70, 110):
        f.line(
            [(x + d, 350), (x + d * 1.1, 600), (x + d * 1.6, 900)],
            8,
            s.pick(("FFFFFF", "A9CDD2", "BFDDDF")),
            16,
            alpha=0.8,
        )
    pool = "5FA3AC"
    f.fill(
        smooth([(-80, 960), (300, 900), (720, 880), (1150, 900), (1520, 950), (1520, 1160), (-80, 1160)]),
        pool,
        "fall",
        light=pale(pool, 0.5),
    )
    f.many([ellipse(x + d, 905, 90, 30) for d in (-200, -90, 20, 130, 220)], "F4F8F4", alpha=0.8)
    ripples(s, 960, pale(pool, 0.5))
    for tx, k in ((90, 1.3), (300, 0.9), (1150, 0.95), (1370, 1.35)):
        for d, y, r in ((-90, -140, 120), (90, -150, 120), (0, -240, 140), (0, -110, 130)):
            f.disc(tx + d * k, 420 + y * k * 0.6, r * k, mix(LEAF, GREEN, 0.3 + 0.5 * (r < 130)), "round")
    f.many(
        [
            moved(leaf(260, 70, 20), bx, 1090, 1, a)
            for bx, way in ((40, 1), (1400, -1))
            for a in (-90 - 50 * way, -90, -90 + 40 * way, -90 + 70 * way)
        ],
        GREEN,
        "side",
    )


RIVER, BAY, FALLS = river, bay, waterfall
