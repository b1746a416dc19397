"""The slip that a buyer puts into a parcel that goes back."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from marketplace.orders.orders import Order, SubOrder
from marketplace.pdf import Column, Paper

from ..filters import dong
from ..qr_codes import qr_dots
from .parts import buyer_lines, footer, part_number, placed_on, seller_lines

_QR = 30


class ReturnedLine(NamedTuple):
    """What goes back: `amount` dong are to be refunded for these pieces."""

    product_name: str
    pack: str
    quantity: int
    amount: int


def return_slip(
    part: SubOrder, order: Order, lines: Sequence[ReturnedLine], reason: str, url: str, now: datetime
) -> bytes:
    """The A5 slip for pieces of a parcel; its QR code leads to `url`."""
    number = part_number(order, part)
    paper = Paper(_("Return slip"), footer(number), now, "A5")
    with paper.beside_dots(qr_dots(url), _QR):
        paper.heading(_("Return slip"), f"{number} · {placed_on(order)}")
        paper.text(_("Please put this slip into the parcel."))
    paper.columns((_("From"), buyer_lines(order)[:2]), (_("To"), seller_lines(part.producer)))
    paper.facts([(_("Reason"), reason)])
    columns = [
        Column(_("Product"), 4),
        Column(_("Quantity"), 1.2, right=True),
        Column(_("To refund"), 2, right=True),
    ]
    paper.table(columns, [_row(line) for line in lines])
    paper.sums([(_("To refund"), dong(sum(line.amount for line in lines)))])
    return paper.output()


def _row(line: ReturnedLine) -> list[str]:
    return [f"{line.product_name}\n{line.pack}", str(line.quantity), dong(line.amount)]
