"""Discus and guppies between water weeds."""

from .animals import water
from .colour import BARK, GREEN, LEAF, RED, dark, mix, pale
from .scene import Scene
from .shapes import ellipse, smooth, stroke


def discus(
    s: Scene,
    tones: tuple[tuple[str, str], ...] = (("D9632E", "F2D9A0"), ("2F7F9C", "E9C46A"), ("C43A3A", "F4E3C8")),
) -> None:
    """Round discus fish between water weeds."""
    water(s, s.pick(("1F5360", "2B4A6E", "2F6B5A")))
    f = s.at(0, 0)
    for x in (80, 190, 1230, 1340):
        f.line(
            [(x, 1100), (x + s.near(0, 40), 860), (x + s.near(0, 60), s.near(560, 120))],
            32,
            s.pick((LEAF, GREEN)),
            6,
        )
    for x, y, k, flip in ((560, 460, 1.35, False), (1010, 700, 0.95, True)):
        g, (tone, band) = s.at(s.near(x, 20), y, k, s.near(0, 5), flip), s.pick(tones)
        g.blob([(190, 0), (300, -90), (290, 0), (300, 90)], dark(tone, 0.15), "side")
        g.fill(smooth([(-150, -140), (0, -300), (170, -230), (210, -60), (0, -120)]), dark(tone, 0.2), "side")
        g.fill(smooth([(-150, 140), (0, 300), (170, 230), (210, 60), (0, 120)]), dark(tone, 0.2), "side")
        body = smooth(
            [(-240, 10), (-170, -130), (0, -210), (150, -140), (215, 0), (150, 140), (0, 210), (-170, 140)]
        )
        g.fill(body, tone, "round")
        g.many(
            [stroke([(x, -220), (x + 36, 0), (x, 220)], 20) for x in (-90, -20, 50, 120)],
            band,
            clip=body,
            alpha=0.75,
        )
        g.many(
            [stroke([(-130, d), (0, d * 1.3), (170, d)], 7, 3) for d in (-90, -30, 30, 90)],
            pale(band, 0.3),
            clip=body,
            alpha=0.6,
        )
        g.disc(-164, -28, 26, RED)
        g.disc(-164, -28, 15, BARK)
    f.fill(smooth([(-60, 1110), (200, 1010), (700, 1020), (1300, 1000), (1500, 1110)]), "D9B87A", "fall")


def guppies(s: Scene) -> None:
    """A shoal of guppies with fan tails."""
    water(s, s.pick(("24506E", "1F5D66", "E4D3A6")))
    f = s.at(0, 0)
    for x in (70, 160, 1290, 1380):
        f.line(
            [(x, 1100), (x + s.near(0, 40), 860), (x + s.near(0, 60), s.near(600, 120))],
            30,
            s.pick((LEAF, GREEN, "8FB05A")),
            6,
        )
    for x, y, k in ((430, 330, 1.1), (900, 480, 1.35), (460, 700, 1.2), (1080, 820, 0.95), (1060, 220, 0.8)):
        tail, skin = s.pick(("E5532C", "F2B93B", "8A4A94", "2F8FA0", "E2829A", "C43A4B")), "C9C7A8"
        g = s.at(s.near(x, 30), s.near(y, 20), k, s.near(0, 10), s.rng.random() < 0.3)
        fan = smooth([(60, 0), (150, -110), (270, -150), (290, 0), (270, 150), (150, 110)])
        g.fill(fan, tail, "side")
        g.many(
            [ellipse(s.near(200, 70), s.near(0, 90), 9) for _ in range(18)],
            dark(tail, 0.4),
            clip=fan,
            alpha=0.7,
        )
        g.fill(smooth([(-20, -40), (60, -120), (110, -90), (50, -30)]), tail, "side")
        g.blob(
            [(-160, 4), (-100, -44), (20, -46), (100, -14), (100, 16), (20, 46), (-100, 50)],
            skin,
            "fall",
            shade=mix(skin, tail, 0.6),
        )
        g.disc(-112, -10, 12, BARK)


DISCUS, GUPPIES = discus, guppies
