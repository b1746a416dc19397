"""Colour helpers, the shop's palette and the schemes a backdrop may take."""

from dataclasses import dataclass
from functools import lru_cache

RGB = tuple[int, int, int]
Colour = str | RGB

PAPER, CREAM, SAND = "F4E9D4", "FBF3E2", "E6CFA6"
OCHRE, YELLOW, STRAW = "D9982B", "F2B93B", "E3BF73"
CLAY, RED, WINE = "C9653D", "C43A2B", "7C2332"
BROWN, BARK, WOOD = "7A4A2B", "45291B", "A9713F"
LEAF, GREEN, SAGE, LIME = "6B9A3C", "2F6340", "A3B681", "B4C94B"
INDIGO, NIGHT, SEA, MIST = "2E3F74", "1D2748", "3C8C9C", "C4DFDD"
PINK, LOTUS, PLUM = "EFB5A6", "E2829A", "6A2E4F"

_DEEP: RGB = (46, 22, 34)
_GLOW: RGB = (255, 246, 220)


@lru_cache(maxsize=1024)
def rgb(colour: Colour) -> RGB:
    """The colour as three numbers."""
    if isinstance(colour, tuple):
        return colour
    return int(colour[0:2], 16), int(colour[2:4], 16), int(colour[4:6], 16)


def mix(first: Colour, second: Colour, share: float) -> RGB:
    """The first colour with the given share of the second."""
    a, b = rgb(first), rgb(second)
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def dark(colour: Colour, share: float = 0.3) -> RGB:
    """A warm shade of the colour."""
    return mix(colour, _DEEP, share)


def pale(colour: Colour, share: float = 0.35) -> RGB:
    """A sunlit tint of the colour."""
    return mix(colour, _GLOW, share)


def distance(first: Colour, second: Colour) -> float:
    """How far apart two colours look, brightness counting most."""
    a, b = rgb(first), rgb(second)
    red, green, blue = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return (2 * red * red + 4 * green * green + 1.5 * blue * blue) ** 0.5


@dataclass(frozen=True)
class Scheme:
    """The colours of a wall, the figure on it, the table and an accent for packs and cloth."""

    wall: str
    figure: str
    table: str
    accent: str


SCHEMES = (
    Scheme("F5E9CF", "EBD6AC", "D7A468", "C43A2B"),
    Scheme("D5E0B9", "BFD09B", "EBD5A6", "2F6340"),
    Scheme("C2DEDA", "A3CCCA", "EEDDB8", "2E3F74"),
    Scheme("EDBE95", "E3A878", "F6E4C4", "7C2332"),
    Scheme("F7D27C", "F0BF57", "FBEBC8", "2F6340"),
    Scheme("3A4D85", "32427A", "E2C79B", "C43A2B"),
    Scheme("F3CDBD", "EBB8A5", "C77A5C", "2E3F74"),
    Scheme("436F55", "3A634B", "DDC190", "D9982B"),
    Scheme("B8452F", "A93B28", "EFCF9D", "2E3F74"),
    Scheme("2F7482", "296876", "EBD3A4", "D9982B"),
    Scheme("E2D7C4", "D3C4AB", "8E5B3A", "C9653D"),
    Scheme("6A3350", "5E2B47", "E9C49F", "D9982B"),
)
