"""Pillows, batik and the loom."""

from .canvas import Frame
from .colour import BARK, BROWN, CREAM, OCHRE, dark
from .crafts import bag
from .fabric import BROCADES, brocade, folded
from .goods import pair, shuffled
from .scene import Scene
from .shapes import box, leaf, moved, smooth, stroke


def pillow(f: Frame, s: Scene) -> None:
    """A cushion in brocade, 460 wide."""
    f.shadow(230, 44)
    tones = s.pick(BROCADES)
    body = smooth(
        [(-226, -366), (0, -340), (226, -366), (206, -180), (226, 0), (0, -18), (-226, 0), (-206, -180)],
        steps=8,
    )
    f.fill(body, tones[0], "round")
    brocade(f, s, moved(body, 0, -8, 0.95), -230, -350, 460, 350, tones)
    f.fill(
        smooth([(120, -350), (226, -366), (206, -180), (226, 0), (120, -14), (160, -180)]),
        dark(tones[0], 0.5),
        clip=body,
        alpha=0.3,
    )
    for x, y in ((-224, -364), (224, -364), (-224, -2), (224, -2)):
        f.many([stroke([(x, y), (x * 1.1 + d, y + 46)], 7, 5) for d in (-14, 0, 14)], OCHRE)


def batik(f: Frame, s: Scene) -> None:
    """Indigo cloth with wax-drawn figures, hanging, 460 wide and 600 high."""
    f.fill(box(-290, -650, 580, 24, 12), BROWN, "fall")
    cloth = smooth(
        [(-225, -636), (225, -636), (232, -300), (236, -20), (80, -8), (-80, -22), (-236, -10), (-232, -300)],
        steps=6,
    )
    f.fill(cloth, "25356B", "side")
    line = "DDE3EC"
    for y in (-560, -400, -240, -80):
        for x in (-170, -57, 57, 170):
            for r in (44, 28, 12):
                f.disc(x, y, r, line, clip=cloth)
                f.disc(x, y, r - 5, "25356B", clip=cloth)
            f.many([moved(box(-2, -64, 4, 18), x, y, 1, a) for a in range(0, 360, 45)], line, clip=cloth)
    f.many([box(-240, y, 480, 5) for y in (-486, -474, -326, -314, -166, -154)], line, clip=cloth)
    for x in (-130, 60):
        f.fill(
            smooth([(x, -636), (x + 40, -636), (x + 60, -200), (x + 50, -14), (x, -10)]),
            "101A3C",
            clip=cloth,
            alpha=0.25,
        )


PILLOWS = pair(
    pillow, lambda f, s: folded(f, s, shuffled(s, [t[0] for t in BROCADES]), True), (1.35, 0.95), 260
)


BATIK = pair(batik, lambda f, s: folded(f, s, ["25356B", "F1E6D0", "3A4F8A"]), (1.1, 1.0), 260)


POUCHES = pair(bag, pillow, (1.3, 0.8), 260)


def loom(f: Frame, s: Scene) -> None:
    """A hand loom with its cloth, 560 wide and 560 high."""
    f.shadow(290, 50)
    tones = s.pick(BROCADES)
    f.many([box(x, -560, 34, 570, 8) for x in (-280, 246)], BROWN, "column")
    f.many([box(-300, y, 600, 30, 10) for y in (-560, -420, -60)], "A9713F", "fall")
    f.many([box(x, -534, 4, 240) for x in range(-220, 226, 14)], CREAM)
    cloth = box(-226, -300, 452, 250)
    brocade(f, s, cloth, -226, -300, 452, 250, tones)
    f.fill(box(-250, -316, 500, 24, 8), BARK, "fall")
    f.fill(moved(leaf(190, 40), -60, -350), "C98F4A", "fall")


WEAVERS = pair(loom, lambda f, s: folded(f, s, shuffled(s, [t[0] for t in BROCADES]), True), (1.2, 0.85), 250)
