"""Questions from buyers about a product, each with the producer's answer; shown to everybody once it is answered.

An answer that is changed is a new version: what stood there before is kept.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Select, exists, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from catalog.products import Product, ProductState
from catalog.records import Base, LongText, Refused, Stateful, one_of
from catalog.text import clean

from .accounts.users import User

LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_REASON = 500, 1000, 300
# So many may one person have waiting for answers, and ask in a day.
MOST_OPEN, MOST_A_DAY = 5, 10


class QuestionState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    HIDDEN = "hidden"


class Question(Stateful, Base):
    """`author` as it is shown; `user_id` is None once the account is erased. `hidden_because` is an officer's reason."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint(one_of("state", QuestionState), name="state"),
        CheckConstraint("state <> 'hidden' OR hidden_because <> ''", name="hidden_because"),
        CheckConstraint("length(text) > 0", name="text"),
        Index("ix_questions_product_state", "product_id", "state"),
    )
    public = True
    S = QuestionState
    moves: ClassVar = {
        S.ASKED: frozenset({S.ANSWERED, S.HIDDEN}),
        S.ANSWERED: frozenset({S.HIDDEN}),
        S.HIDDEN: frozenset({S.ASKED, S.ANSWERED}),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    author: Mapped[str]
    text: Mapped[LongText]
    state: Mapped[str] = mapped_column(default=QuestionState.ASKED)
    hidden_because: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]

    product: Mapped[Product] = relationship(lazy="raise")
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="question", lazy="raise", order_by="Answer.version"
    )

    def products_seen_through(self) -> tuple[int, ...]:
        # Nobody reads it before it is answered.
        return () if self.state == QuestionState.ASKED else (self.product_id,)

    @property
    def answer(self) -> "Answer | None":
        """The one that counts."""
        return self.answers[-1] if self.answers else None

    def write_answer(self, text: str, user_id: int, now: datetime) -> None:
        """Answer, or change the answer. Raises Refused for a hidden question and for what says nothing new."""
        text = clean(text)
        if not 0 < len(text) <= LONGEST_ANSWER:
            raise Refused("Please write an answer of at most %(limit)s characters.", limit=LONGEST_ANSWER)
        if self.state == QuestionState.HIDDEN:
            raise Refused("An officer has hidden this question: there is nothing to answer.")
        if self.answer and self.answer.text == text:
            raise Refused("The answer stands there in these words already.")
        first = self.answer is None
        self.answers.append(Answer(version=len(self.answers) + 1, text=text, user_id=user_id, created_at=now))
        if first:
            self.move(QuestionState.ANSWERED)
        self.note("question.answered" if first else "question.answer_changed", version=len(self.answers))

    def hide(self, reason: str) -> None:
        """Take it off the product's page. Raises Refused without a reason, or when it is hidden already."""
        reason = clean(reason)
        if not 0 < len(reason) <= LONGEST_REASON:
            raise Refused("Please write a reason of at most %(limit)s characters.", limit=LONGEST_REASON)
        self.move(QuestionState.HIDDEN)
        self.hidden_because = reason
        self.note("question.hidden", reason=reason)

    def publish(self) -> None:
        self.move(QuestionState.ANSWERED if self.answers else QuestionState.ASKED)
        self.hidden_because = ""
        self.note("question.published")


class Answer(Base):
    """One version of what the producer answers; never changed."""

    __tablename__ = "answers"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("length(text) > 0", name="text"),
        Index("uq_answers_version", "question_id", "version", unique=True),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    version: Mapped[int]
    text: Mapped[LongText]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]

    question: Mapped[Question] = relationship(back_populates="answers", lazy="raise")

    def products_seen_through(self) -> tuple[int, ...]:
        return (self.question.product_id,)


def ask_question(session: Session, user: User, product: Product, text: str, now: datetime) -> Question:
    """Raises Refused for an empty or long text, and for somebody who asks too much at once."""
    text = clean(text)
    if not 0 < len(text) <= LONGEST_QUESTION:
        raise Refused("Please write a question of at most %(limit)s characters.", limit=LONGEST_QUESTION)
    if product.state != ProductState.PUBLISHED:
        raise Refused("This product is not sold here any more.")
    # Two presses at once are counted one after the other.
    session.execute(select(User.id).where(User.id == user.id).with_for_update())
    mine = select(func.count()).select_from(Question).where(Question.user_id == user.id)
    if session.scalar(mine.where(Question.state == QuestionState.ASKED)) >= MOST_OPEN:
        raise Refused(
            "%(limit)s of your questions wait for an answer. Please wait for one first.", limit=MOST_OPEN
        )
    if session.scalar(mine.where(Question.created_at > now - timedelta(days=1))) >= MOST_A_DAY:
        raise Refused("You have asked %(limit)s questions today. Please go on tomorrow.", limit=MOST_A_DAY)
    same = Question.user_id == user.id, Question.product_id == product.id, Question.text == text
    if session.scalar(select(Question.id).where(*same)) is not None:
        raise Refused("You have asked this already.")
    question = Question(
        product_id=product.id,
        user_id=user.id,
        author=_shown_author(user.name),
        text=text,
        state=QuestionState.ASKED,
        created_at=now,
    )
    session.add(question)
    session.flush()
    question.note("question.asked")
    return question


def _shown_author(name: str) -> str:
    """ "Nguyễn Thị Mai" → "Mai N.": enough for a neighbour, too little for a stranger."""
    words = name.split()
    return f"{words[-1]} {words[0][0]}." if len(words) > 1 else "".join(words)


def _whole() -> Select[tuple[Question]]:
    return select(Question).options(joinedload(Question.product), selectinload(Question.answers))


def has_answers() -> ColumnElement[bool]:
    """Whether a product's page has questions to show, for a query that has `Product` in it."""
    return exists().where(Question.product_id == Product.id, Question.state == QuestionState.ANSWERED)


def answered_questions(session: Session, product_id: int, limit: int) -> Sequence[Question]:
    """What the product's page shows, the newest first."""
    shown = Question.product_id == product_id, Question.state == QuestionState.ANSWERED
    query = select(Question).where(*shown).options(selectinload(Question.answers))
    return session.scalars(query.order_by(Question.id.desc()).limit(limit)).all()


def questions_to(session: Session, producer_ids: Collection[int], limit: int) -> Sequence[Question]:
    """Questions about things of these producers: what waits first, oldest first, then what was answered."""
    query = _whole().join(Question.product).where(Product.producer_id.in_(producer_ids))
    waits = Question.state != QuestionState.ASKED
    shown = query.where(Question.state != QuestionState.HIDDEN)
    waiting = shown.where(~waits).order_by(Question.id).limit(limit)
    done = shown.where(waits).order_by(Question.id.desc()).limit(limit)
    return [*session.scalars(waiting), *session.scalars(done)]


def count_open(session: Session, producer_ids: Collection[int]) -> int:
    query = select(func.count()).select_from(Question).join(Question.product)
    mine = Product.producer_id.in_(producer_ids), Question.state == QuestionState.ASKED
    return session.scalar(query.where(*mine))


def newest_questions(session: Session, limit: int) -> Sequence[Question]:
    """For the office: all of them."""
    return session.scalars(_whole().order_by(Question.id.desc()).limit(limit)).all()


def find_question(session: Session, id: int, producer_ids: Collection[int] | None = None) -> Question | None:
    """Held until the transaction ends; about things of these producers, or any."""
    query = _whole().where(Question.id == id).with_for_update(of=Question)
    if producer_ids is not None:
        query = query.join(Question.product).where(Product.producer_id.in_(producer_ids))
    return session.scalar(query)
