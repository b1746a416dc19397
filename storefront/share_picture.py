"""Draws what other sites show beside a link to a fair: a leaf of a block calendar with its first day, and its name."""

import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from unicodedata import normalize

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
_PAPER, _SHEET, _LINE, _INK, _SOFT = "#f7f1e3", "#fffcf4", "#d6c8ac", "#2a2017", "#5f503c"
_STAMP, _GREEN, _BROWN, _YELLOW, _ON_STAMP = "#a8281d", "#24602f", "#764519", "#e9b02f", "#fffaf0"
_LEFT, _TOP, _LEAF = 72, 96, 300
_TEXT = _LEFT + _LEAF + 64
_WIDTH = SIZE[0] - _TEXT - 64
_MOST_LINES = 4


@dataclass(frozen=True)
class Poster:
    """What stands on the picture; `month`, `day` and `weekday` on the leaf, `sign` where the fair is off."""

    month: str
    day: str
    weekday: str
    is_sunday: bool
    name: str
    days: str
    place: str
    shop: str
    sign: str


def draw_poster(poster: Poster) -> bytes:
    """A PNG of SIZE."""
    image = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    _weave(draw)
    _leaf(draw, poster)
    y = _name(draw, poster.name)
    draw.text((_TEXT, y + 18), poster.days, _INK, _font("SemiBold", 34))
    for n, line in enumerate(_lines(poster.place, _font("Regular", 30), 2)):
        draw.text((_TEXT, y + 70 + 42 * n), line, _SOFT, _font("Regular", 30))
    draw.text((_TEXT, SIZE[1] - 92), poster.shop, _STAMP, _font("Bold", 34))
    if poster.sign:
        _sign(draw, poster.sign)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _weave(draw: ImageDraw.ImageDraw) -> None:
    """The woven border of the shop's pages, at the foot."""
    size = 24
    for n in range(SIZE[0] // size + 1):
        color = (_BROWN, _GREEN, _STAMP, _YELLOW)[n % 4]
        x, y = n * size + size // 2, SIZE[1] - size // 2
        draw.polygon([(x - size // 2, y), (x, y - size // 2), (x + size // 2, y), (x, y + size // 2)], color)


def _leaf(draw: ImageDraw.ImageDraw, poster: Poster) -> None:
    color = _STAMP if poster.is_sunday else _GREEN
    box = (_LEFT, _TOP, _LEFT + _LEAF, _TOP + 380)
    draw.rectangle(box, _SHEET, _LINE, 2)
    draw.rectangle((_LEFT, _TOP, _LEFT + _LEAF, _TOP + 20), color)
    middle = _LEFT + _LEAF // 2
    draw.text((middle, _TOP + 62), poster.month, _INK, _font("SemiBold", 32), "mm")
    draw.line((_LEFT + 24, _TOP + 96, _LEFT + _LEAF - 24, _TOP + 96), _LINE, 2)
    draw.text((middle, _TOP + 208), poster.day, color, _font("Bold", 190), "mm")
    draw.text((middle, _TOP + 338), poster.weekday, color, _font("SemiBold", 34), "mm")


def _name(draw: ImageDraw.ImageDraw, name: str) -> int:
    """As large as it fits into four lines. Returns where it ends."""
    for size in (64, 56, 48, 42):
        font = _font("Bold", size)
        lines = _lines(name, font, _MOST_LINES)
        if len(lines) <= 3 and not lines[-1].endswith("…"):
            break
    y = _TOP - 8
    for line in lines:
        draw.text((_TEXT, y), line, _INK, font)
        y += round(size * 1.32)
    return y


def _sign(draw: ImageDraw.ImageDraw, words: str) -> None:
    font = _font("Bold", 40)
    wide = draw.textlength(words, font) + 48
    box = (SIZE[0] - 64 - wide, SIZE[1] - 112, SIZE[0] - 64, SIZE[1] - 44)
    draw.rectangle(box, _STAMP)
    draw.text(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), words, _ON_STAMP, font, "mm")


def _lines(text: str, font: ImageFont.FreeTypeFont, most: int) -> list[str]:
    """Broken between words, and inside of one that is wider than the picture; what does not fit ends in "…"."""
    lines = [""]
    for word in normalize("NFC", text).split():
        while font.getlength(word) > _WIDTH:
            kept = next(n for n in range(len(word) - 1, 0, -1) if font.getlength(word[:n]) <= _WIDTH)
            lines.append(word[:kept])
            word = word[kept:]
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= _WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    lines = [line for line in lines if line] or [""]
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]}…"]


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    with as_file(files("fontpkg_be_vietnam_pro") / "files" / f"BeVietnamPro-{weight}.ttf") as path:
        return ImageFont.truetype(io.BytesIO(path.read_bytes()), size)
