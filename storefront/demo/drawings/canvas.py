"""The sheet a picture is painted on: supersampled shapes, grainy volume, soft shadows, paper grain."""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, floor

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .colour import Colour, dark, pale, rgb
from .shapes import Path, Points, bounds, ellipse, moved, smooth, stroke

WIDTH, HEIGHT = 1440, 1080
_SHADOW = (58, 28, 30)
_Box = tuple[int, int, int, int]


@lru_cache(maxsize=1)
def _noise() -> Image.Image:
    values = np.random.default_rng(11).integers(0, 256, (HEIGHT, WIDTH), dtype=np.uint8)
    soft = np.asarray(Image.fromarray(values).filter(ImageFilter.GaussianBlur(0.8)), dtype=float)
    ranks = np.clip((soft - soft.mean()) / soft.std() * 52 + 100, 0, 215)
    return Image.fromarray(ranks.astype(np.uint8))


@lru_cache(maxsize=1)
def _paper() -> Image.Image:
    fine = np.asarray(_noise(), dtype=float) - 100
    coarse = np.random.default_rng(5).normal(0, 1, (HEIGHT // 6, WIDTH // 6)) * 60 + 128
    cloudy = Image.fromarray(np.clip(coarse, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(2))
    wide = np.asarray(cloudy.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), dtype=float) - 128
    sheet = Image.fromarray(np.clip(128 + fine * 0.08 + wide * 0.12, 0, 255).astype(np.uint8))
    return Image.merge("RGB", (sheet, sheet, sheet))


@lru_cache(maxsize=16)
def _form(form: str) -> tuple[Image.Image, Image.Image]:
    """Where a body of this form is dark and where it is lit, as small pictures to be stretched."""
    y, x = np.mgrid[0:72, 0:72] / 71
    if form == "round":
        shade = (np.hypot(x - 0.36, y - 0.32) - 0.34) / 0.42
        light = 1 - np.hypot(x - 0.32, y - 0.26) / 0.3
    elif form == "column":
        shade = np.maximum((x - 0.52) / 0.42, (0.10 - x) / 0.22)
        light = 1 - np.abs(x - 0.27) / 0.15
    elif form == "fall":
        shade, light = (y - 0.35) / 0.75, 0.35 - y
    elif form == "rise":
        shade, light = (0.62 - y) / 0.75, y - 0.75
    elif form == "side":
        shade, light = (x * 0.75 + y * 0.4 - 0.5) / 0.7, (0.45 - x * 0.75 - y * 0.4) / 0.6
    elif form == "dish":
        shade, light = (0.85 - np.hypot(x - 0.62, y - 0.8)) * -1.6 + 1.0, x * 0.6 + y * 0.5 - 0.6
    else:
        raise ValueError(f"no such form: {form}")
    return tuple(Image.fromarray((np.clip(part, 0, 1) * 255).astype(np.uint8)) for part in (shade, light))


@lru_cache(maxsize=1)
def _falloff() -> Image.Image:
    y, x = np.mgrid[-1:1:128j, -1:1:128j]
    soft = np.clip(1.25 - 1.25 * np.hypot(x, y), 0, 1) ** 1.3
    return Image.fromarray((np.clip(soft, 0, 1) * 255).astype(np.uint8))


class Canvas:
    """A picture in the making."""

    def __init__(self, ground: Colour) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), rgb(ground))

    def fill(
        self,
        paths: Sequence[Points],
        colour: Colour,
        form: str = "",
        shade: Colour | None = None,
        light: Colour | None = None,
        clip: Points | None = None,
        alpha: float = 1.0,
        depth: float = 1.0,
    ) -> None:
        """Paint all the paths in one colour, as one body of the given form."""
        found = self._box(paths)
        if found is None:
            return
        mask = self._mask(paths, found)
        if clip is not None:
            mask = ImageChops.multiply(mask, self._mask([clip], found))
        if alpha < 1:
            mask = mask.point([round(v * alpha) for v in range(256)])
        if not form:
            self.image.paste(rgb(colour), found, mask)
            return
        tile = Image.new("RGB", mask.size, rgb(colour))
        shadow, glow = _form(form)
        shade = dark(colour, 0.36) if shade is None else shade
        tile.paste(rgb(shade), None, self._grained(shadow, found, 0.85 * depth))
        light = pale(colour, 0.4) if light is None else light
        tile.paste(rgb(light), None, self._grained(glow, found, 0.75 * depth))
        self.image.paste(tile, found, mask)

    def shadow(self, x: float, y: float, rx: float, ry: float, strength: float = 0.45) -> None:
        """A soft shadow on the ground."""
        found = (round(x - rx), round(y - ry), round(x + rx), round(y + ry))
        size = (max(1, found[2] - found[0]), max(1, found[3] - found[1]))
        mask = _falloff().resize(size).point([round(v * strength) for v in range(256)])
        self.image.paste(_SHADOW, found[:2], mask)

    def finished(self) -> Image.Image:
        """The picture on its paper."""
        return ImageChops.add(self.image, _paper(), 1, -128)

    @staticmethod
    def _box(paths: Sequence[Points]) -> _Box | None:
        x0, y0, x1, y1 = bounds(paths)
        left, top = max(0, floor(x0) - 1), max(0, floor(y0) - 1)
        right, bottom = min(WIDTH, ceil(x1) + 2), min(HEIGHT, ceil(y1) + 2)
        return (left, top, right, bottom) if left < right and top < bottom else None

    @staticmethod
    def _mask(paths: Sequence[Points], found: _Box) -> Image.Image:
        left, top, right, bottom = found
        width, height = right - left, bottom - top
        factor = 4 if width * height < 200_000 else 3 if width * height < 700_000 else 2
        mask = Image.new("L", (width * factor, height * factor))
        pen = ImageDraw.Draw(mask)
        for path in paths:
            pen.polygon(((path - (left, top)) * factor).ravel().tolist(), fill=255)
        return mask.reduce(factor)

    @staticmethod
    def _grained(part: Image.Image, found: _Box, strength: float) -> Image.Image:
        size = (found[2] - found[0], found[3] - found[1])
        stretched = part.resize(size, Image.Resampling.BILINEAR)
        speckled = ImageChops.subtract(stretched, _noise().crop(found), 0.5)
        return Image.blend(stretched, speckled, 0.55).point(
            [min(255, round(v * strength)) for v in range(256)]
        )


