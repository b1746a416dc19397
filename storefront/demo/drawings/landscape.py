"""Places to visit: stilt houses, rivers, bays, waterfalls, orchards."""

from math import sin

import numpy as np

from .canvas import Frame
from .colour import BARK, BROWN, GREEN, LEAF, RED, STRAW, WOOD, Colour, dark, mix, pale
from .flowers import lotus
from .scene import Scene
from .shapes import Points, box, ellipse, leaf, moved, smooth, stroke

SKIES = (("F7D9A0", "F2B36B"), ("F6E6C4", "E9B9A0"), ("CFE6E2", "F3E3C0"), ("F3C9B0", "D98A78"), ("BBDAD6", "F6E9C8"), ("8A86A8", "F0BE9A"))


def ridge(base: float, swing: float, wave: float, phase: float) -> Points:
    """The outline of a range of hills down to the bottom of the sheet."""
    top = [(x, base + swing * (sin(x / wave + phase) + 0.45 * sin(x / wave * 2.3 + phase * 3))) for x in range(-60, 1560, 60)]
    return np.vstack([smooth(top, closed=False), [(1560, 1200), (-60, 1200)]])


def sky(s: Scene) -> tuple[Frame, Colour]:
    """Sky, sun and birds; answers the frame and the colour of the haze."""
    f, (top, low) = s.at(0, 0), s.pick(SKIES)
    f.fill(box(-10, -10, 1460, 900), low, "rise", shade=top, light=pale(low, 0.2), depth=1.15)
    x, y = s.near(720, 420), s.near(260, 70)
    f.disc(x, y, 132, pale(low, 0.4), alpha=0.5)
    f.disc(x, y, 92, s.pick(("F6EBC8", "E9663C", "F5C24A")))
    for bx, by in ((s.near(400, 200), s.near(190, 60)), (s.near(900, 200), s.near(150, 50)), (s.near(1000, 200), s.near(210, 40))):
        f.many([stroke([(bx - 44, by - 10), (bx - 20, by - 20), (bx, by)], 2, 7), stroke([(bx, by), (bx + 20, by - 20), (bx + 44, by - 10)], 7, 2)],
               mix(BARK, low, 0.35))
    return f, low


def ranges(f: Frame, s: Scene, haze: Colour, tone: Colour, base: float = 420, count: int = 3) -> None:
    """Hills growing stronger in colour as they come near."""
    for i in range(count):
        shade = mix(haze, tone, 0.35 + 0.5 * i / max(1, count - 1))
        f.fill(ridge(base + 80 * i, 62 - 10 * i, 210 - 24 * i, s.rng.uniform(0, 6)), shade, "rise", shade=pale(shade, 0.2), light=dark(shade, 0.1),
               depth=0.7)


def rice_steps(f: Frame, s: Scene, top: float = 600, tones: tuple[str, ...] = ("8FAA4C", "B4C25A", "D9B84A")) -> None:
    """Terraced fields in front, each with its dark rim."""
    phase = s.rng.uniform(0, 6)
    for i in range(9):
        y = top + i * 56
        line = [(x, y + (46 + 4 * i) * sin(x / 300 + phase + i * 0.3) + 16 * sin(x / 110 + i)) for x in range(-60, 1560, 60)]
        tone = tones[i % len(tones)]
        edge = smooth(line, closed=False)
        f.fill(np.vstack([edge, [(1560, 1200), (-60, 1200)]]), dark(tone, 0.42))
        f.fill(np.vstack([edge + (0, 13), [(1560, 1200), (-60, 1200)]]), tone, "rise", shade=pale(tone, 0.3), depth=0.6)


def palm(f: Frame, s: Scene, h: float = 420) -> None:
    """A coconut palm rooted at the origin."""
    f.line([(0, 0), (26, -h * 0.5), (80, -h)], 30, BROWN, 18)
    for a in (-175, -140, -100, -60, -25, 8):
        f.fill(moved(leaf(250, 56, 40 if a > -90 else -40), 80, -h, 1, a), GREEN if a % 2 else LEAF, "side")
    f.many([ellipse(80 + d, -h + 16, 17) for d in (-22, 4, 28)], "8A6A34")


