"""Tea, herbal tea, coffee and cocoa."""

from functools import partial

from .bottles import glass
from .canvas import Frame
from .colour import BARK, CREAM, GREEN, LEAF, RED, WOOD, Colour, dark, mix, pale
from .flowers import artichoke, chrysanthemum, daisy_head, lotus
from .goods import Piece, pair, stocked, tone_for
from .heaps import (
    Stuff,
    blossom,
    chip,
    coffee_bean,
    cube,
    curl,
    daisy,
    dry_leaf,
    heap,
    petal_bit,
    stick,
    strewn,
)
from .packs import carton, packed, paper_bag, sack, tin
from .pottery import GLAZES, cup, mug, teapot
from .scene import Motif, Scene
from .shapes import box, lathe, leaf, moved
from .ware import served, tray


def twig(f: Frame, s: Scene, tone: Colour = LEAF) -> None:
    """A tea shoot: two leaves and a bud."""
    f.line([(0, 0), (10, -90), (0, -180)], 10, mix(tone, GREEN, 0.4), 5)
    for y, a, size in (
        (-60, -152, 190),
        (-90, -28, 190),
        (-150, -125, 130),
        (-160, -58, 130),
        (-176, -90, 110),
    ):
        f.fill(
            moved(leaf(size, size * 0.36, 10), 2, y, 1, a),
            mix(tone, GREEN, 0.35 if size > 150 else 0.0),
            "side",
        )


def tea(tones: tuple[str, ...], drink: str, tips: str = LEAF, layout: int = -1) -> Motif:
    """A teapot with cups, or packs with dry leaves; shoots of tea for freshness."""
    stuff = Stuff(curl, tones, 0.95, 90)

    def paint(s: Scene) -> None:
        way, kind = s.pick((-1, 1)), s.rng.randrange(5) if layout < 0 else layout
        glaze = tone_for(s, GLAZES)
        if kind == 0:
            teapot(s.at(720 - way * 150, 840, 1.45, 0, way > 0), s, glaze)
            cup(s.at(720 + way * 290, 880, 1.3), pale(glaze, 0.3), drink, steam=True)
            cup(s.at(720 + way * 130, 940, 1.2), pale(glaze, 0.3), drink)
        elif kind == 1:
            tin(s.at(720 - way * 330, 810, 1.25), s, tone_for(s))
            teapot(s.at(720 + way * 60, 850, 1.2, 0, way > 0), s, glaze)
            served(s, s.at(720 + way * 370, 940, 0.85), stuff, 190, "bowl")
        elif kind == 3:
            for x, k in ((-300, 1.2), (-40, 1.5), (240, 1.15)):
                twig(s.at(720 + way * x, 700, k * 1.15, s.near(0, 12)), s, tips)
            tray(s.at(720 - way * 90, 890, 1.3), "D2A45E", 270, lambda g: heap(g, s, stuff, 200, 110))
            cup(s.at(720 + way * 370, 930, 1.35), glaze, drink, steam=True)
        elif kind == 4:
            carton(s.at(720 - way * 330, 800, 1.15), s, tone_for(s))
            tin(s.at(720 - way * 40, 840, 1.3), s, tone_for(s))
            cup(s.at(720 + way * 310, 900, 1.45), glaze, drink, steam=True)
        else:
            packed(s)(s.at(720 - way * 280, 840, 1.28), s, tone_for(s))
            served(s, s.at(720 + way * 190, 880, 1.15), stuff, 230, s.pick(("tray", "bowl", "basket")))
            cup(s.at(720 + way * 60, 975, 1.0), glaze, drink)
        if kind != 3:
            twig(s.at(720 + way * -440, 985, 0.95, -40 * way), s, tips)
        strewn(s, stuff, [(720 - way * x, y) for x, y in ((160, 985), (60, 1005), (240, 1000))], 1.1)

    return paint


def glass_cup(f: Frame, s: Scene, drink: Colour, float_on: Piece | None = None) -> None:
    """A glass cup of herbal tea with a flower in it, 240 wide."""
    f.shadow(120, 28, strength=0.35)
    f.disc(0, -4, 150, "E9E4D6", "side", ry=30)
    f.line([(110, -190), (176, -200), (180, -110), (104, -80)], 20, "E8EEE8", 16, alpha=0.8)
    body = lathe([(124, -230), (120, -130), (96, -40), (70, -14), (0, -8)], steps=6)
    f.fill(body, "EEF3EC", "column", alpha=0.55, depth=0.4)
    f.fill(box(-140, -184, 280, 200), drink, "column", clip=body, alpha=0.88)
    f.disc(0, -184, 121, pale(drink, 0.4), ry=24)
    if float_on:
        float_on(f.at(0, -188, 0.5), s)
    f.line([(-96, -210), (-92, -130), (-74, -50)], 12, CREAM, 5, alpha=0.6)


def flat_flower(kind: Piece) -> Piece:
    """A flower lying on the tea."""
    return lambda f, s: kind(f.at(0, 0, 0.9), s)


