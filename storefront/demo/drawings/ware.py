"""Vessels that hold a heap: bowls, plates, baskets, trays, a banana leaf."""

from collections.abc import Callable

import numpy as np

from .canvas import Frame
from .colour import CREAM, GREEN, INDIGO, LEAF, STRAW, WOOD, Colour, dark, mix, pale
from .heaps import Stuff, heap
from .scene import Scene
from .shapes import box, ellipse, lathe, leaf, moved, smooth

Filling = Callable[[Frame], object]


def _body(w: float, rim: float, profile: list[tuple[float, float]]) -> np.ndarray:
    """The outside of a vessel below the near half of its rim."""
    near = ellipse(0, 0, w, rim)
    near = near[near[:, 1] >= -0.01]
    near = near[np.argsort(-near[:, 0])]
    right = smooth(profile, closed=False)
    return np.vstack([near[::-1], right, right[::-1] * (-1, 1)])


def bowl(f: Frame, tone: Colour, w: float, h: float, filling: Filling, band: Colour | None = None) -> None:
    """A ceramic bowl standing on the origin."""
    f.shadow(w * 0.85, w * 0.17)
    g, rim = f.at(0, -h), w * 0.2
    g.fill(lathe([(w * 0.42, h * 0.86), (w * 0.4, h * 1.0)]), dark(tone, 0.25), "column")
    g.disc(0, 0, w, dark(tone, 0.3), ry=rim)
    filling(g)
    body = _body(
        w, rim, [(w, 0), (w * 0.93, h * 0.4), (w * 0.7, h * 0.78), (w * 0.4, h * 0.94), (w * 0.1, h * 0.98)]
    )
    g.fill(body, tone, "side")
    if band is not None:
        for y, thick in ((h * 0.2, h * 0.1), (h * 0.36, h * 0.03)):
            arc = [(x * w, y + rim * (1 - x * x) ** 0.5) for x in np.linspace(-0.999, 0.999, 30)]
            g.fill(np.vstack([arc, [(x, z + thick) for x, z in reversed(arc)]]), band, clip=body, alpha=0.9)
    lip = ellipse(0, 0, w, rim)
    lower = lip[(lip[:, 1] >= -1)]
    lower = lower[np.argsort(lower[:, 0])]
    g.fill(np.vstack([lower, (lower * (0.985, 1) + (0, 7))[::-1]]), pale(tone, 0.5))


def plate(f: Frame, tone: Colour, w: float, filling: Filling, band: Colour | None = None) -> None:
    """A wide plate."""
    f.shadow(w, w * 0.26)
    f.disc(0, -14, w, dark(tone, 0.28), ry=w * 0.24)
    f.disc(0, -24, w, tone, "side", ry=w * 0.24)
    if band is not None:
        f.disc(0, -24, w * 0.93, band, ry=w * 0.215)
        f.disc(0, -24, w * 0.89, tone, ry=w * 0.2)
    f.disc(0, -20, w * 0.72, mix(dark(tone, 0.1), tone, 0.3), ry=w * 0.155)
    filling(f.at(0, -20))


def basket(f: Frame, tone: Colour, w: float, h: float, filling: Filling, handle: bool = False) -> None:
    """A woven basket."""
    f.shadow(w * 0.9, w * 0.18)
    g, rim = f.at(0, -h), w * 0.19
    if handle:
        g.line(
            [(-w * 0.94, 0), (-w * 0.7, -w * 0.85), (0, -w * 1.15), (w * 0.7, -w * 0.85), (w * 0.94, 0)],
            26,
            dark(tone, 0.25),
        )
    g.disc(0, 0, w, dark(tone, 0.45), ry=rim)
    filling(g)
    body = _body(
        w, rim, [(w, 0), (w * 0.95, h * 0.4), (w * 0.82, h * 0.86), (w * 0.7, h * 0.98), (w * 0.1, h)]
    )
    g.fill(body, dark(tone, 0.34))
    rows = max(4, round(h / 34))
    step, cell = h * 1.25 / rows, w / 6
    strips = []
    for row in range(rows + 1):
        for k in range(-7, 8):
            x = (k + (row % 2) * 0.5) * cell
            drop = rim * max(0.0, 1 - (x / w) ** 2) ** 0.5
            strips.append(
                box(x - cell * 0.44, row * step + drop * 0.92 - 4, cell * 0.88, step * 0.8, step * 0.3)
            )
    g.many(strips, tone, "column", clip=body)
    edge = ellipse(0, 0, w, rim)
    lower = edge[edge[:, 1] >= -1]
    lower = lower[np.argsort(lower[:, 0])] * (1.02, 1)
    g.fill(np.vstack([moved(lower, 0, -5), (moved(lower, 0, 21))[::-1]]), pale(tone, 0.22), "column")