def stilt_house(f: Frame, s: Scene, thatch: Colour = "B5803A") -> None:
    """A house on stilts, 640 wide and 470 high."""
    wood = s.pick(("8E5A34", "7A4A2B", "A06A3E"))
    f.shadow(340, 46)
    f.fill(box(-230, -150, 460, 150), dark(wood, 0.6), alpha=0.75)
    f.many([box(x, -170, 22, 176) for x in (-250, -130, 0, 120, 230)], dark(wood, 0.3))
    f.fill(box(-280, -180, 560, 30, 6), pale(wood, 0.15))
    f.fill(box(-240, -320, 480, 146), wood, "side")
    f.many([box(x, -320, 4, 146) for x in range(-220, 240, 34)], dark(wood, 0.25), alpha=0.7)
    f.many([box(x, -296, 78, 90, 4) for x in (-180, 90)], dark(wood, 0.55))
    f.many([box(x, -296, 78, 90, 4) for x in (-176, 94)], "F2C45A", alpha=0.85)
    f.many([box(x + 34, -296, 8, 90) for x in (-180, 90)] + [box(x, -256, 78, 7) for x in (-180, 90)], dark(wood, 0.4))
    f.fill(box(-42, -300, 90, 126), dark(wood, 0.6))
    f.many([box(x, -224, 7, 50) for x in range(-276, -40, 26)] + [box(x, -224, 7, 50) for x in range(60, 280, 26)], pale(wood, 0.2))
    f.many([box(-280, -230, 240, 9), box(56, -230, 224, 9)], pale(wood, 0.25))
    roof = [(-330, -300), (-210, -480), (210, -480), (330, -300)]
    f.fill(roof, thatch, "side")
    for k in range(1, 6):
        y, w = -480 + 30 * k, 210 + 20 * k
        f.many([[(x, y), (x + 30, y), (x + 15, y + 16)] for x in range(-w, w - 20, 30)], dark(thatch, 0.22), alpha=0.8)
    f.fill([(-226, -492), (226, -492), (210, -470), (-210, -470)], dark(thatch, 0.3))
    f.fill([(-30, -170), (40, -170), (100, 8), (0, 8)], dark(wood, 0.15))
    f.many([[(-22 + 6 * i, -150 + 30 * i), (48 + 11 * i, -150 + 30 * i), (50 + 11 * i, -142 + 30 * i), (-20 + 6 * i, -142 + 30 * i)]
            for i in range(5)], pale(wood, 0.3))


def village(s: Scene) -> None:
    """A stilt house above terraces."""
    f, haze = sky(s)
    ranges(f, s, haze, s.pick(("4F7A66", "5B7F8A", "6B7A4A")))
    tones = s.pick((("8FAA4C", "B4C25A", "7A9A44"), ("D9B84A", "E9CC6A", "C9A23A"), ("8FAA4C", "D9B84A", "B4C25A")))
    rice_steps(f, s, 660, tones)
    way, thatch = s.pick((-1, 1)), s.pick(("B5803A", "9A6A34", "C99A4A", "8A7A5A"))
    if s.rng.random() < 0.4:
        x = s.near(720, 120)
        stilt_house(s.at(x, 880, 1.15, 0, way < 0), s, thatch)
    else:
        x = 720 + way * s.near(230, 40)
        stilt_house(s.at(720 - way * 380, 700, 0.52, 0, way > 0), s, thatch)
        stilt_house(s.at(x, 880, 1.0, 0, way < 0), s, thatch)
        buffalo(s.at(720 - way * s.near(360, 60), 960, 0.9, 0, way < 0), s)
    for side in (-1, 1):
        g = s.at(x + side * s.near(520, 40), 900, s.near(1.0, 0.15), 0, side < 0)
        for a in (-120, -104, -90, -76, -60):
            g.line([(0, 0), (a + 90, -220), ((a + 90) * 3, -420)], 13, "7E9A4A", 7)
            g.many([moved(leaf(120, 30, 8), (a + 90) * t * 3, -420 * t, 1, b) for t in (0.6, 0.8, 0.98) for b in (-30, 200, -80)], LEAF)


