"""What is asked of placing orders, beside what was measured."""

from collections.abc import Iterator

from ..report import Aim, Line
from ..rounds import cpu_ratio, rate_ratio
from .measure import BARE, BUYERS, HELLO, PREPARED, READERS, WHOLE, Measured, percentile

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
        if slices
    ]


def _rate(slices) -> float:
    return sum(turn.count for turn in slices) / sum(turn.seconds for turn in slices)


def aims_of(measured: Measured) -> Iterator[Aim]:
    kind = measured.kind
    if measured.ways:
        for buyers in BUYERS:
            yield from _rate_aims(measured, buyers)
    if measured.among:
        yield _among_readers(measured)
    if measured.aged:
        yield from _growth(measured)
    # Any other answer than the one that is due ends the benchmark.
    yield Aim(f"{kind}: errors", "0", "0", True)


def _rate_aims(measured: Measured, buyers: int) -> Iterator[Aim]:
    whole, bare, prepared, hello = (
        measured.ways[f"{name}, {buyers} at once"] for name in (WHOLE, BARE, PREPARED, HELLO)
    )
    ratio = rate_ratio(whole, bare)
    figure = f"{ratio:.0%} (by CPU time {cpu_ratio(whole, bare):.0%})"
    name = f"{measured.kind}: whole purchases to bare transactions, {buyers} at once"
    yield Aim(name, figure, f"≥ {PART_OF_THE_CEILING:.0%}", ratio >= PART_OF_THE_CEILING)
    # Six requests that do nothing, and the bare transaction.
    most = hello.rate * bare.rate / (6 * bare.rate + hello.rate)
    name = f"{measured.kind}: the same for purchases whose other six requests did nothing, {buyers} at once"
    yield Aim(name, f"{most / bare.rate:.0%}")
    place = bare.percentile(50) / whole.percentile(50)
    name = f"{measured.kind}: bare transaction's p50 to that of placing the order, {buyers} at once"
    yield Aim(name, f"{place:.0%}", f"≥ {PART_OF_THE_CEILING:.0%}", place >= PART_OF_THE_CEILING)
    name = f"{measured.kind}: prepared transaction's p50 to that of placing the order, {buyers} at once"
    yield Aim(name, f"{prepared.percentile(50) / whole.percentile(50):.0%}")


def _among_readers(measured: Measured) -> Aim:
    among, alone = percentile(measured.among, 95), percentile(measured.alone, 95)
    readers = f"{among:.0f} ms ({alone:.0f} ms without, {_rate(measured.read):.0f} pages/s meanwhile)"
    return Aim(f"{measured.kind}: p95 of placing an order while {READERS} read", readers)


def _growth(measured: Measured) -> Iterator[Aim]:
    first, *_, last = measured.aged
    ratio = percentile(measured.aged[last], 50) / percentile(measured.aged[first], 50)
    name = f"{measured.kind}: p50 of placing at {last} orders to that at {first}"
    yield Aim(name, f"{ratio:.2f} ×", f"≤ {MOST_GROWTH} ×", ratio <= MOST_GROWTH)
