"""Questions and answers as pages show them."""

from datetime import datetime
from typing import NamedTuple, Self

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from marketplace.questions import LONGEST_QUESTION, Question

from ..clock import VIETNAM
from .forms import ShopForm, _at_most, _clean


class QuestionForm(ShopForm):
    text = TextAreaField(
        _("Your question"),
        [DataRequired(_("Please write your question.")), _at_most(LONGEST_QUESTION)],
        filters=[_clean],
    )


class QuestionView(NamedTuple):
    """`changed` says that the answer is not the first version."""

    id: int
    author: str
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    changed: bool
    state: str
    hidden_because: str

    @classmethod
    def of(cls, question: Question) -> Self:
        answer = question.answer
        return cls(
            question.id,
            question.author,
            question.text,
            question.created_at.astimezone(VIETNAM),
            answer.text if answer else "",
            answer.created_at.astimezone(VIETNAM) if answer else None,
            len(question.answers) > 1,
            question.state,
            question.hidden_because,
        )