def buffalo(f: Frame, s: Scene) -> None:
    """A water buffalo facing left, 460 wide and 330 high."""
    hide = "5A4A4C"
    f.shadow(200, 34)
    f.many([box(x, -120, 36, 122, 12) for x in (-120, -60, 80, 130)], dark(hide, 0.3))
    f.blob([(-190, -220), (-90, -270), (90, -280), (190, -230), (200, -120), (110, -70), (-110, -70), (-190, -120)], hide, "round")
    f.line([(190, -220), (226, -150), (214, -90)], 10, dark(hide, 0.2), 6)
    f.blob([(-190, -260), (-130, -250), (-150, -170), (-220, -120), (-262, -130), (-256, -170)], dark(hide, 0.12), "side")
    f.line([(-170, -250), (-100, -310), (-40, -290)], 22, "D9C9A8", 3)
    f.line([(-206, -252), (-260, -310), (-320, -280)], 22, "D9C9A8", 3)
    f.disc(-206, -200, 7, "1D1416")


def boat(f: Frame, s: Scene, roofed: bool = True, person: bool = True) -> None:
    """A wooden boat, 640 wide, floating on the origin."""
    wood = s.pick(("7A4A2B", "8E5A34", "5E3A24"))
    f.fill(smooth([(-300, 24), (0, 60), (300, 24), (200, 90), (-200, 90)]), "1F3A44", alpha=0.3)
    if roofed:
        f.fill(smooth([(-120, -50), (-110, -150), (0, -190), (120, -150), (140, -50)]), "C9A24E", "column")
        f.many([stroke([(x, -50), (x * 0.98, -130), (x * 0.7, -178)], 6) for x in (-80, -30, 30, 80)], dark("C9A24E", 0.3))
    if person:
        g = f.at(210, -50)
        g.blob([(-44, 20), (-36, -90), (0, -120), (40, -90), (52, 20)], s.pick((RED, "2E3F74", "6A2E4F")), "side")
        g.disc(0, -136, 26, "E0B48A")
        g.fill(smooth([(-80, -136), (0, -206), (80, -136), (0, -124)], steps=4), "EAD9A8", "side")
        g.line([(20, -70), (90, -10), (150, 110)], 11, BROWN)
    f.fill(smooth([(-360, -90), (-250, -46), (0, -34), (250, -46), (350, -96), (270, 40), (120, 66), (-130, 66), (-280, 40)]), wood, "fall",
           light=pale(wood, 0.25))
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
    f.many([moved(leaf(s.near(150, 40), 34, 10), x, 700, 1, a) for x in list(range(-20, 360, 44)) + list(range(1080, 1470, 44))
            for a in (-115, -70)], GREEN, "fall")
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
    path = smooth([(x - w, foot), (x - w * 0.86, foot - h * 0.5), (x - w * 0.5, foot - h * 0.92), (x - w * 0.1, foot - h), (x + w * 0.3, foot - h * 0.82),
                   (x + w * 0.66, foot - h * 0.5), (x + w * 0.9, foot - h * 0.2), (x + w, foot)], closed=False)
    f.fill(path, tone, "side", shade=dark(tone, 0.3), light=pale(tone, 0.25))
    f.many([moved(leaf(h * 0.6, 13), x + d * w, foot - h * 0.16, 1, -90 + 12 * d) for d in (-0.5, -0.15, 0.25, 0.55)], pale(tone, 0.35), clip=path,
           alpha=0.6)
    f.fill(smooth([(x - w * 0.6, foot - h * 0.84), (x - w * 0.1, foot - h * 1.02), (x + w * 0.34, foot - h * 0.8), (x, foot - h * 0.76)]),
           mix(tone, LEAF, 0.6), clip=path)


