"""Twelve bars, as of the sales of twelve months, and what sold best: drawn by the server, tables say the same."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _

from marketplace.orders.months import Month
from marketplace.orders.sales_evidence import Evidence, Sales

from ..filters import dong, number
from ..papers.statement import month_text

_MONTHS, _BEST = 12, 5
# In the space that templates/components/bars.html draws in, 360 wide.
_TALLEST, _STEP = 120, 30


class Bar(NamedTuple):
    below: str
    value: str
    x: int
    height: int


class Drawing(NamedTuple):
    title: str
    words: str
    bars: list[Bar]


def drawing_of(
    title: str, words: str, values: list[tuple[str, int]], written: Callable[[int], str]
) -> Drawing:
    """Twelve values with what stands below each; one below zero has no bar."""
    most = max(1, *(value for _below, value in values))
    bars = [
        Bar(below, written(value), place * _STEP + 4, max(value, 0) * _TALLEST // most)
        for place, (below, value) in enumerate(values)
    ]
    return Drawing(title, words, bars)


def drawings(evidence: Evidence, day: date) -> list[Drawing]:
    """Revenue and orders by month; none where nothing was sold in these months."""
    by_month = dict(evidence.months)
    months = [(month, by_month.get(month, Sales())) for month in _last(Month.of(day))]
    if not any(sales.orders for _month, sales in months):
        return []
    return [
        _drawing(_("Revenue by month"), months, lambda sales: sales.revenue, dong),
        _drawing(_("Orders by month"), months, lambda sales: len(sales.orders), number),
    ]


def _last(month: Month) -> list[Month]:
    """Twelve months that end with this one."""
    count = month.year * 12 + month.month - 1
    return [Month(one // 12, one % 12 + 1) for one in range(count - _MONTHS + 1, count + 1)]


def _drawing(
    title: str, months: list[tuple[Month, Sales]], of: Callable[[Sales], int], written: Callable[[int], str]
) -> Drawing:
    # What came back may be more than what was sold: such a month has no bar.
    values = [(month_text(month), of(sales)) for month, sales in months]
    best, most = max(values, key=lambda pair: pair[1])
    words = _(
        "%(title)s, %(first)s to %(last)s: %(sum)s in all, most in %(month)s with %(most)s.",
        title=title,
        first=values[0][0],
        last=values[-1][0],
        sum=written(sum(value for _month, value in values)),
        month=best,
        most=written(most),
    )
    return drawing_of(title, words, values, written)


def best_sellers(evidence: Evidence, names: dict[int, str]) -> list[tuple[str, int]]:
    """Name and pieces of what was sold most often."""
    sold = [(names.get(id, "–"), sales.pieces) for id, sales in evidence.products.items()]
    return sorted(sold, key=lambda pair: (-pair[1], pair[0]))[:_BEST]
