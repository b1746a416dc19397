"""What came of a fair: what exhibitors say they sold and agreed, how many people came, and what both thought of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, Dong, LongText, Refused
from catalog.text import clean

from .applications import Application, ApplicationState
from .fairs import Fair, FairPhase
from .visitors import Visitor

LONGEST_TEXT = 2000


class Outcome(Base):
    """What an exhibitor says came of the fair: `sales` and `contract_value` in dong; `samples` given to buyers."""

    __tablename__ = "outcomes"
    __table_args__ = (
        CheckConstraint("sales >= 0 AND contract_value >= 0", name="amounts"),
        CheckConstraint("contracts >= 0 AND samples >= 0", name="counts"),
        CheckConstraint("contracts > 0 OR contract_value = 0", name="contracts"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    sales: Mapped[Dong]
    contracts: Mapped[int]
    contract_value: Mapped[Dong]
    samples: Mapped[int]
    said_at: Mapped[datetime]


class HeadCount(Base):
    """How many people the organiser counted at the gate on a day, beside those with a ticket."""

    __tablename__ = "head_counts"
    __table_args__ = (CheckConstraint("heads >= 0", name="heads"),)

    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    heads: Mapped[int]


class Feedback(Base):
    """What a visitor, or an exhibitor, thought of the fair: 1 (poor) to 5 (very good), and words for the organiser."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        CheckConstraint("(visitor_id IS NULL) <> (application_id IS NULL)", name="whose"),
        Index("uq_feedback_visitor", "visitor_id", unique=True),
        Index("uq_feedback_application", "application_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"), index=True)
    visitor_id: Mapped[int | None] = mapped_column(ForeignKey("visitors.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    score: Mapped[int]
    text: Mapped[LongText] = mapped_column(default="")
    at: Mapped[datetime]


def _check_begun(fair: Fair, day: date) -> None:
    if fair.phase(day) not in (FairPhase.RUNNING, FairPhase.FINISHED):
        raise Refused("The fair has not begun yet.")


def say_outcome(
    session: Session,
    fair: Fair,
    application: Application,
    *,
    sales: int,
    contracts: int,
    contract_value: int,
    samples: int,
    now: datetime,
    today: date,
) -> Outcome:
    """What an exhibitor says now takes the place of what it said before. Raises Refused."""
    _check_begun(fair, today)
    if application.state not in (ApplicationState.CONFIRMED, ApplicationState.CHECKED_IN):
        raise Refused("This producer does not exhibit at the fair.")
    if contract_value and not contracts:
        raise Refused("Please say how many contracts this value is of.")
    made = session.get(Outcome, application.id) or Outcome(application_id=application.id)
    made.sales, made.contracts, made.contract_value = sales, contracts, contract_value
    made.samples, made.said_at = samples, now
    session.add(made)
    session.flush()
    application.note("application.outcome_said")
    return made


def count_heads(session: Session, fair: Fair, day: date, heads: int, today: date) -> None:
    """What the organiser counted on a day of the fair takes the place of what was counted before. Raises Refused."""
    _check_begun(fair, today)
    if fair.starts_on is None or fair.ends_on is None or not fair.starts_on <= day <= fair.ends_on:
        raise Refused("Please choose one of the fair's days.")
    if not 0 <= heads <= 1_000_000:
        raise Refused("Please write how many people came, as a number.")
    count = session.get(HeadCount, (fair.id, day)) or HeadCount(fair_id=fair.id, day=day)
    count.heads = heads
    session.add(count)
    session.flush()
    fair.note("fair.heads_counted", day=day.isoformat(), heads=heads)


def give_feedback(
    session: Session,
    fair: Fair,
    whose: Visitor | Application,
    score: int,
    words: str,
    *,
    now: datetime,
    today: date,
) -> Feedback:
    """Said once and changed as often as they like. Raises Refused."""
    _check_begun(fair, today)
    if not 1 <= score <= 5:
        raise Refused("Please choose one of the five answers.")
    own = {"visitor_id": whose.id} if isinstance(whose, Visitor) else {"application_id": whose.id}
    known = session.scalar(select(Feedback).filter_by(**own))
    made = known or Feedback(fair_id=fair.id, **own)
    made.score, made.text, made.at = score, clean(words)[:LONGEST_TEXT], now
    session.add(made)
    session.flush()
    return made