def herbal(stuff: Stuff, drink: str, bloom: Piece | None = None) -> Motif:
    """A glass cup of the infusion with the dried herb or its pack."""

    def paint(s: Scene) -> None:
        way, kind = s.pick((-1, 1)), s.rng.randrange(3)
        if kind == 0:
            glass_cup(s.at(720 - way * 230, 880, 1.55, 0, way < 0), s, drink, bloom)
            served(s, s.at(720 + way * 280, 880, 1.2), stuff, 220, s.pick(("tray", "basket", "bowl")))
        elif kind == 1:
            carton(s.at(720 - way * 300, 820, 1.25), s, tone_for(s))
            glass_cup(s.at(720 + way * 170, 880, 1.5, 0, way < 0), s, drink, bloom)
            bag(s.at(720 + way * 440, 960, 1.1), s)
        else:
            packed(s)(s.at(720 - way * 310, 820, 1.2), s, tone_for(s))
            served(s, s.at(720 + way * 30, 880, 1.0), stuff, 200, s.pick(("tray", "bowl")))
            glass_cup(s.at(720 + way * 360, 930, 1.15, 0, way < 0), s, drink, bloom)
        if bloom:
            bloom(s.at(720 - way * 70, 965, 0.5), s)
        else:
            twig(s.at(720 - way * 40, 990, 0.7, 60 * way), s)
        strewn(s, stuff, [(720 - way * x, y) for x, y in ((200, 985), (300, 1000))], 1.2)

    return paint


def bag(f: Frame, s: Scene) -> None:
    """A tea bag on its string."""
    f.shadow(70, 16)
    f.fill([(-62, -110), (-40, -140), (40, -140), (62, -110), (62, 0), (-62, 0)], "F3E8D0", "side")
    f.fill(box(-46, -74, 92, 62, 8), "A8803E", alpha=0.75)
    f.line([(0, -136), (-60, -180), (-130, -90)], 4, CREAM)
    f.fill(box(-160, -96, 56, 56, 6), s.pick((RED, GREEN, "2E3F74")))


def phin(f: Frame, s: Scene, tone: Colour = "B9BFBB") -> None:
    """A drip filter on a glass, 300 wide and 420 high."""
    glass(f, "4A2818", 0.5, stem=False)
    g = f.at(0, -254)
    g.disc(0, 0, 140, dark(tone, 0.3), ry=24)
    g.disc(0, -8, 140, tone, "side", ry=24)
    g.fill(lathe([(92, -128), (90, -60), (84, -8), (0, 4)], steps=5), tone, "column")
    g.line([(86, -96), (150, -110), (150, -50), (84, -40)], 14, dark(tone, 0.2))
    g.fill(
        lathe([(0, -160), (70, -154), (100, -138), (100, -126), (0, -120)], steps=5),
        pale(tone, 0.3),
        "column",
    )
    g.disc(0, -168, 17, BARK, "round")
    f.line([(0, -244), (0, -170)], 5, "4A2818")


def cherries(f: Frame, s: Scene) -> None:
    """A coffee branch with red cherries."""
    f.line([(-200, -30), (0, -60), (210, -40)], 12, WOOD, 7)
    for x, a in ((-150, -130), (-60, -60), (30, -120), (120, -50), (190, -10), (-190, 170)):
        f.fill(moved(leaf(150, 56, 10), x, -46, 1, a), GREEN if a % 20 else LEAF, "side")
    for x, y in ((-110, -20), (-70, -10), (-90, 20), (10, -26), (50, -12), (30, 20), (130, -10), (160, 14)):
        f.disc(x, y, 28, s.pick((RED, "A92A22", "D9532C")), "round")


def coffee(s: Scene) -> None:
    """A cup or a filter with beans and a pack."""
    stuff = Stuff(coffee_bean, ("5B3320", "6E4128", "4A2818"), 1.1, 70)
    way, kind = s.pick((-1, 1)), s.rng.randrange(4)
    china = tone_for(s, ("F4E9D4", "B5533A", "2E3F74", "8FB0B4", "2F6340", "D9982B"))
    pack = s.pick((paper_bag, packed(s), packed(s)))
    if kind == 0:
        mug(s.at(720 - way * 190, 880, 1.5, 0, way < 0), s, china)
        served(s, s.at(720 + way * 310, 890, 1.1), stuff, 210, s.pick(("bowl", "basket", "tray")))
    elif kind == 1:
        pack(s.at(720 - way * 290, 830, 1.35), s, tone_for(s))
        mug(s.at(720 + way * 220, 900, 1.4, 0, way < 0), s, china)
    elif kind == 2:
        phin(s.at(720 - way * 200, 870, 1.5, 0, way < 0), s)
        pack(s.at(720 + way * 260, 850, 1.3), s, tone_for(s))
    else:
        phin(s.at(720 - way * 260, 850, 1.4, 0, way < 0), s)
        cherries(s.at(720 + way * 240, 900, 1.4, 8 * way), s)
    strewn(
        s,
        stuff,
        [(720 - way * x, y) for x, y in ((-40, 980), (40, 1005), (110, 985), (190, 1010), (-110, 1010))],
        1.2,
    )


