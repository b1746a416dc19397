"""What the pages of samples and contracts share on both sides: forms of steps, doing one, and what has happened."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from flask import Response, flash, redirect
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from catalog.records import Base, Refused
from marketplace.audit import Entry
from marketplace.sourcing.quotes import Side

from .database import session
from .filters import LABELS, moment
from .locales import translated
from .shop.forms import ShopForm

LONGEST = 2000
MOST = Length(max=LONGEST, message=_("Please write at most %(max)d characters."))
NEEDED = _("Please fill this in.")


class SeenForm(ShopForm):
    """`seen` is the revision that was read; -1, which none has, for what is no number."""

    seen = HiddenField()

    @property
    def revision(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class ReasonForm(SeenForm):
    """A step that says why: the other side reads it."""

    reason = TextAreaField(
        _("Why (the other side reads it)"),
        [DataRequired(_("Please write why: the other side reads it.")), MOST],
        filters=[lambda text: (text or "").strip()],
    )


def do_step(step: Callable[[], Any], done: str, url: str, again: Callable[[str], Response]) -> Response:
    """Take the step and go on to `url`; where it is refused nothing of it stays, and `again` shows the sentence."""
    try:
        step()
        session().flush()
    except Refused as refusal:
        session().rollback()
        return again(translated(refusal))
    flash(done, "good")
    return redirect(url, 303)


def happened(
    record: Base, words: Mapping[str, tuple[Any, Any]], detail: Callable[[Entry], str]
) -> list[SimpleNamespace]:
    """The entries about a record that have words (what, by whom), oldest first, for components/timeline.html.

    Where `who` is None the fact "by" says which side it was.
    """
    mine = Entry.subject == record.__tablename__, Entry.subject_id == record.id
    entries = session().scalars(select(Entry).where(*mine).order_by(Entry.id))
    return [_happened(entry, words, detail) for entry in entries if entry.action in words]


def _happened(
    entry: Entry, words: Mapping[str, tuple[Any, Any]], detail: Callable[[Entry], str]
) -> SimpleNamespace:
    text, who = words[entry.action]
    by = who if who is not None else SIDES[entry.facts["by"]]
    return SimpleNamespace(text=str(text), at=moment(entry.at), who=str(by), detail=detail(entry))


SIDES = LABELS[Side]
