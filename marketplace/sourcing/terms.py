"""The terms on which goods change hands, the same in quotes, contracts and purchase orders."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.records import one_of

# Value added tax in per cent, as invoices know it.
VAT_RATES = (0, 5, 8, 10)
VAT_RATE = f"vat_percent IN ({', '.join(map(str, VAT_RATES))})"


class Handover(StrEnum):
    """`EX_FARM`: the retailer fetches it, or pays the way. `DELIVERED`: the price is that at the store's ramp."""

    EX_FARM = "ex_farm"
    DELIVERED = "delivered"


class ReturnRule(StrEnum):
    """What a retailer may send back: nothing, what was not as agreed, or also what was not sold."""

    NONE = "none"
    FAULTY = "faulty"
    UNSOLD = "unsold"


@dataclass(frozen=True)
class Terms:
    """`discount_bp` basis points off the price (chiết khấu); `payment_days` after the invoice;
    `shelf_life_percent` of the shelf life left at delivery; `lead_days` from the order to the ramp."""

    handover: str = Handover.DELIVERED
    discount_bp: int = 0
    payment_days: int = 30
    shelf_life_percent: int = 67
    returns: str = ReturnRule.FAULTY
    lead_days: int = 7


class Termed:
    """A mixin for records that carry terms; see Terms for what the columns mean."""

    handover: Mapped[str] = mapped_column(default=Handover.DELIVERED)
    discount_bp: Mapped[int] = mapped_column(default=0)
    payment_days: Mapped[int] = mapped_column(default=30)
    shelf_life_percent: Mapped[int] = mapped_column(default=67)
    returns: Mapped[str] = mapped_column(default=ReturnRule.FAULTY)
    lead_days: Mapped[int] = mapped_column(default=7)

    @property
    def terms(self) -> Terms:
        return Terms(**{name: getattr(self, name) for name in asdict(Terms())})


def terms_checks() -> tuple[CheckConstraint, ...]:
    """What the table of everything that carries terms checks."""
    return (
        CheckConstraint(one_of("handover", Handover), name="handover"),
        CheckConstraint("discount_bp BETWEEN 0 AND 9000", name="discount_bp"),
        CheckConstraint("payment_days BETWEEN 0 AND 180", name="payment_days"),
        CheckConstraint("shelf_life_percent BETWEEN 0 AND 100", name="shelf_life_percent"),
        CheckConstraint(one_of("returns", ReturnRule), name="returns"),
        CheckConstraint("lead_days BETWEEN 0 AND 365", name="lead_days"),
    )
