"""Which retailers see a producer's wholesale prices."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from catalog.records import Base, one_of

from ..accounts.retailers import Retailer


class Viewers(StrEnum):
    """`VERIFIED`: every retailer that may deal. `CHOSEN`: those of PriceViewer. `NOBODY`: they ask for a quote."""

    VERIFIED = "verified"
    CHOSEN = "chosen"
    NOBODY = "nobody"


class PriceAudience(Base):
    """What a producer has chosen; without a row its prices are for verified retailers."""

    __tablename__ = "price_audiences"
    __table_args__ = (CheckConstraint(one_of("viewers", Viewers), name="viewers"),)

    producer_id: Mapped[int] = mapped_column(
        ForeignKey("producers.id"), primary_key=True, autoincrement=False
    )
    viewers: Mapped[str]


class PriceViewer(Base):
    """A retailer that a producer has chosen."""

    __tablename__ = "price_viewers"

    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), primary_key=True)
    retailer_id: Mapped[int] = mapped_column(ForeignKey(Retailer.id), primary_key=True, index=True)
