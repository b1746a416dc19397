"""Ornamental plants in pots."""

from functools import partial

from .canvas import Frame
from .colour import BARK, BROWN, GREEN, LEAF, RED, Colour, dark, mix, pale
from .flowers import chrysanthemum, five, orchid, rose
from .goods import Piece, tone_for
from .pottery import GLAZES, ornament
from .scene import Motif, Scene
from .shapes import box, ellipse, lathe, leaf, moved


def tub(f: Frame, s: Scene, tone: Colour, w: float = 200, h: float = 210) -> None:
    """A plant pot with its rim at height h."""
    f.shadow(w, w * 0.2)
    f.disc(0, -h, w, dark(BARK, 0.2), ry=w * 0.16)
    body = lathe(
        [(w, -h), (w * 0.98, -h * 0.8), (w * 0.84, -h * 0.3), (w * 0.66, -4), (w * 0.4, 8), (0, 10)], steps=6
    )
    f.fill(body, tone, "column")
    ornament(f, s, body, -h * 0.46, mix(tone, "FBF3E2", 0.7), h=h * 0.34)
    f.fill(box(-w * 1.06, -h - 16, w * 2.12, 40, 14), pale(tone, 0.14), "column")


def tray_pot(f: Frame, s: Scene, tone: Colour) -> None:
    """A shallow bonsai tray."""
    f.shadow(330, 50)
    f.fill(lathe([(320, -110), (318, -90), (290, -20), (260, 0), (0, 0)], steps=5), tone, "column")
    f.many([box(x, -6, 70, 26, 8) for x in (-230, 160)], dark(tone, 0.3))
    f.fill(box(-336, -124, 672, 34, 12), pale(tone, 0.15), "column")
    f.blob([(-290, -120), (-140, -158), (40, -150), (200, -166), (290, -120), (0, -112)], "6B7A3A", "side")


def _cloud(f: Frame, x: float, y: float, w: float, tone: Colour) -> None:
    for dx, dy, r in (
        (-0.6, 0.08, 0.42),
        (0.62, 0.1, 0.4),
        (-0.22, -0.16, 0.5),
        (0.26, -0.14, 0.48),
        (0, 0.1, 0.6),
    ):
        f.disc(x + dx * w, y + dy * w, r * w, tone, "side", ry=r * w * 0.62)


def bonsai(s: Scene) -> None:
    """A twisted old tree with cushions of leaves."""
    f = s.at(720, 920, 1.2, 0, s.rng.random() < 0.5)
    tray_pot(f, s, tone_for(s, GLAZES))
    lean = s.near(0, 40)
    trunk = [(-20, -130), (60, -250), (-60, -370), (40 + lean, -480), (0 + lean, -600)]
    f.line(trunk, 92, BROWN, 22)
    f.line([(-60, -126), (20, -170), (-30, -260)], 30, mix(BROWN, BARK, 0.5), 6)
    f.line([(-10, -330), (-160, -380), (-240, -400)], 34, BROWN, 12)
    f.line([(0, -430), (150, -440), (230, -470)], 30, BROWN, 10)
    f.many(
        [moved(leaf(90, 12), x, y, 1, -70) for x, y in ((0, -180), (10, -240), (-40, -330), (0, -400))],
        dark(BROWN, 0.3),
    )
    tone = s.pick((LEAF, "55803C", "7A9A3E"))
    for x, y, w, k in (
        (-270, -420, 150, 0.3),
        (260, -490, 150, 0.3),
        (lean, -650, 180, 0.12),
        (-110, -550, 120, 0.0),
        (150, -590, 110, 0.0),
    ):
        _cloud(f, x, y + 20, w, dark(tone, 0.3))
        _cloud(f, x, y, w, mix(tone, GREEN, k))


