"""Glass: jars, bottles for sauce, wine, water and juice, droppers, pumps and tubes."""

from .canvas import Frame
from .colour import BARK, CREAM, OCHRE, PAPER, RED, WOOD, Colour, dark, mix, pale
from .labels import label
from .scene import Scene
from .shapes import Path, box, ellipse, lathe, leaf, moved


def _gleam(f: Frame, x: float, top: float, bottom: float, width: float = 16) -> None:
    f.line([(x + 4, top), (x, (top + bottom) / 2), (x + 2, bottom)], width, CREAM, width * 0.4, alpha=0.55)


def jar(
    f: Frame, s: Scene, tone: Colour, lid: Colour = OCHRE, labelled: bool = True, cloth: bool = False
) -> None:
    """A glass jar full of something, 320 wide and 400 high."""
    body = lathe(
        [(118, -336), (128, -318), (156, -270), (160, -160), (158, -40), (142, -4), (80, 8), (0, 10)], steps=6
    )
    f.shadow(165, 36)
    f.fill(body, mix(tone, CREAM, 0.3), "column", depth=0.5)
    f.fill(moved(body, 0, -12, 0.92), tone, "column", light=pale(tone, 0.5))
    f.fill(lathe([(112, -306), (142, -268), (142, -262), (0, -262)], steps=4), pale(tone, 0.5), alpha=0.5)
    if labelled:
        label(f, s, 0, -148, 220, 170, clip=body)
    _gleam(f, -124, -262, -40)
    if cloth:
        skirt = lathe(
            [
                (0, -408),
                (104, -404),
                (124, -384),
                (134, -350),
                (168, -290),
                (120, -308),
                (60, -290),
                (0, -306),
            ],
            steps=5,
        )
        f.fill(skirt, lid, "column")
        f.many(
            [
                ellipse(x, y, 7)
                for x, y in ((-80, -340), (-30, -370), (20, -338), (70, -372), (98, -326), (-112, -316))
            ],
            CREAM,
            clip=skirt,
        )
        f.fill(box(-134, -352, 268, 14, 7), WOOD)
    else:
        f.fill(
            lathe([(0, -404), (118, -402), (130, -392), (132, -346), (126, -336), (0, -334)], steps=4),
            lid,
            "column",
        )
        f.fill(box(-131, -352, 262, 7), dark(lid, 0.25))


def _glass(f: Frame, profile: Path, tone: Colour, level: float = 0.0) -> Path:
    body = lathe(profile, steps=6)
    f.fill(body, tone, "column", light=pale(tone, 0.45))
    return body


def sauce(f: Frame, s: Scene, tone: Colour = "A8531E", cap: Colour = RED) -> None:
    """A tall bottle of fish sauce or soy, 190 wide and 600 high."""
    f.shadow(110, 28)
    body = _glass(
        f, [(32, -540), (33, -480), (40, -440), (84, -380), (94, -330), (94, -30), (84, -4), (0, 6)], tone
    )
    f.fill(box(-33, -540, 66, 70), mix(tone, CREAM, 0.45), "column", alpha=0.6)
    label(f, s, 0, -190, 188, 210, clip=body)
    _gleam(f, -66, -350, -40, 14)
    f.fill(box(-40, -604, 80, 78, 10), cap, "column")
    f.fill(box(-42, -540, 84, 16, 6), dark(cap, 0.25))


def stout(f: Frame, s: Scene, tone: Colour = "A8531E", cap: Colour = RED) -> None:
    """A square-shouldered bottle, 230 wide and 480 high."""
    f.shadow(130, 30)
    body = _glass(
        f, [(34, -430), (36, -392), (60, -372), (108, -346), (114, -310), (114, -24), (102, 0), (0, 6)], tone
    )
    label(f, s, 0, -170, 228, 190, clip=body)
    _gleam(f, -84, -320, -30, 14)
    f.fill(box(-46, -484, 92, 66, 12), cap, "column")


