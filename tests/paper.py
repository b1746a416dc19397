"""Reads a PDF back: its words, and where each run of letters stands."""

import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader

_POINT = 72 / 25.4


@dataclass(frozen=True)
class Run:
    """Letters on a page: left, baseline (from the top) and width in points."""

    page: int
    text: str
    left: float
    base: float
    size: float
    bold: bool
    width: float


@cache
def font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    style = "SemiBold" if bold else "Regular"
    path = files("fontpkg_be_vietnam_pro") / "files" / f"BeVietnamPro-{style}.ttf"
    # Without kerning, as the paper is set.
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


class ReadPaper:
    """`text` holds the words of all pages, with single spaces."""

    def __init__(self, content: bytes):
        self.reader = PdfReader(io.BytesIO(content))
        self.pages = [page.extract_text() for page in self.reader.pages]
        self.text = " ".join(" ".join(self.pages).split())
        self.runs = [run for number in range(len(self.reader.pages)) for run in self._runs(number)]
        self.width, self.height = (float(side) for side in self.reader.pages[0].mediabox[2:])

    def _runs(self, number: int) -> list[Run]:
        found: list[Run] = []
        page = self.reader.pages[number]
        height = float(page.mediabox[3])

        def see(text, cm, tm, font_dict, size):
            shown = text.strip()
            if shown:
                bold = "SemiBold" in font_dict["/BaseFont"] or font_dict["/BaseFont"].endswith("-Bold")
                width = font(2000, bold).getlength(shown) * size / 2000
                found.append(Run(number, shown, tm[4], height - tm[5], size, bold, width))

        page.extract_text(visitor_text=see)
        return found

    def dark_squares(self, page: int = 0) -> list[tuple[float, float, float, float]]:
        """The filled rectangles: left, top (from above), width, height in points."""
        found, last = [], None
        height = float(self.reader.pages[page].mediabox[3])

        def see(operator, operands, cm, tm):
            nonlocal last
            if operator == b"re":
                last = [float(value) for value in operands]
            elif operator in (b"f", b"F") and last:
                x, y, w, h = last
                found.append((x, height - y - max(h, 0), w, abs(h)))

        self.reader.pages[page].extract_text(visitor_operand_before=see)
        return found

    def picture(self, page: int = 0, scale: float = 2.0) -> Image.Image:
        """The page as drawn by us: enough to look at, and to read a QR code from."""
        image = Image.new("RGB", (round(self.width * scale), round(self.height * scale)), "white")
        draw = ImageDraw.Draw(image)
        for x, y, w, h in self.dark_squares(page):
            draw.rectangle([x * scale, y * scale, (x + w) * scale - 0.5, (y + h) * scale - 0.5], fill="black")
        for run in self.runs:
            if run.page == page:
                face = font(round(run.size * scale, 1), run.bold)
                draw.text(
                    (run.left * scale, run.base * scale), run.text, font=face, fill="black", anchor="ls"
                )
        return image

    def beyond_the_margins(self, margin: float) -> list[Run]:
        """Runs that reach into the margin (mm), the foot of the page apart."""
        side = margin * _POINT - 1
        return [
            run
            for run in self.runs
            if run.left < side
            or run.left + run.width > self.width - side
            or run.base > self.height - 5 * _POINT
        ]
