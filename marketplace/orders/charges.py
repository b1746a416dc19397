"""What a sale will cost the producer, frozen when the order is placed: commission and withheld taxes."""

from datetime import date

from catalog.money import shares
from marketplace.payments.fees import FeeRate, fee_for, fees_on
from marketplace.payments.taxes import Activity, TaxRate, activity_of, tax_lines, taxes_on

from .offers import OfferPart
from .tariffs import Tariffs


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


def charges_on(tariffs: Tariffs, day: date) -> Charges:
    """What is in force on `day`."""
    return Charges(fees_on(tariffs.fees, day), taxes_on(tariffs.taxes, day))


def _by_activity(part: OfferPart, goods: int) -> dict[Activity, int]:
    """What is paid for the goods, by activity: a discount is shared over the lines."""
    totals = [line.total for line in part.lines]
    sold: dict[Activity, int] = {}
    for line, paid in zip(part.lines, shares(goods, totals), strict=True):
        activity = activity_of(line.product.set_code)
        sold[activity] = sold.get(activity, 0) + paid
    return sold
