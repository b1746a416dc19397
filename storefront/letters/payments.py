"""Letters about money: for the buyer, that it has come, or goes back; for the producer, that some is to be sent
back or is disputed."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.codes import grouped
from marketplace.audit import Entry
from marketplace.orders.orders import Order, SubOrder, SubOrderState
from marketplace.orders.producer_orders import NOT_SENT
from marketplace.payments.payments import Payment, PaymentMethod
from marketplace.permissions import Action, addresses_of_who_may

from ..filters import dong
from ..shop.pages import absolute_url, link
from .buyers import tell_buyer
from .notes import Note, note
from .order_views import is_for_order, order_of_part, order_of_payment, part_of_payment
from .quiet import send
from .registry import announces, letter


@announces("payment.succeeded")
def tell_paid(session: Session, entry: Entry, now: datetime) -> None:
    """Not of cash: who has paid a courier knows it, and the carrier passes it on much later."""
    payment = session.get_one(Payment, entry.subject_id)
    if payment.method != PaymentMethod.CASH_ON_DELIVERY and is_for_order(payment):
        _tell(session, "payment_came", payment, now, amount=entry.facts["amount"])


@announces("payment.given_back")
def tell_given_back(session: Session, entry: Entry, now: datetime) -> None:
    payment = session.get_one(Payment, entry.subject_id)
    if is_for_order(payment):
        _tell(session, "money_back", payment, now, in_short=True, amount=entry.facts["amount"])


@announces("payment.refund_asked")
def tell_of_refund(session: Session, entry: Entry, now: datetime) -> None:
    """What goes back to a card does so by itself, and a return has letters of its own."""
    payment, reason = session.get_one(Payment, entry.subject_id), entry.facts["reason"]
    if payment.method == PaymentMethod.CARD or reason.startswith("return:") or not is_for_order(payment):
        return
    facts = {"payment": payment.id, "amount": entry.facts["amount"]}
    owner = part_of_payment(session, payment).producer_id
    for address, language in addresses_of_who_may(session, owner, Action.MONEY):
        send(session, "send_money_back", address, language, now, **facts)
    if reason.startswith("surplus:"):
        _tell(session, "surplus", payment, now, in_short=True, amount=entry.facts["amount"])


@announces("payment.dispute_opened")
def tell_of_dispute(session: Session, entry: Entry, now: datetime) -> None:
    """Whoever of the producers has a parcel that the money was for, sent or not."""
    payment = session.get_one(Payment, entry.subject_id)
    if not is_for_order(payment):
        return
    order = order_of_payment(session, payment)
    mine = SubOrder.order_id == order.id, SubOrder.state != SubOrderState.CANCELLED
    for part in session.scalars(select(SubOrder).where(*mine).order_by(SubOrder.id)):
        for address, language in addresses_of_who_may(session, part.producer_id, Action.MONEY):
            send(session, "disputed", address, language, now, sub_order=part.id)


@letter("disputed")
def disputed(session: Session, facts: dict) -> Note:
    part = session.get_one(SubOrder, facts["sub_order"])
    order, number = order_of_part(session, part.id)
    return note(
        _("The buyer disputes the payment of order %(number)s", number=number),
        _("Hello,"),
        _(
            "The buyer has asked the bank to take back what was paid by card for order %(number)s.",
            number=number,
        ),
        _(
            "The parcel has not been sent yet. Talk with the buyer before you send it: you may not be paid for it."
        )
        if part.state in NOT_SENT
        else _(
            "Please keep what shows that the parcel was handed over and arrived: the market answers the bank."
        ),
        link=(absolute_url(link(f"/producer/orders/{order.number}-{part.position}")), _("Look at the order")),
    )


@letter("send_money_back")
def send_money_back(session: Session, facts: dict) -> Note:
    payment = session.get_one(Payment, facts["payment"])
    number, amount = order_of_part(session, part_of_payment(session, payment).id)[1], dong(facts["amount"])
    return note(
        _("Please send back %(amount)s for order %(number)s", amount=amount, number=number),
        _("Hello,"),
        _(
            "%(amount)s of what the buyer has paid you for order %(number)s is to go back.",
            amount=amount,
            number=number,
        ),
        _("Please ask the buyer for an account, send the money back, and say so on the page of payments."),
        link=(absolute_url(link("/producer/payments")), _("To the payments")),
    )


@letter("surplus")
def surplus(session: Session, facts: dict) -> Note:
    payment = session.get_one(Payment, facts["payment"])
    order, amount = order_of_payment(session, payment), dong(facts["amount"])
    number = grouped(order.number)
    return note(
        _("Money to come back for order %(number)s", number=number),
        _("Hello %(name)s,", name=order.name),
        _(
            "%(amount)s more than was to be paid has come for your order %(number)s.",
            amount=amount,
            number=number,
        )
        if payment.is_paid
        else _(
            "Your order %(number)s is cancelled: not all of its price had come in time. %(amount)s had come.",
            amount=amount,
            number=number,
        ),
        _(
            "The producer sends it back, and will ask you for your account. Nobody needs your password or a code for that."
        ),
        link=_page(order),
    )


@letter("payment_came")
def payment_came(session: Session, facts: dict) -> Note:
    order = order_of_payment(session, session.get_one(Payment, facts["payment"]))
    number, amount = grouped(order.number), dong(facts["amount"])
    return note(
        _("Your payment for order %(number)s has come", number=number),
        _("Hello %(name)s,", name=order.name),
        _("%(amount)s has come for your order %(number)s.", amount=amount, number=number),
        _("Thank you. The producers confirm it now.")
        if _still_comes(session, order)
        else _("The order is cancelled meanwhile, so the money goes back to you."),
        link=_page(order),
    )


@letter("money_back")
def money_back(session: Session, facts: dict) -> Note:
    payment = session.get_one(Payment, facts["payment"])
    order, amount = order_of_payment(session, payment), dong(facts["amount"])
    number = grouped(order.number)
    by_card = payment.method == PaymentMethod.CARD
    return note(
        _("Money back for order %(number)s", number=number),
        _("Hello %(name)s,", name=order.name),
        _("%(amount)s of your order %(number)s is on its way back to you.", amount=amount, number=number),
        _("It goes to the card you paid with; your bank may take up to 10 days.")
        if by_card
        else _("The producer sends it to you. If it has not come in 3 days, please answer this letter."),
        link=_page(order),
    )


def _tell(
    session: Session, name: str, payment: Payment, now: datetime, *, in_short: bool = False, **facts: int
) -> None:
    order = order_of_payment(session, payment)
    tell_buyer(session, order, name, now, in_short=in_short, payment=payment.id, **facts)


def _still_comes(session: Session, order: Order) -> bool:
    alive = SubOrder.order_id == order.id, SubOrder.state != SubOrderState.CANCELLED
    return session.scalar(select(SubOrder.id).where(*alive).limit(1)) is not None


def _page(order: Order) -> tuple[str, str]:
    return absolute_url(link(f"/orders/{order.number}")), _("Look at the order")
