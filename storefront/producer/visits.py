"""Visits to a producer's products, week by week: drawn, said in words, and as a table."""

from collections.abc import Collection

from flask_babel import gettext as _

from catalog.visits import most_visited, visits_by_week, weeks_until

from ..clock import today
from ..database import session
from ..filters import day as day_text
from ..filters import number
from .sales_drawing import Drawing, drawing_of

_WEEKS, _MOST = 12, 10


def visits_drawn(producer_ids: Collection[int]) -> Drawing | None:
    """The last twelve weeks, today included; None where nobody looked. One statement."""
    weeks = weeks_until(today(), _WEEKS)
    sums = visits_by_week(session(), producer_ids, weeks) if producer_ids else []
    if not any(sums):
        return None
    labels = [f"{week.last:%d/%m}" for week in weeks]
    words = _(
        "Visits to product pages, %(first)s to %(last)s: %(sum)s in all, %(week)s in the last seven days.",
        first=day_text(weeks[0].first),
        last=day_text(weeks[-1].last),
        sum=number(sum(sums)),
        week=number(sums[-1]),
    )
    title = _("Visits by week (its last day)")
    return drawing_of(title, words, list(zip(labels, sums, strict=True)), number)


def products_visited(producer_ids: Collection[int]) -> list[tuple[int, int, int]]:
    """Ids with the visits of the same weeks and of the last one, most visited first. One statement."""
    return most_visited(session(), producer_ids, weeks_until(today(), _WEEKS), _MOST)
