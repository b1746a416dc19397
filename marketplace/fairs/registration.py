"""Registering for a fair: a ticket at once where it is free, or places that are held for its money."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.records import Refused
from catalog.text import clean

from ..accounts.organisers import Organiser
from ..accounts.users import User, read_contact
from .fairs import Fair, FairPhase
from .ticket_life import lapse
from .visitors import (
    HOLD,
    MOST_HEADS,
    OPEN,
    Visitor,
    VisitorKind,
    VisitorState,
    check_room,
    new_ticket_code,
)


def registers(fair: Fair, now: datetime) -> bool:
    """Whether visitors may register for it."""
    open_phases = (FairPhase.COMING, FairPhase.RUNNING)
    return fair.visitor_quota is not None and fair.phase(day_of(now)) in open_phases


def register(
    session: Session,
    fair: Fair,
    *,
    name: str,
    contact: str | None,
    heads: int,
    company: str,
    user: User | None,
    language: str,
    now: datetime,
) -> tuple[Visitor, bool]:
    """A ticket and True, or the one that this contact has and False: that one is for the contact's eyes alone.

    A company makes a trade visitor. `contact` is None for somebody who stands at the gate and leaves none. Raises
    Refused when it is full. The fair's row is locked, so that two who want the last place come one after the other.
    """
    fair = session.get_one(Fair, fair.id, with_for_update=True, populate_existing=True)
    if not registers(fair, now):
        raise Refused("This fair takes no registrations.")
    if fair.ticket_price and not session.get_one(Organiser, fair.organiser_id).may_publish:
        raise Refused("The organiser of this fair is suspended: it sells no tickets at the moment.")
    code = new_ticket_code()
    contact = code if contact is None else read_contact(contact)
    name, company = clean(name)[:80], clean(company)[:120]
    if not name:
        raise Refused("Please write your name.")
    if not 1 <= heads <= MOST_HEADS:
        raise Refused("A ticket is for 1 to %(most)d people.", most=MOST_HEADS)
    known = _known(session, fair, contact, now)
    if known:
        return known, False
    check_room(session, fair, heads, now)
    made = Visitor(
        code=code,
        fair_id=fair.id,
        user_id=user.id if user else None,
        kind=VisitorKind.TRADE if company else VisitorKind.PUBLIC,
        state=VisitorState.PENDING if fair.ticket_price else VisitorState.REGISTERED,
        name=name,
        contact=contact,
        company=company,
        heads=heads,
        amount=fair.ticket_price * heads,
        language=language,
        held_until=now + HOLD if fair.ticket_price else None,
        created_at=now,
    )
    session.add(made)
    session.flush()
    made.note("visitor.registered", fair=fair.slug, heads=heads)
    return made, True


def _known(session: Session, fair: Fair, contact: str, now: datetime) -> Visitor | None:
    """The good ticket of this contact; one whose hold is over makes way."""
    mine = Visitor.fair_id == fair.id, Visitor.contact == contact, Visitor.state.in_(OPEN)
    known = session.scalar(select(Visitor).where(*mine).with_for_update())
    if known is None or known.is_good(now):
        return known
    lapse(session, known, now)
    return None
