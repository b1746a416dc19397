"""What an officer writes to a producer about a listing that was taken off."""

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from catalog.suspensions import LONGEST_REASON
from catalog.text import clean

from ..shop.forms import ShopForm


class ReasonForm(ShopForm):
    reason = TextAreaField(
        lazy_gettext("Reason (the producer reads it)"),
        [
            DataRequired(lazy_gettext("Please write a reason.")),
            Length(max=LONGEST_REASON, message=lazy_gettext("Please write at most %(max)d characters.")),
        ],
        filters=[lambda text: clean(text or "")],
    )
