"""Abstract labels: an emblem over bars, never a word."""

from .canvas import Frame
from .colour import CREAM, GREEN, INDIGO, LEAF, PAPER, RED, Colour, dark, mix, pale
from .scene import Scene
from .shapes import Points, box, ellipse, leaf, moved, petal, smooth

EMBLEMS = ("hills", "sun", "leaf", "flower", "waves", "lozenge", "drop")


def emblem(f: Frame, s: Scene, r: float, ink: Colour, ground: Colour, kind: str = "") -> None:
    """A round sign of radius r about the origin."""
    kind = kind or s.pick(EMBLEMS)
    disc = ellipse(0, 0, r)
    soft = mix(ink, ground, 0.45)
    if kind == "hills":
        f.fill(disc, soft)
        f.disc(r * 0.3, -r * 0.3, r * 0.26, pale(ground, 0.3))
        f.fill(
            smooth([(-r, r), (-r * 0.4, -r * 0.15), (0, r * 0.4), (r * 0.6, 0), (r * 1.2, r)]), ink, clip=disc
        )
    elif kind == "sun":
        f.fill(disc, ink)
        f.many(
            [
                moved([(0, 0), (r * 1.1, -r * 0.1), (r * 1.1, r * 0.1)], 0, r * 0.35, 1, -a)
                for a in range(0, 181, 30)
            ],
            ground,
            clip=disc,
        )
        f.fill(ellipse(0, r * 0.35, r * 0.5), ink)
        f.fill(box(-r, r * 0.35, 2 * r, r), soft, clip=disc)
    elif kind == "leaf":
        f.fill(disc, soft)
        f.many([moved(leaf(r * 1.25, r * 0.5), 0, r * 0.7, 1, a) for a in (-90, -140, -40)], ink)
    elif kind == "flower":
        f.many([moved(petal(r, r * 0.72), 0, 0, 1, a * 60) for a in range(6)], ink)
        f.disc(0, 0, r * 0.3, ground)
    elif kind == "waves":
        f.fill(disc, ink)
        for k in range(3):
            f.many(
                [
                    ellipse(x * r * 0.66 + (k % 2) * r * 0.33, r * (0.2 + 0.4 * k), r * 0.33)
                    for x in range(-2, 3)
                ],
                ground if k % 2 == 0 else soft,
                clip=disc,
            )
    elif kind == "lozenge":
        for part, tone in ((1.0, ink), (0.7, ground), (0.42, ink)):
            f.fill([(0, -r * part), (r * part, 0), (0, r * part), (-r * part, 0)], tone)
    else:
        f.fill(
            smooth(
                [
                    (0, -r),
                    (r * 0.5, -r * 0.1),
                    (r * 0.55, r * 0.5),
                    (0, r * 0.95),
                    (-r * 0.55, r * 0.5),
                    (-r * 0.5, -r * 0.1),
                ]
            ),
            ink,
        )


def label(
    f: Frame,
    s: Scene,
    x: float,
    y: float,
    w: float,
    h: float,
    clip: Points | None = None,
    ground: Colour | None = None,
    ink: Colour | None = None,
) -> None:
    """A label panel with its centre at (x, y)."""
    ground = ground or s.pick((CREAM, PAPER, "EED9A8", "F7E9D6"))
    ink = ink or s.pick((RED, GREEN, INDIGO, "8A4A22", LEAF, "2F6F7C"))
    style = s.rng.randrange(3)
    panel = box(x - w / 2, y - h / 2, w, h, 10) if style else ellipse(x, y, w / 2, h / 2)
    if style == 2:
        panel = (
            smooth(
                [
                    (x - w / 2, y - h * 0.5),
                    (x, y - h * 0.54),
                    (x + w / 2, y - h * 0.5),
                    (x + w / 2, y + h * 0.5),
                    (x, y + h * 0.54),
                    (x - w / 2, y + h * 0.5),
                ],
                steps=6,
            )
            if clip is None
            else panel
        )
    f.fill(panel, ground, "column", shade=dark(ground, 0.16), clip=clip, depth=0.8)
    if style:
        f.fill(box(x - w / 2, y - h / 2 + h * 0.05, w, h * 0.035), ink, clip=clip)
        f.fill(box(x - w / 2, y + h / 2 - h * 0.085, w, h * 0.035), ink, clip=clip)
    r = min(w, h) * 0.24
    emblem(f.at(x, y - h * 0.12), s, r, ink, ground)
    f.fill(box(x - w * 0.27, y + h * 0.2, w * 0.54, h * 0.05, 4), ink)
    f.fill(box(x - w * 0.18, y + h * 0.29, w * 0.36, h * 0.032, 4), mix(ink, ground, 0.35))
