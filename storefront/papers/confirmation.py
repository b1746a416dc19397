"""The confirmation of an order: the contract to keep, with everything as it was agreed on that day."""

from datetime import datetime

from flask_babel import gettext as _

from catalog.producers import ProducerKind
from marketplace.orders.orders import Order, OrderLine, PaymentMethod, SubOrder
from marketplace.pdf import Column, Paper

from ..filters import day, dong, label
from ..locales import localized
from ..shop.badge_words import badge_text
from .parts import (
    address_line,
    buyer_lines,
    collect_lines,
    footer,
    operator,
    operator_lines,
    order_number,
    part_number,
    placed_on,
    seller_lines,
    sums_of,
)


def confirmation(order: Order, now: datetime) -> bytes:
    """The paper of an order loaded by order_with_parts()."""
    number = order_number(order)
    paper = Paper(_("Order %(number)s", number=number), footer(number), now)
    paper.heading(_("Order confirmation"), f"{_('Order %(number)s', number=number)} · {placed_on(order)}")
    paper.columns((_("Buyer"), buyer_lines(order)), (_("Marketplace"), operator_lines()))
    paper.text(
        _(
            "Each producer named below sells its part of this order to the buyer. %(operator)s runs the marketplace.",
            operator=operator().operator,
        ),
        small=True,
    )
    for part in order.sub_orders:
        _part(paper, order, part)
    _whole(paper, order)
    return paper.output()


def _part(paper: Paper, order: Order, part: SubOrder) -> None:
    paper.section(f"{part_number(order, part)} · {part.producer.name}")
    place = ", ".join(seller_lines(part.producer)[1:])
    seller = _("Seller: %(who)s", who=f"{part.producer.name}, {_kind(part)}, {place}")
    paper.text(seller, small=True)
    if part.delivery:
        arrival = _(
            "Should arrive from %(first)s to %(last)s",
            first=day(part.arrives_from),
            last=day(part.arrives_to),
        )
        paper.text(arrival, small=True)
    if collect := collect_lines(part):
        paper.text(_("To be collected: %(where)s", where=" · ".join(collect)))
    columns = [
        Column(_("Product"), 6),
        Column(_("Quantity"), 1.2, right=True),
        Column(_("Price"), 1.8, right=True),
        Column(_("Sum"), 2, right=True),
    ]
    paper.table(columns, [_line(line) for line in part.lines])
    paper.sums(sums_of(part, _("This parcel")))


def _kind(part: SubOrder) -> str:
    return label(ProducerKind(part.producer.kind))


def _line(line: OrderLine) -> list[str]:
    name = ", ".join(word for word in (localized(line, "product_name"), localized(line, "pack")) if word)
    badges = [badge_text(badge) for badge in line.badges]
    if badges:
        badges.append(_("Badges as of %(day)s", day=day(line.badges_on)))
    return ["\n".join([name, *badges]), str(line.quantity), dong(line.price), dong(line.total)]


def _whole(paper: Paper, order: Order) -> None:
    paper.section(_("Total"))
    paper.sums(sums_of(order, _("Total")))
    paper.space(2)
    paper.facts(
        [
            (_("Payment"), label(PaymentMethod(order.payment_method))),
            (_("Deliver to"), address_line(order)),
            (_("Note"), order.note_to_producers),
        ]
    )
    paper.text(
        _(
            "Prices are in Vietnamese dong and include all taxes. The badges are those of the day of the order."
        ),
        small=True,
    )
