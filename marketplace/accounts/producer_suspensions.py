"""Taking a producer off the market at once, its answer to that, and putting it back or closing it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Select, func, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from catalog.appeals import Appealable, appeal_checks, need, waiting
from catalog.producers import Producer, ProducerState, of_province
from catalog.records import Base, LongText, Refused

LONGEST_TEXT = 2000
_OPEN = text("ended_at IS NULL")


class ProducerSuspension(Appealable, Base):
    """From `suspended_at` to `ended_at`.

    Nothing of the producer is shown or sold meanwhile; what was ordered goes on, and is paid out.
    """

    __tablename__ = "producer_suspensions"
    __table_args__ = (
        *appeal_checks(),
        Index(
            "uq_producer_suspensions_open",
            "producer_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_producer_suspensions_appealed_at", "appealed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    reason: Mapped[LongText]
    suspended_at: Mapped[datetime]

    producer: Mapped[Producer] = relationship(lazy="raise")


def suspension_of(session: Session, producer_id: int, *, lock: bool = False) -> ProducerSuspension | None:
    """The one in force."""
    theirs = ProducerSuspension.producer_id == producer_id, ProducerSuspension.ended_at.is_(None)
    query = select(ProducerSuspension).where(*theirs)
    return session.scalar(query.with_for_update() if lock else query)


def suspend(session: Session, producer: Producer, reason: str, now: datetime) -> ProducerSuspension:
    """At once. Raises Refused where it is not shown anyway, and without a reason."""
    need(reason)
    producer.move(ProducerState.SUSPENDED)
    made = ProducerSuspension(producer_id=producer.id, reason=reason, suspended_at=now)
    session.add(made)
    producer.note("producer.suspended", reason=reason)
    return made


def appeal(session: Session, producer: Producer, words: str, now: datetime) -> None:
    """The producer's side. Raises Refused while the last word still waits for its answer."""
    found = suspension_of(session, producer.id, lock=True)
    if found is None or producer.state != ProducerState.SUSPENDED:
        raise Refused("This producer is not suspended any more.")
    found.ask(words, now)
    producer.note("producer.appealed")


def answer(session: Session, producer: Producer, words: str, now: datetime) -> None:
    """It stays suspended, and this is why. Raises Refused where another officer has answered."""
    found = suspension_of(session, producer.id, lock=True)
    if found is None:
        raise Refused("Another officer has answered meanwhile.")
    found.decline(words, now)
    producer.note("producer.appeal_declined", reason=words)


def reinstate(session: Session, producer: Producer, words: str, now: datetime) -> None:
    """Show it again. Raises Refused where another officer has, or closed it."""
    producer.move(ProducerState.APPROVED)
    _end(session, producer, words, now)
    producer.note("producer.reinstated", reason=words)


def close(session: Session, producer: Producer, reason: str, now: datetime) -> None:
    """For good: nothing leads back. What was ordered is still sent and paid out."""
    need(reason)
    producer.move(ProducerState.CLOSED)
    _end(session, producer, reason, now)
    producer.note("producer.closed", reason=reason)


def _end(session: Session, producer: Producer, words: str, now: datetime) -> None:
    found = suspension_of(session, producer.id, lock=True)
    if found is not None:
        found.end(words, now)


def waiting_appeals() -> Select:
    """Those that no officer has answered, the oldest first; has `Producer` in it."""
    query = select(ProducerSuspension).join(Producer).options(joinedload(ProducerSuspension.producer))
    return query.where(*waiting(ProducerSuspension)).order_by(
        ProducerSuspension.appealed_at, ProducerSuspension.id
    )


def count_appeals(session: Session, province_code: str | None) -> int:
    query = (
        select(func.count())
        .select_from(ProducerSuspension)
        .join(Producer)
        .where(*waiting(ProducerSuspension))
    )
    return session.scalar(of_province(query, province_code))
