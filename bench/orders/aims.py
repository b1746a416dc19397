"""What is asked of placing orders, beside what was measured."""

from collections.abc import Iterator

from ..report import Aim, Line
from ..rounds import cpu_ratio, rate_ratio
from .measure import BUYERS, READERS, Measured, percentile

PART_OF_THE_CEILING = 0.4
MOST_GROWTH = 1.3


def lines_of(measured: Measured) -> list[Line]:
    kind = measured.kind
    rates = [
        Line(f"{kind}: {name}", way.rate, way.percentile(50), way.percentile(95), way.cpu_ms)
        for name, way in measured.ways.items()
    ]
    turns = {
        "1 buyer, 2 workers, nobody reads": measured.alone,
        f"1 buyer, 2 workers, {READERS} readers": measured.among,
    } | {f"1 buyer, {orders} orders before": aged for orders, aged in measured.aged.items()}
    return rates + [
        Line(f"{kind}: {name}", _rate(slices), percentile(slices, 50), percentile(slices, 95), 0.0)
        for name, slices in turns.items()
    ]


def _rate(slices) -> float:
    return sum(turn.count for turn in slices) / sum(turn.seconds for turn in slices)


def aims_of(measured: Measured) -> Iterator[Aim]:
    kind = measured.kind
    for buyers in BUYERS:
        whole, bare = (
            measured.ways[f"{name}, {buyers} at once"] for name in ("basket to order", "one transaction")
        )
        ratio = rate_ratio(whole, bare)
        figure = f"{ratio:.0%} (by CPU time {cpu_ratio(whole, bare):.0%})"
        name = f"{kind}: whole purchases to bare transactions, {buyers} at once"
        yield Aim(name, figure, f"≥ {PART_OF_THE_CEILING:.0%}", ratio >= PART_OF_THE_CEILING)
        place = bare.percentile(50) / whole.percentile(50)
        name = f"{kind}: bare transaction's p50 to that of placing the order, {buyers} at once"
        yield Aim(name, f"{place:.0%}", f"≥ {PART_OF_THE_CEILING:.0%}", place >= PART_OF_THE_CEILING)
    among, alone = percentile(measured.among, 95), percentile(measured.alone, 95)
    readers = f"{among:.0f} ms ({alone:.0f} ms without, {_rate(measured.read):.0f} pages/s meanwhile)"
    yield Aim(f"{kind}: p95 of placing an order while {READERS} read", readers)
    yield from _growth(measured)
    # Any other answer than the one that is due ends the benchmark.
    yield Aim(f"{kind}: errors", "0", "0", True)


def _growth(measured: Measured) -> Iterator[Aim]:
    first, *_, last = measured.aged
    ratio = percentile(measured.aged[last], 50) / percentile(measured.aged[first], 50)
    name = f"{measured.kind}: p50 of placing at {last} orders to that at {first}"
    yield Aim(name, f"{ratio:.2f} ×", f"≤ {MOST_GROWTH} ×", ratio <= MOST_GROWTH)
