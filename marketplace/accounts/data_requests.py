"""The register of requests about personal data: each is to be answered within two working days."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from catalog.records import Base, LongText, Refused, one_of

from .holidays import holidays_after, working_day_after
from .users import User

WORKING_DAYS = 2
MOST_OPEN = 5


class RequestKind(StrEnum):
    EXPORT = "export"
    ERASURE = "erasure"
    CORRECTION = "correction"
    OBJECTION = "objection"
    QUESTION = "question"


class DataRequest(Base):
    """What somebody asked, and what an officer answered. Exports and erasures answer themselves."""

    __tablename__ = "data_requests"
    __table_args__ = (
        CheckConstraint(one_of("kind", RequestKind), name="kind"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str]
    text: Mapped[LongText] = mapped_column(default="")
    received_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    answer: Mapped[LongText] = mapped_column(default="")

    user: Mapped[User] = relationship(lazy="raise")

    def reply(self, text: str, now: datetime) -> None:
        """Raises Refused where it was answered already."""
        if self.answered_at:
            raise Refused("This request has been answered meanwhile.")
        self.answered_at, self.answer = now, text
        self.note("data_request.answered", kind=self.kind)


def _due(session: Session, day: date) -> date:
    return working_day_after(day, WORKING_DAYS, holidays_after(session, day))


def ask(session: Session, user: User, kind: RequestKind, text: str, now: datetime, day: date) -> DataRequest:
    """Enter a request of `day` (in Vietnam). Raises Refused while too many wait for their answer."""
    mine = DataRequest.user_id == user.id, DataRequest.answered_at.is_(None)
    if session.scalar(select(func.count()).where(*mine)) >= MOST_OPEN:
        raise Refused("Your earlier requests are still being answered.")
    due = _due(session, day)
    made = DataRequest(user_id=user.id, kind=kind, text=text, received_at=now, due_on=due)
    session.add(made)
    made.note("data_request.received", kind=kind)
    return made


def enter_done(session: Session, user: User, kind: RequestKind, now: datetime, day: date) -> None:
    """Enter what the shop has done by itself at once."""
    done = {"received_at": now, "answered_at": now, "answer": "done"}
    session.add(DataRequest(user_id=user.id, kind=kind, due_on=_due(session, day), **done))


def requests_of(session: Session, user_id: int) -> list[DataRequest]:
    mine = select(DataRequest).where(DataRequest.user_id == user_id)
    return list(session.scalars(mine.order_by(DataRequest.id.desc())))


def count_open(session: Session) -> int:
    return session.scalar(select(func.count()).where(DataRequest.answered_at.is_(None)))
