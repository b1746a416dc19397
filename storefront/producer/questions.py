"""Questions of buyers about the producers' things, and the answer to each."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from catalog.records import Refused
from marketplace.questions import LONGEST_ANSWER, find_question, questions_to

from ..clock import now
from ..database import session
from ..locales import localized, translated
from ..login import signed_in
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.question_views import QuestionView
from . import producer
from .access import my_producers
from .forms import _at_most, _clean
from .pages import producer_page

_SHOWN = 60


class AnswerForm(ShopForm):
    text = TextAreaField(
        lazy_gettext("Answer"),
        [DataRequired(lazy_gettext("Please write an answer.")), _at_most(LONGEST_ANSWER)],
        filters=[_clean],
    )


@producer.get("/questions")
def questions() -> Response:
    return _page()


@producer.post("/questions/<int:id>/answer")
@limiter.limit("60 per minute")
def answer_question(id: int) -> Response:
    # No question has a number that a database could not hold.
    question = find_question(session(), id, _ids()) if id < 2**31 else None
    user = signed_in()
    if question is None or user is None:
        abort(404)
    form = AnswerForm(prefix=f"question-{id}")
    if not form.validate():
        return _page({id: form}, 422)
    try:
        question.write_answer(form.text.data, user.id, now())
    except Refused as refusal:
        form.text.errors = [translated(refusal)]
        return _page({id: form}, 422, translated(refusal))
    flash(_("Your answer stands on the page of the product."), "good")
    return redirect(url_for("producer.questions"), 303)


def _ids() -> list[int]:
    return [one.id for one in my_producers()]


def _page(forms: dict[int, AnswerForm] | None = None, status: int = 200, problem: str = "") -> Response:
    rows = []
    for question in questions_to(session(), _ids(), _SHOWN):
        view = QuestionView.of(question)
        form = (forms or {}).get(view.id)
        form = form or AnswerForm(formdata=None, prefix=f"question-{view.id}", text=view.answer)
        url = link(f"/products/{question.product.slug}")
        rows.append((view, localized(question.product, "name"), url, form))
    crumbs = [Crumb(_("Questions"))]
    return producer_page("producer/questions.html", status, rows=rows, problem=problem, crumbs=crumbs)