def kumquat(s: Scene, tone: str = "EE9A24") -> None:
    """A kumquat tree, round and full of fruit."""
    f = s.at(s.near(720, 60), 940, 1.18)
    tub(f, s, tone_for(s, GLAZES))
    f.line([(0, -220), (-8, -300), (6, -360)], 44, BROWN, 32)
    for r, k in ((1.0, 0.35), (0.88, 0.1)):
        for x, y, w in (
            (-150, -420, 140),
            (150, -420, 140),
            (-110, -560, 150),
            (120, -560, 150),
            (0, -660, 140),
            (0, -480, 180),
        ):
            f.disc(x * r, y + (1 - r) * -60, w * r, dark("4E7F3E", k), "round")
    spots = [(s.near(0, 230), s.near(-530, 190)) for _ in range(60)]
    inside = [(x, y) for x, y in spots if (x / 250) ** 2 + ((y + 530) / 230) ** 2 < 1]
    f.many([moved(leaf(60, 24), x + 14, y, 1, s.rng.uniform(0, 360)) for x, y in inside], "8FB04A")
    for x, y in inside[:34]:
        f.disc(x + 2, y + 4, 31, dark(tone, 0.5))
        f.disc(x, y, 29, tone, "round")


def blossoming(tone: str, heart: str, leaves: bool = False) -> Motif:
    """A flowering tree in a tub."""

    def paint(s: Scene) -> None:
        f = s.at(720, 940, 1.15, 0, s.rng.random() < 0.5)
        tub(f, s, tone_for(s, GLAZES))
        limbs = (
            [(0, -210), (50, -330), (-30, -460), (10, -600), (-10, -740)],
            [(20, -350), (160, -440), (270, -430), (350, -480)],
            [(-10, -420), (-150, -480), (-280, -470)],
            [(0, -520), (130, -590), (240, -640)],
            [(0, -580), (-110, -650), (-190, -700)],
            [(30, -320), (-90, -360), (-200, -350)],
        )
        for i, limb in enumerate(limbs):
            f.line(limb, 52 if i == 0 else 22, mix(BROWN, BARK, 0.4), 6)
        for limb in limbs:
            for x, y in limb[1:] if limb is not limbs[0] else limb[2:]:
                for _ in range(4):
                    px, py = s.near(x, 56), s.near(y, 46)
                    f.fill(moved(leaf(66, 26), px, py, 1, s.rng.uniform(0, 360)), LEAF)
                    five(f.at(px, py, s.near(0.68, 0.14)), s, tone, heart)

    return paint


def potted_orchid(s: Scene) -> None:
    """Sprays of orchids over strap leaves."""
    f = s.at(s.near(720, 40), 940, 1.2, 0, s.rng.random() < 0.5)
    tone = s.pick(("C65C9A", "F1E3EA", "E3B83E", "8A4A94"))
    sprays = (
        [(0, -220), (-40, -480), (-200, -640), (-380, -600)],
        [(10, -220), (60, -460), (190, -620), (370, -620)],
    )
    for spray in sprays:
        f.line(spray, 12, GREEN, 7)
    f.many(
        [moved(leaf(330, 90, 50 if a < -90 else -50), 0, -200, 1, a) for a in (-168, -130, -50, -12)],
        mix(LEAF, GREEN, 0.4),
        "side",
    )
    tub(f, s, tone_for(s, GLAZES), 170, 200)
    f.many([moved(leaf(240, 80, 50 if a < -90 else -50), 0, -210, 1, a) for a in (-150, -28)], LEAF, "side")
    for side in (-1, 1):
        for x, y in ((90, -540), (180, -630), (290, -640), (380, -590)):
            orchid(f.at(side * x, y, 0.66, side * 14), s, tone)


def foliage_plant(s: Scene, palm: bool = False) -> None:
    """A broad-leaved plant or a palm in a pot."""
    f = s.at(s.near(720, 60), 940, 1.2)
    for i, a in enumerate((-170, -10, -152, -28, -132, -48, -112, -68, -90)):
        size = 340 + 26 * i
        bend = (46 if a < -90 else -46) if a != -90 else 0
        g = f.at(0, -210, 1, a)
        if palm:
            g.line([(0, 0), (size * 0.5, bend * 0.6), (size, 0)], 12, LEAF, 4)
            g.many(
                [
                    moved(leaf(150, 26), size * t, bend * 0.6, 1, b)
                    for t in (0.3, 0.42, 0.54, 0.66, 0.78, 0.9)
                    for b in (-50, 50)
                ],
                GREEN if i % 2 else LEAF,
            )
        else:
            g.fill(leaf(size, 130, bend), mix(LEAF, GREEN, (i % 3) / 2), "side")
            g.line([(0, 0), (size * 0.5, bend * 0.95), (size * 0.96, 0)], 8, pale(LEAF, 0.4), 2)
    tub(f, s, tone_for(s, GLAZES))