def wine(f: Frame, s: Scene, tone: Colour = "2F4A35", cap: Colour = "7C2332") -> None:
    """A wine bottle, 180 wide and 640 high."""
    f.shadow(105, 26)
    body = _glass(
        f,
        [(30, -636), (31, -560), (34, -470), (58, -420), (88, -370), (90, -330), (90, -20), (80, 0), (0, 6)],
        tone,
    )
    label(f, s, 0, -190, 180, 230, clip=body)
    _gleam(f, -62, -350, -40, 12)
    f.fill(lathe([(0, -642), (33, -640), (34, -630), (34, -500), (0, -498)], steps=4), cap, "column")
    f.fill(box(-37, -616, 74, 14, 6), dark(cap, 0.25))


def water(f: Frame, s: Scene, tone: Colour = "9ED0DC", cap: Colour = "2E6FA8") -> None:
    """A water bottle with ribs, 200 wide and 600 high."""
    f.shadow(110, 28, strength=0.3)
    body = _glass(
        f,
        [
            (34, -552),
            (36, -520),
            (66, -468),
            (98, -410),
            (100, -340),
            (92, -300),
            (100, -260),
            (92, -130),
            (100, -90),
            (100, -20),
            (84, 2),
            (0, 8),
        ],
        tone,
    )
    for y in (-120, -92, -64):
        f.fill(box(-100, y, 200, 6), pale(tone, 0.6), clip=body)
    label(f, s, 0, -216, 204, 150, clip=body, ink=cap)
    _gleam(f, -68, -440, -310, 14)
    _gleam(f, -72, -118, -30, 12)
    f.fill(box(-42, -606, 84, 62, 8), cap, "column")


def juice(f: Frame, s: Scene, tone: Colour = "E2922F", cap: Colour = CREAM) -> None:
    """A round-bellied juice bottle, 210 wide and 460 high."""
    f.shadow(118, 28)
    body = _glass(
        f, [(50, -420), (50, -396), (64, -372), (100, -316), (106, -240), (104, -30), (92, -2), (0, 6)], tone
    )
    f.fill(lathe([(50, -416), (50, -396), (60, -376), (0, -376)], steps=4), mix(tone, CREAM, 0.6), "column")
    label(f, s, 0, -170, 210, 170, clip=body)
    _gleam(f, -78, -300, -36, 14)
    f.fill(box(-58, -468, 116, 62, 10), cap, "column")


def can(f: Frame, s: Scene, tone: Colour) -> None:
    """A drinks can, 180 wide and 360 high."""
    f.shadow(100, 26)
    body = lathe([(76, -350), (92, -320), (94, -310), (94, -36), (76, -4), (40, 6), (0, 8)], steps=5)
    f.fill(body, tone, "column", light=pale(tone, 0.6))
    label(f, s, 0, -176, 170, 200, clip=body)
    f.disc(0, -350, 77, "C9CCC6", "side", ry=15)
    f.disc(0, -350, 62, "A7ABA6", ry=10)


def phial(f: Frame, s: Scene, tone: Colour = "9A4E1E", cap: Colour = PAPER) -> None:
    """A small medicine bottle, 220 wide and 350 high."""
    f.shadow(122, 30)
    body = _glass(f, [(60, -280), (64, -262), (104, -236), (110, -200), (110, -26), (98, 0), (0, 6)], tone)
    label(f, s, 0, -118, 220, 140, clip=body)
    _gleam(f, -84, -206, -30, 12)
    cover = box(-76, -354, 152, 84, 12)
    f.fill(cover, cap, "column", shade=dark(cap, 0.25))
    f.many([box(-68 + 20 * i, -350, 4, 76) for i in range(7)], dark(cap, 0.18), alpha=0.6)


