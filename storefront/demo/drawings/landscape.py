"""Places to visit: stilt houses, rivers, bays, waterfalls, orchards."""

from functools import partial
from math import sin

import numpy as np

from .canvas import Frame
from .colour import BARK, BROWN, GREEN, LEAF, RED, WOOD, Colour, dark, mix, pale
from .houses import buffalo, stilt_house
from .scene import Scene
from .shapes import Points, box, ellipse, leaf, moved, smooth, stroke

SKIES = (
    ("F7D9A0", "F2B36B"),
    ("F6E6C4", "E9B9A0"),
    ("CFE6E2", "F3E3C0"),
    ("F3C9B0", "D98A78"),
    ("BBDAD6", "F6E9C8"),
    ("8A86A8", "F0BE9A"),
)


def ridge(base: float, swing: float, wave: float, phase: float) -> Points:
    """The outline of a range of hills down to the bottom of the sheet."""
    top = [
        (x, base + swing * (sin(x / wave + phase) + 0.45 * sin(x / wave * 2.3 + phase * 3)))
        for x in range(-60, 1560, 60)
    ]
    return np.vstack([smooth(top, closed=False), [(1560, 1200), (-60, 1200)]])


def sky(s: Scene) -> tuple[Frame, Colour]:
    """Sky, sun and birds; answers the frame and the colour of the haze."""
    f, (top, low) = s.at(0, 0), s.pick(SKIES)
    f.fill(box(-10, -10, 1460, 900), low, "rise", shade=top, light=pale(low, 0.2), depth=1.15)
    x, y = s.near(720, 420), s.near(260, 70)
    f.disc(x, y, 132, pale(low, 0.4), alpha=0.5)
    f.disc(x, y, 92, s.pick(("F6EBC8", "E9663C", "F5C24A")))
    for bx, by in (
        (s.near(400, 200), s.near(190, 60)),
        (s.near(900, 200), s.near(150, 50)),
        (s.near(1000, 200), s.near(210, 40)),
    ):
        f.many(
            [
                stroke([(bx - 44, by - 10), (bx - 20, by - 20), (bx, by)], 2, 7),
                stroke([(bx, by), (bx + 20, by - 20), (bx + 44, by - 10)], 7, 2),
            ],
            mix(BARK, low, 0.35),
        )
    return f, low


def ranges(f: Frame, s: Scene, haze: Colour, tone: Colour, base: float = 420, count: int = 3) -> None:
    """Hills growing stronger in colour as they come near."""
    for i in range(count):
        shade = mix(haze, tone, 0.35 + 0.5 * i / max(1, count - 1))
        f.fill(
            ridge(base + 80 * i, 62 - 10 * i, 210 - 24 * i, s.rng.uniform(0, 6)),
            shade,
            "rise",
            shade=pale(shade, 0.2),
            light=dark(shade, 0.1),
            depth=0.7,
        )


def rice_steps(
    f: Frame, s: Scene, top: float = 600, tones: tuple[str, ...] = ("8FAA4C", "B4C25A", "D9B84A")
) -> None:
    """Terraced fields in front, each with its dark rim."""
    phase = s.rng.uniform(0, 6)
    for i in range(9):
        y = top + i * 56
        line = [
            (x, y + (46 + 4 * i) * sin(x / 300 + phase + i * 0.3) + 16 * sin(x / 110 + i))
            for x in range(-60, 1560, 60)
        ]
        tone = tones[i % len(tones)]
        edge = smooth(line, closed=False)
        f.fill(np.vstack([edge, [(1560, 1200), (-60, 1200)]]), dark(tone, 0.42))
        f.fill(
            np.vstack([moved(edge, 0, 13), [(1560, 1200), (-60, 1200)]]),
            tone,
            "rise",
            shade=pale(tone, 0.3),
            depth=0.6,
        )


def village(s: Scene, lone: bool | None = None) -> None:
    """A stilt house above terraces."""
    f, haze = sky(s)
    ranges(f, s, haze, s.pick(("4F7A66", "5B7F8A", "6B7A4A")))
    tones = s.pick(
        (("8FAA4C", "B4C25A", "7A9A44"), ("D9B84A", "E9CC6A", "C9A23A"), ("8FAA4C", "D9B84A", "B4C25A"))
    )
    rice_steps(f, s, 660, tones)
    way, thatch = s.pick((-1, 1)), s.pick(("B5803A", "9A6A34", "C99A4A", "8A7A5A"))
    if s.rng.random() < 0.4 if lone is None else lone:
        x = s.near(720, 120)
        stilt_house(s.at(x, 880, 1.15, 0, way < 0), s, thatch)
    else:
        x = 720 + way * s.near(230, 40)
        stilt_house(s.at(720 - way * 380, 700, 0.52, 0, way > 0), s, thatch)
        stilt_house(s.at(x, 880, 1.0, 0, way < 0), s, thatch)
        buffalo(s.at(720 - way * s.near(360, 60), 960, 0.9, 0, way < 0), s)
    for side in (-1, 1):
        g = s.at(720 + side * s.near(650, 30), 900, s.near(1.0, 0.15), 0, side < 0)
        for a in (-120, -104, -90, -76, -60):
            g.line([(0, 0), (a + 90, -220), ((a + 90) * 3, -420)], 13, "7E9A4A", 7)
            g.many(
                [
                    moved(leaf(120, 30, 8), (a + 90) * t * 3, -420 * t, 1, b)
                    for t in (0.6, 0.8, 0.98)
                    for b in (-30, 200, -80)
                ],
                LEAF,
            )


def orchard(s: Scene) -> None:
    """A path between round fruit trees up to a small house."""
    f, haze = sky(s)
    ranges(f, s, haze, "5E8A5A", 430, 3)
    f.fill(ridge(690, 22, 300, s.rng.uniform(0, 6)), "9DB557", "rise", shade="C2CE7A")
    f.fill(
        smooth([(690, 720), (750, 720), (860, 860), (1000, 1120), (420, 1120), (580, 860)]), "EBD3A0", "fall"
    )
    stilt_house(s.at(720, 745, 0.5), s)
    tone = s.pick(("EE9A24", "D9432C", "F0C23E", "A9324A", "F2A9B8"))
    for x, y, k in (
        (330, 740, 0.6),
        (1110, 745, 0.6),
        (210, 840, 0.9),
        (1230, 850, 0.9),
        (110, 1010, 1.3),
        (1350, 1020, 1.3),
    ):
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
    g.blob(
        [(-90, 40), (-70, -110), (0, -150), (70, -110), (90, 40)], s.pick((RED, "2E3F74", "6A2E4F")), "side"
    )
    g.disc(0, -170, 36, "E0B48A")
    g.fill(smooth([(-120, -170), (0, -276), (120, -170), (0, -150)], steps=4), "EAD9A8", "side")
    g.fill(smooth([(20, -90), (110, -90), (100, 30), (30, 30)], steps=4), WOOD, "side")
    g.disc(65, -92, 50, LEAF, ry=18)


HOMESTEAD, HAMLET = partial(village, lone=True), partial(village, lone=False)


VILLAGE, ORCHARD, TEA_HILLS = village, orchard, tea_hills