def cactus(s: Scene) -> None:
    """Succulents in three pots."""
    for x, k in ((330, 0.9), (1110, 0.85), (720, 1.15)):
        f = s.at(x, 900 + 30 * (k > 1), k)
        if k == 0.9:
            f.disc(0, -330, 150, "5F8A52", "round")
            f.many([ellipse(d, -330, 5, 130) for d in (-80, -30, 20, 70)], pale("5F8A52", 0.35), alpha=0.6)
        else:
            for count, size, tone in (
                (11, 200, GREEN),
                (9, 160, LEAF),
                (7, 120, "8FB05A"),
                (5, 80, "B4C97A"),
            ):
                f.many(
                    [moved(leaf(size, 76), 0, -250, 1, -180 + a * 180 / (count - 1)) for a in range(count)],
                    tone,
                    "round",
                )
        tub(f, s, tone_for(s, GLAZES), 150, 190)


BONSAI, KUMQUAT, CACTI = bonsai, kumquat, cactus
POMELO_TREE = partial(kumquat, tone="D9C94A")
MAI_TREE, DAO_TREE = blossoming("F5C22E", "D9822F"), blossoming("EE8FA0", "A9324A")
PAPER_FLOWER = blossoming("D9437A", "F3E3C0")
ORCHID_POT, LEAFY_POT = potted_orchid, foliage_plant
PALM = partial(foliage_plant, palm=True)


def flower_pot(bloom: Piece, tones: tuple[str, ...], size: float) -> Motif:
    """A round cushion of blooms in a tub."""

    def paint(s: Scene) -> None:
        f, tone = s.at(s.near(720, 50), 940, 1.18), s.pick(tones)
        f.disc(0, -400, 290, dark(GREEN, 0.1), "round", ry=240)
        tub(f, s, tone_for(s, GLAZES))
        for y, xs in (
            (-600, (-90, 60)),
            (-510, (-200, -20, 150)),
            (-420, (-250, -100, 70, 230)),
            (-320, (-200, -30, 150)),
            (-250, (-110, 80)),
        ):
            for x in xs:
                f.many([moved(leaf(110, 44), x, y, 1, a) for a in (20, 160, 90)], LEAF)
                bloom(f.at(s.near(x, 12), s.near(y, 12), size * s.near(1, 0.1), s.near(0, 20)), s, tone)

    return paint


def pine(s: Scene) -> None:
    """A podocarpus or pine trained in tiers."""
    f = s.at(720, 920, 1.2, 0, s.rng.random() < 0.5)
    tray_pot(f, s, tone_for(s, GLAZES))
    f.line([(-10, -130), (40, -300), (-20, -460), (20, -640)], 74, BROWN, 20)
    for x, y, w in (
        (-190, -300, 170),
        (210, -390, 170),
        (-150, -510, 140),
        (110, -590, 120),
        (10, -720, 110),
    ):
        f.line([(0, y + 40), (x * 0.5, y + 20), (x, y + 20)], 24, BROWN, 8)
        f.disc(x, y + 22, w, dark(GREEN, 0.3), ry=w * 0.3)
        for k in range(15):
            t = k / 14 * 2 - 1
            f.many(
                [
                    moved(leaf(74, 12), x + t * w * 0.9, y + 24 * abs(t), 1, -90 + t * 40 + d)
                    for d in (-44, -20, 0, 22, 44)
                ],
                mix(GREEN, LEAF, (k % 3) / 2),
            )


MUM_POT = flower_pot(chrysanthemum, ("F2B93B", "F6D24A", "E9962C"), 0.5)
ROSE_POT, PINE = flower_pot(rose, (RED, "E2829A", "F3C9B0"), 0.5), pine
