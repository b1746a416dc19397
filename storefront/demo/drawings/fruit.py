"""Single round and long fruits, and the groups they lie in."""

from collections.abc import Callable
from functools import partial

from .canvas import Frame
from .colour import BARK, BROWN, CREAM, GREEN, LEAF, OCHRE, RED, YELLOW, dark, mix, pale
from .scene import Motif, Scene
from .shapes import ellipse, leaf, moved, smooth, star

Fruit = Callable[[Frame, Scene], None]


def foliage(f: Frame, angle: float, length: float = 150, tone: str = LEAF) -> None:
    """One leaf with its rib, growing from the frame's origin."""
    g = f.at(0, 0, 1, angle)
    g.fill(leaf(length, length * 0.42, length * 0.1), tone, "side")
    g.line(
        [(4, 0), (length * 0.5, length * 0.09), (length * 0.92, length * 0.02)],
        length * 0.035,
        pale(tone, 0.4),
        1,
    )


def _stalk(f: Frame, y: float, height: float = 40) -> None:
    f.line([(0, y), (4, y - height * 0.6), (14, y - height)], 12, BROWN, 16)


def _dimples(f: Frame, s: Scene, r: float, colour: object, count: int = 26) -> None:
    dots = []
    for _ in range(count):
        a, d = s.rng.uniform(0, 360), r * 0.9 * s.rng.random() ** 0.5
        dots.append(moved(ellipse(0, 0, 3.4, 2.6), *moved([(d, 0)], 0, 0, 1, a)[0]))
    f.many([moved(d, 0, -r) for d in dots], colour, alpha=0.6)


def orange(f: Frame, s: Scene, tone: str = "EC8A24", r: float = 150) -> None:
    """An orange or another citrus fruit."""
    f.shadow(r)
    f.disc(0, -r, r, tone, "round")
    _dimples(f, s, r, dark(tone, 0.16))
    f.many([star(5, 22, 9) * (1, 0.7) + (6, -r * 1.9)], GREEN)
    if s.rng.random() < 0.75:
        foliage(f.at(6, -r * 1.92), s.near(-20, 14), r)


def halved(
    f: Frame, s: Scene, rind: str = "EC8A24", flesh: str = "F6A63C", r: float = 140, pith: str = CREAM
) -> None:
    """A cut citrus fruit facing the viewer."""
    f.shadow(r)
    f.disc(8, -r + 2, r, dark(rind, 0.15))
    f.disc(0, -r, r, rind)
    f.disc(0, -r, r * 0.93, pith)
    wedge = smooth(
        [
            (r * 0.1, 0),
            (r * 0.5, -r * 0.2),
            (r * 0.83, -r * 0.2),
            (r * 0.87, 0),
            (r * 0.83, r * 0.2),
            (r * 0.5, r * 0.2),
        ]
    )
    f.many([moved(wedge, 0, -r, 1, a * 36) for a in range(10)], flesh, "round")
    f.many(
        [moved(leaf(r * 0.3, r * 0.07), 0, -r, 1, a * 36 + 3) for a in range(10)],
        pale(flesh, 0.5),
        alpha=0.5,
    )


def pomelo(f: Frame, s: Scene, tone: str = "CBCB55") -> None:
    """A pear-shaped pomelo."""
    body = smooth(
        [
            (0, -372),
            (62, -352),
            (120, -268),
            (172, -150),
            (140, -36),
            (0, 0),
            (-140, -36),
            (-172, -150),
            (-120, -268),
            (-62, -352),
        ]
    )
    f.shadow(170)
    f.fill(body, tone, "round")
    _dimples(f.at(0, -10), s, 150, dark(tone, 0.15), 34)
    _stalk(f, -362)
    foliage(f.at(6, -378), -24, 190, GREEN)
    foliage(f.at(2, -380), -150, 150, LEAF)


