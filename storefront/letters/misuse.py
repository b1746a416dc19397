"""Reports of misuse: officers hear of a new one in the shop, and whoever left an e-mail gets the answer. The producer hears of neither."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.codes import grouped
from marketplace.accounts.notices import tell
from marketplace.audit import Entry
from marketplace.letters import send
from marketplace.misuse import MisuseReport, ReportState

from ..shop.pages import absolute_url, link
from .notes import Note, note
from .notices import officers_of
from .registry import announces, letter


@announces("misuse.received")
def tell_officers(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get_one(MisuseReport, entry.subject_id)
    path = f"/office/reports/{found.number}"
    tell(session, entry, officers_of(session, found.province_code), entry.action, grouped(found.number), path)


def _answer(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get_one(MisuseReport, entry.subject_id)
    if found.contact:
        send(session, "misuse_decided", found.contact, found.language, now, report=found.id)


announces("misuse.upheld")(_answer)
announces("misuse.not_upheld")(_answer)


@letter("misuse_decided")
def misuse_decided(session: Session, facts: dict) -> Note | None:
    found = session.get_one(MisuseReport, facts["report"])
    # Erased meanwhile: there is nobody to write to.
    if not found.contact or found.decided_at is None:
        return None
    number = grouped(found.number)
    upheld = found.state == ReportState.UPHELD
    return note(
        _("Your report of misuse %(number)s", number=number),
        _("An officer has upheld your report.")
        if upheld
        else _("An officer has looked at your report and did not uphold it."),
        found.reasons,
        link=(absolute_url(link(f"/reports/{found.number}")), _("To the report")),
    )
