"""Flowers, single, on branches and in vases."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from .canvas import Frame
from .colour import BARK, BROWN, GREEN, LEAF, LOTUS, PINK, RED, YELLOW, Colour, dark, mix, pale
from .goods import Piece, tone_for
from .pottery import GLAZES, vase
from .scene import Motif, Scene
from .shapes import ellipse, leaf, moved, petal


def ring(
    f: Frame,
    count: int,
    length: float,
    width: float,
    tone: Colour,
    start: float = 0,
    notch: float = 0.0,
    squash: float = 1.0,
    form: str = "side",
) -> None:
    """A wheel of petals about the origin, each with its own shade."""
    for k in range(count):
        g = moved(petal(length, width, notch), 0, 0, 1, start + k * 360 / count) * (1, squash)
        f.fill(g * 1.03, dark(tone, 0.22))
        f.fill(g, tone, form)


def rose(f: Frame, s: Scene, tone: Colour = RED) -> None:
    """A rose, 260 wide, centre at the origin."""
    ring(f, 5, 140, 150, dark(tone, 0.14), 20)
    ring(f, 5, 112, 120, tone, 56)
    for r, x, y, k in ((74, 4, -2, 0.1), (58, -4, -6, 0.24), (40, 4, -4, 0.05), (24, 0, -8, 0.3)):
        f.disc(x, y, r, dark(tone, k + 0.12))
        f.disc(x - 4, y - 5, r * 0.94, pale(tone, 0.12) if k > 0.2 else tone, "round")
    f.line([(-14, -10), (0, -20), (14, -8), (2, 0)], 6, dark(tone, 0.3), 2)


def chrysanthemum(f: Frame, s: Scene, tone: Colour = YELLOW) -> None:
    """A chrysanthemum, 280 wide."""
    for count, size, turn, shade in (
        (22, 140, 0, 0.16),
        (20, 112, 8, 0.04),
        (16, 84, 0, 0.0),
        (12, 54, 10, 0.0),
    ):
        f.many(
            [moved(leaf(size, 34), 0, 0, 1, turn + k * 360 / count) for k in range(count)],
            dark(tone, shade + 0.16),
        )
        f.many(
            [moved(leaf(size * 0.94, 24), 0, 0, 1, turn + k * 360 / count) for k in range(count)],
            pale(tone, 0.3 - shade),
            "round",
            shade=dark(tone, shade + 0.05),
        )
    f.disc(0, 0, 20, dark(tone, 0.25), "round")


def daisy_head(f: Frame, s: Scene, tone: Colour = "FBF3E2") -> None:
    """A flat flower with a golden eye."""
    ring(f, 14, 126, 44, tone, form="round")
    f.disc(0, 0, 42, "E5A92C", "round")


def lotus(f: Frame, s: Scene, tone: Colour = LOTUS) -> None:
    """A lotus seen from the side, 340 wide, its base at the origin's foot."""
    g = f.at(0, 90)
    for angles, size, wide, shade in (
        ((-150, -30), 190, 84, 0.2),
        ((-128, -52), 210, 96, 0.1),
        ((-108, -72), 214, 100, 0.04),
        ((-90,), 206, 108, 0.0),
        ((-166, -14), 150, 70, 0.0),
        ((-140, -40), 150, 88, -0.1),
        ((-112, -68), 130, 84, -0.16),
    ):
        for a in angles:
            p = moved(leaf(size, wide), 0, 0, 1, a)
            base = dark(tone, shade) if shade > 0 else pale(tone, -shade * 2)
            g.fill(p * 1.02, dark(tone, 0.3))
            g.fill(p, pale(base, 0.45), "fall", shade=pale(base, 0.6), light=base)
    g.disc(0, -6, 30, "D9B84A", ry=16)


def five(f: Frame, s: Scene, tone: Colour = YELLOW, heart: Colour = "D9822F") -> None:
    """A five-petalled blossom (mai or đào), 150 wide."""
    ring(f, 5, 76, 70, tone, s.rng.uniform(0, 72), 0.06)
    f.many([moved(leaf(44, 6), 0, 0, 1, a) for a in range(0, 360, 40)], heart)
    f.many([ellipse(*moved([(42, 0)], 0, 0, 1, a)[0], 5) for a in range(0, 360, 40)], dark(heart, 0.15))
    f.disc(0, 0, 12, mix(heart, YELLOW, 0.4))


