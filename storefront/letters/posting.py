"""The jobs behind letters: what has happened is announced, and what is to be said is written and sent."""

import logging
from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from marketplace.audit import Entry
from marketplace.jobs import Job
from marketplace.letters import SentLetter
from marketplace.mail import Mail, MailServer, read_sender
from marketplace.text_messages import TextMessages

from ..clock import clock
from ..database import Database
from ..settings import Settings
from ..work.registry import Effect, calls, handles
from .registry import ANNOUNCEMENTS
from .writing import Written, write

_log = logging.getLogger(__name__)


@handles("announce")
def announce(session: Session, job: Job, now: datetime) -> None:
    entry = session.get_one(Entry, job.facts["entry"])
    for announcement in ANNOUNCEMENTS[entry.action]:
        announcement(session, entry, now)


@calls("letter")
def post(database: Database, job: Job, now: datetime) -> Effect | None:
    """Write the letter and hand it in; without a mail server it is kept for the mailbox of development."""
    settings: Settings = current_app.extensions["settings"]
    to, language = job.facts["to"], job.facts["language"]
    letter, facts = job.facts["letter"], job.facts["facts"]
    with database.reading() as session:
        app = current_app._get_current_object()
        written = write(app, session, letter, language, facts, with_html=not _is_phone(to))
    if written is None:
        return None
    message_id = _message_id(job, settings)
    if settings.keeps_letters:
        return lambda session: session.add(_kept(to, written, message_id, now))
    if _is_phone(to):
        _text(settings, to, written.text, job.token)
    else:
        mail = Mail(to, written.subject, written.text, written.html, message_id)
        MailServer(settings.smtp_url, settings.sender).deliver(mail, clock().now())
    return None


def _message_id(job: Job, settings: Settings) -> str:
    # The same at every try: a reader's mailbox, or a person, can tell a repeat from a second letter.
    return f"<{job.token}@{read_sender(settings.sender).domain}>"


def _is_phone(to: str) -> bool:
    return to.startswith("+")


def _text(settings: Settings, to: str, text: str, token: str) -> None:
    if not settings.sms_url:
        _log.warning("A text message was not sent: there is no SMS_URL.")
        return
    TextMessages(settings.sms_url, settings.sms_key).deliver(to, text.strip(), token)


def _kept(to: str, written: Written, message_id: str, now: datetime) -> SentLetter:
    subject, html = ("", "") if _is_phone(to) else (written.subject, written.html)
    return SentLetter(
        message_id=message_id, to=to, subject=subject[:255], text=written.text, html=html, at=now
    )
