"""What issue 3 asks of search, beside what was measured."""

from collections.abc import Iterable, Iterator

from ..report import Aim
from .engines.fts5 import Fts5
from .engines.ours import Ours
from .engines.stock_whoosh import StockWhoosh
from .measure import Measured, percentile
from .queries import Kind

OURS, FTS5, WHOOSH, TANTIVY = Ours.name, Fts5.name, StockWhoosh.name, "tantivy"
# By number of products: p50 and p95 of the slowest class, in milliseconds.
WORST = {20_000: (1, 3), 100_000: (3, 8)}
SUGGESTIONS = {20_000: 1, 100_000: 2}
READING = (Kind.COMMON, Kind.PLAIN, Kind.MARKED, Kind.FOUR, Kind.FILTERED)
FASTER_THAN_FTS5 = {Kind.COMMON: 15, Kind.PLAIN: 3, Kind.MARKED: 3, Kind.FOUR: 1.3, Kind.FILTERED: 1}
FASTER_THAN_WHOOSH = 40
TIMES_TANTIVY = 2.5
TIMES_FTS5_TO_BUILD = 5
CHANGED = (20, 60)
INDEX_MEGABYTES, PROCESS_MEGABYTES = 30, 150
# The size that the aims for index and memory are about.
WEIGHED = 20_000


def aims_of(measured: Measured) -> list[Aim]:
    return [
        *_worst_class(measured),
        *_faster(measured, FTS5, FASTER_THAN_FTS5),
        *_faster(measured, WHOOSH, dict.fromkeys(READING, FASTER_THAN_WHOOSH)),
        *_beside_tantivy(measured),
        *_suggestions(measured),
        *_writing(measured),
        *_sizes(measured),
    ]


def ratio(measured: Measured, kind: Kind, engine: str) -> float | None:
    """How many times our p50 the other's is."""
    times = measured.queries[kind]
    if not times.get(engine) or not times.get(OURS):
        return None
    return percentile(times[engine], 50) / percentile(times[OURS], 50)


def _worst_class(measured: Measured) -> Iterator[Aim]:
    most = WORST.get(measured.products)
    for percent, at_most in zip((50, 95), most or (None, None), strict=True):
        times = {kind: percentile(measured.queries[kind][OURS], percent) for kind in _asked(measured)}
        kind = max(times, key=times.__getitem__)
        yield _at_most(f"slowest class, p{percent}", times[kind], at_most, "ms", note=f" ({kind})")


def _asked(measured: Measured) -> Iterable[Kind]:
    return [kind for kind in Kind if kind is not Kind.PREFIX and measured.queries[kind].get(OURS)]


def _faster(measured: Measured, engine: str, least: dict[Kind, float]) -> Iterator[Aim]:
    for kind, times in least.items():
        found = ratio(measured, kind, engine)
        if found is not None:
            yield Aim(f"{engine} to ours, {kind}", f"{found:.1f} ×", f"≥ {times:g} ×", found >= times)


def _beside_tantivy(measured: Measured) -> Iterator[Aim]:
    for kind in (*READING, Kind.TYPO, Kind.PREFIX):
        found = ratio(measured, kind, TANTIVY)
        if found is not None:
            yield Aim(
                f"ours to {TANTIVY}, {kind}",
                f"{1 / found:.2f} ×",
                f"≤ {TIMES_TANTIVY} ×",
                1 / found <= TIMES_TANTIVY,
            )


def _suggestions(measured: Measured) -> Iterator[Aim]:
    times = measured.queries[Kind.PREFIX].get(OURS)
    if times:
        yield _at_most("suggestions, p95", percentile(times, 95), SUGGESTIONS.get(measured.products), "ms")


def _writing(measured: Measured) -> Iterator[Aim]:
    ours, fts5 = measured.builds[OURS], measured.builds.get(FTS5)
    if fts5:
        yield _at_most("build to FTS5's", ours.seconds / fts5.seconds, TIMES_FTS5_TO_BUILD, "×")
    for percent, at_most in zip((50, 95), CHANGED, strict=True):
        time = percentile(measured.changed[OURS], percent)
        yield _at_most(f"one product changed to visible, p{percent}", time, at_most, "ms")
    first = measured.first[OURS]
    yield Aim(
        "first query after a change, p50/p95", f"{percentile(first, 50):.1f}/{percentile(first, 95):.1f} ms"
    )


def _sizes(measured: Measured) -> Iterator[Aim]:
    weighed = measured.products == WEIGHED
    yield _at_most("index", measured.builds[OURS].megabytes, INDEX_MEGABYTES if weighed else None, "MB")
    if measured.memory:
        at_most = PROCESS_MEGABYTES if weighed else None
        note = f" ({measured.memory.columns:.0f} MB of it before the index)"
        yield _at_most("process", measured.memory.searching, at_most, "MB", note)


def _at_most(name: str, figure: float, at_most: float | None, unit: str, note: str = "") -> Aim:
    text = f"{figure:.3g} {unit}{note}" if figure < 100 else f"{figure:.0f} {unit}{note}"
    if at_most is None:
        return Aim(name, text)
    return Aim(name, text, f"≤ {at_most} {unit}", figure <= at_most)
