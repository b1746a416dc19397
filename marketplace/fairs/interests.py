"""Shortlists: which exhibitors a visitor wants to find again, and who of them may know who asked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from catalog.records import Base, LongText, Refused
from catalog.text import clean

from ..accounts.users import User, lock_user
from .applications import EXHIBITING, Application

MOST, LONGEST_MESSAGE = 200, 500


class Interest(Base):
    """Somebody has an exhibitor on their list. Without `shared_at` the exhibitor sees nothing of it; `message` is for both."""

    __tablename__ = "interests"
    __table_args__ = (
        Index("uq_interests_application", "application_id", "user_id", unique=True),
        CheckConstraint(f"length(message) <= {LONGEST_MESSAGE}", name="message"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    message: Mapped[LongText] = mapped_column(default="")
    shared_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    application: Mapped[Application] = relationship(lazy="raise")
    user: Mapped[User] = relationship(lazy="raise")


def remember(session: Session, user: User, application: Application, now: datetime) -> Interest:
    """Put an exhibitor on the list; who is on it already stays. Raises Refused."""
    # Two windows at once remember it once.
    lock_user(session, user.id)
    if application.state not in EXHIBITING:
        raise Refused("This producer does not exhibit at the fair.")
    mine = Interest.user_id == user.id
    known = session.scalar(select(Interest).where(mine, Interest.application_id == application.id))
    if known:
        return known
    if session.scalar(select(func.count()).select_from(Interest).where(mine)) >= MOST:
        raise Refused("The list holds %(limit)s exhibitors. Please remove one first.", limit=MOST)
    made = Interest(application_id=application.id, user_id=user.id, created_at=now)
    session.add(made)
    session.flush()
    return made


def say(interest: Interest, message: str, shares: bool, now: datetime) -> None:
    """Keep the message, and let the exhibitor know who asks, or not any more."""
    interest.message = clean(message)[:LONGEST_MESSAGE]
    if shares and interest.shared_at is None:
        interest.shared_at = now
        interest.note("interest.shared")
    elif not shares and interest.shared_at is not None:
        interest.shared_at = None
        interest.note("interest.kept_private")


def forget(session: Session, user: User, application_id: int) -> bool:
    mine = Interest.user_id == user.id, Interest.application_id == application_id
    return bool(session.execute(delete(Interest).where(*mine)).rowcount)


def shortlist(session: Session, user_id: int, fair_id: int) -> Sequence[Interest]:
    """What somebody wants to find again at this fair, in the order they found it."""
    mine = Interest.user_id == user_id, Application.fair_id == fair_id
    query = select(Interest).join(Application).where(*mine).order_by(Interest.id)
    return session.scalars(
        query.options(joinedload(Interest.application).joinedload(Application.producer))
    ).all()


def leads(session: Session, application_id: int) -> Sequence[Interest]:
    """Who told this exhibitor that they ask, the latest first."""
    theirs = Interest.application_id == application_id, Interest.shared_at.is_not(None)
    query = select(Interest).where(*theirs).order_by(Interest.shared_at.desc(), Interest.id)
    return session.scalars(query.options(joinedload(Interest.user))).all()
