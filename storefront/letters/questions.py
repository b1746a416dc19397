"""Letters about questions: to the producer when a buyer asks, to the buyer when the producer has answered."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.products import Product
from marketplace.accounts.memberships import producer_addresses
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.letters import send
from marketplace.questions import Question, QuestionState

from ..locales import localized
from ..shop.pages import absolute_url, link
from .notes import Note, note
from .registry import announces, letter


def _find(session: Session, id: int) -> Question:
    product = joinedload(Question.product).joinedload(Product.producer)
    query = select(Question).where(Question.id == id).options(product, selectinload(Question.answers))
    return session.scalars(query).one()


@announces("question.asked")
def tell_producer(session: Session, entry: Entry, now: datetime) -> None:
    question = _find(session, entry.subject_id)
    for address, language in producer_addresses(session, question.product.producer_id):
        send(session, "question_asked", address, language, now, question=question.id)


@announces("question.answered")
def tell_buyer(session: Session, entry: Entry, now: datetime) -> None:
    question = _find(session, entry.subject_id)
    user = session.get(User, question.user_id) if question.user_id else None
    if user and user.contact:
        send(session, "question_answered", user.contact, user.language, now, question=question.id)


@letter("question_asked")
def question_asked(session: Session, facts: dict) -> Note | None:
    question = _find(session, facts["question"])
    if question.state != QuestionState.ASKED:
        return None
    name = localized(question.product, "name")
    return note(
        _("A question about “%(product)s”", product=name),
        _("%(author)s asks:", author=question.author),
        question.text,
        link=(absolute_url(link("/producer/questions")), _("Answer")),
    )


@letter("question_answered")
def question_answered(session: Session, facts: dict) -> Note | None:
    question = _find(session, facts["question"])
    if question.answer is None or question.state != QuestionState.ANSWERED:
        return None
    name = localized(question.product, "name")
    return note(
        _("The answer to your question about “%(product)s”", product=name),
        _("You asked: %(text)s", text=question.text),
        _("%(producer)s answers:", producer=question.product.producer.name),
        question.answer.text,
        link=(absolute_url(link(f"/products/{question.product.slug}")) + "#questions", _("To the product")),
    )
