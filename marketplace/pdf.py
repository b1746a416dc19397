"""The door to fpdf2: paper with Vietnamese on it, and tables that flow over pages with their heads repeated."""

import unicodedata
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF

_FONT = "BeVietnamPro"
_STYLES = {"": "Regular", "B": "SemiBold"}
# Stands for a sign the font does not have: an emoji, another script.
_UNKNOWN = "?"
_INK, _SOFT, _LINE, _SHADE = (42, 32, 23), (95, 80, 60), (190, 178, 152), (243, 236, 221)
_SMALL, _USUAL, _LARGE, _LEADING = 8, 9.5, 16, 1.45
_POINT = 25.4 / 72
# Stands for the number of pages until it is known, about as wide; readable() lets nobody write two spaces.
_PAGES = "  "
_SIZES = {"A4": (210, 297), "A5": (148, 210)}


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its share of the width, and whether numbers stand right-aligned in it."""

    head: str
    width: float
    right: bool = False


def readable(text: str) -> str:
    """`text` as the font can print it: composed, on one line, without control and direction signs."""
    shown = unicodedata.normalize("NFC", " ".join(text.split()))
    signs = (_sign(sign) for sign in shown if unicodedata.category(sign)[0] != "C")
    return "".join(signs)


def _sign(sign: str) -> str:
    if ord(sign) in _glyphs():
        return sign
    # Accents that compose with nothing, variation selectors and joiners would print as boxes of their own.
    return "" if unicodedata.combining(sign) or unicodedata.category(sign) == "Mn" else _UNKNOWN


@cache
def _glyphs() -> frozenset[int]:
    paper = Paper("", "", datetime(2026, 1, 1), "A5")
    known = frozenset.intersection(*(frozenset(font.cmap) for font in paper.pdf.fonts.values()))
    paper.close()
    return known


def _font_file(style: str) -> Path:
    return Path(str(files("fontpkg_be_vietnam_pro") / "files" / f"{_FONT}-{style}.ttf"))


class Paper:
    """A document that is written from top to bottom. Lengths in millimetres, type sizes in points."""

    def __init__(self, title: str, footer: str, made_at: datetime, size: str = "A4"):
        self.pdf = _document(size, made_at)
        self.pdf.set_title(title)
        # Set on every page by _Sheet.footer, with the number of the page.
        self.pdf.foot = footer
        self.pdf.add_page()

    @property
    def width(self) -> float:
        return self.pdf.epw

    def heading(self, text: str, beside: str = "") -> None:
        """The title of the paper; `beside` stands small below it."""
        self._write(text, _LARGE, "B")
        if beside:
            self._write(beside, _SMALL, colour=_SOFT)
        self.space(2)

    def section(self, text: str) -> None:
        """A head that never stands alone at the foot of a page."""
        self.space(3)
        self._keep(16)
        self._write(text, 11, "B")
        self._rule()
        self.space(1)

    def text(self, text: str, *, bold: bool = False, small: bool = False) -> None:
        size, colour = (_SMALL, _SOFT) if small else (_USUAL, _INK)
        self._write(text, size, "B" if bold else "", colour)

    def next_page(self) -> None:
        self.pdf.add_page()

    def space(self, height: float) -> None:
        self.pdf.set_y(self.pdf.get_y() + height)

    def facts(self, rows: Sequence[tuple[str, str]], share: float = 0.3) -> None:
        """Names and their values, side by side; what has no value is left out."""
        table = [(name, value) for name, value in rows if value]
        self.table([Column("", share), Column("", 1 - share)], table, heads=False, soft_first=True)

    def columns(self, *texts: tuple[str, Sequence[str]]) -> None:
        """Blocks side by side: each a head and its lines."""
        gap, top = 6.0, self.pdf.get_y()
        width = (self.width - gap * (len(texts) - 1)) / len(texts)
        bottom = top
        for i, (head, lines) in enumerate(texts):
            left = self.pdf.l_margin + i * (width + gap)
            self.pdf.set_y(top)
            self._write(head, _SMALL, colour=_SOFT, left=left, width=width)
            for line in lines:
                if line:
                    self._write(line, _USUAL, left=left, width=width)
            bottom = max(bottom, self.pdf.get_y())
        self.pdf.set_y(bottom + 1)

    def sums(self, rows: Sequence[tuple[str, str]]) -> None:
        """Names and amounts at the right; the last row is the total."""
        self._keep(6 * len(rows))
        width = min(90.0, self.width)
        for i, (name, amount) in enumerate(rows):
            self._pair(name, amount, width, "B" if i == len(rows) - 1 else "")

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        heads: bool = True,
        soft_first: bool = False,
    ) -> None:
        """A table over as many pages as it needs, its heads on each. A line break in a cell begins a smaller
        line below."""
        widths = _widths(columns, self.width)
        if heads:
            self._heads(columns, widths)
        for row in rows:
            cells = [self._lines(text, width) for text, width in zip(row, widths, strict=True)]
            if not self._fits(_height(cells)):
                self.pdf.add_page()
                if heads:
                    self._heads(columns, widths)
            self._row(columns, widths, cells, soft_first)

    def dots(self, rows: Sequence[Sequence[bool]], size: float) -> None:
        """A matrix of dark and light dots, `size` wide, at the right edge beside what follows."""
        step = size / len(rows)
        left, top = self.pdf.w - self.pdf.r_margin - size, self.pdf.get_y()
        self.pdf.set_fill_color(0)
        for y, row in enumerate(rows):
            for start, end in _runs(row):
                self.pdf.rect(left + start * step, top + y * step, (end - start) * step, step, "F")

    @contextmanager
    def beside_dots(self, rows: Sequence[Sequence[bool]], size: float):
        """What is written inside stands left of the matrix."""
        top, margin = self.pdf.get_y(), self.pdf.r_margin
        self.dots(rows, size)
        self.pdf.set_right_margin(margin + size + 4)
        yield
        self.pdf.set_right_margin(margin)
        self.pdf.set_y(max(self.pdf.get_y(), top + size + 2))

    def output(self) -> bytes:
        """The file; nothing can be written any more."""
        content = bytes(self.pdf.output())
        self.close()
        return content

    def close(self) -> None:
        for font in self.pdf.fonts.values():
            font.ttfont.close()

    def _write(
        self,
        text: str,
        size: float,
        style: str = "",
        colour: tuple[int, int, int] = _INK,
        left: float | None = None,
        width: float | None = None,
    ) -> None:
        self._pen(size, style, colour)
        self.pdf.set_x(self.pdf.l_margin if left is None else left)
        height = size * _POINT * _LEADING
        self.pdf.multi_cell(
            width or self.width, height, readable(text), align="L", new_x="LEFT", new_y="NEXT", padding=0
        )

    def _pen(self, size: float, style: str = "", colour: tuple[int, int, int] = _INK) -> None:
        self.pdf.set_font(_FONT, style, size)
        self.pdf.set_text_color(*colour)

    def _pair(self, name: str, amount: str, width: float, style: str) -> None:
        self._pen(_USUAL, style)
        left, height = self.pdf.w - self.pdf.r_margin - width, _USUAL * _POINT * _LEADING
        if style:
            self._rule(left)
        self.pdf.set_x(left)
        self.pdf.cell(width * 0.6, height, self._cut(name, width * 0.6))
        self.pdf.cell(width * 0.4, height, readable(amount), align="R", new_x="LMARGIN", new_y="NEXT")

    def _cut(self, text: str, width: float) -> str:
        """`text` on one line, its end left out where it is too long."""
        text = readable(text)
        if self.pdf.get_string_width(text) <= width - 2:
            return text
        while text and self.pdf.get_string_width(text + "…") > width - 2:
            text = text[:-1]
        return text + "…"

    def _rule(self, left: float | None = None) -> None:
        self.pdf.set_draw_color(*_LINE)
        self.pdf.set_line_width(0.2)
        y = self.pdf.get_y()
        self.pdf.line(self.pdf.l_margin if left is None else left, y, self.pdf.w - self.pdf.r_margin, y)

    def _keep(self, height: float) -> None:
        if not self._fits(height):
            self.pdf.add_page()

    def _fits(self, height: float) -> bool:
        return self.pdf.get_y() + height <= self.pdf.page_break_trigger

    def _heads(self, columns: Sequence[Column], widths: Sequence[float]) -> None:
        self._keep(12)
        self._pen(_SMALL, "", _SOFT)
        for column, width in zip(columns, widths, strict=True):
            self.pdf.cell(width, 5, self._cut(column.head, width), align="R" if column.right else "L")
        self.pdf.ln(5)
        self._rule()

    def _lines(self, text: str, width: float) -> list[tuple[str, float]]:
        """The text broken into lines that fit, each with its size."""
        lines: list[tuple[str, float]] = []
        for i, part in enumerate(text.split("\n")):
            size = _SMALL if i else _USUAL
            self._pen(size)
            broken = self.pdf.multi_cell(
                width - 1, 4, readable(part), align="L", dry_run=True, output="LINES", padding=0
            )
            lines += [(line, size) for line in broken]
        return lines

    def _row(self, columns, widths, cells, soft_first: bool) -> None:
        top, left = self.pdf.get_y(), self.pdf.l_margin
        for i, (column, width, lines) in enumerate(zip(columns, widths, cells, strict=True)):
            y = top + 0.8
            for line, size in lines:
                self._pen(size, "", _SOFT if size == _SMALL or (soft_first and i == 0) else _INK)
                height = size * _POINT * _LEADING
                self.pdf.set_xy(left, y)
                self.pdf.cell(width, height, line, align="R" if column.right else "L")
                y += height
            left += width
        self.pdf.set_xy(self.pdf.l_margin, top + _height(cells))
        if not soft_first:
            self._rule()


def _widths(columns: Sequence[Column], whole: float) -> list[float]:
    shares = sum(column.width for column in columns)
    return [column.width * whole / shares for column in columns]


def _height(cells: Sequence[Sequence[tuple[str, float]]]) -> float:
    heights = [sum(size * _POINT * _LEADING for _line, size in lines) for lines in cells]
    return max(heights) + 1.6


def _runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Where the dark runs of a row begin and end."""
    edges = [i for i in range(len(row) + 1) if (i < len(row) and row[i]) != (i > 0 and row[i - 1])]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _document(size: str, made_at: datetime) -> "FPDF":
    from fpdf import FPDF  # slow to load, and needed only when somebody wants paper

    class Sheet(FPDF):
        foot = ""

        def footer(self) -> None:
            self.set_y(-12)
            self.set_font(_FONT, "", 7.5)
            self.set_text_color(*_SOFT)
            number = f"{self.page_no()}/{_PAGES}"
            self.cell(self.epw - 15, 5, readable(self.foot)[:140], align="L")
            self.cell(15, 5, number, align="R")

    made = Sheet(format=_SIZES[size])
    margin = 15 if size == "A4" else 10
    made.set_margins(margin, margin)
    made.set_auto_page_break(True, margin + 4)
    for style, name in _STYLES.items():
        made.add_font(_FONT, style, _font_file(name))
    made.set_font(_FONT, "", _USUAL)
    made.c_margin = 0
    made.alias_nb_pages(_PAGES)
    made.set_creation_date(made_at)
    return made
