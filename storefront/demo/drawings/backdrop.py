"""The wall and the table behind and beneath a still life."""

from math import pi, sin

import numpy as np

from .canvas import HEIGHT, WIDTH, Frame
from .colour import CREAM, dark, mix, pale
from .scene import Motif, Scene
from .shapes import box, ellipse, leaf, moved, smooth, stroke

EDGE = 706


def _band(heights: list[tuple[float, float]], floor: float = HEIGHT) -> np.ndarray:
    return np.vstack([smooth(heights, closed=False), [(WIDTH + 40, floor), (-40, floor)]])


def _sun(s: Scene) -> None:
    f, x, r = s.at(0, 0), s.near(720, 150), s.near(330, 40)
    f.disc(x, 470, r, s.scheme.figure)
    f.disc(x, 470, r * 0.78, mix(s.scheme.figure, s.scheme.wall, 0.45))


def _rays(s: Scene) -> None:
    f, x = s.at(0, 0), s.near(720, 100)
    wedges = []
    for i in range(9):
        a, b = pi * (1 + (i * 2) / 18), pi * (1 + (i * 2 + 1) / 18)
        wedges.append(
            [
                (x, 700),
                (x + 1500 * np.cos(a), 700 + 1500 * np.sin(a)),
                (x + 1500 * np.cos(b), 700 + 1500 * np.sin(b)),
            ]
        )
    f.many(wedges, s.scheme.figure, alpha=0.75)


def hills(s: Scene) -> None:
    """Three ranges of hills, with the sun at times."""
    f = s.at(0, 0, 1, 0)
    if s.rng.random() < 0.6:
        f.disc(s.near(720, 420), s.near(250, 50), s.near(105, 20), pale(s.scheme.figure, 0.3))
    for i in range(3):
        y, swing, phase = 430 + 85 * i, 100 - 18 * i, s.rng.uniform(0, 6)
        ridge = [
            (x, y + swing * sin(x / (250 - 30 * i) + phase) * sin(x / 410 + phase * 2))
            for x in range(-40, WIDTH + 100, 90)
        ]
        tone = mix(s.scheme.wall, dark(s.scheme.figure, 0.08 * i), 0.55 + 0.22 * i)
        f.fill(_band(ridge), tone, "rise", light=tone, shade=pale(tone, 0.12), depth=0.6)


def terraces(s: Scene) -> None:
    """The bent steps of rice fields."""
    f, phase = s.at(0, 0, 1, 0), s.rng.uniform(0, 6)
    for i in range(8):
        y = 330 + 52 * i
        ridge = [
            (x, y + 60 * sin(x / 330 + phase + i * 0.22) + 22 * sin(x / 120 + i))
            for x in range(-40, 1540, 70)
        ]
        tone = s.scheme.figure if i % 2 else mix(s.scheme.figure, s.scheme.wall, 0.5)
        f.fill(_band(ridge), tone)


def _waves(s: Scene) -> None:
    f = s.at(0, 0)
    for row in range(7):
        y = 330 + row * 62
        centres = [x * 150 + (row % 2) * 75 for x in range(-1, 11)]
        for k, part in enumerate((1.0, 0.74, 0.48, 0.22)):
            tone = s.scheme.figure if k % 2 == 0 else mix(s.scheme.figure, s.scheme.wall, 0.75)
            f.many([ellipse(x, y + 75, 75 * part, 75 * part) for x in centres], tone)


def _arch(s: Scene) -> None:
    f, x, w = s.at(0, 0), s.near(720, 90), s.near(390, 40)
    for grow, tone in ((1.0, s.scheme.figure), (0.86, mix(s.scheme.figure, s.scheme.wall, 0.55))):
        f.fill(
            np.vstack(
                [
                    ellipse(x, 480, w * grow)[60:],
                    [(x + w * grow, 480), (x + w * grow, 800), (x - w * grow, 800)],
                ]
            ),
            tone,
        )


def _window(s: Scene) -> None:
    f, x = s.at(0, 0), s.near(720, 200)
    glow, shift = pale(s.scheme.wall, 0.35), s.near(0, 60)
    for i in range(3):
        left = x - 380 + i * 260
        f.fill(
            [(left, 90), (left + 225, 90), (left + 225 + shift, 720), (left + shift, 720)], glow, alpha=0.8
        )
    spray = s.at(x - 420, 40, 1.0, 35)
    for i in range(7):
        spray.fill(moved(leaf(260, 62, 20), 40 + i * 105, 10 * i, 1, 70 if i % 2 else -40), s.scheme.figure)
    spray.line([(-80, -10), (300, 30), (800, 60)], 12, s.scheme.figure)


def _bamboo(s: Scene) -> None:
    f = s.at(0, 0)
    for k in range(5):
        x, tilt = s.near(140 + 290 * k, 70), s.near(0, 24)
        tone = mix(s.scheme.wall, s.scheme.figure, 0.6 + 0.4 * (k % 2))
        width = s.near(38, 10)
        f.many(
            [
                [
                    (x + tilt * j / 6, j * 130 - 60),
                    (x + width + tilt * j / 6, j * 130 - 60),
                    (x + width + tilt * (j + 1) / 6, j * 130 + 62),
                    (x + tilt * (j + 1) / 6, j * 130 + 62),
                ]
                for j in range(7)
            ],
            tone,
        )
        y, way = s.near(250, 160), s.pick((-1, 1))
        f.many(
            [
                moved(leaf(190, 40, 12), x + 20, y, s.near(1, 0.2), a if way > 0 else 180 - a)
                for a in (15, 48, 82)
            ],
            tone,
        )


