"""Moderation of questions: what buyers ask and producers answer, and hiding with a reason what must not stand."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.questions import Question, find_question, newest_questions

from ..database import session
from ..locales import localized, translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.question_views import QuestionView
from . import office
from .pages import office_page
from .reviews import HidingForm

_SHOWN = 100


@office.get("/questions")
def questions() -> Response:
    return _page()


@office.post("/questions/<int:id>/hiding")
@limiter.limit("120 per minute")
def hide_question(id: int) -> Response:
    question, form = _find(id), HidingForm(prefix=f"question-{id}")
    if not form.validate():
        return _page({id: form}, 422)
    try:
        question.hide(form.reason.data)
    except Refused as refusal:
        return _page({id: form}, 422, translated(refusal))
    flash(_("The question is not shown any more."), "good")
    return redirect(url_for("office.questions"), 303)


@office.post("/questions/<int:id>/publication")
@limiter.limit("120 per minute")
def publish_question(id: int) -> Response:
    question, form = _find(id), ShopForm(prefix=f"question-{id}")
    if not form.validate():
        return _page({}, 422, str(form.csrf_token.errors[0]))
    try:
        question.publish()
    except Refused as refusal:
        return _page({}, 422, translated(refusal))
    flash(_("The question is shown again."), "good")
    return redirect(url_for("office.questions"), 303)


def _find(id: int) -> Question:
    # No question has a number that a database could not hold.
    return (find_question(session(), id) if id < 2**31 else None) or abort(404)


def _page(forms: dict[int, HidingForm] | None = None, status: int = 200, problem: str = "") -> Response:
    rows = [
        (
            QuestionView.of(question),
            localized(question.product, "name"),
            link(f"/products/{question.product.slug}"),
            (forms or {}).get(question.id) or HidingForm(formdata=None, prefix=f"question-{question.id}"),
        )
        for question in newest_questions(session(), _SHOWN)
    ]
    crumbs = [Crumb(_("Questions"))]
    return office_page("office/questions.html", status, rows=rows, problem=problem, crumbs=crumbs)
