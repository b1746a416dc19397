"""Which fairs the public sees, narrowed by what it asks for; of drafts it sees nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, null, or_, select
from sqlalchemy.orm import joinedload

from catalog.places import Place

from ..accounts.organisers import Organiser
from .fairs import Fair, FairState, FairTheme

S = FairState
PUBLISHED = Fair.state.in_([S.ANNOUNCED, S.POSTPONED, S.CANCELLED])


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: a province's code, the first day of a month, a theme, whether producers may apply today."""

    province: str | None = None
    month: date | None = None
    theme: FairTheme | None = None
    open_only: bool = False

    def conditions(self, today: date) -> list[ColumnElement[bool]]:
        found = []
        if self.province:
            found.append(in_province(self.province))
        if self.month:
            found.append(running_between(self.month, end_of_month(self.month)))
        if self.theme:
            found.append(Fair.theme == self.theme)
        if self.open_only:
            found.append(takes_applications(today))
        return found


def end_of_month(first: date) -> date:
    """The last day of the month that this first day begins."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def running_between(first: date, last: date) -> ColumnElement[bool]:
    """Fairs with a day among these, both included."""
    return and_(Fair.starts_on <= last, Fair.ends_on >= first)


def takes_applications(today: date) -> ColumnElement[bool]:
    """As Fair.takes_applications, where the organiser is not suspended."""
    suspended = select(Organiser.id).where(Organiser.suspended_at.is_not(None))
    return and_(
        Fair.state == S.ANNOUNCED,
        Fair.applications_from <= today,
        Fair.applications_until >= today,
        Fair.organiser_id.not_in(suspended),
    )


def in_province(code: str) -> ColumnElement[bool]:
    return Fair.commune_code.in_(select(Place.code).where(Place.province_code == code))


def still_to_come(today: date) -> ColumnElement[bool]:
    """Running and coming ones, and whatever is postponed: it comes on a day that nobody knows yet."""
    return or_(Fair.state == S.POSTPONED, Fair.ends_on >= today)


def published_fairs(wanted: Wanted, today: date) -> Select[tuple[Fair]]:
    """Running and coming ones first, the nearest at the top and postponed ones at the end; then the past, the latest first."""
    past = ~still_to_come(today)
    return _with_places(select(Fair).where(PUBLISHED, *wanted.conditions(today))).order_by(
        case((past, 1), else_=0),
        case((Fair.state == S.POSTPONED, 1), else_=0),
        case((past, null()), else_=Fair.starts_on),
        Fair.starts_on.desc(),
        Fair.id,
    )


def count_published(wanted: Wanted, today: date) -> Select[tuple[int]]:
    return select(func.count()).select_from(Fair).where(PUBLISHED, *wanted.conditions(today))


def coming_fairs(today: date, *narrower: ColumnElement[bool]) -> Select[tuple[Fair]]:
    """Those that will take place or are doing so on their days, the nearest first."""
    query = select(Fair).where(Fair.state == S.ANNOUNCED, Fair.ends_on >= today, *narrower)
    return _with_places(query).order_by(Fair.starts_on, Fair.id)


def fairs_between(first: date, last: date, province: str | None = None) -> Select[tuple[Fair]]:
    """Of the calendar: those with a day among these, cancelled and postponed ones too, for people to see that they are off."""
    narrower = [in_province(province)] if province else []
    query = select(Fair).where(PUBLISHED, running_between(first, last), *narrower)
    return _with_places(query).order_by(Fair.starts_on, Fair.ends_on.desc(), Fair.id)


def coming_by_province(today: date) -> Select[tuple[str, int]]:
    """Code of each province with fairs to come, and how many."""
    return (
        select(Place.province_code, func.count())
        .select_from(Fair)
        .join(Place, Place.code == Fair.commune_code)
        .where(PUBLISHED, still_to_come(today))
        .group_by(Place.province_code)
    )


def months_with_fairs(today: date) -> Select[tuple[date, date]]:
    """First and last days of what is to come on known days."""
    return (
        select(Fair.starts_on, Fair.ends_on)
        .where(Fair.state == S.ANNOUNCED, Fair.ends_on >= today)
        .order_by(Fair.starts_on)
    )


def published_fair(slug: str) -> Select[tuple[Fair]]:
    return _with_places(select(Fair).where(PUBLISHED, Fair.slug == slug))


def _with_places(query: Select[tuple[Fair]]) -> Select[tuple[Fair]]:
    return query.options(joinedload(Fair.organiser), joinedload(Fair.commune).joinedload(Place.province))
