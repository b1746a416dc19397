"""What a sale will cost the producer, frozen when the order is placed: commission and withheld taxes."""

from datetime import date

from sqlalchemy.orm import Session

from catalog.money import shares
from catalog.producers import Producer
from marketplace.payments.fees import FeeRate, all_fees, fee_for, fees_on
from marketplace.payments.taxes import WITHHELD_FROM, Activity, TaxRate, activity_of, tax_lines, taxes_on

from .offers import Offer, OfferPart


class Charges:
    """The fees and tax rates of one day."""

    def __init__(self, fees: dict[str, FeeRate], taxes: list[TaxRate]):
        self.fees = fees
        self.taxes = taxes

    def frozen(self, part: OfferPart, discount: int = 0) -> dict:
        """The columns of a sub-order that hold its charges; `discount` dong are borne by the producer, whose
        charges they lower."""
        goods = part.subtotal - discount
        fee = fee_for(self.fees, part.producer.kind)
        taxes = tax_lines(self.taxes, part.producer.kind, _by_activity(part, goods))
        return {
            "commission_bp": fee.basis_points if fee else 0,
            "commission": fee.commission(goods) if fee else 0,
            "withholding": sum(tax["amount"] for tax in taxes),
            "taxes": taxes,
        }


def charges_on(session: Session, offer: Offer, day: date) -> Charges:
    """What is in force on `day`; taxes are read only where somebody in the offer has them withheld."""
    taxes = taxes_on(session, day) if any(_withheld(part.producer) for part in offer.parts) else []
    return Charges(fees_on(all_fees(session), day), taxes)


def _withheld(producer: Producer) -> bool:
    return producer.kind in WITHHELD_FROM


def _by_activity(part: OfferPart, goods: int) -> dict[Activity, int]:
    """What is paid for the goods, by activity: a discount is shared over the lines."""
    totals = [line.total for line in part.lines]
    sold: dict[Activity, int] = {}
    for line, paid in zip(part.lines, shares(goods, totals), strict=True):
        activity = activity_of(line.product.set_code)
        sold[activity] = sold.get(activity, 0) + paid
    return sold
