"""What a voucher does to a basket, in words."""

from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.orders.discounts import Discount, Hindrance
from marketplace.orders.vouchers import Bearer, Voucher, VoucherUse

from ..filters import day as day_text
from ..filters import dong


@dataclass(frozen=True)
class DiscountView:
    """A voucher's code, dong off, and who gives it; `problem` says why nothing comes off."""

    code: str
    amount: int
    giver: str
    problem: str = ""


def discount_view(discount: Discount, amount: int) -> DiscountView:
    """`amount` is the share of one producer's part, or the whole."""
    return DiscountView(discount.voucher.code, amount, giver(discount.voucher.bearer), problem_of(discount))


def use_view(use: VoucherUse) -> DiscountView:
    """What came off a sub-order when it was placed."""
    return DiscountView(use.voucher.code, use.amount, giver(use.bearer))


def giver(bearer: str) -> str:
    """Who bears a discount, as buyers read it."""
    return _("from the producer") if bearer == Bearer.PRODUCER else _("from the market")


def problem_of(discount: Discount) -> str:
    """One sentence on why nothing comes off, empty where something does."""
    return _sentence(discount.hindrance, discount.voucher, discount.missing) if discount.hindrance else ""


def _sentence(hindrance: Hindrance, voucher: Voucher, missing: int) -> str:
    code = voucher.code
    match hindrance:
        case Hindrance.WITHDRAWN:
            return _("The voucher %(code)s is not accepted any more.", code=code)
        case Hindrance.NOT_YET:
            first = day_text(voucher.first_day)
            return _("The voucher %(code)s can be used from %(day)s on.", code=code, day=first)
        case Hindrance.OVER:
            last = day_text(voucher.last_day)
            return _("The voucher %(code)s was good until %(day)s.", code=code, day=last)
        case Hindrance.USED_UP:
            return _("The voucher %(code)s has been used up.", code=code)
        case Hindrance.USED_BY_YOU:
            return _("You have used the voucher %(code)s as often as you may.", code=code)
        case Hindrance.OTHER_PRODUCER:
            name = voucher.producer.name if voucher.producer else ""
            return _(
                "The voucher %(code)s is for goods of %(producer)s; there are none in your basket.",
                code=code,
                producer=name,
            )
        case Hindrance.BELOW_MINIMUM:
            return _(
                "The voucher %(code)s needs goods of %(minimum)s or more; %(missing)s are missing.",
                code=code,
                minimum=dong(voucher.minimum),
                missing=dong(missing),
            )
        case Hindrance.NOTHING_LEFT:
            return _("The voucher %(code)s takes nothing off these goods.", code=code)
