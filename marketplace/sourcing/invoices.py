"""Invoices for what was received: made from the goods, never typed in, and the transfer by which each is paid."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.records import Refused
from catalog.text import clean

from ..payments.bank_accounts import present_account
from ..payments.payments import Payment, PaymentMethod, PaymentState
from .goods import ClaimState, GoodsClaim, Invoice
from .invoice_ledger import book_credit, book_invoice
from .order_rows import check_seen, lock_order
from .purchase_orders import PurchaseOrder, PurchaseOrderState
from .receiving import amounts_received

S = PurchaseOrderState
INVOICE = "invoice"
LONGEST_NUMBER = 40


def reference(invoice_id: int) -> str:
    return f"{INVOICE}:{invoice_id}"


def invoice_id_of(reference: str) -> int:
    """Raises LookupError for a payment that is for no invoice."""
    kind, _, id = reference.partition(":")
    if kind != INVOICE:
        raise LookupError(reference)
    return int(id)


def issue_invoice(
    session: Session, order: PurchaseOrder, seen: int, number: str, issued_on: date, now: datetime
) -> Invoice:
    """The producer's invoice for the good units of a delivered order, less what accepted claims take off.

    Raises Refused without anything to pay for, without a bank account to pay to, for a number it has used before.
    """
    order = lock_order(session, order.id)
    check_seen(order, seen, S.DELIVERED)
    number = _checked(session, order, number, issued_on, now)
    amounts = amounts_received(session, order)
    if not amounts.total:
        raise Refused("Nothing was received that could be paid for: please close the order instead.")
    account = present_account(session, order.producer_id, now)
    if account is None:
        raise Refused("Please write down your bank account first: the retailer pays to it.")
    invoice = Invoice(
        purchase_order_id=order.id,
        number=number,
        amount=amounts.total,
        vat=amounts.vat,
        credited=0,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=order.payment_days),
        created_at=now,
    )
    session.add(invoice)
    session.flush()
    book_invoice(session, order, invoice, now)
    for claim in accepted_claims(session, order.id):
        invoice.credited += claim.granted
        book_credit(session, order, claim, now)
    order.revision += 1
    order.move(S.INVOICED)
    order.note("purchase_order.invoiced", number=order.number, invoice=number, total=invoice.due)
    if invoice.due:
        session.add(_payment(invoice, account.id, now))
    else:
        settle(session, order, invoice, None, now)
    session.flush()
    return invoice


def _checked(session: Session, order: PurchaseOrder, number: str, issued_on: date, now: datetime) -> str:
    number = clean(number)
    if not number or len(number) > LONGEST_NUMBER:
        raise Refused(
            "Please write the number of the invoice, in at most %(limit)s characters.", limit=LONGEST_NUMBER
        )
    if not day_of(order.issued_at or now) <= issued_on <= day_of(now):
        raise Refused("An invoice is of a day between the order and today.")
    same = PurchaseOrder.producer_id == order.producer_id, Invoice.number == number
    if session.scalar(select(Invoice.id).join(Invoice.purchase_order).where(*same).limit(1)) is not None:
        raise Refused("You have an invoice by the number %(number)s already.", number=number)
    return number


def _payment(invoice: Invoice, account_id: int, now: datetime) -> Payment:
    return Payment(
        reference=reference(invoice.id),
        method=PaymentMethod.VIETQR,
        amount=invoice.due,
        received=0,
        tries=0,
        state=PaymentState.PENDING,
        bank_account_id=account_id,
        created_at=now,
    )


def close_unpaid(session: Session, order: PurchaseOrder, seen: int) -> None:
    """End a delivered order of which nothing was good, so that nothing is to be paid. Raises Refused otherwise."""
    order = lock_order(session, order.id)
    check_seen(order, seen, S.DELIVERED)
    if amounts_received(session, order).total:
        raise Refused("Something was received: please write the invoice.")
    order.revision += 1
    order.move(S.CLOSED)
    order.note("purchase_order.closed", number=order.number)


def accepted_claims(session: Session, order_id: int) -> list[GoodsClaim]:
    mine = GoodsClaim.purchase_order_id == order_id, GoodsClaim.state == ClaimState.ACCEPTED
    return list(session.scalars(select(GoodsClaim).where(*mine).order_by(GoodsClaim.id)))


def has_open_claims(session: Session, order_id: int) -> bool:
    """Whether somebody still has to answer."""
    mine = (
        GoodsClaim.purchase_order_id == order_id,
        GoodsClaim.state.in_((ClaimState.OPEN, ClaimState.REFERRED)),
    )
    return session.scalar(select(GoodsClaim.id).where(*mine).limit(1)) is not None


def invoice_of(session: Session, order_id: int) -> Invoice | None:
    return session.scalar(select(Invoice).where(Invoice.purchase_order_id == order_id))


def payments_of(session: Session, invoice_ids: Collection[int]) -> dict[int, Payment]:
    """By the id of the invoice; what costs nothing has none."""
    keys = {reference(id): id for id in invoice_ids}
    found = session.scalars(select(Payment).where(Payment.reference.in_(keys)))
    return {keys[payment.reference]: payment for payment in found}


def settle(
    session: Session, order: PurchaseOrder, invoice: Invoice, payment: Payment | None, now: datetime
) -> None:
    """Close the locked order once it is paid and no claim about it is open."""
    paid = payment.is_paid if payment else True
    if (invoice.due and not paid) or has_open_claims(session, order.id) or order.state != S.INVOICED:
        return
    invoice.settled_at = now
    order.revision += 1
    order.move(S.CLOSED)
    order.note("purchase_order.closed", number=order.number)
