"""Shipments: what left the producer's house for a buyer, with whom, and what is to be paid at the door."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, Dong, one_of

from .carriers import CarrierKey


class Shipment(Base):
    """One per sub-order. `cash_to_collect` in dong is 0 where the parcel is paid already."""

    __tablename__ = "shipments"
    __table_args__ = (
        CheckConstraint(one_of("carrier", CarrierKey), name="carrier"),
        CheckConstraint("cash_to_collect >= 0", name="cash_to_collect"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sub_order_id: Mapped[int] = mapped_column(ForeignKey("sub_orders.id"), unique=True)
    carrier: Mapped[str]
    tracking_no: Mapped[str] = mapped_column(index=True)
    shipped_at: Mapped[datetime]
    cash_to_collect: Mapped[Dong]


def shipments_of(session: Session, sub_order_ids: Collection[int]) -> dict[int, Shipment]:
    """The shipments by the id of their sub-order."""
    query = select(Shipment).where(Shipment.sub_order_id.in_(sub_order_ids))
    return {shipment.sub_order_id: shipment for shipment in session.scalars(query)}
