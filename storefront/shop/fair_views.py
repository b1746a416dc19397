"""View objects of fairs: what cards, calendars and pages show of one."""

from datetime import date
from typing import NamedTuple, Self

from sqlalchemy import ColumnElement

from catalog.places import Place
from marketplace.fairs.announced import coming_fairs
from marketplace.fairs.exhibitors import fairs_to_meet
from marketplace.fairs.fairs import Fair, FairPhase, FairTheme

from ..collection_words import preorder_words
from ..database import session
from ..fair_words import Tag, counts_by_the_moon, hours_text, lunar_span_text, span_text, tags_of
from ..filters import label
from ..vietnam_map import project
from .pages import Crumb, link


class FairView(NamedTuple):
    """A fair as a card and the head of its pages show it; `lunar` is empty where nobody asks for it.

    `first` and `last` are its days, `x` and `y` its commune's point on the map.
    """

    name: str
    url: str
    phase: FairPhase
    tags: list[Tag]
    first: date
    last: date
    days: str
    lunar: str
    hours: str
    venue: str
    street: str
    place: Crumb
    province: Crumb
    organiser: Crumb
    theme: str
    sample: bool
    x: float
    y: float

    @classmethod
    def of(cls, fair: Fair, today: date) -> Self:
        """`fair` is published, with organiser, commune and province loaded."""
        commune, province = places_of(fair)
        first, last = days_of(fair)
        x, y = project(commune.latitude, commune.longitude)
        return cls(
            fair.name,
            link(f"/fairs/{fair.slug}"),
            fair.phase(today),
            tags_of(fair, today),
            first,
            last,
            span_text(first, last),
            lunar_span_text(first, last) if counts_by_the_moon(fair) else "",
            hours_text(fair.opens_at, fair.closes_at) if fair.opens_at and fair.closes_at else "",
            fair.venue,
            fair.street,
            Crumb(commune.full_name, link(f"/places/{commune.code}")),
            Crumb(province.full_name, link(f"/places/{province.code}")),
            Crumb(fair.organiser.name, link(f"/organisers/{fair.organiser.slug}")),
            label(FairTheme(fair.theme)),
            fair.organiser.sample,
            x,
            y,
        )

    def is_over(self, today: date) -> bool:
        """Whether its days are past; nobody knows those of a postponed one."""
        return self.last < today and self.phase != FairPhase.POSTPONED

    @property
    def is_off(self) -> bool:
        return self.phase in (FairPhase.POSTPONED, FairPhase.CANCELLED)


def days_of(fair: Fair) -> tuple[date, date]:
    """First and last day of a published fair, which has both."""
    if fair.starts_on is None or fair.ends_on is None:
        raise ValueError("a published fair has its days")
    return fair.starts_on, fair.ends_on


def places_of(fair: Fair) -> tuple[Place, Place]:
    """Commune and province of a published fair, which has both."""
    if fair.commune is None or fair.commune.province is None:
        raise ValueError("a published fair has its commune")
    return fair.commune, fair.commune.province


def next_fairs(today: date, most: int, *narrower: ColumnElement[bool]) -> list[FairView]:
    """Running and coming fairs that take place on their days, the nearest first."""
    found = session().scalars(coming_fairs(today, *narrower).limit(most))
    return [FairView.of(fair, today) for fair in found]


class Meeting(NamedTuple):
    """Where a producer can be met: a fair, the booth's number there, and until when to order beforehand (or nothing)."""

    name: str
    url: str
    days: str
    booth: str
    preorder: str


def meetings_of(producer_id: int, today: date) -> list[Meeting]:
    """Running and coming fairs at which this producer's booth is confirmed."""
    found = session().execute(fairs_to_meet(producer_id, today))
    return [
        Meeting(
            one.name,
            link(f"/fairs/{one.slug}"),
            span_text(one.starts_on, one.ends_on),
            one.booth,
            preorder_words(one.preorders_until, one.ends_on, today),
        )
        for one in found
    ]
