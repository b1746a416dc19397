"""What lines of goods come to: discount and tax are found by line, so that the lines always add up to the totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from catalog.money import MAX_DONG, shares
from catalog.records import Refused


class Counted(NamedTuple):
    """`quantity` units at `price` dong each before a tax of `vat_percent`."""

    quantity: int
    price: int
    vat_percent: int


class LineAmount(NamedTuple):
    """Dong of a line: `net` before discount, `vat` on what is left of it."""

    net: int
    discount: int
    vat: int

    @property
    def taxable(self) -> int:
        return self.net - self.discount

    @property
    def total(self) -> int:
        return self.taxable + self.vat


@dataclass(frozen=True)
class Amounts:
    """What lines come to together, each sum that of the lines."""

    lines: list[LineAmount]

    @property
    def subtotal(self) -> int:
        return sum(line.net for line in self.lines)

    @property
    def discount(self) -> int:
        return sum(line.discount for line in self.lines)

    @property
    def vat(self) -> int:
        return sum(line.vat for line in self.lines)

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)


def amounts_of(lines: Sequence[Counted], discount_bp: int) -> Amounts:
    """The discount is `discount_bp` basis points of all lines, shared among them by the largest remainder.

    Discount and the tax of each line are rounded half up to whole dong.
    """
    nets = [line.quantity * line.price for line in lines]
    off = shares((sum(nets) * discount_bp + 5_000) // 10_000, nets)
    taxes = [
        ((net - less) * line.vat_percent + 50) // 100
        for net, less, line in zip(nets, off, lines, strict=True)
    ]
    return Amounts([LineAmount(*of) for of in zip(nets, off, taxes, strict=True)])


def check_size(amounts: Amounts) -> None:
    """Raises Refused for more than any invoice is."""
    if amounts.total > MAX_DONG:
        raise Refused("This comes to more than one order can be.")
