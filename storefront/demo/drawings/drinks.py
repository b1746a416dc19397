"""Spirits, wine, water and soft drinks."""

from functools import partial

from .bottles import can, glass, juice, stout, water, wine
from .brews import pod
from .canvas import Frame
from .colour import BARK, CREAM, GREEN, LEAF, OCHRE, RED, WINE, WOOD, Colour, mix, pale
from .fruit import foliage, halved, orange, smooth_round
from .goods import Piece, pair, shuffled, tone_for
from .greens import corn
from .heaps import Stuff, bean
from .melons import coconut
from .packs import carton
from .pottery import GLAZES, crock, cup, flask, gourd
from .produce import grapes, pineapple
from .scene import Motif, Scene
from .shapes import box, lathe, leaf, moved, smooth
from .ware import served

CAPS = (RED, "F1E2C6", "2E3F74", OCHRE, "2F6340")


def cups(s: Scene, way: int, tone: str, drink: Colour = "F3EBD6") -> None:
    """Two small cups in front."""
    cup(s.at(720 + way * 330, 900, 1.05), tone, drink)
    cup(s.at(720 + way * 180, 960, 1.0), tone, drink)


def spirit(s: Scene) -> None:
    """A flask, a gourd or a clear bottle with cups."""
    way, kind, glaze = s.pick((-1, 1)), s.rng.randrange(5), tone_for(s, GLAZES)
    stopper = s.pick((RED, "7C2332", "C9A24E"))
    if kind == 0:
        flask(s.at(720 - way * 200, 850, 1.35), s, glaze, stopper)
    elif kind == 1:
        gourd(s.at(720 - way * 200, 850, 1.3), s, s.pick(("C98A3C", "A8642C", "B5533A", glaze)))
    elif kind == 2:
        wine(s.at(720 - way * 300, 820, 1.1), s, s.pick(("DCE5DF", "BFD6D2", "C9DCC4")), stopper)
        flask(s.at(720 - way * 40, 860, 1.15), s, glaze, stopper)
    elif kind == 3:
        crock(s.at(720 - way * 270, 810, 1.2), s, s.pick(("7A4A2B", "B5533A", "5A4032")), stopper)
        stout(s.at(720 + way * 80, 850, 1.2), s, "D3E0DA", stopper)
    else:
        carton(s.at(720 - way * 330, 800, 1.25), s, tone_for(s))
        flask(s.at(720 + way * 0, 850, 1.25), s, glaze, stopper)
    cups(s, way, pale(glaze, 0.3) if kind != 1 else CREAM)


def barley(f: Frame, s: Scene) -> None:
    """A cluster of small fruit on the table."""
    for x, y in ((-60, -10), (10, -4), (60, 6), (-16, -56), (34, -50)):
        smooth_round(f.at(x, y + 20, 0.42), s, s.pick(("8E2A44", "A9324A", "6A2E4F")))
    foliage(f.at(0, -80), -30, 130)


def liqueur(tone: str, fruit: Piece | None = None, green: bool = True) -> Motif:
    """A wine bottle with a glass and the fruit it came from."""

    def paint(s: Scene) -> None:
        way = s.pick((-1, 1))
        cap = s.pick((WINE, RED, OCHRE, "2E3F74"))
        deep = s.pick(("2F4A35", "3A2A26")) if green else tone
        if s.rng.random() < 0.5:
            wine(s.at(720 - way * 190, 850, 1.15), s, deep, cap)
        else:
            wine(s.at(720 - way * 330, 820, 1.08), s, deep, cap)
            wine(s.at(720 - way * 110, 850, 1.12), s, mix(deep, BARK, 0.2), s.pick((WINE, RED, OCHRE)))
        glass(s.at(720 + way * 110, 880, 1.15), tone)
        (fruit or barley)(s.at(720 + way * 370, 930, 0.95 if fruit else 1.4), s)

    return paint


def reed_jar(s: Scene) -> None:
    """Rượu cần: an earthen jar with reed straws, the wall like woven cloth."""
    way = s.pick((-1, 1))
    crock(s.at(720 - way * 60, 880, 1.28), s, s.pick(("7A4A2B", "8E5A34", "5A4032")), straws=True)
    gourd(s.at(720 + way * 370, 930, 0.85), s)


