"""Letters about money, for the buyer: it has come, or it is on its way back."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.codes import grouped
from marketplace.audit import Entry
from marketplace.letters import send
from marketplace.orders.orders import Order, SubOrder, SubOrderState
from marketplace.payments.payments import Payment, PaymentMethod

from ..filters import dong
from ..shop.pages import absolute_url, link
from .notes import Note, note
from .registry import announces, letter


@announces("payment.succeeded")
def tell_paid(session: Session, entry: Entry, now: datetime) -> None:
    """Not of cash: who has paid a courier knows it, and the carrier passes it on much later."""
    payment = session.get_one(Payment, entry.subject_id)
    if payment.method != PaymentMethod.CASH_ON_DELIVERY:
        _tell(session, "payment_came", payment, now, amount=entry.facts["amount"])


@announces("payment.given_back")
def tell_given_back(session: Session, entry: Entry, now: datetime) -> None:
    payment = session.get_one(Payment, entry.subject_id)
    _tell(session, "money_back", payment, now, amount=entry.facts["amount"])


@letter("payment_came")
def payment_came(session: Session, facts: dict) -> Note:
    order = _order_of(session, session.get_one(Payment, facts["payment"]))
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
    order, amount = _order_of(session, payment), dong(facts["amount"])
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


def _tell(session: Session, name: str, payment: Payment, now: datetime, **facts: int) -> None:
    order = _order_of(session, payment)
    if order.email:
        send(session, name, order.email, order.language, now, payment=payment.id, **facts)


def _order_of(session: Session, payment: Payment) -> Order:
    kind, _colon, id = payment.reference.partition(":")
    if kind == "order":
        return session.get_one(Order, int(id))
    of_part = select(SubOrder.order_id).where(SubOrder.id == int(id)).scalar_subquery()
    return session.scalars(select(Order).where(Order.id == of_part)).one()


def _still_comes(session: Session, order: Order) -> bool:
    alive = SubOrder.order_id == order.id, SubOrder.state != SubOrderState.CANCELLED
    return session.scalar(select(SubOrder.id).where(*alive).limit(1)) is not None


def _page(order: Order) -> tuple[str, str]:
    return absolute_url(link(f"/orders/{order.number}")), _("Look at the order")
