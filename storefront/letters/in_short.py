"""Text messages to buyers: one sentence, and the page of the order. Each stands for a letter of the same name."""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.codes import grouped
from marketplace.orders.orders import Order, Party, SubOrder, SubOrderState
from marketplace.orders.shipments import shipments_of
from marketplace.payments.payments import Payment

from ..filters import dong
from ..shop.pages import absolute_url, link
from ..shop.progress import tracking_view
from .notes import Note, note, settings
from .order_views import order_of_part, order_of_payment
from .registry import letter


@letter("order_placed_in_short")
def order_placed(session: Session, facts: dict) -> Note:
    order = session.get_one(Order, facts["order"])
    number, total = grouped(order.number), dong(facts["total"])
    return message(
        order, _("order %(number)s, %(total)s, has come in. Follow it here:", number=number, total=total)
    )


@letter("part_shipped_in_short")
def part_shipped(session: Session, facts: dict) -> Note:
    order, number = order_of_part(session, facts["part"])
    shipment = shipments_of(session, [facts["part"]])[facts["part"]]
    with_ = f"{tracking_view(shipment).carrier} {shipment.tracking_no}".strip()
    if shipment.cash_to_collect:
        cash = dong(shipment.cash_to_collect)
        return message(
            order,
            _(
                "parcel %(number)s is on its way (%(with)s). Please have %(cash)s ready.",
                number=number,
                cash=cash,
                **{"with": with_},
            ),
        )
    return message(order, _("parcel %(number)s is on its way (%(with)s).", number=number, **{"with": with_}))


@letter("part_cancelled_in_short")
def part_cancelled(session: Session, facts: dict) -> Note | None:
    part = session.get_one(SubOrder, facts["part"])
    # Who has cancelled it knows.
    if part.state != SubOrderState.CANCELLED or part.cancelled_by == Party.BUYER:
        return None
    order, number = order_of_part(session, part.id)
    if part.cancelled_by == Party.TIMER:
        return message(order, _("parcel %(number)s is cancelled: it was not paid in time.", number=number))
    return message(
        order, _("parcel %(number)s is cancelled: %(reason)s", number=number, reason=part.cancel_reason)
    )


@letter("money_back_in_short")
def money_back(session: Session, facts: dict) -> Note:
    order = order_of_payment(session, session.get_one(Payment, facts["payment"]))
    number, amount = grouped(order.number), dong(facts["amount"])
    return message(
        order, _("%(amount)s of order %(number)s is on its way back to you.", amount=amount, number=number)
    )


@letter("surplus_in_short")
def surplus(session: Session, facts: dict) -> Note:
    order = order_of_payment(session, session.get_one(Payment, facts["payment"]))
    number, amount = grouped(order.number), dong(facts["amount"])
    return message(
        order,
        _(
            "the producer sends %(amount)s of your transfer for order %(number)s back.",
            amount=amount,
            number=number,
        ),
    )


def message(order: Order, sentence: str) -> Note:
    """One sentence of the shop, with the page of the order."""
    shop = settings().shop_name
    return note(shop, f"{shop}: {sentence}", link=(absolute_url(link(f"/orders/{order.number}")), ""))