def dropper(f: Frame, s: Scene, tone: Colour = "9A4E1E", cap: Colour = BARK) -> None:
    """A dropper bottle for oils, 190 wide and 480 high."""
    f.shadow(108, 28)
    body = _glass(f, [(40, -286), (44, -264), (84, -232), (94, -196), (94, -24), (84, 0), (0, 6)], tone)
    label(f, s, 0, -118, 188, 140, clip=body)
    _gleam(f, -70, -200, -30, 12)
    f.fill(box(-48, -356, 96, 80, 8), cap, "column")
    f.many([box(-42 + 14 * i, -352, 3, 72) for i in range(7)], pale(cap, 0.3), alpha=0.5)
    f.fill(
        lathe([(10, -486), (26, -474), (30, -430), (30, -356), (0, -354)], steps=5),
        mix(cap, RED, 0.25),
        "column",
    )


def pump(f: Frame, s: Scene, tone: Colour, cap: Colour = CREAM) -> None:
    """A pump bottle for shampoo, 240 wide and 560 high."""
    f.shadow(132, 32)
    body = _glass(f, [(50, -420), (96, -404), (118, -370), (120, -330), (120, -26), (106, 0), (0, 6)], tone)
    label(f, s, 0, -190, 232, 240, clip=body)
    _gleam(f, -92, -360, -40, 14)
    f.fill(box(-46, -462, 92, 48, 8), cap, "column")
    f.fill(box(-13, -516, 26, 60), dark(cap, 0.15), "column")
    f.fill(
        [(-40, -556), (36, -556), (112, -536), (116, -516), (104, -516), (34, -524), (-40, -522)], cap, "side"
    )


def pot(f: Frame, s: Scene, tone: Colour, lid: Colour = CREAM) -> None:
    """A low cream pot, 260 wide and 190 high."""
    f.shadow(140, 32)
    body = lathe([(128, -130), (130, -110), (128, -24), (112, 0), (60, 10), (0, 12)], steps=5)
    f.fill(body, tone, "column")
    label(f, s, 0, -62, 150, 84, clip=body)
    f.fill(
        lathe([(0, -198), (112, -196), (134, -184), (136, -140), (130, -126), (0, -120)], steps=5),
        lid,
        "column",
    )
    f.disc(0, -184, 122, pale(lid, 0.4), ry=16)


def tube(f: Frame, s: Scene, tone: Colour, cap: Colour = CREAM) -> None:
    """A standing tube of balm, 170 wide and 440 high."""
    f.shadow(90, 24)
    body = [(-104, -440), (104, -440), (84, -80), (-84, -80)]
    f.fill(body, tone, "column")
    f.fill(box(-104, -440, 208, 22), dark(tone, 0.2))
    label(f, s, 0, -240, 140, 200)
    f.fill(lathe([(78, -84), (80, -10), (70, 2), (0, 6)], steps=4), cap, "column")


def glass(f: Frame, tone: Colour, fill: float = 0.6, stem: bool = True, floats: bool = False) -> None:
    """A wine glass, or a tumbler without its stem."""
    if stem:
        f.shadow(70, 18, strength=0.3)
        f.disc(0, -4, 74, "DCE4E0", "side", ry=15, alpha=0.85)
        f.fill(lathe([(9, -190), (8, -60), (14, -16), (34, -4)], steps=5), "DCE4E0", "column", alpha=0.85)
        cup = lathe([(76, -420), (94, -340), (92, -270), (60, -210), (0, -184)], steps=8)
        top, low, wide = -420, -184, 76
    else:
        f.shadow(90, 24, strength=0.35)
        cup = lathe([(96, -250), (90, -120), (80, -12), (70, 0), (0, 4)], steps=6)
        top, low, wide = -250, 4, 96
    f.fill(cup, "EEF3EC", "column", alpha=0.45, depth=0.5)
    level = low + (top - low) * fill
    f.fill(box(-120, level, 240, 400), tone, "column", clip=cup, alpha=0.92)
    f.disc(0, level, 90 if stem else 89, pale(tone, 0.35), ry=15, clip=cup)
    if floats:
        f.many([moved(leaf(54, 30), x, level + 2, 1, a) for x, a in ((-40, 10), (16, -20))], "6B9A3C")
    f.disc(0, top, wide, "FFFFFF", ry=12, alpha=0.35)
    _gleam(f, -62, top + 40, low - 50, 12)
