"""Melons, jackfruit and coconuts, whole and cut."""

from .canvas import Frame
from .colour import BARK, BROWN, LEAF, RED, Colour, dark, pale
from .fruit import group
from .scene import Scene
from .shapes import ellipse, leaf, moved, smooth, stroke


def melon(f: Frame, s: Scene) -> None:
    """A netted or smooth melon."""
    net = s.says("lưới")
    tone = "A8B56A" if net else s.pick(("E8C04A", "A9BC62"))
    f.shadow(170)
    f.disc(0, -165, 170, tone, "round", ry=165)
    body = ellipse(0, -165, 168, 163)
    if net:
        f.many(
            [stroke([(x, -340), (x * 1.5 + s.near(0, 20), -170), (x, 10)], 6) for x in range(-150, 151, 42)],
            "E4DDB8",
            clip=body,
            alpha=0.8,
        )
        f.many(
            [stroke([(-190, y), (0, y + 30 + s.near(0, 12)), (190, y)], 5) for y in range(-320, 0, 42)],
            "E4DDB8",
            clip=body,
            alpha=0.8,
        )
    else:
        f.many(
            [stroke([(x, -330), (x * 2.0, -165), (x, 0)], 12, 12) for x in (-80, -40, 0, 40, 80)],
            pale(tone, 0.35),
            clip=body,
            alpha=0.7,
        )
    f.line([(0, -326), (6, -362), (-30, -380)], 14, LEAF, 18)


def watermelon(f: Frame, s: Scene) -> None:
    """A striped watermelon."""
    f.shadow(200)
    f.disc(0, -170, 205, "4E7F3E", "round", ry=170)
    body = ellipse(0, -170, 204, 169)
    for x in (-170, -92, 0, 92, 170):
        jag = [
            (x + (14 if i % 2 else -12) * (1 - abs(x) / 400) - x * abs(i - 5) ** 2 / 60, -345 + i * 35)
            for i in range(11)
        ]
        f.fill(stroke(jag, 26), "24492D", clip=body, alpha=0.9)
    f.line([(0, -336), (10, -370), (-16, -386)], 13, LEAF, 16)


def wedge(rind: str, flesh: str, seeds: bool) -> object:
    """A slice of melon."""

    def paint(f: Frame, s: Scene) -> None:
        f.shadow(150, 30)
        outer = smooth([(-190, -150), (-120, -30), (0, 4), (120, -30), (190, -150)], closed=False)
        f.fill(outer, rind)
        f.fill(moved(outer, 0, -18, 0.92), "F3EFCB")
        f.fill(moved(outer, 0, -32, 0.84), flesh, "side", depth=0.5)
        if seeds:
            f.many(
                [
                    moved(leaf(22, 12), x, y, 1, 80)
                    for x, y in ((-90, -120), (-40, -100), (10, -126), (60, -98), (100, -124), (0, -72))
                ],
                BARK,
            )

    return paint


def jackfruit(f: Frame, s: Scene) -> None:
    """A jackfruit, long and pebbled."""
    tone = "A7A044"
    f.shadow(190)
    body = smooth(
        [(-40, -400), (80, -390), (170, -250), (168, -90), (80, 0), (-60, 0), (-160, -80), (-164, -260)]
    )
    f.fill(body, tone, "round")
    dots = [
        ellipse((k + (row % 2) * 0.5) * 30, -392 + row * 24, 9, 8) for row in range(17) for k in range(-6, 7)
    ]
    f.many(dots, dark(tone, 0.25), clip=moved(body, 0, -4, 0.97), alpha=0.7)
    f.line([(0, -392), (0, -440)], 26, BROWN)


def coconut(f: Frame, s: Scene, tone: Colour = "8FA84A") -> None:
    """A green coconut with its top cut for a straw."""
    f.shadow(160)
    f.blob(
        [(0, -310), (110, -296), (166, -170), (110, -20), (0, 0), (-110, -20), (-166, -170), (-110, -296)],
        tone,
        "round",
    )
    f.disc(0, -292, 84, "F3EBD2", ry=26)
    f.disc(0, -292, 56, "CFC6A2", "dish", ry=16)
    f.line([(6, -290), (34, -420), (110, -456)], 15, RED, 15)


def coconut_half(f: Frame, s: Scene) -> None:
    """Half a ripe coconut, white inside."""
    f.shadow(140)
    f.blob([(-150, -140), (150, -140), (120, -30), (0, 4), (-120, -30)], "6B452A", "side")
    f.disc(0, -140, 152, "7D5433", ry=56)
    f.disc(0, -140, 136, "FBF5E6", ry=47)
    f.disc(0, -134, 100, "E9E0C8", "dish", ry=30)


MELONS, WATERMELONS = (
    group(melon, wedge("8FA04A", "F2A45A", False)),
    group(watermelon, wedge("3F6B36", "D9453A", True)),
)


JACKFRUITS, COCONUTS = group(jackfruit), group(coconut, coconut_half, 1.1)
