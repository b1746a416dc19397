"""Tickets of visitors by letter or text message: when somebody registers, and whenever they ask for it again."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload

from catalog.places import Place
from marketplace import letters
from marketplace.accounts.users import is_phone
from marketplace.audit import Entry
from marketplace.fairs.fairs import Fair
from marketplace.fairs.visitors import Visitor, VisitorState

from ..visitor_words import days_words, heads_words, place_words, ticket_url
from .notes import Note, note, settings
from .registry import announces, letter


@announces("visitor.registered")
def send_new_ticket(session: Session, entry: Entry, now: datetime) -> None:
    send_ticket(session, session.get_one(Visitor, entry.subject_id), now)


def send_ticket(session: Session, visitor: Visitor, now: datetime, *, again: bool = False) -> bool:
    """False where it says no contact, or only a telephone that gets no text messages.

    However often somebody asks `again`, nobody gets it more than once an hour.
    """
    by_phone = is_phone(visitor.contact)
    if not visitor.can_be_written_to or (by_phone and not settings().can_text):
        return False
    key = f"ticket:{visitor.id}:{now:%Y-%m-%d-%H}" if again else None
    name = "ticket_in_short" if by_phone else "ticket"
    letters.send(session, name, visitor.contact, visitor.language, now, key=key, visitor=visitor.id)
    return True


@letter("ticket")
def ticket(session: Session, facts: dict) -> Note | None:
    visitor, fair = _find(session, facts["visitor"])
    if visitor.state != VisitorState.REGISTERED:
        return None
    return note(
        _("Your ticket for %(fair)s", fair=fair.name),
        _("%(name)s, %(heads)s.", name=visitor.name, heads=heads_words(visitor.heads)),
        days_words(fair),
        place_words(fair),
        _("Show the code on your ticket at the gate. If you can't come, please cancel it there for others."),
        link=(ticket_url(fair, visitor), _("To the ticket")),
    )


@letter("ticket_in_short")
def ticket_in_short(session: Session, facts: dict) -> Note | None:
    visitor, fair = _find(session, facts["visitor"])
    if visitor.state != VisitorState.REGISTERED:
        return None
    shop = settings().shop_name
    said = _("%(shop)s: your ticket for %(fair)s:", shop=shop, fair=fair.name)
    return note(shop, f"{said} {ticket_url(fair, visitor)}")


def _find(session: Session, id: int) -> tuple[Visitor, Fair]:
    visitor = session.get_one(Visitor, id)
    place = joinedload(Fair.commune).joinedload(Place.province)
    return visitor, session.get_one(Fair, visitor.fair_id, options=[place])
