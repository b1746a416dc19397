"""Tickets of visitors by letter or text message: when somebody registers or asks for it again, and when the fair changes."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.places import Place
from marketplace import letters
from marketplace.accounts.users import is_phone
from marketplace.audit import Entry
from marketplace.fairs.fairs import Fair, FairState
from marketplace.fairs.visitors import OPEN, Visitor, VisitorState

from ..fair_words import place_words
from ..filters import dong, moment
from ..visitor_words import days_words, heads_words, ticket_url
from .notes import Note, note, settings
from .registry import announces, letter


@announces("visitor.registered")
@announces("visitor.paid")
def send_new_ticket(session: Session, entry: Entry, now: datetime) -> None:
    visitor = session.get_one(Visitor, entry.subject_id)
    # Who pays while registering gets the ticket as paid.
    if entry.action == "visitor.paid" or not visitor.amount or visitor.state == VisitorState.PENDING:
        send_ticket(session, visitor, now)


def send_ticket(session: Session, visitor: Visitor, now: datetime, *, again: bool = False) -> bool:
    """The ticket, or how to pay for it; False where it says no contact, or only a telephone that gets no text messages.

    However often somebody asks `again`, nobody gets it more than once an hour.
    """
    key = f"ticket:{visitor.id}:{now:%Y-%m-%d-%H}" if again else None
    return send_to_visitor(session, visitor, "ticket", now, key)


def send_to_visitor(
    session: Session, visitor: Visitor, name: str, now: datetime, key: str | None = None, **facts: str | int
) -> bool:
    by_phone = is_phone(visitor.contact)
    if not visitor.can_be_written_to or (by_phone and not settings().can_text):
        return False
    name = f"{name}_in_short" if by_phone else name
    facts |= {"visitor": visitor.id}
    letters.send(session, name, visitor.contact, visitor.language, now, key=key, **facts)
    return True


@announces("fair.postponed")
@announces("fair.cancelled")
@announces("fair.announced")
def tell_visitors(session: Session, entry: Entry, now: datetime) -> None:
    """Who has a ticket already: a fair that is announced for the first time has no visitors."""
    state = entry.action.removeprefix("fair.")
    mine = Visitor.fair_id == entry.subject_id, Visitor.state == VisitorState.REGISTERED
    for visitor in session.scalars(select(Visitor).where(*mine).order_by(Visitor.id)):
        send_to_visitor(session, visitor, "ticket_news", now, state=state)


@letter("ticket")
def ticket(session: Session, facts: dict) -> Note | None:
    visitor, fair = ticket_with_fair(session, facts["visitor"])
    if visitor.state == VisitorState.PENDING:
        return _to_pay(fair, visitor)
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


def _to_pay(fair: Fair, visitor: Visitor) -> Note:
    facts = _to_pay_facts(fair, visitor)
    return note(
        _("Please pay for your ticket for %(fair)s", **facts),
        _("%(name)s, %(heads)s.", name=visitor.name, heads=heads_words(visitor.heads)),
        _(
            "Your places are held until %(until)s. Please pay %(amount)s by then, on the page of the ticket.",
            **facts,
        ),
        _("As soon as the money has come you get the ticket itself."),
        link=(ticket_url(fair, visitor), _("Pay for the ticket")),
    )


def _to_pay_facts(fair: Fair, visitor: Visitor) -> dict[str, str]:
    until = moment(visitor.held_until) if visitor.held_until else ""
    return {"fair": fair.name, "amount": dong(visitor.amount), "until": until}


@letter("ticket_in_short")
def ticket_in_short(session: Session, facts: dict) -> Note | None:
    visitor, fair = ticket_with_fair(session, facts["visitor"])
    if visitor.state not in OPEN:
        return None
    shop = settings().shop_name
    if visitor.state == VisitorState.PENDING:
        said = _(
            "%(shop)s: please pay %(amount)s for %(fair)s here:", **_to_pay_facts(fair, visitor), shop=shop
        )
        return note(shop, f"{said} {ticket_url(fair, visitor)}")
    said = _("%(shop)s: your ticket for %(fair)s:", shop=shop, fair=fair.name)
    return note(shop, f"{said} {ticket_url(fair, visitor)}")


@letter("ticket_news")
def ticket_news(session: Session, facts: dict) -> Note | None:
    visitor, fair = ticket_with_fair(session, facts["visitor"])
    # Changed once more meanwhile: that has its own letter.
    if visitor.state != VisitorState.REGISTERED or fair.state != facts["state"]:
        return None
    subject, sentence = _news(fair, visitor)
    reason = [fair.reason] if fair.reason and fair.state != FairState.ANNOUNCED else []
    return note(subject, sentence, *reason, link=(ticket_url(fair, visitor), _("To the ticket")))


@letter("ticket_news_in_short")
def ticket_news_in_short(session: Session, facts: dict) -> Note | None:
    visitor, fair = ticket_with_fair(session, facts["visitor"])
    if visitor.state != VisitorState.REGISTERED or fair.state != facts["state"]:
        return None
    shop = settings().shop_name
    return note(shop, f"{shop}: {_news(fair, visitor)[1]} {ticket_url(fair, visitor)}")


def _news(fair: Fair, visitor: Visitor) -> tuple[str, str]:
    """The subject, and what has become of the fair in one sentence."""
    name = fair.name
    if fair.state == FairState.CANCELLED:
        sentence = _("The fair “%(name)s” does not take place; your ticket is not good any more.", name=name)
        back = _("What you have paid goes back to you in full.") if visitor.amount else ""
        return _("Cancelled: %(name)s", name=name), f"{sentence} {back}".strip()
    if fair.state == FairState.POSTPONED:
        return _("Postponed: %(name)s", name=name), _(
            "The fair “%(name)s” is postponed. Your ticket stays good; you are told the new days.", name=name
        )
    return _("New days: %(name)s", name=name), _(
        "The fair “%(name)s” takes place on %(days)s. Your ticket is good then.",
        name=name,
        days=days_words(fair),
    )


def ticket_with_fair(session: Session, id: int) -> tuple[Visitor, Fair]:
    visitor = session.get_one(Visitor, id)
    place = joinedload(Fair.commune).joinedload(Place.province)
    return visitor, session.get_one(Fair, visitor.fair_id, options=[place])
