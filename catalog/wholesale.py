"""What resellers are offered: smallest quantity, case, capacity, keeping and lower prices for more. No public page shows it."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from .records import Base, Dong, Refused, one_of

MOST_TIERS = 6
MOST_PIECES = 1_000_000
MOST_LEAD_DAYS, MOST_SHELF_LIFE_DAYS = 365, 3650


class Storage(StrEnum):
    AMBIENT = "ambient"
    CHILLED = "chilled"
    FROZEN = "frozen"


class WholesaleTerms(Base):
    """How a pack is sold to resellers, in pieces; what is None the producer has not said.

    It takes `lead_days` from an order to the delivery, and nothing can be delivered before `supply_from`. Made
    fresh it keeps `shelf_life_days`.
    """

    __tablename__ = "wholesale_terms"
    __table_args__ = (
        CheckConstraint(f"minimum BETWEEN 1 AND {MOST_PIECES}", name="minimum"),
        CheckConstraint(f"case_pack BETWEEN 1 AND {MOST_PIECES}", name="case_pack"),
        CheckConstraint(f"capacity_per_month BETWEEN 1 AND {MOST_PIECES}", name="capacity_per_month"),
        CheckConstraint(f"lead_days BETWEEN 0 AND {MOST_LEAD_DAYS}", name="lead_days"),
        CheckConstraint(f"shelf_life_days BETWEEN 1 AND {MOST_SHELF_LIFE_DAYS}", name="shelf_life_days"),
        CheckConstraint(one_of("storage", Storage), name="storage"),
    )

    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), primary_key=True, autoincrement=False)
    minimum: Mapped[int | None]
    case_pack: Mapped[int | None]
    capacity_per_month: Mapped[int | None]
    lead_days: Mapped[int | None]
    supply_from: Mapped[date | None]
    shelf_life_days: Mapped[int | None]
    storage: Mapped[str | None]


class PriceTier(Base):
    """The price of a piece in dong for those who take `quantity_from` pieces or more."""

    __tablename__ = "price_tiers"
    __table_args__ = (
        CheckConstraint(f"quantity_from BETWEEN 2 AND {MOST_PIECES}", name="quantity_from"),
        CheckConstraint("price > 0", name="price"),
    )

    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), primary_key=True, autoincrement=False)
    quantity_from: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    price: Mapped[Dong]


def check_tiers(price: int, tiers: list[tuple[int, int]]) -> None:
    """Tiers are (quantity from, price). Raises Refused where more pieces would not cost less apiece."""
    if len(tiers) > MOST_TIERS:
        raise Refused("At most %(limit)s wholesale prices, please.", limit=MOST_TIERS)
    below = price
    for at, (quantity, tier) in enumerate(sorted(tiers)):
        if not 2 <= quantity <= MOST_PIECES:
            raise Refused("A wholesale price begins with 2 pieces or more.")
        if at and quantity == sorted(tiers)[at - 1][0]:
            raise Refused("There are two wholesale prices from %(quantity)s pieces on.", quantity=quantity)
        if not 0 < tier < below:
            raise Refused(
                "From %(quantity)s pieces on the price must be lower than before.", quantity=quantity
            )
        below = tier
