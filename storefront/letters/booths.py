"""Letters about booths at fairs: each step to the producer, and what waits for it to the organiser."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.audit import Entry
from marketplace.fairs.applications import Allotment, Application
from marketplace.fairs.fairs import Fair
from marketplace.permissions import (
    Action,
    OrganiserAction,
    addresses_of_who_may,
    organiser_people_who_may,
)

from ..filters import day, dong, moment
from ..shop.pages import absolute_url, link
from .notes import Note, note
from .quiet import send
from .registry import announces, letter

# By what has happened: the subject and the sentence for the producer.
_SAID: dict[str, Callable[[], tuple[str, str]]] = {
    "returned": lambda: (
        _("The organiser of %(fair)s asks for more"),
        _("The organiser has looked at your application and asks for more:"),
    ),
    "waitlisted": lambda: (
        _("You are on the waiting list of %(fair)s"),
        _(
            "There is no booth for you at the moment. As soon as one is free it is held for you, and you get a letter."
        ),
    ),
    "accepted": lambda: (
        _("A booth is held for you at %(fair)s"),
        _("Booth %(booth)s is held for you until %(until)s. It is yours when %(deposit)s has come by then."),
    ),
    "confirmed": lambda: (
        _("Your booth at %(fair)s is confirmed"),
        _("Booth %(booth)s is yours from %(from)s to %(to)s."),
    ),
    "paid_in_full": lambda: (
        _("Your booth at %(fair)s is paid"),
        _("The rest of the price of booth %(booth)s has come. Thank you."),
    ),
    "booth_moved": lambda: (
        _("You have another booth at %(fair)s"),
        _("The organiser has given you booth %(booth)s. The price stays what was agreed on."),
    ),
    "declined": lambda: (
        _("Your application for %(fair)s was declined"),
        _("The organiser can't give you a booth this time:"),
    ),
    "lapsed": lambda: (
        _("Your booth at %(fair)s was not paid in time"),
        _(
            "The booth is free again. If the money comes all the same, you get one as long as one is free; otherwise it goes back to you."
        ),
    ),
    "cancelled": lambda: (
        _("The organiser has called off your application for %(fair)s"),
        _("What you have paid goes back to you in full. The organiser writes:"),
    ),
    "refunded": lambda: (
        _("Money back for %(fair)s"),
        _("The organiser gives back what you have paid for your booth."),
    ),
    "badge_lapses": lambda: (
        _("A badge will not hold on the days of %(fair)s"),
        _(
            "What you want to show at the fair does not meet its rules on all of its days any more. Please look at your application, and at what can be renewed in time."
        ),
    ),
}


def tell_producer(session: Session, entry: Entry, now: datetime) -> None:
    application = session.get_one(Application, entry.subject_id)
    facts = {"application": application.id, "step": entry.action.removeprefix("application.")}
    facts |= {"reasons": entry.facts.get("reasons", ""), "booth": entry.facts.get("booth", "")}
    for address, language in addresses_of_who_may(session, application.producer_id, Action.FAIRS):
        send(session, "booth_step", address, language, now, **facts)


for _step in _SAID:
    announces(f"application.{_step}")(tell_producer)


@letter("booth_step")
def booth_step(session: Session, facts: dict) -> Note:
    application = session.get_one(Application, facts["application"])
    fair, place = session.get_one(Fair, application.fair_id), _last_place(session, application)
    subject, sentence = _SAID[facts["step"]]()
    said = {
        "fair": fair.name,
        "booth": facts["booth"],
        "until": moment(place.held_until) if place and place.held_until else "",
        "deposit": dong(place.deposit) if place else "",
        "from": day(fair.starts_on) if fair.starts_on else "",
        "to": day(fair.ends_on) if fair.ends_on else "",
    }
    return note(
        subject % said,
        _("Hello,"),
        sentence % said,
        *([f"“{facts['reasons']}”"] if facts["reasons"] else []),
        _("Everything about it stands on the page of your application."),
        link=(absolute_url(link(f"/producer/applications/{application.code}")), _("Look at the application")),
    )


def _last_place(session: Session, application: Application) -> Allotment | None:
    mine = Allotment.application_id == application.id
    return session.scalar(select(Allotment).where(mine).order_by(Allotment.id.desc()).limit(1))


def tell_organiser(session: Session, entry: Entry, now: datetime) -> None:
    application = session.get_one(Application, entry.subject_id)
    step = entry.action.removeprefix("application.")
    to_organiser(session, application, OrganiserAction.APPLICATIONS, "booth_asked", now, step=step)


for _step in ("submitted", "withdrawn", "badge_lapses"):
    announces(f"application.{_step}")(tell_organiser)


def to_organiser(
    session: Session, application: Application, action: OrganiserAction, name: str, now: datetime, **facts
) -> None:
    fair = session.get_one(Fair, application.fair_id)
    for person in organiser_people_who_may(session, fair.organiser_id, action):
        if person.contact:
            send(session, name, person.contact, person.language, now, application=application.id, **facts)


@letter("booth_asked")
def booth_asked(session: Session, facts: dict) -> Note:
    application, fair, producer = about(session, facts)
    subjects = {
        "submitted": _("%(producer)s wants a booth at %(fair)s", producer=producer.name, fair=fair.name),
        "withdrawn": _("%(producer)s gives up its booth at %(fair)s", producer=producer.name, fair=fair.name),
        "badge_lapses": _(
            "%(producer)s: a badge will not hold at %(fair)s", producer=producer.name, fair=fair.name
        ),
    }
    sentences = {
        "submitted": _(
            "An application was handed in. What the register says of its products stands beside it."
        ),
        "withdrawn": _("An application was withdrawn. If a booth was held, who waits gets it by itself."),
        "badge_lapses": _(
            "What an exhibitor wants to show does not meet the rules of the fair on all of its days any more."
        ),
    }
    return organisers_note(fair, application, subjects[facts["step"]], sentences[facts["step"]])


def about(session: Session, facts: dict) -> tuple[Application, Fair, Producer]:
    application = session.get_one(Application, facts["application"])
    producer = session.get_one(Producer, application.producer_id)
    return application, session.get_one(Fair, application.fair_id), producer


def organisers_note(fair: Fair, application: Application, subject: str, *sentences: str) -> Note:
    page = absolute_url(link(f"/organiser/fairs/{fair.slug}/applications/{application.code}"))
    return note(subject, _("Hello,"), *sentences, link=(page, _("Look at the application")))
