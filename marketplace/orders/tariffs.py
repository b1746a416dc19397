"""The dated tables that an order is reckoned with: delivery, fees and taxes, of all days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy.orm import Session

from ..payments.fees import FeeRate, all_fees
from ..payments.taxes import TaxRate, all_taxes
from .delivery import DeliveryRate, all_rates


@dataclass(frozen=True)
class Tariffs:
    """They change seldom: who serves many keeps them for as long as the catalogue's version stays."""

    rates: Sequence[DeliveryRate]
    fees: Sequence[FeeRate]
    taxes: Sequence[TaxRate]

    @classmethod
    def read(cls, session: Session) -> Self:
        return cls(all_rates(session), all_fees(session), all_taxes(session))
