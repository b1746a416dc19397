"""What stands in a landscape: stilt houses, palms, a water buffalo."""

from .canvas import Frame
from .colour import BROWN, GREEN, LEAF, Colour, dark, pale
from .scene import Scene
from .shapes import box, ellipse, leaf, moved


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
    f.many(
        [box(x + 34, -296, 8, 90) for x in (-180, 90)] + [box(x, -256, 78, 7) for x in (-180, 90)],
        dark(wood, 0.4),
    )
    f.fill(box(-42, -300, 90, 126), dark(wood, 0.6))
    f.many(
        [box(x, -224, 7, 50) for x in range(-276, -40, 26)]
        + [box(x, -224, 7, 50) for x in range(60, 280, 26)],
        pale(wood, 0.2),
    )
    f.many([box(-280, -230, 240, 9), box(56, -230, 224, 9)], pale(wood, 0.25))
    roof = [(-330, -300), (-210, -480), (210, -480), (330, -300)]
    f.fill(roof, thatch, "side")
    for k in range(1, 6):
        y, w = -480 + 30 * k, 210 + 20 * k
        f.many(
            [[(x, y), (x + 30, y), (x + 15, y + 16)] for x in range(-w, w - 20, 30)],
            dark(thatch, 0.22),
            alpha=0.8,
        )
    f.fill([(-226, -492), (226, -492), (210, -470), (-210, -470)], dark(thatch, 0.3))
    f.fill([(-30, -170), (40, -170), (100, 8), (0, 8)], dark(wood, 0.15))
    f.many(
        [
            [
                (-22 + 6 * i, -150 + 30 * i),
                (48 + 11 * i, -150 + 30 * i),
                (50 + 11 * i, -142 + 30 * i),
                (-20 + 6 * i, -142 + 30 * i),
            ]
            for i in range(5)
        ],
        pale(wood, 0.3),
    )


def buffalo(f: Frame, s: Scene) -> None:
    """A water buffalo facing left, 460 wide and 330 high."""
    hide = "5A4A4C"
    f.shadow(200, 34)
    f.many([box(x, -120, 36, 122, 12) for x in (-120, -60, 80, 130)], dark(hide, 0.3))
    f.blob(
        [
            (-190, -220),
            (-90, -270),
            (90, -280),
            (190, -230),
            (200, -120),
            (110, -70),
            (-110, -70),
            (-190, -120),
        ],
        hide,
        "round",
    )
    f.line([(190, -220), (226, -150), (214, -90)], 10, dark(hide, 0.2), 6)
    f.blob(
        [(-190, -260), (-130, -250), (-150, -170), (-220, -120), (-262, -130), (-256, -170)],
        dark(hide, 0.12),
        "side",
    )
    f.line([(-170, -250), (-100, -310), (-40, -290)], 22, "D9C9A8", 3)
    f.line([(-206, -252), (-260, -310), (-320, -280)], 22, "D9C9A8", 3)
    f.disc(-206, -200, 7, "1D1416")
