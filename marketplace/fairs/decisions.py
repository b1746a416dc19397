"""An organiser's side of applications: decide, give another booth, check in. The fair's row is locked."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.days import day_of
from catalog.producers import Producer, ProducerState
from catalog.records import Refused
from catalog.text import clean

from .applications import OPEN, Allotment, Application, ApplicationState
from .booth_payments import give_place_back
from .fairs import Fair
from .places import give, held_place, is_live, lapse_holds, move_place, move_up, province_of, release, step
from .room import Place, Room

S = ApplicationState
LONGEST_REASONS = 2000


class FairDecision(StrEnum):
    ACCEPT = "accept"
    WAITLIST = "waitlist"
    RETURN = "return"
    DECLINE = "decline"


def application_for_steps(session: Session, fair_id: int, application_id: int) -> Application | None:
    """With its producer, province and type; the fair's row is locked, so it is as it is now."""
    query = (
        select(Application)
        .where(Application.fair_id == fair_id, Application.id == application_id)
        .options(
            joinedload(Application.producer).joinedload(Producer.commune), joinedload(Application.booth_type)
        )
        .execution_options(populate_existing=True)
    )
    return session.scalar(query)


def decide(
    session: Session,
    fair: Fair,
    application: Application,
    decision: FairDecision,
    reasons: str,
    seen: int,
    now: datetime,
    booth_id: int | None = None,
) -> None:
    """Decide on what was read at revision `seen`. Raises Refused: of two who decide at once the second is told.

    `reasons` are read by the producer; only accepting and the waiting list need none. `booth_id`: this very booth,
    otherwise the first free one of the type.
    """
    room = lapse_holds(session, fair, now)
    if seen != application.revision:
        raise Refused("This was decided or changed meanwhile. Nothing of it was overwritten.")
    reasons = reasons.strip()[:LONGEST_REASONS]
    if decision in (FairDecision.RETURN, FairDecision.DECLINE) and not clean(reasons):
        raise Refused("Please write the reasons: the producer reads them.")
    if not is_live(fair, now):
        raise Refused("Applications are decided on while the fair is announced and not over.")
    application.reasons, application.decided_at = reasons, now
    if decision == FairDecision.ACCEPT:
        _accept(session, fair, room, application, booth_id, now)
    elif decision == FairDecision.WAITLIST:
        application.waitlisted_at = now
        step(application, S.WAITLISTED)
    else:
        step(application, S.RETURNED if decision == FairDecision.RETURN else S.DECLINED, reasons=reasons)


def _accept(
    session: Session, fair: Fair, room: Room, application: Application, booth_id: int | None, now: datetime
) -> None:
    if application.state not in (S.SUBMITTED, S.WAITLISTED):
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    if application.producer.state != ProducerState.APPROVED:
        raise Refused("This producer is suspended or closed: it can't be accepted.")
    give(session, fair, room, application, _chosen(room, application, booth_id), now)


def _chosen(room: Room, application: Application, booth_id: int | None) -> Place:
    """Raises Refused where there is no room."""
    province = province_of(application)
    room.check_quota(province)
    if booth_id is not None:
        return room.find_in(booth_id, province)
    place = room.find(application.booth_type_id, province, application.wants_corner)
    if place is None:
        raise Refused("There is no free booth of this kind any more. The waiting list is open.")
    return place


def assign_booth(
    session: Session, fair: Fair, application: Application, booth_id: int, now: datetime
) -> Allotment:
    """Another booth for who holds one. Raises Refused where it is taken. Who waits may move up."""
    room = lapse_holds(session, fair, now)
    allotment = move_place(session, room, application, booth_id, now)
    move_up(session, fair, room, now)
    return allotment


def cancel(session: Session, fair: Fair, application: Application, reasons: str, now: datetime) -> None:
    """Take an application off the fair, whatever it has reached; what was paid goes back in full."""
    if not clean(reasons):
        raise Refused("Please write the reasons: the producer reads them.")
    room = lapse_holds(session, fair, now)
    _cancel(session, room, application, reasons.strip()[:LONGEST_REASONS], now)
    move_up(session, fair, room, now)


def _cancel(session: Session, room: Room, application: Application, reasons: str, now: datetime) -> None:
    application.reasons, application.decided_at = reasons, now
    step(application, S.CANCELLED, reasons=reasons)
    if place := held_place(session, application.id):
        release(session, room, application, place, now)
        give_place_back(session, place, now)


def cancel_applications(session: Session, fair: Fair, reasons: str, now: datetime) -> list[Application]:
    """Every open application of a fair that is cancelled, money back in full; the fair is cancelled already.

    Nobody moves up any more. Returns those it was done to, to be told.
    """
    cancellable = [state for state in OPEN if S.CANCELLED in Application.moves[state]]
    room = lapse_holds(session, fair, now)
    query = (
        select(Application)
        .where(Application.fair_id == fair.id, Application.state.in_(cancellable))
        .options(joinedload(Application.producer).joinedload(Producer.commune))
        .order_by(Application.id)
    )
    found: Sequence[Application] = session.scalars(query).all()
    for application in found:
        _cancel(session, room, application, reasons, now)
    return list(found)


def refund_by_hand(session: Session, application: Application, now: datetime) -> int:
    """Give back what was paid for a place that was given up too late. Returns how many refunds are asked for.

    Raises Refused where there is nothing, or the place is still held.
    """
    last = Allotment.application_id == application.id
    allotment = session.scalar(select(Allotment).where(last).order_by(Allotment.id.desc()).limit(1))
    if allotment is None or allotment.released_at is None:
        raise Refused("Only what was paid for a booth that is given up can go back.")
    refunds = give_place_back(session, allotment, now)
    if not refunds:
        raise Refused("Nothing was paid for this booth.")
    application.note("application.refunded", amount=sum(one.amount for one in refunds))
    return len(refunds)


def check_in(session: Session, fair: Fair, application: Application, now: datetime) -> None:
    """The exhibitor is there: from the day before the fair opens, when booths are built up."""
    if fair.starts_on is None or (fair.starts_on - day_of(now)).days > 1:
        raise Refused("Exhibitors check in from the day before the fair opens.")
    step(application, S.CHECKED_IN)


def note_no_show(session: Session, fair: Fair, application: Application, now: datetime) -> None:
    """The exhibitor has not come; once the fair is open. The booth stays theirs: who comes late has come."""
    if fair.starts_on is None or day_of(now) < fair.starts_on:
        raise Refused("Whether somebody does not come is known once the fair is open.")
    step(application, S.NO_SHOW)
