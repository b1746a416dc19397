"""Days, hours and the standing of fairs in words."""

from datetime import date, time
from typing import NamedTuple

from flask_babel import format_date
from flask_babel import gettext as _

from catalog.lunar import LunarDay, is_near_tet, lunar_day
from marketplace.fairs.fairs import Fair, FairPhase, FairTheme

from .filters import day as day_text
from .filters import label
from .locales import is_english

# The short sign beside a fair's name, by how it looks.
_LOOKS = {
    FairPhase.RUNNING: "good",
    FairPhase.COMING: "plain",
    FairPhase.FINISHED: "plain",
    FairPhase.POSTPONED: "bad",
    FairPhase.CANCELLED: "bad",
}


class Tag(NamedTuple):
    """A word or two on how something stands; `look` is that of a component's modifier."""

    text: str
    look: str


def span_text(first: date, last: date) -> str:
    """ "20–24/12/2026", "28/11 – 02/12/2026", in English "20–24 Dec 2026"."""
    if first == last:
        return day_text(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_short(first, '%d', 'd')}–{day_text(last)}"
    if first.year == last.year:
        return f"{_short(first, '%d/%m', 'd MMM')} – {day_text(last)}"
    return f"{day_text(first)} – {day_text(last)}"


def _short(value: date, vietnamese: str, english: str) -> str:
    return format_date(value, english) if is_english() else value.strftime(vietnamese)


def weekday_text(value: date) -> str:
    """ "Chủ Nhật, 20/12/2026", "Sunday, 20 Dec 2026"."""
    return f"{format_date(value, 'EEEE')}, {day_text(value)}"


def hours_text(opens: time, closes: time) -> str:
    """ "08:00–21:00"."""
    return f"{opens:%H:%M}–{closes:%H:%M}"


def place_words(fair: Fair) -> str:
    """Venue, street, commune and province, which are loaded."""
    commune = fair.commune
    if commune is None or commune.province is None:
        raise ValueError("a published fair has its commune")
    return ", ".join(filter(None, [fair.venue, fair.street, commune.full_name, commune.province.name]))


def takes_applications(fair: Fair, today: date) -> bool:
    """Whether producers may apply today; of a suspended organiser's fair (loaded with it) they may not."""
    return fair.organiser.may_publish and fair.takes_applications(today)


def tags_of(fair: Fair, today: date) -> list[Tag]:
    """Where it stands, and until when producers may apply."""
    phase = fair.phase(today)
    tags = [Tag(_("On today") if phase == FairPhase.RUNNING else label(phase), _LOOKS[phase])]
    if takes_applications(fair, today) and fair.applications_until:
        until = day_text(fair.applications_until)
        tags.append(Tag(_("Producers apply until %(day)s", day=until), "warm"))
    return tags


def lunar_text(day: date) -> str:
    """ "day 23 of the last lunar month"; empty for years beyond the calculation."""
    lunar = lunar_day(day)
    return _("day %(day)s of the %(month)s", day=lunar.day, month=_month(lunar)) if lunar else ""


def lunar_span_text(first: date, last: date) -> str:
    """The lunar days of a fair, for which they count beside Tết."""
    begin, end = lunar_day(first), lunar_day(last)
    if begin is None or end is None:
        return ""
    if begin == end:
        return lunar_text(first)
    if (begin.month, begin.leap) == (end.month, end.leap):
        return _(
            "days %(first)s to %(last)s of the %(month)s", first=begin.day, last=end.day, month=_month(end)
        )
    return _("%(first)s to %(last)s", first=lunar_text(first), last=lunar_text(last))


def _month(lunar: LunarDay) -> str:
    if lunar.leap:
        return _("leap lunar month %(month)s", month=lunar.month)
    names = {1: _("first lunar month"), 12: _("last lunar month")}
    return names.get(lunar.month) or _("lunar month %(month)s", month=lunar.month)


def counts_by_the_moon(fair: Fair) -> bool:
    """Whether people ask for its lunar days: a Tết market's, and any that is near Tết."""
    days = [day for day in (fair.starts_on, fair.ends_on) if day]
    return bool(days) and (fair.theme == FairTheme.TET or any(is_near_tet(day) for day in days))
