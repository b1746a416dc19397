"""Visits to a producer's products, week by week: drawn, said in words, and as a table."""

from collections.abc import Collection
from typing import NamedTuple

from flask_babel import gettext as _

from catalog.visits import visits_by_week, weeks_until

from ..clock import today
from ..database import session
from ..filters import day as day_text
from ..filters import number
from .sales_drawing import Drawing, drawing_of

_WEEKS, _MOST = 12, 10


class Visited(NamedTuple):
    """`products` are ids with the visits of all weeks and of the last one, most visited first."""

    drawing: Drawing
    products: list[tuple[int, int, int]]


def visited(producer_ids: Collection[int]) -> Visited | None:
    """The last twelve weeks, today included; None where nobody looked. One statement."""
    weeks = weeks_until(today(), _WEEKS)
    by_product = visits_by_week(session(), producer_ids, weeks) if producer_ids else {}
    if not by_product:
        return None
    labels = [f"{week.last:%d/%m}" for week in weeks]
    sums = [sum(counts[place] for counts in by_product.values()) for place in range(_WEEKS)]
    words = _(
        "Visits to product pages, %(first)s to %(last)s: %(sum)s in all, %(week)s in the last seven days.",
        first=day_text(weeks[0].first),
        last=day_text(weeks[-1].last),
        sum=number(sum(sums)),
        week=number(sums[-1]),
    )
    most = sorted(by_product.items(), key=lambda pair: (-sum(pair[1]), pair[0]))[:_MOST]
    return Visited(
        drawing_of(_("Visits by week (its last day)"), words, list(zip(labels, sums, strict=True)), number),
        [(id, sum(counts), counts[-1]) for id, counts in most],
    )
