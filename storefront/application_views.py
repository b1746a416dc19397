"""View objects of an application for a booth, for both sides: what has happened, and what is paid."""

from collections.abc import Mapping
from types import SimpleNamespace

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.audit import Entry
from marketplace.fairs.applications import Application
from marketplace.fairs.booth_payments import Part
from marketplace.payments.payments import UNPAID, Payment, PaymentMethod

from .filters import dong, label, moment

PRODUCER, ORGANISER, ITSELF = (
    lazy_gettext("the producer"),
    lazy_gettext("the organiser"),
    lazy_gettext("by itself"),
)
# In the order of an application's life; what is not here is no business of theirs.
STEPS = {
    "application.submitted": (lazy_gettext("Handed in"), PRODUCER),
    "application.returned": (lazy_gettext("More was asked for"), ORGANISER),
    "application.waitlisted": (lazy_gettext("Put on the waiting list"), ORGANISER),
    "application.moved_up": (lazy_gettext("Moved up from the waiting list"), ITSELF),
    "application.accepted": (lazy_gettext("A booth is held"), ORGANISER),
    "application.confirmed": (lazy_gettext("The booth is confirmed"), ITSELF),
    "application.paid_in_full": (lazy_gettext("The rest is paid"), PRODUCER),
    "application.booth_moved": (lazy_gettext("Another booth"), ORGANISER),
    "application.badge_lapses": (lazy_gettext("A badge will not hold on the days of the fair"), ITSELF),
    "application.declined": (lazy_gettext("Declined"), ORGANISER),
    "application.lapsed": (lazy_gettext("Not paid in time, the booth is free again"), ITSELF),
    "application.withdrawn": (lazy_gettext("Withdrawn"), PRODUCER),
    "application.cancelled": (lazy_gettext("Cancelled"), ORGANISER),
    "application.refunded": (lazy_gettext("The money goes back all the same"), ORGANISER),
    "application.checked_in": (lazy_gettext("Checked in"), ORGANISER),
    "application.no_show": (lazy_gettext("Did not come"), ORGANISER),
}


def timeline_of(session: Session, application: Application) -> list[SimpleNamespace]:
    """What has happened, oldest first, for templates/components/timeline.html."""
    mine = Entry.subject == Application.__tablename__, Entry.subject_id == application.id
    entries = session.scalars(select(Entry).where(*mine).order_by(Entry.id))
    return [_step(entry) for entry in entries if entry.action in STEPS]


def _step(entry: Entry) -> SimpleNamespace:
    text, who = STEPS[entry.action]
    booth = entry.facts.get("booth")
    return SimpleNamespace(
        text=f"{text} ({booth})" if booth else str(text),
        at=moment(entry.at),
        who=str(who),
        detail=entry.facts.get("reasons", ""),
    )


def booth_payment_views(payments: Mapping[tuple[int, Part], Payment]) -> list[SimpleNamespace]:
    """Of the deposit and the rest, as far as they were begun."""
    return [_payment(part, payment) for (_id, part), payment in sorted(payments.items())]


def _payment(part: Part, payment: Payment) -> SimpleNamespace:
    return SimpleNamespace(
        what=_("Deposit") if part == Part.DEPOSIT else _("The rest"),
        amount=payment.amount,
        method=label(PaymentMethod(payment.method)),
        code=payment.code,
        sentence=payment_sentence(payment),
        is_paid=payment.is_paid,
    )


def payment_sentence(payment: Payment) -> str:
    """How far it is, in one sentence."""
    if payment.given_back:
        return _("%(amount)s has gone back.", amount=dong(payment.given_back))
    if payment.is_paid:
        return _("Paid.")
    if payment.received:
        return _(
            "%(received)s has come, %(missing)s is missing.",
            received=dong(payment.received),
            missing=dong(payment.missing),
        )
    return _("Not paid yet.") if payment.state in UNPAID else _("Nothing is to be paid any more.")
