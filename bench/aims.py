"""What issue 2 asks for, beside what was measured."""

from collections.abc import Iterator

from .catalogue import Import
from .pages import Look
from .report import Aim
from .rounds import Variant, cpu_ratio, rate_ratio
from .weight import Weight

HALF = 0.5
STATEMENTS = {"listing": 10, "product": 8}
LISTING_BYTES, FIRST_VIEW_BYTES = 60_000, 300_000


def aims_of(ways: dict[str, Variant], looks: dict[str, Look], home: Weight, loaded: Import) -> list[Aim]:
    return [
        *_speed(ways),
        *_checkout(ways),
        *_statements(looks),
        *_weights(looks, home),
        Aim(
            "import, rows per second",
            f"{loaded.rows_per_second:.0f} ({loaded.rows} rows, {loaded.seconds:.0f} s)",
        ),
    ]


def _speed(ways: dict[str, Variant]) -> Iterator[Aim]:
    for name, one, other, asked in (
        ("cold listing to its template from memory", "listing, cold", "listing, from memory", True),
        ("cold search to its template from memory", "search, cold", "search, from memory", False),
        ("cold product page to its template from memory", "product, cold", "product, from memory", True),
        ("cold listing to bare Flask and Jinja", "listing, cold", "listing, bare", False),
        ("cold product page to bare Flask and Jinja", "product, cold", "product, bare", False),
        ("warm listing to hello-world", "listing, warm", "hello, world", True),
        ("warm product page to hello-world", "product, warm", "hello, world", True),
    ):
        ratio = rate_ratio(ways[one], ways[other])
        figure = f"{ratio:.0%} (by CPU time {cpu_ratio(ways[one], ways[other]):.0%})"
        yield Aim(name, figure, "≥ 50%", ratio >= HALF) if asked else Aim(name, figure)


def _checkout(ways: dict[str, Variant]) -> Iterator[Aim]:
    whole, bare = ways["basket to order"], ways["one transaction"]
    yield Aim("whole purchases (7 requests) to bare transactions", f"{rate_ratio(whole, bare):.0%}")
    yield Aim(
        "p50 of placing the order to the bare transaction's",
        f"{whole.percentile(50) / bare.percentile(50):.1f} ×",
    )


def _statements(looks: dict[str, Look]) -> Iterator[Aim]:
    for kind, most in STATEMENTS.items():
        low, high = looks[kind].statements
        figure = f"{high}, constant" if looks[kind].constant else f"{low}–{high}"
        # An empty set of rights may save a statement; what must not be is that they grow with the products.
        yield Aim(f"SQL statements, {kind}", figure, f"≤ {most}", high <= most)
    yield Aim("SQL statements, home", str(looks["home"].statements[1]))


def _weights(looks: dict[str, Look], home: Weight) -> Iterator[Aim]:
    size = looks["listing"].html_bytes[1]
    yield Aim("largest HTML of a listing of 24", _kb(size), "≤ 60 kB", size <= LISTING_BYTES)
    for screen in home.first_pictures:
        first = home.first_view(screen)
        yield Aim(f"first view of the home page, {screen}", _kb(first), "≤ 300 kB", first <= FIRST_VIEW_BYTES)
    for name, part in home.parts.items():
        yield Aim(f"… {name}", _kb(part))
    for screen in home.first_pictures:
        yield Aim(f"… pictures, {screen}", _kb(home.first_pictures[screen]))
        yield Aim(f"… pictures when scrolled through, {screen}", _kb(home.all_pictures[screen]))


def _kb(size: int) -> str:
    return f"{size / 1000:.1f} kB"
