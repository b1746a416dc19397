"""View objects: what is to be paid for an order, how, and how far that is."""

from types import SimpleNamespace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.orders.disputed import is_disputed
from marketplace.orders.orders import Order, SubOrder, SubOrderState
from marketplace.orders.paying import payments_of
from marketplace.orders.producer_orders import NOT_SENT
from marketplace.payments.cash_on_delivery import calls_first
from marketplace.payments.payments import PREPAID, UNPAID, Payment, PaymentMethod

from ..clock import now
from ..filters import dong, moment
from ..gateways import gateway
from .pages import link
from .progress import part_number


def payments_view(session: Session, order: Order) -> list[SimpleNamespace]:
    """One entry a payment, in the order of the parts; nothing for what costs nothing."""
    found = payments_of(session, order.sub_orders)
    parts: dict[int, list[SubOrder]] = {}
    for part in order.sub_orders:
        if part.id in found:
            parts.setdefault(found[part.id].id, []).append(part)
    payments = {payment.id: payment for payment in found.values()}
    return [_view(order, payments[id], of) for id, of in parts.items()]


def _view(order: Order, payment: Payment, parts: list[SubOrder]) -> SimpleNamespace:
    open_ = (
        payment.state in UNPAID and payment.method != PaymentMethod.CASH_ON_DELIVERY and not _over(payment)
    )
    by_card = open_ and payment.method == PaymentMethod.CARD and gateway() is not None
    said = sentence(payment, parts)
    if by_card and not payment.received:
        # Who comes back from the card page without having paid has to know that nothing is lost.
        said = _(
            "Not paid yet. If you left the payment page, press “Pay by card” once more: your goods are still kept for you."
        )
    return SimpleNamespace(
        id=payment.id,
        what=_("The whole order") if len(parts) > 1 else parts[0].producer.name,
        number="" if len(parts) > 1 else part_number(order, parts[0]),
        amount=payment.amount,
        sentence=said,
        is_paid=payment.is_paid or _handed_over(payment, parts),
        until=moment(payment.expires_at) if open_ and payment.expires_at else "",
        transfer_url=link(f"/orders/{order.number}/payments/{payment.code}")
        if open_ and payment.method == PaymentMethod.VIETQR
        else None,
        by_card=by_card,
    )


def money_view(session: Session, part: SubOrder) -> SimpleNamespace:
    """For the producer of a part: how far its payment is, and whether the buyer is to be called first."""
    payment = payments_of(session, [part]).get(part.id)
    in_cash = payment is not None and payment.method == PaymentMethod.CASH_ON_DELIVERY
    waits = part.state == SubOrderState.PENDING
    awaited = waits and payment is not None and payment.method in PREPAID and not payment.is_paid
    by_transfer = payment is not None and payment.method == PaymentMethod.VIETQR
    return SimpleNamespace(
        sentence=sentence_for_producer(payment, part) if payment and not in_cash else "",
        disputed=part.state in NOT_SENT and is_disputed(session, payment),
        call_first=in_cash and waits and calls_first(session, part.producer_id),
        awaited=awaited,
        transfer_awaited=awaited and by_transfer,
        next=_awaited_next(by_transfer) if awaited else "",
    )


def _awaited_next(by_transfer: bool) -> str:
    if by_transfer:
        return _(
            "First the money: when the transfer is in your account, say so there. Then you can confirm the order."
        )
    return _("First the money: the buyer pays by card. When that is done, you can confirm the order.")


def sentence(payment: Payment, parts: list[SubOrder]) -> str:
    """How far the payment is, in one sentence; too much, too little and too late are told too."""
    given_up = all(part.state == SubOrderState.CANCELLED for part in parts)
    if payment.method == PaymentMethod.VIETQR and payment.surplus > payment.given_back:
        return _surplus_sentence(payment)
    if payment.is_paid and given_up:
        return _("Paid, but no longer needed: the money goes back to you.")
    if payment.is_paid:
        return _("Paid.")
    if payment.received and payment.missing:
        return _(
            "%(received)s has come, %(missing)s is missing.",
            received=dong(payment.received),
            missing=dong(payment.missing),
        )
    if payment.state not in UNPAID:
        return _("Nothing is to be paid any more.")
    if payment.method == PaymentMethod.CASH_ON_DELIVERY:
        return _cash_sentence(_handed_over(payment, parts), all(part.point_source for part in parts))
    if _over(payment):
        return _("Not paid in time. The order is cancelled.")
    return _("Not paid yet.")


def _cash_sentence(paid: bool, collected: bool) -> str:
    if collected:
        return _("Paid in cash at the booth.") if paid else _("You pay in cash at the booth.")
    return _("Paid in cash at the door.") if paid else _("You pay the courier in cash.")


def _handed_over(payment: Payment, parts: list[SubOrder]) -> bool:
    """Whether the courier had the cash: the carrier's money comes days later, and is no business of the buyer."""
    delivered = all(part.delivered_at for part in parts)
    return payment.method == PaymentMethod.CASH_ON_DELIVERY and payment.state in UNPAID and delivered


def sentence_for_producer(payment: Payment, part: SubOrder) -> str:
    """The same for the producer of a part, in words for who gets the money and may have to send it back."""
    if payment.method == PaymentMethod.VIETQR and payment.surplus > payment.given_back:
        more = dong(payment.surplus - payment.given_back)
        if payment.is_paid:
            return _("Paid, and %(more)s too much: please send it back to the buyer.", more=more)
        return _(
            "The order is cancelled; please send %(more)s of its transfers back to the buyer.", more=more
        )
    if payment.is_paid and part.state == SubOrderState.CANCELLED:
        return _("Paid, but no longer needed: the money goes back to the buyer.")
    return sentence(payment, [part])


def _surplus_sentence(payment: Payment) -> str:
    """Of a transfer that was too much, or too little when its time was over."""
    more = dong(payment.surplus - payment.given_back)
    if payment.is_paid:
        return _("Paid, and %(more)s too much: the producer sends it back to you.", more=more)
    return _("The order is cancelled; of your transfers the producer sends %(more)s back to you.", more=more)


def _over(payment: Payment) -> bool:
    return payment.expires_at is not None and payment.expires_at <= now()
