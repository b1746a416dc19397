"""What is left of a price: off goes the discount, on comes value added tax; in whole dong."""

from dataclasses import dataclass
from fractions import Fraction

_WHOLE = 10_000


def net_price(price: int, discount_bp: int) -> int:
    """Dong a unit net of a discount in basis points, rounded half up."""
    return (price * (_WHOLE - discount_bp) + _WHOLE // 2) // _WHOLE


def with_vat(amount: int, vat_percent: int) -> int:
    """An amount in dong with value added tax on it, rounded half up."""
    return amount + (amount * vat_percent + 50) // 100


@dataclass(frozen=True)
class Remains:
    """What a producer gets for one line, in dong: `gross` off the list, `net` after the discount, `invoiced` with tax.

    `remains` is the net sum without what the way costs; `per_unit` and `per_pack` are shares of it, rounded down.
    """

    gross: int
    discount: int
    net: int
    vat: int
    invoiced: int
    way: int
    remains: int
    per_unit: int
    per_pack: int


def remains(
    price: int, quantity: int, packs: Fraction, discount_bp: int = 0, vat_percent: int = 0, way: int = 0
) -> Remains:
    """Of `quantity` units at `price`; `packs` packs make one unit, `way` is what bringing all of it there costs."""
    gross = price * quantity
    net = net_price(price, discount_bp) * quantity
    vat = with_vat(net, vat_percent) - net
    left = net - way
    per_pack = int(Fraction(left) / (quantity * packs)) if left >= 0 else 0
    return Remains(
        gross,
        gross - net,
        net,
        vat,
        net + vat,
        way,
        left,
        left // quantity if left >= 0 else 0,
        per_pack,
    )