class Frame:
    """A place on the canvas with its own origin, scale and turn; y grows downwards."""

    def __init__(
        self, canvas: Canvas, x: float, y: float, scale: float = 1.0, angle: float = 0.0, flip: bool = False
    ) -> None:
        self.canvas, self.x, self.y = canvas, x, y
        self.scale, self.angle, self.flip = scale, angle, flip

    def put(self, path: Path) -> Points:
        """The path in the canvas's own coordinates."""
        points = np.asarray(path, float)
        if self.flip:
            points = points * (-1, 1)
        return moved(points, self.x, self.y, self.scale, self.angle)

    def at(self, x: float, y: float, scale: float = 1.0, angle: float = 0.0, flip: bool = False) -> "Frame":
        """A frame inside this one."""
        spot = self.put([(x, y)])[0]
        inner = -angle if self.flip else angle
        return Frame(self.canvas, spot[0], spot[1], self.scale * scale, self.angle + inner, self.flip != flip)

    def fill(
        self, path: Path, colour: Colour, form: str = "", clip: Path | None = None, **look: object
    ) -> None:
        """Paint one outline."""
        self.many([path], colour, form, clip, **look)

    def many(
        self, paths: Sequence[Path], colour: Colour, form: str = "", clip: Path | None = None, **look: object
    ) -> None:
        """Paint several outlines at once in one colour."""
        if paths:
            bound = None if clip is None else self.put(clip)
            self.canvas.fill([self.put(p) for p in paths], colour, form, clip=bound, **look)

    def disc(
        self,
        x: float,
        y: float,
        rx: float,
        colour: Colour,
        form: str = "",
        ry: float | None = None,
        angle: float = 0.0,
        **look: object,
    ) -> None:
        """Paint an ellipse."""
        self.fill(ellipse(x, y, rx, ry, angle), colour, form, **look)

    def blob(self, path: Path, colour: Colour, form: str = "", **look: object) -> None:
        """Paint the smooth outline through the points."""
        self.fill(smooth(path), colour, form, **look)

    def line(
        self, path: Path, width: float, colour: Colour, tip: float | None = None, **look: object
    ) -> None:
        """Paint a line."""
        self.fill(stroke(path, width, tip), colour, **look)

    def shadow(
        self, rx: float, ry: float | None = None, x: float = 0.0, y: float = 0.0, strength: float = 0.45
    ) -> None:
        """A soft shadow on the ground, drawn to the right as the light comes from the left."""
        ry = rx * 0.2 if ry is None else ry
        spot = self.put([(x, y)])[0]
        k = self.scale
        self.canvas.shadow(spot[0] + rx * k * 0.22, spot[1], rx * k * 1.25, ry * k * 1.25, strength)
