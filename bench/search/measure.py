"""Engines side by side on one core: the same new queries put to each in turn, then one product changed again and again."""

import gc
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import quantiles

from .corpus import Corpus
from .engines.base import Engine, answer
from .memory import Memory
from .queries import Ask, Asker, Kind

Say = Callable[[str], None]
Times = dict[str, list[float]]


@dataclass(frozen=True)
class Build:
    seconds: float
    cpu_seconds: float
    megabytes: float


@dataclass
class Measured:
    """What was measured at one size: milliseconds by class of query and engine, and by engine.

    `changed` is from the beginning of a change until a query has found it, `first` the first
    ordinary query after one.
    """

    products: int
    queries: dict[Kind, Times] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    builds: dict[str, Build] = field(default_factory=dict)
    changed: Times = field(default_factory=lambda: defaultdict(list))
    first: Times = field(default_factory=lambda: defaultdict(list))
    memory: Memory | None = None


def percentile(times: Sequence[float], percent: int) -> float:
    return quantiles(times, n=100, method="inclusive")[percent - 1] if len(times) > 1 else times[0]


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process, its threads and its children on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def build(engines: Iterable[Engine], corpus: Corpus, folder: Path, measured: Measured, say: Say) -> None:
    for engine in engines:
        say(f"Building: {engine.name}…")
        place = folder / engine.key
        place.mkdir()
        begun, cpu = time.perf_counter(), time.process_time()
        engine.build(corpus, place)
        seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
        size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
        measured.builds[engine.name] = Build(seconds, cpu, size / 1e6)
    # The catalogue that the queries are made from is no engine's own to be looked through again and again.
    gc.collect()
    gc.freeze()


def warm_up(engines: Sequence[Engine], asker: Asker, each: int) -> None:
    for ask in asker.asks([*Kind], each):
        for engine in engines:
            if ask.kind in engine.kinds:
                _milliseconds(engine, ask)


def compare(engines: Sequence[Engine], asker: Asker, each: int, measured: Measured) -> None:
    """One round of queries that none of the engines has seen, as far as a class has so many."""
    for number, ask in enumerate(asker.asks([*Kind], each)):
        turn = number % len(engines)
        for engine in (*engines[turn:], *engines[:turn]):
            if ask.kind in engine.kinds and number // len(Kind) % engine.every == 0:
                measured.queries[ask.kind][engine.name].append(_milliseconds(engine, ask))


def change(engines: Sequence[Engine], corpus: Corpus, asker: Asker, times: int, measured: Measured) -> None:
    """Give one product after another a word of its own; the next query is for that word or an ordinary one."""
    for number in range(2 * times):
        document = asker.chance.choice(corpus.documents)
        word = f"zzq{_letters(number)}"
        changed = replace(document, names=(f"{document.names[0]} {word}", *document.names[1:]))
        ask = asker.ask(Kind.COMMON) if number % 2 else Ask(Kind.COMMON, word)
        for engine in engines:
            begun = time.perf_counter()
            engine.update(changed)
            first = _milliseconds(engine, ask)
            if number % 2:
                measured.first[engine.name].append(first)
            else:
                measured.changed[engine.name].append(1000 * (time.perf_counter() - begun))
                if engine.query(ask).ids != [document.product_id]:
                    raise RuntimeError(f"{engine.name} does not show a change")
            engine.settle()


def _milliseconds(engine: Engine, ask: Ask) -> float:
    begun = time.perf_counter()
    answer(engine, ask)
    return 1000 * (time.perf_counter() - begun)


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:04d}")
