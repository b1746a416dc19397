"""How money changes an invoice: the one way by which a transfer for it, or what goes back of it, takes effect."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..payments.payments import (
    UNPAID,
    Payment,
    PaymentState,
    call_off,
    give_back,
    lock_payment,
    receipts_of,
    receive,
)
from ..payments.purposes import Purpose
from ..payments.refunds import Refund, ask_refund, is_told, refund_done
from .goods import Invoice
from .invoice_ledger import book_payment
from .invoices import invoice_id_of, settle
from .order_rows import lock_order
from .purchase_orders import PurchaseOrder


def lock_invoice(session: Session, reference: str) -> tuple[PurchaseOrder, Invoice]:
    """The invoice a payment is for; its order's row is held."""
    id = invoice_id_of(reference)
    order_id = session.scalars(select(Invoice.purchase_order_id).where(Invoice.id == id)).one()
    return lock_order(session, order_id), session.get_one(Invoice, id, populate_existing=True)


def hold_invoices(session: Session, payments: Sequence[Payment]) -> None:
    """Lock these payments and what they are for; orders first, in the order of their ids."""
    ids = [invoice_id_of(payment.reference) for payment in payments]
    orders = session.scalars(select(Invoice.purchase_order_id).where(Invoice.id.in_(ids)))
    for order_id in sorted(set(orders)):
        lock_order(session, order_id)
    for payment in payments:
        lock_payment(session, payment.id)


def arrived(session: Session, payment_id: int, amount: int, source: str, now: datetime) -> bool:
    """Count `amount` dong from `source` and let it take effect; False when known already."""
    reference = session.scalars(select(Payment.reference).where(Payment.id == payment_id)).one()
    order, invoice = lock_invoice(session, reference)
    payment = lock_payment(session, payment_id)
    if not receive(session, payment, amount, source, now):
        return False
    book_payment(session, order, source, amount, now)
    _square(session, invoice, payment, now)
    settle(session, order, invoice, payment, now)
    return True


def take_credit(
    session: Session, order: PurchaseOrder, invoice: Invoice, payment: Payment | None, now: datetime
) -> None:
    """Less is to be paid now, of a locked payment; what has come beyond that goes back."""
    if payment is not None:
        _square(session, invoice, payment, now)
    settle(session, order, invoice, payment, now)


def _square(session: Session, invoice: Invoice, payment: Payment, now: datetime) -> None:
    """Let the payment ask for what is due, and what pays for nothing go back."""
    if not invoice.due:
        call_off(payment)
    else:
        payment.amount = invoice.due
        if payment.to_come <= 0 and payment.state in UNPAID:
            payment.move(PaymentState.SUCCEEDED)
            payment.succeeded_at = now
            payment.note("payment.succeeded", amount=payment.received)
    surplus = payment.unneeded if invoice.due else payment.received - payment.surplus
    if surplus:
        payment.surplus += surplus
        newest = receipts_of(session, payment)[-1].source
        # What goes back in all only grows, so each time has a reason of its own.
        ask_refund(session, payment, surplus, f"surplus:{payment.code}:{payment.surplus}", now, newest)


def paid_out(
    session: Session, refund: Refund, payment: Payment, now: datetime, provider_id: str | None = None
) -> bool:
    """A refund is on its way back; the payment is locked. False when that is known already."""
    if not refund_done(session, refund, payment, now, provider_id):
        return False
    order_id = select(Invoice.purchase_order_id).where(Invoice.id == invoice_id_of(payment.reference))
    order = session.scalars(select(PurchaseOrder).where(PurchaseOrder.id.in_(order_id))).one()
    book_payment(session, order, f"refund:{refund.id}", -refund.amount, now)
    return True


def _went_back(session: Session, payment: Payment, provider_id: str, amount: int, now: datetime) -> None:
    """No gateway takes part in transfers; what one tells all the same is counted as money that went back."""
    if not is_told(session, provider_id) and amount <= payment.received - payment.given_back:
        give_back(session, payment, amount, f"refund:{provider_id}", now)


def _no_dispute(*_facts: Any) -> None:
    """A transfer can't be disputed with the payer's bank."""


INVOICES = Purpose(lock_invoice, hold_invoices, arrived, paid_out, _went_back, _no_dispute)
