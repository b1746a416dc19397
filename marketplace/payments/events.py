"""What a gateway has told us: every event once, in as few facts as we need."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base


class PaymentEvent(Base):
    """An event by the provider's own id; `payload` leaves out names, addresses and cards."""

    __tablename__ = "payment_events"
    __table_args__ = (Index("uq_payment_events_event_id", "provider", "event_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str]
    event_id: Mapped[str]
    type: Mapped[str]
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), index=True)
    payload: Mapped[dict] = mapped_column(JSON)
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]


def is_known(session: Session, provider: str, event_id: str) -> bool:
    mine = PaymentEvent.provider == provider, PaymentEvent.event_id == event_id
    return session.scalar(select(PaymentEvent.id).where(*mine)) is not None