def tray(f: Frame, tone: Colour, w: float, filling: Filling) -> None:
    """A flat winnowing tray."""
    f.shadow(w, w * 0.3)
    f.disc(0, -12, w, dark(tone, 0.35), ry=w * 0.3)
    f.disc(0, -26, w, pale(tone, 0.15), "side", ry=w * 0.3)
    f.disc(0, -24, w * 0.93, dark(tone, 0.2), "dish", ry=w * 0.265)
    inner = ellipse(0, -24, w * 0.9, w * 0.25)
    f.fill(inner, tone)
    cells = [
        box(x * 52 + (y % 2) * 26, -24 - w * 0.26 + y * 24, 44, 14, 5)
        for x in range(-9, 9)
        for y in range(int(w * 0.52 / 24) + 1)
    ]
    f.many(cells, pale(tone, 0.28), clip=inner, alpha=0.55)
    filling(f.at(0, 0))


def board(f: Frame, w: float, filling: Filling, tone: Colour = WOOD) -> None:
    """A chopping board of wood."""
    f.shadow(w, w * 0.22)
    f.fill(
        [(-w * 0.94, -84), (w * 0.94, -84), (w * 1.06, 0), (-w * 1.06, 0)],
        tone,
        "fall",
        light=pale(tone, 0.2),
    )
    f.fill([(-w * 1.06, 0), (w * 1.06, 0), (w * 1.06, 26), (-w * 1.06, 26)], dark(tone, 0.32))
    f.many(
        [
            [(-w * x, -70 + 18 * i), (w * x2, -68 + 18 * i), (w * x2, -65 + 18 * i), (-w * x, -66 + 18 * i)]
            for i, (x, x2) in enumerate(((0.9, 0.2), (0.3, 0.95), (0.98, 0.6)))
        ],
        dark(tone, 0.18),
    )
    filling(f.at(0, -34))


def banana_leaf(f: Frame, w: float, filling: Filling) -> None:
    """A length of banana leaf laid under food."""
    f.shadow(w, w * 0.2)
    path = smooth(
        [
            (-w * 1.05, -6),
            (-w * 0.6, -w * 0.19),
            (w * 0.3, -w * 0.2),
            (w * 1.08, -w * 0.06),
            (w * 0.72, w * 0.08),
            (-w * 0.3, w * 0.1),
        ]
    )
    f.fill(moved(path, 0, 8), dark(GREEN, 0.3))
    f.fill(path, mix(LEAF, GREEN, 0.4), "side")
    f.many(
        [
            moved(leaf(w * 0.22, 7), x * w, -w * 0.05, 1, a)
            for x in (-0.8, -0.55, -0.3, -0.05, 0.2, 0.45, 0.7)
            for a in (-38, 150)
        ],
        pale(LEAF, 0.25),
        clip=path,
    )
    f.line([(-w, -4), (0, -w * 0.05), (w, -w * 0.05)], 9, pale(LEAF, 0.45), 3)
    filling(f.at(0, -w * 0.03))


def served(s: Scene, f: Frame, stuff: Stuff, w: float = 230, kind: str = "") -> None:
    """The stuff in a vessel of some kind."""
    kind = kind or s.pick(("bowl", "bowl", "basket", "tray", "plate", "board"))
    china = s.pick((CREAM, "DCE5DF", "F1E2C6", "8FB0B4", INDIGO, "B5533A"))
    band = s.pick((INDIGO, "B5533A", GREEN)) if china in (CREAM, "DCE5DF", "F1E2C6") else CREAM
    if kind == "bowl":
        bowl(f, china, w, w * 0.62, lambda g: heap(g, s, stuff, w * 0.86, w * 0.42), band)
    elif kind == "plate":
        plate(f, china, w * 1.1, lambda g: heap(g, s, stuff, w * 0.72, w * 0.42), band)
    elif kind == "basket":
        basket(f, STRAW, w, w * 0.62, lambda g: heap(g, s, stuff, w * 0.88, w * 0.42))
    elif kind == "tray":
        tray(f, "D2A45E", w * 1.2, lambda g: heap(g, s, stuff, w * 0.8, w * 0.36))
    elif kind == "leaf":
        banana_leaf(f, w * 1.2, lambda g: heap(g, s, stuff, w * 0.75, w * 0.4))
    else:
        board(f, w * 1.05, lambda g: heap(g, s, stuff, w * 0.75, w * 0.42))
