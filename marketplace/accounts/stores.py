"""The stores and warehouses of retailers: where producers deliver to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.places import Place
from catalog.records import Base, LongText

from .retailers import Retailer


class Store(Base):
    """A delivery point; `code` is the retailer's own number for it. What was closed takes no new deliveries.

    `receiving` says when goods are taken and how (hours, ramp, pallets), in words for the producer.
    """

    __tablename__ = "stores"
    __table_args__ = (
        CheckConstraint("length(code) > 0 AND length(name) > 0", name="name"),
        UniqueConstraint("retailer_id", "code"),
        UniqueConstraint("id", "retailer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    retailer_id: Mapped[int] = mapped_column(ForeignKey(Retailer.id))
    code: Mapped[str]
    name: Mapped[str]
    commune_code: Mapped[str] = mapped_column(ForeignKey("places.code"), index=True)
    street: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    receiving: Mapped[LongText] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    retailer: Mapped[Retailer] = relationship(lazy="raise")
    commune: Mapped[Place] = relationship(lazy="raise")