def orchid(f: Frame, s: Scene, tone: Colour = "C65C9A") -> None:
    """An orchid bloom, 240 wide."""
    for a, size, wide in ((-90, 120, 84), (38, 118, 74), (142, 118, 74)):
        p = moved(petal(size, wide), 0, 0, 1, a)
        f.fill(p, pale(tone, 0.3), "side")
    for a in (-8, 188):
        p = moved(petal(134, 128), 0, 0, 1, a)
        f.fill(p * 1.02, dark(tone, 0.2))
        f.fill(p, tone, "side", light=pale(tone, 0.5))
    f.blob([(0, -16), (34, 10), (30, 50), (0, 76), (-30, 50), (-34, 10)], dark(tone, 0.4), "side")
    f.disc(0, 8, 15, YELLOW)


def lily(f: Frame, s: Scene, tone: Colour = "F3E3DC") -> None:
    """A lily with its stamens."""
    for turn, k in ((0, 0.12), (60, 0.0)):
        for a in (30, 150, 270):
            p = moved(leaf(170, 76), 0, 0, 1, a + turn)
            f.fill(p * 1.02, dark(tone, 0.22))
            f.fill(p, dark(tone, k), "side")
            f.at(0, 0, 1, a + turn).line([(10, 0), (140, 0)], 7, mix(tone, LOTUS, 0.6), 2)
    for a in (-120, -96, -70, -48, -146):
        g = f.at(0, 0, 1, a)
        g.line([(0, 0), (84, 4)], 5, LEAF)
        g.disc(86, 4, 11, "A8481E", ry=6)


def artichoke(f: Frame, s: Scene) -> None:
    """An artichoke, 280 wide, centre at the origin."""
    f.line([(0, 110), (6, 230)], 34, LEAF)
    for row, (y, n, size) in enumerate(((-40, 5, 120), (0, 6, 116), (40, 6, 110), (80, 5, 96))):
        for k in range(n):
            x = (k - (n - 1) / 2) * 46
            p = moved(leaf(size, 70), x * 0.9, y + 50, 1, -90 + x * 0.42)
            f.fill(p * 1.02, dark("6F8A52", 0.4))
            f.fill(p, mix("7E9A5C", "8A5A78", 0.14 * (3 - row)), "rise")


def _leaves(f: Frame, path: Sequence[tuple[float, float]], size: float = 110) -> None:
    for x, y in path:
        for a in (-150, -30):
            f.fill(moved(leaf(size, size * 0.42, 8), x, y, 1, a), GREEN if a < -90 else LEAF, "side")


def bouquet(bloom: Piece, tones: Sequence[str], size: float = 1.0, count: int = 7) -> Motif:
    """Blooms in a vase, one lying on the table."""

    def paint(s: Scene) -> None:
        way = s.pick((-1, 1))
        x, h, glaze = s.near(720, 60), s.pick((300, 350)), tone_for(s, GLAZES)
        palette = s.rng.sample(list(tones), min(len(tones), s.pick((1, 2))))
        f = s.at(x, 930, 1.2)
        heads = [
            (-230, -560),
            (230, -570),
            (-120, -690),
            (130, -680),
            (0, -600),
            (-150, -500),
            (150, -490),
            (0, -760),
            (0, -500),
        ]
        spots = heads[: count - 2] + heads[-2:]
        for hx, hy in spots:
            f.line([(0, -h), (hx * 0.3, hy * 0.75), (hx, hy)], 12, GREEN, 8)
        f.many(
            [moved(leaf(260, 84, 20), 0, -h - 10, 1, a) for a in (-165, -140, -112, -66, -40, -14)],
            GREEN,
            "side",
        )
        vase(f, s, glaze, h)
        f.many(
            [
                moved(leaf(170, 64, 14), hx * 0.3, -h - 60, 1, a)
                for hx, a in ((-200, -150), (200, -30), (-60, -120), (90, -62))
            ],
            LEAF,
            "side",
        )
        for hx, hy in spots:
            bloom(f.at(hx, hy, size * s.near(0.95, 0.1), s.near(0, 14)), s, s.pick(palette))
        g = s.at(x + way * 400, 960, 1.0)
        g.shadow(150, 30, 0, 40)
        g.line([(-260 * way, 40), (-100 * way, 16), (0, 0)], 14, GREEN, 9)
        bloom(g.at(0, -20, size * 0.9, 12 * way), s, s.pick(palette))

    return paint


