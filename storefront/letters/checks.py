"""The letter to the central office about what the nightly checks of ledger, orders and stock have found."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from marketplace.letters import send

from ..clock import VIETNAM
from ..filters import number
from ..shop.pages import absolute_url, link
from .notes import Note, note
from .notices import officers_of
from .registry import letter


def tell_of_findings(session: Session, count: int, now: datetime) -> None:
    """Once a day to each officer of the central office: `count` things do not hold."""
    day = now.astimezone(VIETNAM).date()
    for officer in officers_of(session, None):
        if officer.contact:
            key = f"does not hold:{day}:{officer.id}"
            send(session, "does_not_hold", officer.contact, officer.language, now, key=key, count=count)


@letter("does_not_hold")
def does_not_hold(session: Session, facts: dict) -> Note:
    count = facts["count"]
    return note(
        _("The nightly check has found something"),
        _("Hello,"),
        ngettext(
            "%(shown)s thing does not hold between orders, stock, payments and the ledger.",
            "%(shown)s things do not hold between orders, stock, payments and the ledger.",
            count,
            shown=number(count),
        ),
        _("Please look at the check, and tell those who look after the program."),
        link=(absolute_url(link("/office/ledger/check")), _("To the check")),
    )