def smooth_round(f: Frame, s: Scene, tone: str = RED, r: float = 110, bloom: bool = False) -> None:
    """A plum, apple, tomato or cherry."""
    f.shadow(r)
    f.fill(
        smooth(
            [
                (0, -1.88 * r),
                (r * 0.6, -1.92 * r),
                (r, -r),
                (r * 0.62, -0.1 * r),
                (0, 0),
                (-r * 0.62, -0.1 * r),
                (-r, -r),
                (-r * 0.6, -1.92 * r),
            ]
        ),
        tone,
        "round",
    )
    if bloom:
        f.line([(0, -1.86 * r), (-r * 0.18, -r), (-r * 0.06, -r * 0.15)], 7, dark(tone, 0.35), 2, alpha=0.7)
    _stalk(f, -1.86 * r, r * 0.4)


def persimmon(f: Frame, s: Scene, tone: str = "E4702A") -> None:
    """A persimmon under its four-lobed calyx."""
    f.shadow(150)
    f.blob(
        [(0, -252), (110, -246), (158, -140), (104, -18), (0, 0), (-104, -18), (-158, -140), (-110, -246)],
        tone,
        "round",
    )
    for a in (10, 88, 172, 250):
        f.fill(moved(leaf(96, 66), 0, -240, 1, a) * (1, 0.55) + (0, -108), LEAF, "side")
    _stalk(f, -246, 30)


def mango(f: Frame, s: Scene, tone: str = "F0B030", blush: str = "D9572E") -> None:
    """A mango with a sunburnt cheek."""
    body = smooth(
        [(-60, -330), (40, -318), (132, -210), (150, -96), (88, -8), (-30, 0), (-128, -70), (-146, -200)]
    )
    f.shadow(140)
    f.fill(body, tone, "round", shade=mix(tone, blush, 0.8))
    f.line([(-42, -326), (-46, -352), (-34, -372)], 14, BROWN, 10)
    foliage(f.at(-40, -352), 8, 210, GREEN)


def dragon(f: Frame, s: Scene) -> None:
    """A dragon fruit with its green-tipped scales."""
    pink = "D93A6E"
    f.shadow(150)
    for a in (-118, -92, -66):
        f.fill(moved(leaf(150, 44, 8), 0, -300, 1, a), LEAF, "fall")
    f.blob(
        [(0, -340), (98, -300), (146, -180), (104, -40), (0, 0), (-104, -40), (-146, -180), (-98, -300)],
        pink,
        "round",
    )
    for row, (y, count) in enumerate(((-84, 2), (-170, 3), (-250, 2))):
        for k in range(count):
            x = (k - (count - 1) / 2) * 100 + (8 if row == 1 else 0)
            g = f.at(x, y, 1, -90 + x * 0.28)
            g.fill(leaf(118, 62), dark(pink, 0.12), "side")
            g.fill(leaf(118, 62), LIME_TIP, clip=ellipse(112, 0, 52))
    for side in (-1, 1):
        for y, a in ((-120, 52), (-205, 66), (-285, 80)):
            f.fill(
                moved(
                    leaf(96, 40, -8 * side),
                    side * (118 if y < -250 else 132) * 0.86,
                    y + 30,
                    1,
                    -a if side > 0 else a - 180,
                ),
                LIME_TIP,
            )


LIME_TIP = "9DBB4A"


def dragon_half(f: Frame, s: Scene) -> None:
    """The speckled flesh of a cut dragon fruit."""
    inside = "FBF1EC" if s.says("trắng") else "C22A5E" if s.says("đỏ") else s.pick(("FBF1EC", "C22A5E"))
    f.shadow(130)
    f.disc(0, -150, 122, "D93A6E", ry=154)
    f.disc(0, -150, 104, inside, "side", ry=136, depth=0.35)
    seeds = [ellipse(s.near(0, 66), s.near(-150, 92), 4.5, 3.4) for _ in range(60)]
    f.many([p for p in seeds if ((p[0, 0]) / 98) ** 2 + ((p[0, 1] + 150) / 126) ** 2 < 0.9], BARK)


def avocado_half(f: Frame, s: Scene) -> None:
    """A cut avocado with its stone."""
    outer = [
        (0, -330),
        (56, -290),
        (92, -200),
        (138, -110),
        (110, -20),
        (0, 10),
        (-110, -20),
        (-138, -110),
        (-92, -200),
        (-56, -290),
    ]
    f.shadow(130)
    f.blob(outer, "3F5A2C")
    f.fill(moved(smooth(outer), 0, -14, 0.91), "A9BE4E")
    f.fill(moved(smooth(outer), 0, -26, 0.8), "EFE08E", "side", depth=0.4)
    f.disc(0, -100, 66, "8A5330", "round", ry=70)


