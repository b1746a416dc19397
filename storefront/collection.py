"""The glue between orders and fairs: booths of exhibitors who take pre-orders are points where goods are collected."""

from collections.abc import Collection, Iterable
from datetime import datetime, time

from sqlalchemy.orm import Session

from catalog.days import day_of
from marketplace.fairs.preorders import Preorders, booths_at, booths_with_preorders, days_open
from marketplace.orders.collection import CollectionPoint, Points

from .fair_words import place_words

_KIND = "fair:"


def source_of(fair_id: int) -> str:
    return f"{_KIND}{fair_id}"


def fair_of(source: str) -> int:
    return int(source.removeprefix(_KIND))


def points_for(session: Session, producer_ids: Collection[int], now: datetime) -> Points:
    """Where the goods of these producers can be ordered now for collection, the next fair first; one statement."""
    found: dict[int, list[CollectionPoint]] = {}
    for booth in booths_with_preorders(session, producer_ids, day_of(now)) if producer_ids else ():
        point = point_of(booth, now)
        if point.days:
            found.setdefault(booth.producer_id, []).append(point)
    return found


def points_now(
    session: Session, sources: Iterable[str], now: datetime
) -> dict[tuple[str, int], CollectionPoint]:
    """By source and producer the booths that are held today, whether or not anything can be ordered there."""
    booths = booths_at(session, {fair_of(source) for source in sources})
    return {(source_of(fair), producer): point_of(booth, now) for (fair, producer), booth in booths.items()}


def point_of(booth: Preorders, now: datetime) -> CollectionPoint:
    fair = booth.fair
    if fair.commune is None or fair.ends_on is None:
        raise ValueError("a published fair has its place and its days")
    return CollectionPoint(
        source_of(fair.id),
        fair.name,
        place_words(fair),
        booth.booth,
        fair.commune.code,
        fair.opens_at or time(8),
        fair.closes_at or time(18),
        fair.ends_on,
        days_open(fair, booth.until, now) if booth.until else (),
        booth.until,
    )