def drops(s: Scene, tone: str = "E9F4F2") -> None:
    """Drops of water in the air."""
    f = s.at(0, 0)
    for x, y, k in ((230, 330, 1.0), (1210, 280, 1.3), (330, 190, 0.7), (1120, 440, 0.8)):
        f.at(s.near(x, 40), s.near(y, 30), k).blob(
            [(0, -70), (34, 0), (38, 34), (0, 64), (-38, 34), (-34, 0)], tone, "round", shade="7FB6C4"
        )


def waters(s: Scene) -> None:
    """Water bottles, a glass and drops, perhaps a big can of it."""
    tones = shuffled(s, ("9ED0DC", "A9D9CF", "B9D6E6"))
    caps = shuffled(s, ("2E6FA8", "2F6340", "C43A2B", "2E3F74"))
    way, kind = s.pick((-1, 1)), s.rng.randrange(3)
    drops(s)
    if kind == 0:
        for i, x in enumerate((-280, 20)):
            water(s.at(720 + way * x, 820 + 40 * i, 1.1 + 0.06 * i), s, tones[0], caps[0])
    elif kind == 1:
        demijohn(s.at(720 - way * 260, 830, 1.25), s, tones[0], caps[0])
        water(s.at(720 + way * 90, 860, 1.0), s, tones[0], caps[0])
    else:
        water(s.at(720 - way * 160, 860, 1.25), s, tones[0], caps[0])
    glass(s.at(720 + way * 330, 900, 1.2), "CFE9EC", 0.75, stem=False)


def demijohn(f: Frame, s: Scene, tone: Colour, cap: Colour) -> None:
    """A large water bottle, 340 wide and 560 high."""
    f.shadow(170, 36, strength=0.35)
    body = lathe(
        [
            (50, -520),
            (52, -480),
            (140, -430),
            (168, -390),
            (160, -300),
            (168, -280),
            (160, -180),
            (168, -160),
            (164, -20),
            (140, 4),
            (0, 8),
        ],
        steps=6,
    )
    f.fill(body, tone, "column", light=pale(tone, 0.5))
    f.many([box(-170, y, 340, 7) for y in (-300, -170)], pale(tone, 0.5), clip=body)
    f.fill(smooth([(-90, -280), (90, -280), (90, -190), (-90, -190)]), CREAM)
    f.fill(smooth([(-70, -205), (-20, -255), (10, -225), (40, -250), (74, -205)], steps=4), cap)
    f.line([(-128, -400), (-134, -200), (-126, -40)], 16, CREAM, 6, alpha=0.55)
    f.fill(box(-62, -566, 124, 64, 12), cap, "column")


def pressed(tone: str, fruit: Piece, cut: Piece | None = None) -> Motif:
    """Juice bottles and a glass with the fruit."""

    def paint(s: Scene) -> None:
        way, caps, kind = s.pick((-1, 1)), shuffled(s, CAPS), s.rng.randrange(3)
        if kind == 0:
            for i, x in enumerate((-320, -70)):
                juice(s.at(720 + way * x, 820 + 40 * i, 1.3), s, tone, caps[0])
        elif kind == 1:
            juice(s.at(720 - way * 260, 850, 1.5), s, tone, caps[0])
            glass(s.at(720 + way * 20, 890, 1.3), tone, 0.8, stem=False, floats=True)
        else:
            for i, x in enumerate((-340, -130)):
                can(s.at(720 + way * x, 820 + 40 * i, 1.4), s, tone_for(s))
        fruit(s.at(720 + way * 310, 880, 1.05), s)
        if cut:
            cut(s.at(720 + way * 150, 960, 0.75), s)

    return paint


def leaves_piece(f: Frame, s: Scene) -> None:
    """A tuft of fresh leaves."""
    f.shadow(150, 30)
    f.many([moved(leaf(230, 84, 14), 0, -10, 1, a) for a in (-170, -140, -40, -10)], GREEN, "side")
    f.many([moved(leaf(250, 90, 10), 0, -10, 1, a) for a in (-112, -70)], LEAF, "side")