def branch(tone: str, heart: str, size: float = 1.0) -> Motif:
    """A flowering branch in a tall vase."""

    def paint(s: Scene) -> None:
        way = s.pick((-1, 1))
        f = s.at(720 - way * 190, 930, 1.2, 0, way < 0)
        wood = mix(BROWN, BARK, 0.5)
        limbs = (
            [(0, -300), (30, -460), (-60, -600), (-20, -760)],
            [(10, -400), (130, -520), (300, -560), (430, -680)],
            [(-30, -540), (-170, -620), (-260, -720)],
            [(220, -545), (330, -480), (470, -470)],
            [(90, -490), (150, -640), (220, -740)],
        )
        for i, limb in enumerate(limbs):
            f.line(limb, 26 if i == 0 else 17, wood, 5)
        vase(f, s, tone_for(s, GLAZES), 350)
        spots = [
            (limb[k][0] + s.near(0, 26), limb[k][1] + s.near(0, 26))
            for limb in limbs
            for k in range(1, len(limb))
        ]
        spots += [
            ((a[0] + b[0]) / 2 + s.near(0, 20), (a[1] + b[1]) / 2 + s.near(0, 20))
            for limb in limbs
            for a, b in pairwise(limb[1:])
        ]
        for x, y in spots:
            f.fill(moved(leaf(60, 24), x, y, 1, s.rng.uniform(0, 360)), LEAF)
            five(f.at(x, y, size * s.near(0.85, 0.2)), s, tone, heart)
        for x, y in ((330, -30), (430, 10), (260, 30)):
            f.disc(x, y, 20, tone, ry=10)
        for _ in range(6):
            f.disc(s.near(120, 320), s.near(-600, 150), 11, dark(tone, 0.12))

    return paint


def pond(tones: Sequence[str]) -> Motif:
    """Lotus flowers rising over their leaves."""

    def paint(s: Scene) -> None:
        f = s.at(720, 980, 1.15, 0, s.rng.random() < 0.5)
        for x, y, r in ((-430, -180, 210), (400, -150, 230), (-40, -90, 260), (-300, 0, 200), (300, 20, 220)):
            f.line([(x * 0.7, 180), (x, y)], 14, GREEN)
            f.disc(x + 6, y + 14, r, dark(GREEN, 0.3), ry=r * 0.34)
            f.disc(x, y, r, mix(LEAF, GREEN, 0.5), "side", ry=r * 0.34)
            f.many(
                [moved(leaf(r * 0.9, 9), 0, 0, 1, a) * (1, 0.34) + (x, y) for a in range(0, 360, 30)],
                pale(LEAF, 0.2),
                alpha=0.7,
            )
        for x, y, k, a in ((-60, -440, 1.5, -3), (270, -300, 1.0, 8), (-320, -290, 0.85, -10)):
            f.line([(x * 0.5, 60), (x * 0.9, y * 0.4), (x, y + 130 * k)], 14, GREEN, 11)
            lotus(f.at(x, y, k, a), s, s.pick(tones))
        f.line([(430, 40), (460, -200), (440, -420)], 10, GREEN, 8)
        f.blob(
            [(440, -560), (476, -480), (466, -430), (440, -414), (414, -430), (404, -480)],
            s.pick(tones),
            "side",
        )

    return paint


def mixed(s: Scene) -> None:
    """A bunch of different flowers."""
    kinds = (rose, chrysanthemum, daisy_head, partial(lily))
    bouquet(lambda f, t, tone: s.pick(kinds)(f, t, tone), (RED, YELLOW, PINK, "F3E3DC", "C65C9A"))(s)


ROSES = bouquet(rose, (RED, "E2829A", "F0C04A", "F3DCCB", "A92A3A"))
MUMS = bouquet(chrysanthemum, (YELLOW, "F3E6D0", "B5523A", "C77AA8"))
DAISIES = bouquet(daisy_head, ("FBF3E2", "F2B93B", "E58A5A"))
ORCHIDS, LILIES = (
    bouquet(orchid, ("C65C9A", "F1E3EA", "E3B83E", "8A4A94"), 1.05, 9),
    bouquet(lily, ("F3E3DC", "EFB5A6", "F0C86A"), 1.05),
)
MAI, DAO = branch("F5C22E", "D9822F"), branch("EE8FA0", "A9324A")
LOTUSES, MIXED = pond((LOTUS, "F0B4C0", "F6E6E2")), mixed
