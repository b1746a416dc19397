"""What a gateway has told us: every event once, in as few facts as we need."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_COLUMNS = (
    "provider",
    "event_id",
    "type",
    "payment_id",
    "charge_id",
    "payload",
    "happened_at",
    "received_at",
)


class PaymentEvent(Base):
    """An event by the provider's own id; `payload` leaves out names, addresses and cards.

    An event about a charge may come before the charge itself: then it has no payment yet.
    """

    __tablename__ = "payment_events"
    __table_args__ = (Index("uq_payment_events_event_id", "provider", "event_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str]
    event_id: Mapped[str]
    type: Mapped[str]
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), index=True)
    charge_id: Mapped[str | None] = mapped_column(index=True)
    payload: Mapped[dict] = mapped_column(JSON)
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]


def record(session: Session, event: PaymentEvent) -> bool:
    """Write the event down; False when it is known already, also from somebody who writes it at this moment."""
    insert = _INSERTS[session.get_bind().dialect.name](PaymentEvent)
    row = {column: getattr(event, column) for column in _COLUMNS}
    once = insert.values(row).on_conflict_do_nothing(
        index_elements=[PaymentEvent.provider, PaymentEvent.event_id]
    )
    return session.scalar(once.returning(PaymentEvent.id)) is not None


def events_of_charge(session: Session, charge_id: str) -> list[PaymentEvent]:
    """What we were told of a charge, as it happened."""
    query = select(PaymentEvent).where(PaymentEvent.charge_id == charge_id)
    return list(session.scalars(query.order_by(PaymentEvent.happened_at, PaymentEvent.id)))


def dispute_over(session: Session, charge_id: str) -> str | None:
    """The state of a dispute over this charge, in the gateway's word; none where nobody disputes it."""
    disputes = [event for event in events_of_charge(session, charge_id) if ".dispute." in event.type]
    return disputes[-1].payload.get("status") if disputes else None
