"""Arrangements for the shop table: a pack or a bottle beside what it holds."""

from collections.abc import Callable, Sequence

from .canvas import Frame
from .colour import CREAM, Colour, distance
from .heaps import Stuff, strewn
from .packs import TONES, Pack, packed
from .scene import Motif, Scene
from .ware import served

Piece = Callable[[Frame, Scene], object]


def tone_for(s: Scene, tones: Sequence[str] = TONES) -> str:
    """A pack colour that stands out from the wall."""
    clear = [tone for tone in tones if distance(tone, s.scheme.wall) > 170]
    return s.pick(clear or [CREAM])


def stocked(stuff: Stuff, pack: Pack | None = None, vessel: str = "", tones: Sequence[str] = TONES) -> Motif:
    """A pack or two with a vessel of its contents and a few loose pieces."""

    def paint(s: Scene) -> None:
        way = s.pick((-1, 1))
        kind = pack or packed(s)
        tone = tone_for(s, tones)
        layout = s.rng.randrange(3)
        if layout == 0:
            kind(s.at(720 - way * 250, 850, s.near(1.3, 0.05)), s, tone)
            served(s, s.at(720 + way * 255, 880, 1.12), stuff, 235, vessel)
        elif layout == 1:
            kind(s.at(720 - way * 330, 818, 1.02), s, tone_for(s, tones))
            kind(s.at(720 - way * 90, 842, 1.22), s, tone)
            served(s, s.at(720 + way * 320, 905, 1.0), stuff, 220, vessel)
        else:
            kind(s.at(720 + way * 40, 800, 1.26), s, tone)
            served(s, s.at(720 + way * 300, 910, 0.98), stuff, 215, vessel)
            strewn(s, stuff, [(720 - way * x, y) for x, y in ((190, 905), (290, 870), (310, 945))], 1.15)
            return
        strewn(s, stuff, [(720 - way * x, y) for x, y in ((-10, 965), (130, 985), (60, 930))], 1.1)

    return paint


def heaped(stuff: Stuff, vessel: str = "", extra: Piece | None = None) -> Motif:
    """One big vessel of the stuff, alone or with something behind it."""

    def paint(s: Scene) -> None:
        way = s.pick((-1, 1))
        if extra:
            extra(s.at(720 - way * 300, 815, 1.2, 0, way < 0), s)
        served(s, s.at(720 + way * (150 if extra else 20), 890, 1.5), stuff, 250, vessel)
        strewn(s, stuff, [(720 - way * x, y) for x, y in ((300, 960), (420, 930), (380, 985))], 1.3)

    return paint


def pair(
    first: Piece,
    second: Piece,
    sizes: tuple[float, float] = (1.25, 1.15),
    gap: float = 265,
    ground: tuple[float, float] = (850, 890),
) -> Motif:
    """Two things side by side, which on which side being left to the seed."""

    def paint(s: Scene) -> None:
        way = s.pick((-1, 1))
        first(s.at(720 - way * s.near(gap, 20), ground[0], sizes[0] * s.near(1, 0.04), 0, way < 0), s)
        second(s.at(720 + way * s.near(gap, 20), ground[1], sizes[1] * s.near(1, 0.04), 0, way < 0), s)

    return paint


def row(
    s: Scene,
    piece: Callable[[Frame, Scene, Colour], None],
    tones: Sequence[str],
    count: int = 0,
    scale: float = 1.2,
    gap: float = 230,
) -> None:
    """Two or three of a kind in different colours and sizes."""
    count = count or s.pick((2, 3))
    for i in range(count):
        x = 720 + (i - (count - 1) / 2) * gap * s.near(1, 0.05)
        size = scale * (1.0 if i == count // 2 else s.near(0.9, 0.05))
        piece(s.at(x, 820 + (30 if i == count // 2 else 0), size), s, tones[i % len(tones)])


def shuffled(s: Scene, tones: Sequence[str]) -> list[str]:
    """The tones in the seed's order."""
    order = list(tones)
    s.rng.shuffle(order)
    return order
