"""Letters about money for tickets: what goes back, to the visitor; what is to be sent back or is disputed, to the organiser."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.audit import Entry
from marketplace.fairs.fairs import Fair
from marketplace.fairs.ticket_payments import TICKET, visitor_id_of
from marketplace.fairs.visitors import Visitor
from marketplace.payments.payments import Payment, PaymentMethod
from marketplace.payments.purposes import kind_of
from marketplace.permissions import OrganiserAction, organiser_people_who_may

from ..filters import dong
from ..shop.pages import absolute_url, link
from ..visitor_words import ticket_url
from .notes import Note, note, settings
from .quiet import send
from .registry import announces, letter
from .tickets import send_to_visitor, ticket_with_fair


def _visitor_of(session: Session, entry: Entry) -> tuple[Visitor, Payment] | None:
    """None for a payment that is for no ticket."""
    payment = session.get_one(Payment, entry.subject_id)
    if kind_of(payment.reference) != TICKET:
        return None
    return session.get_one(Visitor, visitor_id_of(payment.reference)), payment


@announces("visitor.lapsed")
def tell_lapsed(session: Session, entry: Entry, now: datetime) -> None:
    send_to_visitor(session, session.get_one(Visitor, entry.subject_id), "ticket_lapsed", now)


@announces("payment.given_back")
def tell_given_back(session: Session, entry: Entry, now: datetime) -> None:
    if found := _visitor_of(session, entry):
        send_to_visitor(session, found[0], "ticket_money_back", now, amount=entry.facts["amount"])


@announces("payment.refund_asked")
def tell_of_refund(session: Session, entry: Entry, now: datetime) -> None:
    """Once a day: of a fair that is cancelled there are thousands. What goes back to a card does so by itself."""
    found = _visitor_of(session, entry)
    if found and found[1].method == PaymentMethod.VIETQR:
        _tell_organiser(session, found[0], "ticket_refunds", now, f"{now:%Y-%m-%d}")


@announces("payment.dispute_opened")
def tell_of_dispute(session: Session, entry: Entry, now: datetime) -> None:
    if found := _visitor_of(session, entry):
        key, amount = f"{entry.subject_id}:{entry.facts['dispute']}", entry.facts["amount"]
        _tell_organiser(session, found[0], "ticket_disputed", now, key, amount=amount, visitor=found[0].id)


def _tell_organiser(
    session: Session, visitor: Visitor, name: str, now: datetime, key: str, **facts: int
) -> None:
    """Whoever keeps the money, once for each `key`."""
    fair = session.get_one(Fair, visitor.fair_id)
    for user in organiser_people_who_may(session, fair.organiser_id, OrganiserAction.MONEY):
        if user.contact:
            once = f"{name}:{fair.id}:{user.id}:{key}"
            send(session, name, user.contact, user.language, now, key=once, fair=fair.id, **facts)


@letter("ticket_lapsed")
def ticket_lapsed(session: Session, facts: dict) -> Note:
    visitor, fair = ticket_with_fair(session, facts["visitor"])
    return note(
        _("Your ticket for %(fair)s was not paid in time", fair=fair.name),
        _("The places are free again."),
        _(
            "If your money comes all the same, you get them as long as there are some; otherwise it goes back to you."
        ),
        link=(ticket_url(fair, visitor), _("To the ticket")),
    )


@letter("ticket_lapsed_in_short")
def ticket_lapsed_in_short(session: Session, facts: dict) -> Note:
    visitor, fair = ticket_with_fair(session, facts["visitor"])
    shop = settings().shop_name
    said = _(
        "%(shop)s: your ticket for %(fair)s was not paid in time, the places are free again.",
        shop=shop,
        fair=fair.name,
    )
    return note(shop, f"{said} {ticket_url(fair, visitor)}")


@letter("ticket_money_back")
def ticket_money_back(session: Session, facts: dict) -> Note:
    visitor, fair = ticket_with_fair(session, facts["visitor"])
    return note(
        _("Money back for %(fair)s", fair=fair.name),
        _(
            "%(amount)s of what you have paid for your ticket is on its way back to you.",
            amount=dong(facts["amount"]),
        ),
        link=(ticket_url(fair, visitor), _("To the ticket")),
    )


@letter("ticket_money_back_in_short")
def ticket_money_back_in_short(session: Session, facts: dict) -> Note:
    _visitor, fair = ticket_with_fair(session, facts["visitor"])
    shop, amount = settings().shop_name, dong(facts["amount"])
    said = _(
        "%(shop)s: %(amount)s for %(fair)s is on its way back to you.",
        shop=shop,
        amount=amount,
        fair=fair.name,
    )
    return note(shop, said)


@letter("ticket_refunds")
def ticket_refunds(session: Session, facts: dict) -> Note:
    fair = session.get_one(Fair, facts["fair"])
    return note(
        _("Please send money back for tickets of %(fair)s", fair=fair.name),
        _("Hello,"),
        _("Some of what visitors have paid for tickets of %(fair)s is to go back.", fair=fair.name),
        _("To whom, and how much, stands on the page of payments for tickets."),
        link=_page(fair),
    )


@letter("ticket_disputed")
def ticket_disputed(session: Session, facts: dict) -> Note:
    visitor, fair = ticket_with_fair(session, facts["visitor"])
    said = {"name": visitor.name, "amount": dong(facts["amount"]), "fair": fair.name}
    return note(
        _("%(name)s disputes a payment by card", **said),
        _("Hello,"),
        _(
            "The bank takes back %(amount)s that was paid for a ticket of %(fair)s, until it has decided.",
            **said,
        ),
        link=_page(fair),
    )


def _page(fair: Fair) -> tuple[str, str]:
    return absolute_url(link(f"/organiser/fairs/{fair.slug}/ticket-payments")), _("To the payments")
