"""Who is told that a request takes quotes for longer, and whose quote ends before it does."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.notices import Notice
from marketplace.audit import Entry
from marketplace.sourcing.extending import quotes_ending_before
from marketplace.sourcing.requests import Recipient, RequestState, SourcingRequest

from ..filters import moment
from ..notice_words import said
from ..shop.pages import absolute_url, link
from .notes import Note, note
from .registry import announces, letter
from .requests import say, sellers


@announces("request.extended")
def tell_of_more_time(session: Session, entry: Entry, now: datetime) -> None:
    """All who were asked, by letter; who has said no in the shop alone."""
    request = session.get_one(SourcingRequest, entry.subject_id)
    short = set(quotes_ending_before(session, request))
    theirs = select(Recipient.producer_id, Recipient.declined_at).where(Recipient.request_id == request.id)
    declined = {id: at is not None for id, at in session.execute(theirs) if id not in short}
    path = f"/producer/requests/{request.code}"
    for ids, kind, by_letter in (
        (short, "request.outlives_quote", True),
        ([id for id, said_no in declined.items() if not said_no], entry.action, True),
        ([id for id, said_no in declined.items() if said_no], entry.action, False),
    ):
        people = sellers(session, ids)
        say(session, entry, now, people, kind, request.title, path, by_letter=by_letter, letter="more_time")


@letter("more_time")
def more_time(session: Session, facts: dict) -> Note | None:
    """Nothing once the request has ended."""
    told = session.get(Notice, facts["notice"])
    entry = session.get(Entry, told.entry_id) if told else None
    request = session.get(SourcingRequest, entry.subject_id) if entry else None
    if told is None or entry is None or request is None or request.state != RequestState.OPEN:
        return None
    sentence = said(told.kind, told.about)
    before, until = datetime.fromisoformat(entry.facts["before"]), request.closes_at or told.at
    times = _(
        "Quotes are taken until %(until)s now; before, it was until %(before)s.",
        until=moment(until),
        before=moment(before),
    )
    more = [times]
    if told.kind == "request.outlives_quote":
        more.append(_("Your quote ends sooner. You may make a new offer that holds until then."))
    return note(sentence.rstrip("."), sentence, *more, link=(absolute_url(link(told.path)), _("Read more")))
