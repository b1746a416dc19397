"""Cloth itself: brocade, silk, folded pieces, falls, scarves, spools."""

import numpy as np

from .canvas import Frame
from .colour import (
    BROWN,
    CREAM,
    GREEN,
    INDIGO,
    LOTUS,
    NIGHT,
    OCHRE,
    PLUM,
    RED,
    SEA,
    YELLOW,
    Colour,
    dark,
    mix,
    pale,
)
from .scene import Scene
from .shapes import Points, box, leaf, moved, petal, smooth

SILKS = (RED, INDIGO, OCHRE, LOTUS, GREEN, PLUM, SEA, "F4E3C8")


BROCADES = (
    (NIGHT, RED, YELLOW, "F4E9D4"),
    (RED, NIGHT, "F2B93B", "F4E9D4"),
    ("2F6340", RED, YELLOW, CREAM),
    ("2B2630", "E2829A", SEA, YELLOW),
)


def brocade(
    f: Frame, s: Scene, clip: Points, x: float, y: float, w: float, h: float, tones: tuple[str, ...]
) -> None:
    """Rows of woven figures over a rectangle."""
    f.fill(box(x, y, w, h), tones[0], clip=clip)
    at, row = y, s.rng.randrange(4)
    while at < y + h:
        kind, tone, other = row % 4, tones[1 + row % 3], tones[1 + (row + 1) % 3]
        if kind == 0:
            f.many([box(x, at + 4, w, 8), box(x, at + 18, w, 4)], tone, clip=clip)
            at += 30
        elif kind == 1:
            for r, colour in ((34, tone), (20, tones[0]), (10, other)):
                f.many(
                    [
                        moved([(0, -r), (r, 0), (0, r), (-r, 0)], cx, at + 38)
                        for cx in np.arange(x + 34, x + w, 72)
                    ],
                    colour,
                    clip=clip,
                )
            at += 78
        elif kind == 2:
            f.many(
                [[(cx, at + 34), (cx + 18, at + 4), (cx + 36, at + 34)] for cx in np.arange(x, x + w, 36)],
                tone,
                clip=clip,
            )
            at += 40
        else:
            f.many([box(cx - 6, at + 4, 12, 40) for cx in np.arange(x + 24, x + w, 56)], tone, clip=clip)
            f.many([box(cx - 20, at + 18, 40, 12) for cx in np.arange(x + 24, x + w, 56)], tone, clip=clip)
            f.many([box(cx - 5, at + 19, 10, 10) for cx in np.arange(x + 24, x + w, 56)], other, clip=clip)
            at += 50
        row += 1


