"""Letters and notices about a fair that is announced, postponed or cancelled, to everybody concerned."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.accounts.notices import tell
from marketplace.audit import Entry
from marketplace.fairs.concerned import applicants, own_people
from marketplace.fairs.fairs import Fair, FairState

from ..filters import day
from ..shop.pages import absolute_url, link
from .notes import Note, note
from .quiet import send
from .registry import announces, letter

_STATES = {
    "fair.postponed": FairState.POSTPONED,
    "fair.cancelled": FairState.CANCELLED,
    "fair.announced": FairState.ANNOUNCED,
}


@announces("fair.postponed")
@announces("fair.cancelled")
@announces("fair.announced")
def tell_everybody_concerned(session: Session, entry: Entry, now: datetime) -> None:
    fair = session.get_one(Fair, entry.subject_id)
    tell(session, entry, own_people(session, fair), entry.action, fair.name, f"/organiser/fairs/{fair.slug}")
    if entry.action == "fair.announced" and not entry.facts["again"]:
        return  # nobody has applied yet
    kind = "fair.announced_anew" if entry.action == "fair.announced" else entry.action
    people = applicants(session, fair)
    tell(session, entry, people, kind, fair.name, f"/fairs/{fair.slug}")
    for person in people:
        if person.contact:
            facts = {"fair": fair.id, "state": _STATES[entry.action]}
            send(session, "fair_news", person.contact, person.language, now, **facts)


@letter("fair_news")
def fair_news(session: Session, facts: dict) -> Note | None:
    fair = session.get_one(Fair, facts["fair"])
    if fair.state != facts["state"]:
        return None  # it has changed once more meanwhile, and that has its own letter
    subject, *sentences = _said(fair)
    to_fair = absolute_url(link(f"/fairs/{fair.slug}")), _("To the fair")
    return note(subject, _("Hello,"), *sentences, link=to_fair)


def _said(fair: Fair) -> list[str]:
    """The subject, and the sentences of the letter."""
    name = fair.name
    if fair.state == FairState.POSTPONED:
        return [
            _("Postponed: %(name)s", name=name),
            _("the fair “%(name)s” is postponed. The organiser writes:", name=name),
            fair.reason,
            _("Your application and what you paid stay. You are told as soon as there are new days."),
        ]
    if fair.state == FairState.CANCELLED:
        return [
            _("Cancelled: %(name)s", name=name),
            _("the fair “%(name)s” does not take place. The organiser writes:", name=name),
            fair.reason,
            _("Your application is closed; what you paid for a booth goes back to you."),
        ]
    days = f"{day(fair.starts_on)} – {day(fair.ends_on)}" if fair.starts_on and fair.ends_on else ""
    return [
        _("New days: %(name)s", name=name),
        _("the fair “%(name)s” takes place on %(days)s.", name=name, days=days),
        _("Your application stands. If the new days do not suit you, you can withdraw it."),
    ]
