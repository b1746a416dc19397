"""What a gateway has told us: every event once, in as few facts as we need."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base

# States of a dispute that no other follows, in the gateway's words; after these the money stays.
STAYS = frozenset({"won", "warning_closed"})
_DECIDED = STAYS | {"lost"}
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


def hold_charge(session: Session, charge_id: str) -> None:
    """Let others who hear of this charge wait until the transaction ends: whoever comes second sees what was
    told first, though no row of ours stands for a charge that is not counted yet. On SQLite who writes is alone."""
    if session.get_bind().dialect.name == "postgresql":
        number = func.hashtextextended(f"charge:{charge_id}", 0)
        session.execute(select(func.pg_advisory_xact_lock(number)))


def events_of_charge(session: Session, charge_id: str) -> list[PaymentEvent]:
    """What we were told of a charge, as it happened."""
    query = select(PaymentEvent).where(PaymentEvent.charge_id == charge_id)
    return list(session.scalars(query.order_by(PaymentEvent.happened_at, PaymentEvent.id)))


def dispute_reason(session: Session, dispute: str) -> str:
    """Why the buyer disputes, in the gateway's word; empty where that is not known."""
    query = select(PaymentEvent.payload).where(PaymentEvent.type.contains(".dispute.", autoescape=True))
    told = (facts for facts in session.scalars(query) if facts.get("dispute") == dispute)
    return next((facts["reason"] for facts in told if facts.get("reason")), "")


def disputes_over(session: Session, charge_id: str) -> dict[str, str]:
    """The disputes over this charge, each with its state in the gateway's word."""
    told: dict[str, list[str]] = {}
    for event in events_of_charge(session, charge_id):
        if ".dispute." in event.type:
            told.setdefault(event.payload["dispute"], []).append(event.payload["status"])
    return {dispute: standing(statuses) for dispute, statuses in told.items()}


def standing(statuses: Iterable[str]) -> str:
    """The last of a dispute's states as they were told; a decision stands, whatever of the same second came after."""
    states = list(statuses)
    return next((state for state in states if state in _DECIDED), states[-1])
