"""What every queue of the office shares: rows with a clock, and the form of a decision; see docs/officers.md."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from catalog.text import clean
from marketplace.submissions import LONGEST_REASONS, Decision

from ..clock import now
from ..shop.forms import ShopForm

_NEEDED = lazy_gettext("Please write the reasons: they are read by whoever handed this in.")


class Waiting(NamedTuple):
    """A row of a queue; `tag` is a word or two, such as the kind of change."""

    title: str
    url: str
    since: datetime
    detail: str = ""
    tag: str = ""

    @property
    def clock(self) -> str:
        return waiting_text(self.since, now())

    @property
    def is_late(self) -> bool:
        return now() - self.since > term()


def term() -> timedelta:
    """How long something may wait before the queue warns."""
    return timedelta(days=current_app.extensions["settings"].review_days)


def waiting_text(since: datetime, at: datetime) -> str:
    """ "waits for 3 days", "waits for 5 hours"."""
    waited = max(at - since, timedelta())
    if waited.days:
        return ngettext("waits for %(num)s day", "waits for %(num)s days", waited.days)
    hours = waited.seconds // 3600
    return (
        ngettext("waits for %(num)s hour", "waits for %(num)s hours", hours)
        if hours
        else _("has just come in")
    )


class DecisionForm(ShopForm):
    """`seen` is the revision that the officer has read; the button pressed is the decision."""

    seen = HiddenField()
    decision = StringField()
    reasons = TextAreaField(
        lazy_gettext("Reasons (whoever handed this in reads them)"),
        [Length(max=LONGEST_REASONS, message=lazy_gettext("Please write at most %(max)d characters."))],
        filters=[lambda text: (text or "").strip()],
    )
    allowed: Collection[Decision] = tuple(Decision)

    @property
    def revision(self) -> int:
        """-1, which nothing has, for what is no number: such a form counts as stale."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    @property
    def choice(self) -> Decision:
        return Decision(self.decision.data)

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.decision.data not in set(self.allowed):
            self.decision.errors = [_("Please press one of the buttons.")]
            return False
        if self.decision.data != Decision.APPROVE and not clean(self.reasons.data):
            self.reasons.errors = [*self.reasons.errors, str(_NEEDED)]
            return False
        return valid


def decision_form(revision: int, typed: DecisionForm | None = None) -> DecisionForm:
    """The form for what is on the page now. What somebody has typed stays, and the next press is meant for what they see."""
    form = typed or DecisionForm(formdata=None)
    form.seen.data = str(revision)
    return form
