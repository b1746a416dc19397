"""The charts of a fair's report: who came day by day, and exhibitors by province and by stars; tables say the same."""

from collections.abc import Sequence
from typing import NamedTuple

from flask_babel import gettext as _

from marketplace.fairs.fair_report import FairReport

from ..filters import number

# In the space that templates/components/side_bars.html draws in, 360 wide.
_LONGEST, _STEP, _MOST = 210, 22, 15


class SideBar(NamedTuple):
    name: str
    value: str
    y: int
    width: int


class SideBars(NamedTuple):
    """Bars that lie one above the other, each with its name before it; `words` say the whole."""

    title: str
    words: str
    bars: list[SideBar]
    height: int


def days_drawn(of: FairReport) -> SideBars:
    """The more of those with a ticket and those counted at the gate; the weeks of a long fair are added up."""
    values = [(f"{one.day:%d/%m}", max(one.came, one.counted or 0)) for one in of.days]
    if len(values) > _MOST:
        weeks = [values[i : i + 7] for i in range(0, len(values), 7)]
        values = [(f"{week[0][0]}–{week[-1][0]}", sum(count for _day, count in week)) for week in weeks]
    return _drawn(_("People who came"), values)


def provinces_drawn(of: FairReport) -> SideBars:
    rest = sum(count for _name, count in of.provinces[_MOST:])
    return _drawn(
        _("Exhibitors by province"), [*of.provinces[:_MOST], *([(_("Others"), rest)] if rest else [])]
    )


def stars_drawn(of: FairReport) -> SideBars:
    values = [(f"{stars} ★" if stars else _("none"), count) for stars, count in of.stars.items()]
    return _drawn(_("Exhibitors by stars on the first day"), values)


def _drawn(title: str, values: Sequence[tuple[str, int]]) -> SideBars:
    most = max([1, *(value for _name, value in values)])
    bars = [
        SideBar(name, number(value), place * _STEP, value * _LONGEST // most)
        for place, (name, value) in enumerate(values)
    ]
    words = f"{title}: " + "; ".join(f"{name} {number(value)}" for name, value in values)
    return SideBars(title, words, bars, len(bars) * _STEP)
