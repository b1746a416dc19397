"""Textiles: folded silk, brocade, scarves, garments."""

import numpy as np

from .canvas import Frame
from .colour import (
    BROWN,
    CREAM,
    INDIGO,
    OCHRE,
    RED,
    Colour,
    dark,
    pale,
)
from .crafts import hat
from .fabric import BROCADES, SILKS, brocade, drape, folded, scarf, spools
from .goods import pair, shuffled, tone_for
from .scene import Scene
from .shapes import box, leaf, moved, petal, smooth


def ao_dai(f: Frame, s: Scene, tone: Colour) -> None:
    """An áo dài on a hanger, 420 wide and 720 high."""
    f.line([(0, -770), (26, -800), (0, -826), (-18, -806)], 8, BROWN)
    f.fill(smooth([(0, -780), (150, -706), (0, -730), (-150, -706)], steps=5), BROWN)
    f.fill([(-84, -330), (84, -330), (130, 30), (-110, 30)], CREAM, "column")
    for side in (-1, 1):
        f.fill(
            smooth(
                [
                    (side * 96, -700),
                    (side * 150, -670),
                    (side * 210, -420),
                    (side * 150, -400),
                    (side * 84, -560),
                ]
            ),
            dark(tone, 0.1),
            "side",
        )
    body = smooth(
        [
            (-34, -744),
            (34, -744),
            (120, -700),
            (96, -560),
            (74, -450),
            (110, -320),
            (150, -10),
            (0, 6),
            (-150, -10),
            (-110, -320),
            (-74, -450),
            (-96, -560),
            (-120, -700),
        ],
        steps=6,
    )
    f.fill(body, tone, "side")
    f.fill(
        smooth([(70, -440), (104, -320), (150, -10), (96, 0), (80, -200)]),
        dark(tone, 0.35),
        clip=body,
        alpha=0.6,
    )
    f.fill(box(-36, -764, 72, 42, 14), dark(tone, 0.12), "column")
    f.line([(10, -730), (80, -660), (92, -560)], 5, OCHRE)
    f.many([moved(petal(44, 36), -30, -180, 1, a) for a in range(0, 360, 60)], pale(tone, 0.55))
    f.many([moved(petal(32, 26), 40, -90, 1, a) for a in range(0, 360, 60)], pale(tone, 0.55))
    f.line([(-60, -40), (-40, -140), (-10, -300), (20, -420)], 7, pale(tone, 0.55), 3, clip=body)
    f.many(
        [
            moved(leaf(60, 22), x, y, 1, a)
            for x, y, a in ((-44, -120, -160), (-20, -250, -20), (0, -330, -150))
        ],
        pale(tone, 0.4),
    )


def shirt(f: Frame, s: Scene, tone: Colour, tones: tuple[str, ...]) -> None:
    """A highland jacket with brocade borders, 560 wide and 520 high."""
    f.shadow(240, 40)
    for side in (-1, 1):
        f.fill(
            smooth(
                [
                    (side * 110, -500),
                    (side * 190, -480),
                    (side * 290, -200),
                    (side * 210, -160),
                    (side * 130, -330),
                ]
            ),
            dark(tone, 0.1),
            "side",
        )
        cuff = np.array([(side * 262, -280), (side * 296, -196), (side * 214, -156), (side * 186, -240)])
        brocade(f, s, cuff, -310, -300, 620, 150, tones)
    body = smooth(
        [
            (-50, -510),
            (50, -510),
            (150, -488),
            (156, -300),
            (176, 0),
            (0, 8),
            (-176, 0),
            (-156, -300),
            (-150, -488),
        ],
        steps=6,
    )
    f.fill(body, tone, "side")
    brocade(f, s, body, -190, -110, 380, 96, tones)
    strip = box(-34, -520, 68, 420)
    brocade(f, s, strip, -34, -520, 68, 420, tones)
    f.fill(smooth([(-50, -512), (0, -440), (50, -512), (0, -490)]), dark(tone, 0.4))


def silk(s: Scene) -> None:
    """Silk: a fall of cloth with folded pieces, or a stack with spools."""
    tones, way = shuffled(s, SILKS), s.pick((-1, 1))
    if s.rng.random() < 0.55:
        drape(s.at(720 - way * 230, 850, 1.05), s, tone_for(s, SILKS))
        folded(s.at(720 + way * 280, 910, 1.0), s, tones)
    else:
        folded(s.at(720 - way * 180, 870, 1.5), s, tones)
        spools(s.at(720 + way * 390, 930, 1.1), s)


def highland(s: Scene) -> None:
    """Brocade in a fall, a jacket or a stack."""
    tones, way = s.pick(BROCADES), s.pick((-1, 1))
    if s.rng.random() < 0.6:
        drape(s.at(720 - way * 210, 850, 1.1), s, tones[0], tones)
        folded(s.at(720 + way * 300, 910, 0.95), s, [tones[0], tones[1], s.pick(SILKS)], True)
    else:
        shirt(s.at(720 - way * 230, 860, 1.25), s, tones[0], tones)
        folded(s.at(720 + way * 290, 915, 0.9), s, [tones[1], tones[0], s.pick(SILKS)], True)


def scarves(s: Scene) -> None:
    """A scarf with folded ones beside it."""
    way, checked = s.pick((-1, 1)), s.says("rằn", "choàng")
    tone = tone_for(s, SILKS) if not checked else s.pick((RED, "2B2630", INDIGO))
    scarf(s.at(720 - way * 190, 880, 1.08, 0, way < 0), s, tone, checked)
    folded(s.at(720 + way * 300, 915, 0.9), s, shuffled(s, SILKS)[:3])


def dresses(s: Scene) -> None:
    """An áo dài with a hat on the floor."""
    way = s.pick((-1, 1))
    ao_dai(s.at(720 - way * 200, 930, 1.02), s, tone_for(s, SILKS))
    if s.rng.random() < 0.5:
        hat(s.at(720 + way * 290, 930, 0.85), s)
    else:
        folded(s.at(720 + way * 290, 930, 0.95), s, shuffled(s, SILKS)[:3])


SILK, BROCADE, SCARVES, AO_DAI = silk, highland, scarves, dresses


JACKET = pair(
    lambda f, s: shirt(f, s, INDIGO, s.pick(BROCADES)),
    lambda f, s: folded(f, s, shuffled(s, SILKS), True),
    (1.3, 0.9),
    260,
)
