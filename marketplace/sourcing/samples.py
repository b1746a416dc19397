"""Samples: a few packs that a retailer tastes and measures before it buys."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.codes import new_code
from catalog.producers import Producer
from catalog.products import Variant
from catalog.records import Base, Dong, LongText, Stateful, one_of

from ..accounts.retailers import Retailer
from ..accounts.stores import Store
from .quotes import Side
from .requests import SourcingRequest


class SampleState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    SENT = "sent"
    RECEIVED = "received"
    SCORED = "scored"
    DECLINED = "declined"
    CANCELLED = "cancelled"


def _code() -> str:
    return new_code(8)


class Sample(Stateful, Base):
    """`packs` of a variant. `paid_by` pays `price` dong in all (0: nothing is asked for) and the way.

    Scores are 1 to 5; `suitable` is the retailer's verdict, with `verdict` in words for the producer.
    """

    __tablename__ = "samples"
    __table_args__ = (
        CheckConstraint(one_of("state", SampleState), name="state"),
        CheckConstraint(one_of("paid_by", Side), name="paid_by"),
        CheckConstraint("packs BETWEEN 1 AND 100", name="packs"),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint(
            "taste BETWEEN 1 AND 5 AND packaging BETWEEN 1 AND 5 AND label BETWEEN 1 AND 5", name="scores"
        ),
        CheckConstraint(
            "(state = 'scored') = (suitable IS NOT NULL AND taste IS NOT NULL AND packaging IS NOT NULL AND label IS NOT NULL)",
            name="scored",
        ),
        CheckConstraint("state NOT IN ('declined', 'cancelled') OR length(reason) > 0", name="reason"),
        CheckConstraint("revision > 0", name="revision"),
        Index("ix_samples_retailer_state", "retailer_id", "state", "id"),
        Index("ix_samples_producer_state", "producer_id", "state", "id"),
    )
    S = SampleState
    moves = {
        S.ASKED: frozenset({S.AGREED, S.DECLINED, S.CANCELLED}),
        S.AGREED: frozenset({S.SENT, S.DECLINED, S.CANCELLED}),
        S.SENT: frozenset({S.RECEIVED, S.CANCELLED}),
        S.RECEIVED: frozenset({S.SCORED}),
        S.SCORED: frozenset(),
        S.DECLINED: frozenset(),
        S.CANCELLED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=_code)
    retailer_id: Mapped[int] = mapped_column(ForeignKey(Retailer.id))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey(SourcingRequest.id), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    store_id: Mapped[int] = mapped_column(ForeignKey(Store.id))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(default=SampleState.ASKED)
    revision: Mapped[int] = mapped_column(default=1)
    packs: Mapped[int]
    paid_by: Mapped[str] = mapped_column(default=Side.RETAILER)
    price: Mapped[Dong] = mapped_column(default=0)
    wishes: Mapped[LongText] = mapped_column(default="")
    carrier: Mapped[str] = mapped_column(default="")
    tracking_number: Mapped[str] = mapped_column(default="")
    taste: Mapped[int | None]
    packaging: Mapped[int | None]
    label: Mapped[int | None]
    suitable: Mapped[bool | None]
    verdict: Mapped[LongText] = mapped_column(default="")
    reason: Mapped[LongText] = mapped_column(default="")
    asked_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    scored_at: Mapped[datetime | None]

    retailer: Mapped[Retailer] = relationship(lazy="raise")
    producer: Mapped[Producer] = relationship(lazy="raise")
    variant: Mapped[Variant] = relationship(lazy="raise")
    store: Mapped[Store] = relationship(lazy="raise")
    request: Mapped[SourcingRequest | None] = relationship(lazy="raise")