def avocado(f: Frame, s: Scene) -> None:
    """A whole avocado."""
    f.shadow(140)
    f.blob(
        [
            (0, -340),
            (60, -300),
            (98, -200),
            (142, -110),
            (112, -16),
            (0, 0),
            (-112, -16),
            (-142, -110),
            (-98, -200),
            (-60, -300),
        ],
        "4C6B33",
        "round",
    )
    _dimples(f.at(0, -10), s, 110, pale("4C6B33", 0.25), 30)
    _stalk(f, -334, 26)


def custard(f: Frame, s: Scene) -> None:
    """A custard apple, all knobs."""
    tone = "93AC58"
    f.shadow(160)
    f.disc(0, -150, 158, dark(tone, 0.3), ry=152)
    for row, (y, count, size) in enumerate(
        ((-262, 3, 50), (-206, 4, 56), (-138, 5, 58), (-72, 4, 56), (-28, 3, 46))
    ):
        for k in range(count):
            x = (k - (count - 1) / 2) * (74 if row in (1, 2, 3) else 68)
            f.disc(x, y, size * 0.82, tone, "round", ry=size * 0.72)
    _stalk(f, -296, 50)
    foliage(f.at(8, -330), -14, 190, GREEN)


def group(fruit: Fruit, cut: Fruit | None = None, scale: float = 1.0) -> Motif:
    """A still life of two or three of the fruit, perhaps with a cut one before them."""

    def paint(s: Scene) -> None:
        flip = s.rng.random() < 0.5
        way = -1 if flip else 1
        big = scale * s.near(1.38, 0.06)
        layout = s.pick(
            (
                ((-215, 850, 1.0), (205, 830, 0.94)),
                ((-300, 826, 0.85), (60, 838, 1.06)),
                ((-270, 850, 0.92), (40, 806, 1.0), (330, 842, 0.84)),
            )
        )
        if cut and len(layout) == 3:
            layout = layout[:2]
        for x, y, size in sorted(layout, key=lambda spot: spot[1]):
            fruit(s.at(720 + way * x, y, big * size, s.near(0, 5), s.rng.random() < 0.4), s)
        if cut:
            cut(s.at(720 + way * 330, 892, big * 0.95, s.near(0, 6)), s)
        else:
            fruit(s.at(720 + way * s.near(150, 40), 915, big * 0.8, s.near(0, 8), flip), s)

    return paint


ORANGES = group(orange, halved)
MANDARINS = group(
    partial(orange, tone="E4742A", r=130), partial(halved, rind="E4742A", flesh="F08A3C", r=118)
)
LIMES = group(partial(orange, tone="7FA63A", r=120), partial(halved, rind="7FA63A", flesh="D3DC8A", r=116))
GREEN_ORANGES = group(partial(orange, tone="8FA93C"), partial(halved, rind="8FA93C", flesh="F2A93E"))
POMELOS = group(pomelo, partial(halved, rind="CBCB55", flesh="EFA08C", r=170))
PLUMS = group(partial(smooth_round, tone="9E2F45", bloom=True))
APPLES = group(partial(smooth_round, tone=RED, r=130))
TOMATOES = group(partial(smooth_round, tone="D8432C", r=120))
GUAVAS = group(
    partial(smooth_round, tone="A9C066", r=145), partial(halved, rind="A9C066", flesh="F3B3A0", pith="F7E9D0")
)
STAR_APPLES = group(
    partial(smooth_round, tone="7A3A66", r=140), partial(halved, rind="7A3A66", flesh="F4E4EC", pith="C79AB8")
)
PERSIMMONS = group(persimmon)
MANGOES = group(mango)
DRAGONS = group(dragon, dragon_half)
AVOCADOS = group(avocado, avocado_half)
CUSTARDS = group(custard)
PASSION = group(partial(smooth_round, tone=YELLOW, r=110), partial(halved, rind="6A2E4F", flesh=OCHRE, r=110))
