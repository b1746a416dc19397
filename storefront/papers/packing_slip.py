"""The slip that goes into a parcel: what is in it, where it goes, and the cash to collect."""

from datetime import datetime

from flask_babel import gettext as _

from marketplace.orders.orders import Order, OrderLine, SubOrder
from marketplace.pdf import Column, Paper

from ..filters import dong
from ..locales import localized
from ..qr_codes import qr_dots
from .parts import buyer_lines, collect_lines, footer, part_number, placed_on, seller_lines

_QR = 30


def packing_slip(part: SubOrder, order: Order, url: str, cash: int, now: datetime) -> bytes:
    """The A5 slip of a parcel; its QR code leads to `url`, `cash` dong are collected at the door (0: none)."""
    number = part_number(order, part)
    paper = Paper(_("Packing slip"), footer(number), now, "A5")
    with paper.beside_dots(qr_dots(url), _QR):
        paper.heading(_("Packing slip"), f"{number} · {placed_on(order)}")
        paper.text(_("To collect: %(sum)s", sum=dong(cash)) if cash else _("Nothing to collect"), bold=True)
    paper.columns((_("From"), seller_lines(part.producer)), (_("To"), _to(order)))
    if collect := collect_lines(part):
        paper.text(_("Collected at the booth: %(where)s", where=" · ".join(collect)), bold=True)
    if order.note_to_producers:
        paper.text(f"{_('Note')}: {order.note_to_producers}")
    paper.space(2)
    paper.table(
        [Column(_("Product"), 5), Column(_("Quantity"), 1, right=True)], [_line(line) for line in part.lines]
    )
    paper.space(1)
    pieces = sum(line.quantity for line in part.lines)
    paper.text(_("Pieces in this parcel: %(count)s", count=pieces), bold=True)
    return paper.output()


def _to(order: Order) -> list[str]:
    # The parcel passes through many hands: they need no e-mail address.
    return [line for line in buyer_lines(order) if line != order.email]


def _line(line: OrderLine) -> list[str]:
    return [f"{localized(line, 'product_name')}\n{localized(line, 'pack')}", str(line.quantity)]