def bay(s: Scene) -> None:
    """Limestone islands and a junk with red sails, or coracles on a beach."""
    f, haze = sky(s)
    sea = mix(haze, s.pick(("2F7F8A", "3C8C9C", "35668A")), 0.75)
    f.fill(box(-10, 620, 1460, 480), sea, "fall", shade=dark(sea, 0.3), light=pale(sea, 0.35))
    tone = s.pick(("4F6E6A", "5A6B7F", "56704F"))
    for x, w, h, k in ((200, 150, 300, 0.55), (1260, 180, 350, 0.55), (930, 110, 220, 0.4), (480, 120, 210, 0.4), (60, 190, 430, 0.1), (1400, 200, 470, 0.1)):
        karst(f, s, s.near(x, 40), w, s.near(h, 40), 650, mix(tone, haze, k))
    ripples(s, 670, pale(sea, 0.4))
    x = s.near(720, 80)
    if s.says("biển", "đảo", "chài", "cù lao") and s.rng.random() < 0.7:
        f.fill(smooth([(-60, 960), (300, 900), (800, 930), (1200, 890), (1500, 940), (1500, 1140), (-60, 1140)]), "EBD3A0", "fall")
        for bx, by, k in ((x - 280, 930, 1.0), (x + 220, 970, 1.3)):
            g = s.at(bx, by, k)
            g.shadow(170, 34)
            g.fill(smooth([(-170, -110), (170, -110), (130, -10), (0, 20), (-130, -10)]), s.pick((RED, "2E3F74", "C98F4A", "2F6340")), "side")
            g.disc(0, -112, 172, STRAW, ry=44)
            g.disc(0, -108, 150, dark(STRAW, 0.45), ry=34)
        palm(s.at(150, 940, 1.1), s, 460)
        return
    g = s.at(x, 860, 1.3, 0, s.rng.random() < 0.5)
    sail = s.pick((RED, "B5532E", "D9982B"))
    for mx, h, w in ((-150, 330, 130), (20, 470, 180), (190, 300, 120)):
        g.line([(mx, -40), (mx, -h - 30)], 12, BROWN, 8)
        shape = smooth([(mx - 8, -70), (mx - 10, -h), (mx + w * 0.7, -h * 0.86), (mx + w, -h * 0.5), (mx + w * 0.86, -80)], steps=6)
        g.fill(shape, sail, "side")
        g.many([stroke([(mx - 10, -h + k * h * 0.19), (mx + w * 0.5, -h + k * h * 0.19 + 10), (mx + w, -h + k * h * 0.19 + 6)], 6) for k in range(1, 5)],
               dark(sail, 0.3), clip=shape)
    boat(g.at(0, 0, 0.95), s, False, False)


