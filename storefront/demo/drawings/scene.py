"""A scene: the canvas, its scheme of colours and the dice a motif plays with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from .canvas import Canvas, Frame
from .colour import Scheme
from .naming import holds

T = TypeVar("T")


@dataclass
class Scene:
    """What a motif needs to paint itself; the name lets it choose details."""

    canvas: Canvas
    rng: Random
    scheme: Scheme
    name: str
    zoom: float = 1.0

    def at(self, x: float, y: float, scale: float = 1.0, angle: float = 0.0, flip: bool = False) -> Frame:
        """A place on the canvas."""
        zoom = self.zoom
        return Frame(self.canvas, 720 + (x - 720) * zoom, 910 + (y - 910) * zoom, scale * zoom, angle, flip)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return self.rng.choice(choices)

    def near(self, value: float, spread: float) -> float:
        """A number at most spread away from value."""
        return value + self.rng.uniform(-spread, spread)

    def says(self, *words: str) -> bool:
        """Whether the product's name holds one of the words."""
        return any(holds(self.name, word) for word in words)


Motif = Callable[[Scene], None]