def _weave(s: Scene) -> None:
    f, step = s.at(0, 0), s.pick((66, 82, 96))
    across, down = [], []
    for row in range(0, HEIGHT // step):
        for column in range(-1, WIDTH // step + 1):
            x, y = column * step, row * step
            (across if (row + column) % 2 else down).append((x, y))
    f.many([box(x + 3, y + 9, step - 6, step - 18, 8) for x, y in across], s.scheme.figure, alpha=0.8)
    f.many([box(x + 9, y + 3, step - 18, step - 6, 8) for x, y in down], s.scheme.figure, alpha=0.45)


def _leaves(s: Scene) -> None:
    f = s.at(0, 0)
    for x, y, angle in (
        (-30, 760, -62),
        (-40, 560, -28),
        (1480, 740, -122),
        (1490, 520, -155),
        (60, -20, 48),
        (1420, -10, 140),
    ):
        size = s.near(1.0, 0.2)
        g = f.at(s.near(x, 30), s.near(y, 30), size, s.near(angle, 12))
        g.fill(leaf(520, 190, 30), s.scheme.figure)
        g.line([(0, 0), (260, 26), (500, 4)], 9, mix(s.scheme.figure, s.scheme.wall, 0.6), 2)


def _river(s: Scene) -> None:
    hills(s)
    f, phase = s.at(0, 0), s.rng.uniform(0, 5)
    water = mix(s.scheme.wall, CREAM, 0.45)
    f.fill(_band([(x, 640 + 10 * sin(x / 160 + phase)) for x in range(-40, 1540, 80)]), water)
    f.many(
        [
            stroke([(x, y), (x + 90, y - 6), (x + 180, y)], 2, 6)
            for x, y in ((s.near(150, 100), 668), (s.near(620, 100), 682), (s.near(1100, 120), 664))
        ],
        s.scheme.figure,
    )


def _plain(s: Scene) -> None:
    f, x = s.at(0, 0), s.near(400, 200)
    f.fill([(x, -20), (x + 520, -20), (x + 900, 760), (x + 200, 760)], pale(s.scheme.wall, 0.3), alpha=0.6)


def _straight(s: Scene) -> None:
    f, tone = s.at(0, 0), s.scheme.table
    f.fill(box(-10, EDGE, WIDTH + 20, HEIGHT), tone, "fall", shade=dark(tone, 0.2), light=pale(tone, 0.2))
    f.fill(box(-10, EDGE, WIDTH + 20, 7), pale(tone, 0.45))


def _boards(s: Scene) -> None:
    _straight(s)
    f, tone = s.at(0, 0), s.scheme.table
    for y in (EDGE + 78, EDGE + 190):
        f.fill(box(-10, y, WIDTH + 20, 5), dark(tone, 0.22))
    for x, y, h in (
        (s.near(300, 150), EDGE, 78),
        (s.near(1100, 150), EDGE + 80, 112),
        (s.near(500, 150), EDGE + 194, 190),
    ):
        f.fill(box(x, y, 5, h), dark(tone, 0.22))


def _round(s: Scene) -> None:
    f, tone, x = s.at(0, 0), s.scheme.table, s.near(720, 60)
    f.fill(box(-10, EDGE - 20, WIDTH + 20, HEIGHT), mix(s.scheme.wall, dark(s.scheme.figure, 0.25), 0.75))
    f.disc(x, 1010, 830, dark(tone, 0.35), ry=300)
    f.disc(x, 985, 830, tone, "fall", ry=300, shade=dark(tone, 0.15), light=pale(tone, 0.25))


def _cloth(s: Scene) -> None:
    _straight(s)
    f, left, lean = s.at(0, 0), s.near(300, 60), s.near(60, 40)
    tone = mix(s.scheme.accent, s.scheme.table, 0.2)
    path = [
        (left, EDGE + 52),
        (left + 830, EDGE + 52),
        (left + 900 + lean, HEIGHT + 20),
        (left - 160 + lean, HEIGHT + 20),
    ]
    f.fill(path, tone, "fall", shade=dark(tone, 0.22), light=pale(tone, 0.1))
    for part in (0.16, 0.24, 0.76, 0.84):
        a, b = left + 830 * part, left - 160 + lean + 1060 * part
        f.fill(
            [(a, EDGE + 52), (a + 16, EDGE + 52), (b + 26, HEIGHT + 20), (b, HEIGHT + 20)], CREAM, alpha=0.7
        )


def _mat(s: Scene) -> None:
    _straight(s)
    f, x = s.at(0, 0), s.near(720, 40)
    straw = mix("E3BF73", s.scheme.table, 0.25)
    f.disc(x + 24, 912, 585, dark(s.scheme.table, 0.35), ry=150, alpha=0.6)
    f.disc(x, 900, 580, straw, "side", ry=148)
    for k in range(1, 6):
        f.disc(x, 900, 580 * (1 - k * 0.16), dark(straw, 0.14) if k % 2 else straw, ry=148 * (1 - k * 0.16))


_WALLS: tuple[Motif, ...] = (
    _sun,
    _rays,
    hills,
    terraces,
    _waves,
    _arch,
    _window,
    _bamboo,
    _weave,
    _leaves,
    _river,
    _plain,
)
_TABLES: tuple[Motif, ...] = (_straight, _boards, _round, _cloth, _mat)


def paint(s: Scene) -> None:
    """Paint wall and table; the seed decides which."""
    tone = s.scheme.wall
    Frame(s.canvas, 0, 0).fill(
        box(-10, -10, WIDTH + 20, EDGE + 60),
        tone,
        "side",
        shade=dark(tone, 0.12),
        light=pale(tone, 0.25),
        depth=0.8,
    )
    s.pick(_WALLS)(s)
    s.pick(_TABLES)(s)
