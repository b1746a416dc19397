"""How far and when something is sold, and how much room it takes, as people write it in an import."""

import re
from dataclasses import dataclass

from catalog.products import MAX_SIDE_MM, ShipsTo, season_mask
from catalog.records import Refused
from catalog.text import fold
from marketplace.cells import Cell

from .columns import read_line

CONDITIONS = ("ships_to", "season", "only_in_season")
SIDES = ("length_mm", "width_mm", "height_mm")
_REACH = {
    ShipsTo.ANYWHERE: ("anywhere", "toan quoc", "ca nuoc"),
    ShipsTo.REGION: ("region", "vung", "trong vung"),
    ShipsTo.PROVINCE: ("province", "tinh", "trong tinh"),
}
_YES, _NO = ("co", "yes", "x", "1", "true", "dung"), ("khong", "no", "0", "false", "sai")
_SPAN = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Conditions:
    """`season` has one bit a month, January lowest."""

    ships_to: ShipsTo
    season: int
    only_in_season: bool


def read_reach(cell: Cell) -> ShipsTo:
    """From "toàn quốc", "vùng", "tỉnh" or the words of the database. Raises Refused otherwise."""
    text = fold(read_line(cell))
    for reach, words in _REACH.items():
        if text in words:
            return reach
    raise Refused("How far it is sent is written as “toàn quốc”, “vùng” or “tỉnh”.")


def read_season(cell: Cell) -> int:
    """A mask of months from "6", "5-7", "11-1" or "3-5, 9". Raises Refused otherwise."""
    months: list[int] = []
    for part in re.split(r"[,;]", read_line(cell)):
        match = _SPAN.fullmatch(part.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not (1 <= first <= 12 and 1 <= last <= 12):
            raise Refused("A season is written in months, like “5-7”, “11-1” or “3-5, 9”.")
        # A season may go over the end of the year.
        months += [month for month in range(1, 13) if (month - first) % 12 <= (last - first) % 12]
    return season_mask(months)


def read_yes(cell: Cell) -> bool:
    """Raises Refused for what is neither yes nor no."""
    text = fold(read_line(cell))
    if text not in _YES + _NO:
        raise Refused("Write “có” or “không”.")
    return text in _YES


def read_side(cell: Cell) -> int:
    """Whole millimetres. Raises Refused for anything but 1 to MAX_SIDE_MM."""
    text = read_line(cell).lower().removesuffix("mm").strip()
    side = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= side <= MAX_SIDE_MM:
        raise Refused("A side is a whole number of millimetres from 1 to %(limit)s.", limit=MAX_SIDE_MM)
    return side
