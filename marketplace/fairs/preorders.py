"""Pre-orders: an exhibitor lets its goods be ordered beforehand and collected at its booth on a day of the fair."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from catalog.days import VIETNAM, day_of
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import SHOWN_PRODUCER
from catalog.records import Refused

from .applications import EXHIBITING, Allotment, Application, ApplicationState
from .booths import Booth
from .fairs import Fair, FairPhase, FairState

# Who has a booth, whether it came on time or not.
_HAS_BOOTH = EXHIBITING | {ApplicationState.NO_SHOW}


class Preorders(NamedTuple):
    """An exhibitor's booth at a fair (loaded with its place), and until when of the day before things are ordered there."""

    fair: Fair
    producer_id: int
    booth: str
    until: time | None


def takes_preorders(application: Application, fair: Fair, now: datetime) -> bool:
    """Whether its exhibitor may still say that goods can be ordered beforehand."""
    if application.state not in EXHIBITING or fair.phase(day_of(now)) == FairPhase.CANCELLED:
        return False
    return fair.ends_on is not None and day_of(now) < fair.ends_on


def set_preorders(application: Application, fair: Fair, until: time | None, now: datetime) -> None:
    """Goods can be ordered until this time of the day before they are collected; None: not any more.

    What was ordered stays ordered. Raises Refused where there is no booth, or no day left.
    """
    if until is not None and not takes_preorders(application, fair, now):
        raise Refused("Pre-orders are for exhibitors of a fair that is not over.")
    if application.preorders_until != until:
        application.preorders_until = until
        application.note("application.preorders_set", until=until and f"{until:%H:%M}")


def days_open(fair: Fair, until: time, now: datetime) -> tuple[date, ...]:
    """The days of the fair for which something can still be ordered at this moment."""
    if fair.state != FairState.ANNOUNCED or fair.starts_on is None or fair.ends_on is None:
        return ()
    days = (fair.starts_on + timedelta(n) for n in range((fair.ends_on - fair.starts_on).days + 1))
    return tuple(day for day in days if now < datetime.combine(day - timedelta(1), until, VIETNAM))


def booths_with_preorders(session: Session, producer_ids: Collection[int], today: date) -> list[Preorders]:
    """Where the goods of these producers can be collected at fairs that go on after today, the next first."""
    query = _booths().where(
        Application.producer_id.in_(producer_ids),
        Application.state.in_(EXHIBITING),
        Application.preorders_until.is_not(None),
        SHOWN_PRODUCER,
        Fair.state == FairState.ANNOUNCED,
        Fair.ends_on > today,
    )
    return [Preorders(*row) for row in session.execute(query)]


def booths_at(session: Session, fair_ids: Collection[int]) -> dict[tuple[int, int], Preorders]:
    """By fair and producer the booths that are held, whatever became of the fairs."""
    query = _booths().where(Application.fair_id.in_(fair_ids), Application.state.in_(_HAS_BOOTH))
    return {(row.Fair.id, row.producer_id): Preorders(*row) for row in session.execute(query)}


def _booths() -> Select:
    return (
        select(Fair, Application.producer_id, Booth.number, Application.preorders_until)
        .select_from(Application)
        .join(Fair, Fair.id == Application.fair_id)
        .join(Producer, Producer.id == Application.producer_id)
        .join(Allotment, (Allotment.application_id == Application.id) & Allotment.released_at.is_(None))
        .join(Booth, Booth.id == Allotment.booth_id)
        .options(joinedload(Fair.commune).joinedload(Place.province))
        .order_by(Fair.starts_on, Fair.id, Booth.id)
    )
