"""Forms of steps of a thing as it was when its page was made."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from catalog.text import clean
from marketplace.sourcing.order_rows import LONGEST_REASON

from .shop.forms import ShopForm


class SeenForm(ShopForm):
    """A button; `seen` is the revision that its page showed."""

    seen = HiddenField()

    @property
    def revision(self) -> int:
        """-1 for what is no number: nothing has ever looked like that."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class ReasonForm(SeenForm):
    """A step of which the other side reads why."""

    reason = TextAreaField(
        _("Why (the other side reads it)"),
        [Length(max=LONGEST_REASON, message=_("Please write at most %(max)d characters."))],
        filters=[lambda text: clean(text or "")],
    )