def nipa(f: Frame, s: Scene) -> None:
    """A ball of nipa palm fruit."""
    f.shadow(150)
    for x, y, a in (
        (-100, -90, -160),
        (100, -90, -20),
        (-70, -190, -128),
        (70, -190, -52),
        (0, -230, -90),
        (-40, -90, -120),
        (44, -90, -60),
        (0, -60, -90),
    ):
        f.fill(moved(leaf(170, 96), x * 0.5, y * 0.5 - 20, 1, a), mix("7A3F22", WOOD, 0.3 * (a % 3)), "round")


SPIRIT, REED_JAR, WATER = spirit, reed_jar, waters
GRAPE_WINE, FRUIT_WINE = liqueur("7C2342", lambda f, s: grapes(f.at(0, 0, 0.85), s)), liqueur("A9324A")
APPLE_WINE = liqueur("D9A03A", partial(smooth_round, tone="B7B24A"), green=False)
RICE_WINE = pair(partial(flask, tone="F1E2C6"), lambda f, s: glass(f, "8E3A5A"), (1.3, 1.25), 220)
PINEAPPLE_WINE = liqueur("E0B04A", lambda f, s: pineapple(f.at(0, 0, 0.8), s), green=False)
ORANGE_JUICE = pressed("EFA02E", orange, partial(halved))
LIME_DRINK = pressed(
    "D3DC8A", partial(orange, tone="7FA63A", r=110), partial(halved, rind="7FA63A", flesh="D3DC8A", r=116)
)
RED_JUICE = pressed("B8324A", partial(smooth_round, tone="A92A44", r=120))
COCONUT_WATER = pressed("E9EDDC", coconut)
PINEAPPLE_JUICE = pressed("F0C23E", lambda f, s: pineapple(f.at(0, 0, 0.85), s))
HERB_DRINK = pressed("8E9A3A", leaves_piece)
NIPA = pressed("C98A4A", nipa)
SOY_DRINK = pressed("F1E6CB", leaves_piece)


def flavoured(piece: Piece) -> Motif:
    """A spirit with what it is distilled from."""

    def paint(s: Scene) -> None:
        way, glaze = s.pick((-1, 1)), tone_for(s, GLAZES)
        if s.rng.random() < 0.5:
            flask(s.at(720 - way * 230, 850, 1.3), s, glaze, s.pick((RED, "7C2332", "C9A24E")))
        else:
            crock(
                s.at(720 - way * 270, 820, 1.2),
                s,
                s.pick(("7A4A2B", "B5533A", "5A4032")),
                s.pick((RED, "2F6340", "C9A24E")),
            )
        cup(s.at(720 + way * 60, 920, 1.05), pale(glaze, 0.3), "F3EBD6")
        piece(s.at(720 + way * 310, 890, 1.1), s)

    return paint


CORN_SPIRIT, LEAF_SPIRIT = flavoured(lambda f, s: corn(f.at(0, 0, 0.95), s)), flavoured(leaves_piece)
BEAN_SPIRIT = flavoured(lambda f, s: served(s, f, Stuff(bean, ("7E9440", "93A850"), 1.0, 70), 190, "bowl"))
PLUM_WINE, MULBERRY_WINE = (
    liqueur("B23A4A", partial(smooth_round, tone="9E2F45", r=120, bloom=True)),
    liqueur("5E1F3E"),
)
COCOA_WINE = liqueur("6E3418", lambda f, s: pod(f.at(0, 0, 0.7), s))
DEMIJOHN = pair(
    lambda f, s: demijohn(f, s, "A9D0E0", "2E6FA8"),
    lambda f, s: glass(f, "CFE9EC", 0.75, stem=False),
    (1.45, 1.3),
    230,
)
GLASS_WATER = pair(
    lambda f, s: wine(f, s, s.pick(("A9D9CF", "9ED0DC", "8FC4B4")), s.pick(("2E6FA8", "2F6340", "C9A24E"))),
    lambda f, s: glass(f, "CFE9EC", 0.75, stem=False),
    (1.2, 1.3),
    200,
)
POMELO_JUICE = pressed("F0B49A", partial(halved, rind="CBCB55", flesh="EFA08C", r=160))
GRAPE_JUICE = pressed("6E2648", lambda f, s: grapes(f.at(0, 0, 0.85), s))
JELLY = pressed("2B2426", leaves_piece)
