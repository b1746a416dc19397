"""Rice and other grain: ears, bowls, sacks."""

from functools import partial

from .canvas import Frame
from .colour import CREAM, GREEN, INDIGO, LEAF, RED, Colour, dark, mix, pale
from .goods import pair, tone_for
from .heaps import Stuff, bean, grain, heap, nut, strewn
from .packs import open_sack, pouch, sack
from .scene import Motif, Scene
from .shapes import leaf, moved, stroke
from .ware import bowl, served

RICE = ("FBF3DF", "F3E6C8", "FFFAEC")


def ears(f: Frame, s: Scene, tone: Colour = "D9A63A", stems: int = 5) -> None:
    """A sheaf of rice ears rising from the origin and bending over."""
    for i in range(stems):
        g = f.at(0, 0, s.near(1, 0.06), -30 + 60 * i / max(1, stems - 1))
        path = [(0, 0), (2, -220), (26, -380), (110, -470), (190, -440)]
        g.line(path, 9, mix(tone, LEAF, 0.4), 4)
        g.fill(moved(leaf(300, 40, 30), 0, -80, 1, -98), LEAF if i % 2 else mix(LEAF, tone, 0.5), "side")
        kernels, lit = [], []
        for k in range(13):
            t = k / 12
            x, y = 30 + 170 * t, -385 - 80 * (1 - (2 * t - 1) ** 2) - 40 * t + 20 * t * t
            for a in (-70, 20, 62):
                kernels.append(moved(leaf(44, 19), x, y, 1, a + 40 * t))
                lit.append(moved(leaf(36, 9), x + 1, y - 2, 1, a + 40 * t))
        g.many(kernels, dark(tone, 0.1))
        g.many(lit, pale(tone, 0.35))


def full_bowl(f: Frame, s: Scene, tones: tuple[str, ...] = RICE) -> None:
    """A bowl heaped with cooked or raw rice."""
    china = s.pick((INDIGO, "B5533A", "3C8C9C", GREEN))
    bowl(f, china, 230, 150, lambda g: heap(g, s, Stuff(grain, tones, 1.15, 190), 200, 118), CREAM)


def rice(tones: tuple[str, ...] = RICE, ear: str = "D9A63A", layout: int = -1) -> Motif:
    """Rice in one of four still lifes."""
    stuff = Stuff(grain, tones, 1.2, 170)

    def paint(s: Scene) -> None:
        way, kind = s.pick((-1, 1)), s.rng.randrange(4) if layout < 0 else layout
        if kind == 0:
            ears(s.at(720 - way * 170, 830, 1.15, -14 * way, way < 0), s, ear)
            full_bowl(s.at(720 + way * 130, 890, 1.45), s, tones)
        elif kind == 1:
            ears(s.at(720 - way * 60, 780, 1.1, 16 * way, way < 0), s, ear, 4)
            open_sack(s.at(720 - way * 180, 860, 1.3), s, tone_for(s), lambda g: heap(g, s, stuff, 160, 84))
            full_bowl(s.at(720 + way * 290, 925, 0.95), s, tones)
        elif kind == 2:
            sack(s.at(720 - way * 210, 850, 1.25), s, tone_for(s))
            ears(s.at(720 + way * 190, 830, 0.85, 10 * way, way < 0), s, ear, 4)
            served(s, s.at(720 + way * 280, 920, 1.1), stuff, 220, "tray")
        else:
            pouch(s.at(720 - way * 230, 840, 1.32), s, tone_for(s))
            ears(s.at(720 + way * 140, 830, 0.85, 8, way < 0), s, ear, 4)
            full_bowl(s.at(720 + way * 260, 910, 1.15), s, tones)
        strewn(
            s,
            Stuff(grain, tones, 1.2),
            [(720 - way * x, y) for x, y in ((0, 985), (70, 1000), (130, 975), (30, 960))],
            1.3,
        )

    return paint


def beans(tones: tuple[str, ...], item: object = bean, size: float = 1.0) -> Motif:
    """An open sack and a bowl of beans."""
    stuff = Stuff(item, tones, size, 70)

    def paint(s: Scene) -> None:
        way = s.pick((-1, 1))
        if s.rng.random() < 0.6:
            open_sack(s.at(720 - way * 220, 850, 1.3), s, tone_for(s), lambda g: heap(g, s, stuff, 160, 84))
        else:
            pouch(s.at(720 - way * 250, 850, 1.3), s, tone_for(s))
        served(s, s.at(720 + way * 250, 905, 1.15), stuff, 225, s.pick(("bowl", "tray", "basket")))
        strewn(s, stuff, [(720 - way * x, y) for x, y in ((-10, 980), (80, 1000), (160, 975))], 1.2)

    return paint


def sheaf(f: Frame, s: Scene) -> None:
    """Ears tied in a sheaf."""
    ears(f, s, stems=6)
    f.fill(stroke([(-40, -40), (0, -26), (40, -40)], 26), RED, "column")


SCENTED_RICE, FIELD_RICE, HILL_STICKY = (
    rice(layout=3),
    rice(layout=2),
    rice(("FFFBF0", "F9F1DD"), "E0B84A", 1),
)
WHITE_RICE, BROWN_RICE = rice(), rice(("B5784A", "9A5E3A", "C98F5E"), "B5843A")
RED_RICE, BLACK_RICE = (
    rice(("A8423A", "8E342F", "BF5C4C"), "B5683A"),
    rice(("4A2C3C", "3A2230", "5E3A4C"), "8A5A3A"),
)
STICKY = rice(("FFFBF0", "F9F1DD"), "E0B84A", 0)
YOUNG = rice(("A9BE62", "8FAA4C", "C2D07E"), "9DB04A")
GREEN_BEANS, RED_BEANS = beans(("7E9440", "93A850")), beans(("8E2F2F", "A23C36"))
BLACK_BEANS, SOY = beans(("33292E", "443840")), beans(("E3C27A", "D6B062"))
SESAME, PEANUT = beans(("3A3034", "4A4044"), grain, 0.9), beans(("C98458", "B8704A", "D99A6E"), nut, 0.85)
MILLET, CORN_GRAIN = beans(("E3B848", "D6A636"), bean, 0.6), beans(("F0BE3E", "E5A92C"), bean, 1.0)
LOTUS_SEED = beans(("F3E6C4", "E9D6A8"), bean, 1.1)
SHEAVES = pair(partial(sheaf), full_bowl, (1.2, 1.3), 200)
BUCKWHEAT = beans(("4E3A34", "6B5246", "8A6A56"), bean, 0.55)