def waterfall(s: Scene) -> None:
    """Water falling between rocks and trees."""
    f, haze = sky(s)
    ranges(f, s, haze, "4F7A66", 400, 2)
    rock, x = s.pick(("5A5F58", "6B5A4A", "4F5A66")), s.near(720, 90)
    for side in (-1, 1):
        f.fill(smooth([(x + side * 120, 330), (x + side * 320, 270), (x + side * 620, 330), (x + side * 900, 300), (x + side * 900, 1100), (x + side * 110, 1000),
                       (x + side * 170, 700)]), rock, "side")
        f.many([smooth([(x + side * (190 + 90 * i), 420 + 70 * i), (x + side * (260 + 90 * i), 410 + 70 * i), (x + side * (250 + 80 * i), 560 + 60 * i)])
                for i in range(5)], dark(rock, 0.2))
    water = "DDEDEA"
    fall = smooth([(x - 130, 335), (x + 130, 335), (x + 150, 600), (x + 230, 930), (x - 230, 930), (x - 150, 600)], steps=6)
    f.fill(fall, water, "column", shade="8FBAC4")
    for d in (-100, -60, -20, 30, 70, 110):
        f.line([(x + d, 350), (x + d * 1.1, 600), (x + d * 1.6, 900)], 8, s.pick(("FFFFFF", "A9CDD2", "BFDDDF")), 16, alpha=0.8)
    pool = "5FA3AC"
    f.fill(smooth([(-80, 960), (300, 900), (720, 880), (1150, 900), (1520, 950), (1520, 1160), (-80, 1160)]), pool, "fall", light=pale(pool, 0.5))
    f.many([ellipse(x + d, 905, 90, 30) for d in (-200, -90, 20, 130, 220)], "F4F8F4", alpha=0.8)
    ripples(s, 960, pale(pool, 0.5))
    for tx, k in ((90, 1.3), (300, 0.9), (1150, 0.95), (1370, 1.35)):
        for d, y, r in ((-90, -140, 120), (90, -150, 120), (0, -240, 140), (0, -110, 130)):
            f.disc(tx + d * k, 420 + y * k * 0.6, r * k, mix(LEAF, GREEN, 0.3 + 0.5 * (r < 130)), "round")
    f.many([moved(leaf(260, 70, 20), bx, 1090, 1, a) for bx, way in ((40, 1), (1400, -1)) for a in (-90 - 50 * way, -90, -90 + 40 * way, -90 + 70 * way)],
           GREEN, "side")


def orchard(s: Scene) -> None:
    """A path between round fruit trees up to a small house."""
    f, haze = sky(s)
    ranges(f, s, haze, "5E8A5A", 430, 3)
    f.fill(ridge(690, 22, 300, s.rng.uniform(0, 6)), "9DB557", "rise", shade="C2CE7A")
    f.fill(smooth([(690, 720), (750, 720), (860, 860), (1000, 1120), (420, 1120), (580, 860)]), "EBD3A0", "fall")
    stilt_house(s.at(720, 745, 0.5), s)
    tone = s.pick(("EE9A24", "D9432C", "F0C23E", "A9324A", "F2A9B8"))
    for x, y, k in ((330, 740, 0.6), (1110, 745, 0.6), (210, 840, 0.9), (1230, 850, 0.9), (110, 1010, 1.3), (1350, 1020, 1.3)):
        g = f.at(s.near(x, 14), y, k)
        g.shadow(150, 30)
        g.line([(0, 0), (6, -80), (0, -170)], 40, BROWN, 26)
        for d, h, r in ((-90, -210, 105), (90, -210, 105), (0, -290, 120), (0, -190, 120)):
            g.disc(d, h, r, mix(LEAF, GREEN, 0.55), "round")
        g.many([ellipse(s.near(0, 130), s.near(-235, 90), 17) for _ in range(17)], tone)


def tea_hills(s: Scene) -> None:
    """Rounded tea hills with a picker in a conical hat."""
    f, haze = sky(s)
    ranges(f, s, haze, "4F7A66", 400, 2)
    for i, (x, y, r) in enumerate(((250, 900, 520), (1200, 930, 560), (720, 1080, 620))):
        for k in range(9):
            tone = ("5E8A3E", "7FA64A")[k % 2] if i < 2 else ("6B9A42", "93B656")[k % 2]
            f.disc(s.near(x, 6), y + k * 26, r - k * 44, tone, ry=(r - k * 44) * 0.62)
    g = s.at(s.near(720, 160), 900, 1.1)
    g.blob([(-90, 40), (-70, -110), (0, -150), (70, -110), (90, 40)], s.pick((RED, "2E3F74", "6A2E4F")), "side")
    g.disc(0, -170, 36, "E0B48A")
    g.fill(smooth([(-120, -170), (0, -276), (120, -170), (0, -150)], steps=4), "EAD9A8", "side")
    g.fill(smooth([(20, -90), (110, -90), (100, 30), (30, 30)], steps=4), WOOD, "side")
    g.disc(65, -92, 50, LEAF, ry=18)


VILLAGE, RIVER, BAY, FALLS, ORCHARD, TEA_HILLS = village, river, bay, waterfall, orchard, tea_hills