def pod(f: Frame, s: Scene, tone: Colour = "B5642A") -> None:
    """A cocoa pod and an opened half, 560 wide."""
    f.shadow(260, 50)
    g = f.at(-100, -110, 1, -24)
    g.blob(
        [(-210, 10), (-150, -80), (0, -112), (140, -70), (230, 0), (140, 74), (0, 110), (-150, 84)],
        tone,
        "round",
    )
    for k in (-0.66, -0.25, 0.2, 0.62):
        g.line([(-190, 8 + k * 20), (0, k * 112), (210, k * 20)], 9, dark(tone, 0.25), 3)
    g = f.at(120, -70, 1, 12)
    g.blob(
        [(-190, 0), (-120, -78), (20, -92), (150, -54), (200, 6), (120, 66), (-20, 84), (-140, 60)],
        dark(tone, 0.1),
        "side",
    )
    g.blob(
        [(-156, 0), (-100, -54), (20, -66), (120, -38), (160, 4), (100, 44), (-20, 58), (-110, 42)], "F0E2C4"
    )
    for x, y in (
        (-90, -10),
        (-40, -26),
        (-34, 18),
        (20, -28),
        (24, 16),
        (76, -14),
        (72, 22),
        (-86, 22),
        (116, 4),
    ):
        g.disc(x, y, 30, "E6CDB4", "round", ry=22)


COCOA = pair(pod, partial(mug, tone="F4E9D4", drink="4A2414"), (1.3, 1.2), 250)
CHOCOLATE = stocked(Stuff(cube, ("5B2E1C", "6E3A24", "46200F"), 1.5, 60, 14))
CACAO_NIBS = stocked(Stuff(coffee_bean, ("7A3E26", "8E4C2E"), 1.3, 60))
COFFEE = coffee
_GREEN_LEAF = ("5B6B3A", "48582E", "6E7E46")
GREEN_TEA, BUD_TEA, HOOK_TEA, SNOW_TEA, GARDEN_TEA = (
    tea(_GREEN_LEAF, "B9B24A", layout=kind) for kind in (-1, 0, 2, 3, 4)
)
BLACK_TEA = tea(("4A2C20", "5E3A28", "38201A"), "A8481E", layout=0)
WHITE_TEA = tea(("B9B79A", "9AA07E", "D6D2B8"), "DCC87A", "8DB255", 2)
OOLONG = tea(("56603E", "6B5A34", "454E34"), "D29A32", layout=1)
LOTUS_TEA = herbal(Stuff(curl, ("5B6B3A", "48582E", "E2A0AE"), 0.95, 90), "C9B24A", flat_flower(lotus))
YELLOW_FLOWER = herbal(
    Stuff(daisy, ("F0BE3A", "E5A92C", "F6D064"), 1.05, 50), "E3B43A", partial(chrysanthemum, tone="F0BE3A")
)
RED_FLOWER = herbal(Stuff(petal_bit, ("A9324A", "8E2A44", "C2485A"), 1.0, 60), "B8324A")
WHITE_FLOWER = herbal(Stuff(blossom, ("FBF3E2", "F1E3C0", "F7DFA0"), 1.1, 60), "DDB95A")
LEAVES = herbal(Stuff(dry_leaf, ("7A8A4A", "66763C", "8E9A5C"), 0.95, 60), "B98A32")
ROOTS = herbal(Stuff(stick, ("B58A54", "9A7040", "C9A06A"), 0.95, 60, 50), "A8682A")
SLICES = herbal(Stuff(chip, ("C9A06A", "B58A54", "DDBB84"), 1.0, 55, 20), "B9742A")
ARTICHOKE = herbal(Stuff(petal_bit, ("6F7E52", "8A8A5E", "7A5A70"), 1.1, 60), "9A6A2A", artichoke)
POWDER = stocked(Stuff(cube, ("9AB04A", "86A03E", "AEC062"), 0.3, 40), vessel="bowl")
CHERRY_TEA = herbal(Stuff(petal_bit, ("8E3A2C", "A94A34", "7A2E26"), 0.85, 60), "A8461E", cherries)
GOLDEN_CAMELLIA = herbal(
    Stuff(blossom, ("F2C23A", "E5A92C", "F6D664"), 1.3, 50), "E0B040", partial(daisy_head, tone="F2C23A")
)
GREEN_COFFEE = stocked(
    Stuff(coffee_bean, ("A8B07A", "949E66", "BCC290"), 1.1, 70), pack=lambda f, s, tone: sack(f, s, tone)
)
PHIN = pair(phin, lambda f, s: paper_bag(f, s, tone_for(s)), (1.5, 1.3), 240)
COFFEE_CHERRIES = pair(lambda f, s: packed(s)(f, s, tone_for(s)), cherries, (1.35, 1.5), 250)
