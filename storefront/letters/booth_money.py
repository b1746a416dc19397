"""Letters about money for booths: what an organiser has to send back or is disputed, and what a producer gets back."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.audit import Entry
from marketplace.fairs.applications import Allotment, Application
from marketplace.fairs.booth_payments import BALANCE, DEPOSIT, allotment_id_of
from marketplace.payments.payments import Payment, PaymentMethod
from marketplace.payments.purposes import kind_of
from marketplace.permissions import Action, OrganiserAction, addresses_of_who_may

from ..filters import dong
from ..shop.pages import absolute_url, link
from .booths import about, organisers_note, to_organiser
from .notes import Note, note
from .quiet import send
from .registry import announces, letter


def _application_of(session: Session, payment: Payment) -> Application | None:
    """None for a payment that is for no booth."""
    if kind_of(payment.reference) not in (DEPOSIT, BALANCE):
        return None
    place = session.get_one(Allotment, allotment_id_of(payment.reference))
    return session.get_one(Application, place.application_id)


@announces("payment.refund_asked")
def tell_of_refund(session: Session, entry: Entry, now: datetime) -> None:
    """What goes back to a card does so by itself."""
    payment = session.get_one(Payment, entry.subject_id)
    application = _application_of(session, payment)
    if application and payment.method == PaymentMethod.VIETQR:
        facts = {"amount": entry.facts["amount"], "step": "refund"}
        to_organiser(session, application, OrganiserAction.MONEY, "booth_money", now, **facts)


@announces("payment.dispute_opened")
def tell_of_dispute(session: Session, entry: Entry, now: datetime) -> None:
    application = _application_of(session, session.get_one(Payment, entry.subject_id))
    if application:
        facts = {"amount": entry.facts["amount"], "step": "dispute"}
        to_organiser(session, application, OrganiserAction.MONEY, "booth_money", now, **facts)


@letter("booth_money")
def booth_money(session: Session, facts: dict) -> Note:
    application, fair, producer = about(session, facts)
    said = {"amount": dong(facts["amount"]), "producer": producer.name, "fair": fair.name}
    if facts["step"] == "refund":
        return organisers_note(
            fair,
            application,
            _("Please send back %(amount)s to %(producer)s", **said),
            _("%(amount)s of what %(producer)s has paid for a booth at %(fair)s is to go back.", **said),
            _(
                "Please ask for an account, send the money back, and say so on the page of payments for booths."
            ),
        )
    return organisers_note(
        fair,
        application,
        _("%(producer)s disputes a payment by card", **said),
        _(
            "The bank takes back %(amount)s that was paid for a booth at %(fair)s, until it has decided.",
            **said,
        ),
    )


@announces("payment.given_back")
def tell_given_back(session: Session, entry: Entry, now: datetime) -> None:
    application = _application_of(session, session.get_one(Payment, entry.subject_id))
    if application is None:
        return
    for address, language in addresses_of_who_may(session, application.producer_id, Action.FAIRS):
        facts = {"application": application.id, "amount": entry.facts["amount"]}
        send(session, "booth_money_back", address, language, now, **facts)


@letter("booth_money_back")
def booth_money_back(session: Session, facts: dict) -> Note:
    application, fair, _producer = about(session, facts)
    return note(
        _("Money back for %(fair)s", fair=fair.name),
        _("Hello,"),
        _(
            "%(amount)s of what you have paid for your booth is on its way back to you.",
            amount=dong(facts["amount"]),
        ),
        _("Everything about it stands on the page of your application."),
        link=(absolute_url(link(f"/producer/applications/{application.code}")), _("Look at the application")),
    )