def flowered(f: Frame, s: Scene, clip: Points, tone: Colour, x: float, y: float, w: float, h: float) -> None:
    """Sprigs strewn over silk."""
    spots = [(x + (i % 4 + 0.5 + 0.5 * (i // 4 % 2)) * w / 4, y + (i // 4 + 0.5) * h / 4) for i in range(16)]
    f.many([moved(petal(24, 20), px, py, 1, a * 72) for px, py in spots for a in range(5)], tone, clip=clip)
    f.many([moved(leaf(34, 12), px + 22, py + 18, 1, 40) for px, py in spots], tone, clip=clip, alpha=0.7)


def folded(f: Frame, s: Scene, tones: list[str], patterned: bool = False) -> None:
    """A stack of folded cloth, 460 wide and 320 high."""
    f.shadow(240, 46)
    for i, tone in enumerate(tones[:4]):
        y, x = -82 * i, (0, 10, -8, 4)[i]
        shape = box(x - 225 + 8 * i, y - 92, 450 - 16 * i, 94, 38)
        f.fill(shape, dark(tone, 0.3))
        f.fill(box(x - 225 + 8 * i, y - 92, 450 - 16 * i, 78, 36), tone, "fall", light=pale(tone, 0.35))
        if patterned and i % 2 == 0:
            brocade(
                f,
                s,
                box(x - 225 + 8 * i, y - 90, 450 - 16 * i, 74, 34),
                x - 230,
                y - 92,
                470,
                96,
                s.pick(BROCADES),
            )
        f.line([(x - 200, y - 30), (x, y - 22), (x + 210 - 16 * i, y - 30)], 6, dark(tone, 0.35), 2)


def drape(f: Frame, s: Scene, tone: Colour, tones: tuple[str, ...] | None = None) -> None:
    """Cloth falling from a rod above in folds, 460 wide and 620 high; the origin is its foot."""
    f.fill(box(-300, -660, 600, 26, 13), BROWN, "fall")
    body = smooth(
        [
            (-225, -645),
            (225, -645),
            (232, -300),
            (240, -30),
            (160, -8),
            (80, -30),
            (0, -6),
            (-80, -30),
            (-160, -8),
            (-240, -30),
            (-232, -300),
        ],
        steps=6,
    )
    f.fill(body, tone, "side")
    if tones:
        brocade(f, s, body, -250, -640, 500, 640, tones)
    else:
        flowered(f, s, body, pale(tone, 0.45), -230, -620, 460, 560)
    for x in (-160, -20, 120):
        f.fill(
            smooth([(x - 10, -640), (x + 40, -640), (x + 66, -200), (x + 60, -10), (x, -14), (x + 10, -300)]),
            dark(tone, 0.5),
            clip=body,
            alpha=0.22,
        )
    f.fill(box(-250, -646, 500, 20), pale(tone, 0.4), clip=body, alpha=0.6)
    f.many(
        [[(x - 2, -20), (x + 2, -20), (x + 3, 26), (x - 3, 26)] for x in range(-220, 221, 20)],
        mix(tone, CREAM, 0.4),
    )


def spools(f: Frame, s: Scene) -> None:
    """Spools of silk thread."""
    for i, x in enumerate((-120, 0, 120)):
        g, tone = f.at(x, 10 * (i % 2)), s.pick(SILKS)
        g.shadow(60, 16)
        g.fill(box(-44, -150, 88, 150, 8), tone, "column")
        g.many([box(-44, -140 + 14 * k, 88, 4) for k in range(10)], dark(tone, 0.2), alpha=0.5)
        g.many([box(-54, y, 108, 18, 8) for y in (-162, -8)], BROWN, "column")


def scarf(f: Frame, s: Scene, tone: Colour, checked: bool = False) -> None:
    """A scarf thrown over a rail, its ends at different heights, 520 wide and 640 high."""
    f.shadow(230, 36, 0, 8)
    f.many([box(x, -600, 26, 610, 8) for x in (-300, 274)], BROWN, "column")
    f.fill(box(-336, -620, 672, 30, 15), BROWN, "fall")
    back = smooth(
        [
            (-40, -624),
            (190, -624),
            (206, -400),
            (214, -150),
            (130, -160),
            (40, -146),
            (-30, -160),
            (-36, -400),
        ],
        steps=6,
    )
    front = smooth(
        [
            (-210, -628),
            (60, -632),
            (74, -400),
            (86, -60),
            (0, -46),
            (-80, -62),
            (-150, -48),
            (-226, -64),
            (-222, -400),
        ],
        steps=6,
    )
    for path, shade, foot in ((back, dark(tone, 0.18), -152), (front, tone, -56)):
        f.fill(path, shade, "side")
        left, right = path[:, 0].min(), path[:, 0].max()
        f.many(
            [
                [(x, foot - 6), (x + 5, foot - 6), (x + 7, foot + 44), (x - 1, foot + 44)]
                for x in np.arange(left + 10, right - 8, 15)
            ],
            mix(tone, CREAM, 0.35),
        )
        if checked:
            f.many([box(x, -640, 12, 600) for x in range(-230, 230, 40)], CREAM, clip=path, alpha=0.75)
            f.many([box(-240, y, 480, 12) for y in range(-640, -40, 40)], CREAM, clip=path, alpha=0.6)
        else:
            accent = OCHRE if tone != OCHRE else RED
            f.many(
                [box(-260, foot - d, 520, h) for d, h in ((70, 22), (100, 8), (124, 8))],
                accent,
                clip=path,
                alpha=0.9,
            )
            flowered(f, s, path, pale(tone, 0.4), left, -610, right - left, 440)
        for k in (0.28, 0.62):
            x = left + (right - left) * k
            f.fill(
                smooth(
                    [(x - 8, -630), (x + 24, -630), (x + 46, -300), (x + 40, foot), (x, foot), (x + 6, -300)]
                ),
                dark(tone, 0.55),
                clip=path,
                alpha=0.22,
            )
    f.fill(box(-212, -634, 276, 34, 16), pale(tone, 0.25), "fall")
