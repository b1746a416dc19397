"""What letters show of an order, ready to print: everything as it was agreed on that day."""

from datetime import date, datetime
from typing import NamedTuple, Self

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.codes import grouped
from marketplace.orders.orders import Order, OrderLine, PaymentMethod, SubOrder
from marketplace.orders.paying import payments_of
from marketplace.payments.payments import PREPAID, UNPAID, Payment
from marketplace.payments.purposes import kind_of
from marketplace.phones import shown_phone

from ..clock import VIETNAM
from ..collection_words import collect_view
from ..filters import label
from ..locales import localized
from ..papers.parts import address_line
from ..shop.badge_words import badge_text
from ..shop.basket_views import arrival_text
from ..shop.pages import absolute_url, link
from ..shop.voucher_words import DiscountView, use_view


def order_of_part(session: Session, sub_order_id: int) -> tuple[Order, str]:
    """The order that a part is of, and the part's number."""
    part = session.get_one(SubOrder, sub_order_id)
    order = session.get_one(Order, part.order_id)
    return order, f"{grouped(order.number)}-{part.position}"


def is_for_order(payment: Payment) -> bool:
    """Booths at fairs are paid too, and have letters of their own."""
    return kind_of(payment.reference) in ("order", "sub-order")


def part_of_payment(session: Session, payment: Payment) -> SubOrder:
    """The part that a transfer, or cash, is for."""
    return session.get_one(SubOrder, int(payment.reference.removeprefix("sub-order:")))


def order_of_payment(session: Session, payment: Payment) -> Order:
    kind, _, id = payment.reference.partition(":")
    order_id = int(id) if kind == "order" else part_of_payment(session, payment).order_id
    return session.get_one(Order, order_id)


class LineView(NamedTuple):
    """Amounts in dong; badges as of `badges_on`."""

    name: str
    pack: str
    quantity: int
    price: int
    total: int
    badges: list[str]
    badges_on: date

    @classmethod
    def of(cls, line: OrderLine) -> Self:
        return cls(
            localized(line, "product_name"),
            localized(line, "pack"),
            line.quantity,
            line.price,
            line.total,
            [badge_text(badge) for badge in line.badges],
            line.badges_on,
        )


class PartView(NamedTuple):
    """One producer's parcel. `url` is its page for the producer; `collect` where and when it is collected, none: it is sent."""

    number: str
    producer: str
    place: str
    arrival: str
    lines: list[LineView]
    subtotal: int
    discounts: list[DiscountView]
    delivery: int
    total: int
    url: str
    collect: list[str]

    @classmethod
    def of(cls, part: SubOrder, order: Order) -> Self:
        producer = part.producer
        return cls(
            f"{grouped(order.number)}-{part.position}",
            producer.name,
            f"{producer.commune.name}, {producer.commune.province.name}",
            _arrival(part),
            [LineView.of(line) for line in part.lines],
            part.subtotal,
            [use_view(use) for use in part.voucher_uses],
            part.delivery,
            part.total,
            absolute_url(link(f"/producer/orders/{order.number}-{part.position}")),
            _collect(part),
        )


def _collect(part: SubOrder) -> list[str]:
    of = collect_view(part)
    return [_("Collected at the booth: %(where)s", where=of.where), of.place, of.when] if of else []


def _arrival(part: SubOrder) -> str:
    # What is not sent, like a tour, does not arrive.
    text = arrival_text(part.arrives_from, part.arrives_to) if part.grams or part.delivery else ""
    return text[:1].upper() + text[1:]


class OrderView(NamedTuple):
    """`awaited` is how the money that has to come first is paid, and `pay_until` when its time is over; else both are empty."""

    number: str
    url: str
    placed_at: datetime
    payment: str
    name: str
    phone: str
    address: str
    note: str
    parts: list[PartView]
    subtotal: int
    discount: int
    delivery: int
    total: int
    awaited: str = ""
    pay_until: datetime | None = None


def with_awaited(session: Session, view: OrderView, parts: list[SubOrder]) -> OrderView:
    """Says too what is to be paid for these parts before anything is sent, if it has not been paid meanwhile."""
    payments = payments_of(session, parts).values()
    owed = [one for one in payments if one.method in PREPAID and one.state in UNPAID]
    if not owed:
        return view
    ends = [one.expires_at for one in owed if one.expires_at]
    return view._replace(awaited=owed[0].method, pay_until=min(ends, default=None))


def view_of(order: Order) -> OrderView:
    """Of an order with its parts, for its buyer or a producer: names and address are in full."""
    return OrderView(
        grouped(order.number),
        absolute_url(link(f"/orders/{order.number}")),
        order.placed_at.astimezone(VIETNAM),
        label(PaymentMethod(order.payment_method)),
        order.name,
        shown_phone(order.phone),
        address_line(order),
        order.note_to_producers,
        [PartView.of(part, order) for part in order.sub_orders],
        order.subtotal,
        order.discount,
        order.delivery,
        order.total,
    )
