"""Giving places in booths and taking them back; whoever waits moves up in the same transaction.

The fair's row is locked before anything here is called: that is what makes counting and giving one step.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from catalog.days import day_of
from catalog.producers import Producer, ProducerState
from catalog.records import Refused

from .applications import Allotment, Application, ApplicationState
from .booth_payments import call_off_all
from .fairs import Fair, FairPhase, FairState
from .room import Place, Room, read_room

S = ApplicationState
# While a fair is so, its places are given and lapse.
_LIVE = (FairPhase.COMING, FairPhase.RUNNING)


def is_live(fair: Fair, now: datetime) -> bool:
    return fair.phase(day_of(now)) in _LIVE


def held_place(session: Session, application_id: int) -> Allotment | None:
    """The place it holds, booth loaded."""
    mine = Allotment.application_id == application_id, Allotment.released_at.is_(None)
    query = select(Allotment).join(Allotment.booth).where(*mine).options(contains_eager(Allotment.booth))
    return session.scalar(query)


def province_of(application: Application) -> str:
    """Of its producer, loaded with its commune."""
    return application.producer.commune.province_code or ""


def give(
    session: Session, fair: Fair, room: Room, application: Application, place: Place, now: datetime
) -> Allotment:
    """Hold the place for the money; what costs nothing is confirmed at once."""
    amount = application.price + (application.corner_surcharge if place.booth.is_corner else 0)
    allotment = Allotment(
        application=application,
        booth=place.booth,
        place=place.number,
        amount=amount,
        deposit=-(-amount * application.deposit_percent // 100),
        held_until=now + timedelta(hours=fair.hold_hours) if amount else None,
        given_at=now,
        confirmed_at=None if amount else now,
    )
    session.add(allotment)
    room.take(place, province_of(application))
    step(application, S.ACCEPTED if amount else S.CONFIRMED, booth=place.booth.number)
    session.flush()
    return allotment


def step(application: Application, to: ApplicationState, **facts) -> None:
    """Move, and say so: "application.accepted"."""
    application.move(to)
    application.revision += 1
    application.note(f"application.{to}", **facts)


def release(
    session: Session, room: Room, application: Application, allotment: Allotment, now: datetime
) -> None:
    """The place is free again, and what was still to be paid for it is not to be paid any more."""
    allotment.released_at = now
    room.leave(allotment.booth_id, allotment.place, province_of(application))
    call_off_all(session, allotment, now)
    session.flush()


def lapse_holds(session: Session, fair: Fair, now: datetime) -> Room:
    """Free what was not paid in time and let others move up. Returns the room that is left."""
    room = read_room(session, fair.id)
    if not is_live(fair, now):
        return room
    lapsed = [hold for hold in lapsed_holds(session, fair, now) if not _renewed(fair, hold, now)]
    for allotment in lapsed:
        release(session, room, allotment.application, allotment, now)
        step(allotment.application, S.LAPSED)
    if lapsed:
        move_up(session, fair, room, now)
    return room


def _renewed(fair: Fair, hold: Allotment, now: datetime) -> bool:
    """A fair that was postponed and is announced again gives everybody the whole time to pay once more."""
    if fair.announced_at is None or hold.given_at >= fair.announced_at:
        return False
    until = fair.announced_at + timedelta(hours=fair.hold_hours)
    if until > now:
        hold.held_until = until
    return until > now


def settle(session: Session, fair: Fair, now: datetime) -> list[Application]:
    """What the clock, more booths or a larger quota bring about: holds lapse, and who waits moves up. Returns these."""
    return move_up(session, fair, lapse_holds(session, fair, now), now)


def to_settle(session: Session, now: datetime) -> list[int]:
    """Fairs with holds whose time is over, or with somebody who waits. Locks nothing."""
    over = Allotment.released_at.is_(None), Allotment.held_until <= now
    lapsed = (
        select(Application.fair_id).join(Application.allotments).where(*over, Application.state == S.ACCEPTED)
    )
    waits = select(Application.fair_id).where(Application.state == S.WAITLISTED)
    some = or_(Fair.id.in_(lapsed), Fair.id.in_(waits))
    live = Fair.state == FairState.ANNOUNCED, Fair.ends_on >= day_of(now)
    return list(session.scalars(select(Fair.id).where(some, *live).order_by(Fair.id)))


def lapsed_holds(session: Session, fair: Fair, now: datetime) -> Sequence[Allotment]:
    """Held beyond their time and not confirmed, oldest first."""
    query = (
        select(Allotment)
        .join(Allotment.application)
        .where(Application.fair_id == fair.id, Application.state == S.ACCEPTED)
        .where(Allotment.released_at.is_(None), Allotment.held_until <= now)
        .options(
            contains_eager(Allotment.application)
            .joinedload(Application.producer)
            .joinedload(Producer.commune)
        )
        .order_by(Allotment.held_until, Allotment.id)
    )
    return session.scalars(query).all()


def move_up(session: Session, fair: Fair, room: Room, now: datetime) -> list[Application]:
    """Give what is free to those who wait, in the order in which they began to, each within type and quota.

    Who can't be given a place now does not hold up the others.
    """
    if not is_live(fair, now):
        return []
    moved = []
    for application in waiting(session, fair.id):
        wanted = application.booth_type_id, province_of(application), application.wants_corner
        if place := room.find(*wanted):
            give(session, fair, room, application, place, now)
            application.note("application.moved_up", booth=place.booth.number)
            moved.append(application)
    return moved


def waiting(session: Session, fair_id: int) -> Sequence[Application]:
    """The waiting list in its order: of producers that may sell."""
    query = (
        select(Application)
        .join(Application.producer)
        .join(Producer.commune)
        .where(Application.fair_id == fair_id, Application.state == S.WAITLISTED)
        .where(Producer.state == ProducerState.APPROVED)
        .options(contains_eager(Application.producer).contains_eager(Producer.commune))
        .order_by(Application.waitlisted_at, Application.id)
    )
    return session.scalars(query).all()


def move_place(
    session: Session, room: Room, application: Application, booth_id: int, now: datetime
) -> Allotment:
    """Another booth for who has one already, at what was agreed on. Raises Refused where it is taken.

    The allotment stays, and with it what was paid for it.
    """
    allotment = held_place(session, application.id)
    if allotment is None:
        raise Refused("This application has no booth.")
    former = allotment.booth
    room.leave(allotment.booth_id, allotment.place, province_of(application))
    place = room.find_in(booth_id, province_of(application))
    room.take(place, province_of(application))
    allotment.booth, allotment.place = place.booth, place.number
    application.revision += 1
    application.note("application.booth_moved", booth=place.booth.number, former=former.number)
    session.flush()
    return allotment
