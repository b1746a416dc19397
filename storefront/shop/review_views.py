"""Reviews as pages show them."""

from datetime import datetime
from typing import NamedTuple, Self

from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from marketplace.orders.reviews import LONGEST_TEXT, Review

from ..clock import VIETNAM
from .forms import ShopForm, _at_most, _clean

WORDS = {
    5: _("Very happy"),
    4: _("Happy"),
    3: _("All right"),
    2: _("Not quite"),
    1: _("Disappointed"),
}


class ReviewForm(ShopForm):
    joints = RadioField(
        _("How was it?"),
        [InputRequired(_("Please choose one of the five."))],
        choices=[SelectChoice(str(joints), words) for joints, words in WORDS.items()],
    )
    text = TextAreaField(_("In your words"), [_at_most(LONGEST_TEXT)], filters=[_clean])


class ReviewView(NamedTuple):
    """`joints` of five."""

    id: int
    author: str
    joints: int
    words: str
    text: str
    reply: str
    at: datetime

    @classmethod
    def of(cls, review: Review) -> Self:
        at = review.created_at.astimezone(VIETNAM)
        words = str(WORDS[review.joints])
        return cls(review.id, review.author, review.joints, words, review.text, review.reply, at)
