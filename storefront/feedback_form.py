"""What a visitor, or an exhibitor, thinks of a fair: a form of two fields."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from catalog.text import clean
from marketplace.fairs.applications import Application
from marketplace.fairs.outcomes import LONGEST_TEXT, Feedback
from marketplace.fairs.visitors import Visitor

from .database import session
from .shop.forms import ShopForm

SCORES = {
    5: _("Very good"),
    4: _("Quite good"),
    3: _("All right"),
    2: _("Not so good"),
    1: _("Poor"),
}


class FeedbackForm(ShopForm):
    """The rule checks what was chosen."""

    score = RadioField(
        _("How did you like the fair?"),
        choices=[SelectChoice(value=str(score), label=words) for score, words in SCORES.items()],
        validate_choice=False,
    )
    words = TextAreaField(
        _("A word to the organiser"),
        [Length(max=LONGEST_TEXT, message=_("Please write at most %(max)d characters."))],
        filters=[lambda text: clean(text or "")],
    )

    @property
    def number(self) -> int:
        """0 where nothing, or nonsense, was chosen."""
        text = self.score.data or ""
        return int(text) if text in {str(score) for score in SCORES} else 0


def filled(whose: Visitor | Application) -> FeedbackForm:
    """With what they have said before."""
    own = Feedback.visitor_id if isinstance(whose, Visitor) else Feedback.application_id
    known = session().scalar(select(Feedback).where(own == whose.id))
    facts = {"score": str(known.score), "words": known.text} if known else {}
    return FeedbackForm(formdata=None, data=facts)
