"""How tickets become good, lapse and are given up; the fair's row is locked before anything here is called."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.records import Refused

from ..payments.payments import is_enough, lock_payment
from .check_ins import Scan
from .fairs import Fair, FairPhase, FairState
from .ticket_payments import call_off, give_ticket_back, kept_of, payment_of
from .visitors import OPEN, Visitor, VisitorState, check_room

S = VisitorState


def confirm(visitor: Visitor, amount: int) -> None:
    """The money has come: the ticket is good."""
    visitor.move(S.REGISTERED)
    visitor.note("visitor.paid", amount=amount)


def check_place(session: Session, fair: Fair, visitor: Visitor, now: datetime) -> None:
    """Raises Refused where money that comes now finds no place: it is held no more, and none is free."""
    phase = fair.phase(day_of(now))
    if visitor.state not in (S.PENDING, S.LAPSED) or phase in (FairPhase.CANCELLED, FairPhase.FINISHED):
        raise Refused("Nothing is to be paid for this ticket at the moment.")
    if visitor.is_good(now):
        return
    if phase == FairPhase.POSTPONED:
        raise Refused("This fair takes no registrations.")
    if _registered_again(session, visitor):
        raise Refused("This contact has another ticket for this fair already.")
    check_room(session, fair, visitor.heads, now)


def _registered_again(session: Session, visitor: Visitor) -> bool:
    others = Visitor.fair_id == visitor.fair_id, Visitor.contact == visitor.contact, Visitor.id != visitor.id
    return session.scalar(select(Visitor.id).where(*others, Visitor.state.in_(OPEN)).limit(1)) is not None


def take_cash(session: Session, fair: Fair, visitor: Visitor, now: datetime) -> int:
    """Somebody pays at the gate what is missing. Returns how many dong. Raises Refused where there is no place."""
    check_place(session, fair, visitor, now)
    payment = payment_of(session, visitor)
    kept = kept_of(payment)
    if payment and kept:
        is_enough(lock_payment(session, payment.id), now)
    else:
        call_off(session, visitor, now)
    visitor.cash = visitor.amount - kept
    confirm(visitor, visitor.cash)
    visitor.note("visitor.paid_in_cash", amount=visitor.cash)
    session.flush()
    return visitor.cash


def return_cash(visitor: Visitor) -> None:
    """What was paid at the gate for a ticket that is not good any more was given back by hand."""
    visitor.note("visitor.cash_returned", amount=visitor.cash)
    visitor.cash = 0


def lapse(session: Session, visitor: Visitor, now: datetime) -> None:
    """It was not paid in time: its places are free."""
    visitor.move(S.LAPSED)
    visitor.note("visitor.lapsed")
    call_off(session, visitor, now)
    session.flush()


def lapse_tickets(session: Session, fair: Fair, now: datetime) -> int:
    """All whose time is over; returns how many."""
    found = session.scalars(
        select(Visitor).where(Visitor.fair_id == fair.id, *_is_over(now)).order_by(Visitor.id)
    ).all()
    for visitor in found:
        lapse(session, visitor, now)
    return len(found)


def fairs_with_lapsed_tickets(session: Session, now: datetime) -> list[int]:
    """Their ids. Locks nothing."""
    return list(
        session.scalars(select(Visitor.fair_id).where(*_is_over(now)).distinct().order_by(Visitor.fair_id))
    )


def _is_over(now: datetime):
    return Visitor.state == S.PENDING, Visitor.held_until <= now


def cancel(session: Session, visitor: Visitor, now: datetime) -> None:
    """The places are free again, and what was paid goes back in full."""
    visitor.move(S.CANCELLED)
    visitor.note("visitor.cancelled")
    give_ticket_back(session, visitor, now)
    session.flush()


def may_give_back(fair: Fair, visitor: Visitor, now: datetime) -> bool:
    """Whether who has the ticket may still give it up: one that is paid until the day before the opening."""
    if visitor.state == S.PENDING or fair.state == FairState.POSTPONED or not visitor.amount:
        return visitor.state in OPEN
    return visitor.state == S.REGISTERED and fair.phase(day_of(now)) == FairPhase.COMING


def give_back(session: Session, fair: Fair, visitor: Visitor, now: datetime) -> None:
    """The visitor does not come after all. Raises Refused too late, and for a ticket with which somebody has come in."""
    check_unused(session, visitor)
    if visitor.state == S.REGISTERED and not may_give_back(fair, visitor, now):
        raise Refused("A ticket that is paid is given back until the day before the fair opens.")
    cancel(session, visitor, now)


def check_unused(session: Session, visitor: Visitor) -> None:
    """Raises Refused for a ticket with which somebody has come in."""
    scanned = Scan.fair_id == visitor.fair_id, Scan.code == visitor.code
    if session.scalar(select(Scan.id).where(*scanned).limit(1)):
        raise Refused("Somebody has come in with this ticket already.")


def call_off_tickets(session: Session, fair: Fair, now: datetime) -> None:
    """The fair is cancelled: what waits for money waits no more, and what was paid goes back in full.

    Good tickets stay what they are, as those of a fair without a price do: the fair is not.
    """
    priced = Visitor.fair_id == fair.id, Visitor.state.in_(OPEN), Visitor.amount > 0
    for visitor in session.scalars(select(Visitor).where(*priced).order_by(Visitor.id)).all():
        if visitor.state == S.PENDING:
            cancel(session, visitor, now)
        else:
            give_ticket_back(session, visitor, now)
