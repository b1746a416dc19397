"""Alternating rounds: every variant has a short turn in each, so that noise hits all alike."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from statistics import median
from typing import Any

from .load import Slice
from .servers import Server


@dataclass
class Variant:
    """One way of serving something; `drive(port, *arguments)` loads it and answers a Slice."""

    name: str
    server: Server
    drive: Callable[..., Slice]
    arguments: tuple[Any, ...]
    slices: list[Slice] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(turn.rate for turn in self.slices)

    def percentile(self, percent: int) -> float:
        return median(turn.percentile(percent) for turn in self.slices)

    @property
    def cpu_ms(self) -> float:
        """Processor time of the worker for one request (or order), in milliseconds."""
        return 1000 * sum(self.cpu) / sum(turn.count for turn in self.slices)


def measure(variants: Sequence[Variant], rounds: int, say: Callable[[str], None]) -> None:
    """One unmeasured turn, then `rounds`; every second one in the opposite order."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as client:
        for number in range(rounds + 1):
            say(f"Round {number} of {rounds}…" if number else "Warming up…")
            for variant in variants if number % 2 else reversed(variants):
                before = variant.server.cpu_seconds()
                turn = client.submit(variant.drive, variant.server.port, *variant.arguments).result()
                if number:
                    variant.slices.append(turn)
                    variant.cpu.append(variant.server.cpu_seconds() - before)


def rate_ratio(one: Variant, other: Variant) -> float:
    """How many requests a second `one` does for each of `other`: the median over the rounds."""
    return median(a.rate / b.rate for a, b in zip(one.slices, other.slices, strict=True))


def cpu_ratio(one: Variant, other: Variant) -> float:
    """The same in processor time, which other programs on the machine hardly touch."""
    return other.cpu_ms / one.cpu_ms
